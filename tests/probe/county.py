# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A small county full of canaries, and a user for every role."""

import base64
import csv
import io
from dataclasses import dataclass, field
from datetime import timedelta

import papers

from odoo import fields
from odoo.fields import Command

#: Who may have a clear value shown by the logged act.
REVEALERS = {
    "township_clerk",
    "township_reviewer",
    "county_officer",
    "county_confirmer",
    "finance",
    "archivist",
}
PASSWORD = "probe-of-leaks-1"
PLACES = [
    ("990000000000", "探针省", None),
    ("990100000000", "探针市", "990000000000"),
    ("990101000000", "探针县", "990100000000"),
    ("990101001000", "探东镇", "990101000000"),
    ("990101001001", "探东村", "990101001000"),
    ("990101002000", "探西镇", "990101000000"),
    ("990101002001", "探西村", "990101002000"),
]
HEADINGS = [
    *("户编号", "乡镇", "村", "低保类别", "姓名", "身份证号"),
    *("与户主关系", "联系电话", "银行账号"),
]


@dataclass
class User:
    """Somebody who tries everything."""

    role: str
    login: str | None = None
    key: str | None = None


@dataclass
class County:
    """What the routes need to know of the county."""

    users: list = field(default_factory=list)
    records: dict = field(default_factory=dict)
    ledgers: list = field(default_factory=list)
    places: dict = field(default_factory=dict)

    def note(self, *records):
        """Remember records by model."""
        for record in records:
            self.records.setdefault(record._name, []).extend(record.ids)


def build(env, mint):
    """Make the county through the ORM, as an installation's own staff would."""
    county = County()
    for code, name, parent in PLACES:
        found = env["dibao.division"].search([("code", "=", code)])
        county.places[code] = found or env["dibao.division"].create(
            {
                "code": code,
                "name": name,
                "parent_id": parent and county.places[parent].id,
            }
        )
    for number, village in enumerate(("990101001001", "990101002001")):
        for family in range(2):
            _household(env, mint, county, village, f"{number}{family}")
    _users(env, county)
    _ledgers(env, mint, county)
    _disclosure(env, county)
    papers.build(env, mint, county)
    _further(env, county)
    return county


def code_id(env, name, code=None):
    """Id of a code, any of the list when none is named."""
    ids = env["dibao.code"]._code_ids(name)
    return ids[code] if code else min(ids.values())


def _household(env, mint, county, village, tag):
    def member(letter, relation, birth):
        owner = f"{letter}{tag}"
        return Command.create(
            {
                "name": f"探针{owner}",
                "id_number": mint.id_number(owner, birth),
                "phone": mint.phone(owner),
                "phone_other": mint.phone(f"{owner} 2"),
                "disability_certificate": mint.certificate(owner),
                "relation_id": code_id(env, "relation", relation),
            }
        )

    household = env["dibao.household"].create(
        {
            "division_id": county.places[village].id,
            "living_address": f"探针路{tag}号",
            "account_number": mint.account(tag),
            "member_ids": [
                member("甲", "02", "19470713"),
                member("乙", "21", "19810914"),
            ],
        }
    )
    household.state = "active"
    person = household.head_id
    certificate = env["dibao.certificate"].create(
        {
            "person_id": person.id,
            "kind_id": code_id(env, "certificate"),
            "number": mint.certificate(f"证{tag}"),
        }
    )
    custodian = env["dibao.custodian"].create(
        {
            "household_id": household.id,
            "name": f"探针丙{tag}",
            "id_number": mint.id_number(f"丙{tag}"),
            "phone": mint.phone(f"丙{tag}"),
            "agreement_date": "2026-01-01",
        }
    )
    income = env["dibao.income"].create(
        {
            "household_id": household.id,
            "person_id": person.id,
            "kind_id": code_id(env, "income"),
            "declared": 100,
        }
    )
    household.message_post(body="探针")
    household.account_number = mint.account(f"新{tag}")
    person.phone = mint.phone(f"新{tag}")
    county.note(household, household.member_ids.person_id, certificate, custodian)
    county.note(household.member_ids, household.event_ids, income)


def _users(env, county):
    east, whole = county.places["990101001000"], county.places["990101000000"]
    roles = env["res.groups"]._dibao_roles()
    wanted = [(role, f"dibao_archive.group_{role}", True) for role in roles]
    wanted += [
        ("clerk without place", "dibao_archive.group_township_clerk", False),
        ("platform user", "base.group_user", False),
        ("platform administrator", "base.group_system", False),
        ("portal", "base.group_portal", False),
    ]
    expires = fields.Datetime.now() + timedelta(days=1)
    for number, (role, group, placed) in enumerate(wanted):
        local = role.startswith(("village", "township"))
        divisions = (east if local else whole) if placed else east.browse()
        user = env["res.users"].create(
            {
                "name": f"探针用户{number}",
                "login": f"probe{number}",
                "password": PASSWORD,
                "lang": "en_US",
                "group_ids": [Command.set(env.ref(group).ids)],
                "dibao_division_ids": [Command.set(divisions.ids)],
            }
        )
        keys = env["res.users.apikeys"].with_user(user).sudo()
        key = None if role == "portal" else keys._generate("rpc", "probe", expires)
        county.users.append(User(role, user.login, key))
    county.users.append(User("nobody signed in"))


def _ledger_rows(mint):
    for number in range(4):
        owner = f"账{number}"
        value = mint.id_number(owner)
        if number == 3:
            # A wrong check digit: the finding must not quote the number.
            value = value[:-1] + ("1" if value[-1] == "0" else "0")
        yield [
            *(f"T{number}", "探东镇", "探东村", "农村", f"探针{owner}", value),
            *("户主", mint.phone(owner), mint.account(owner)),
        ]


def _csv(rows):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return base64.b64encode(stream.getvalue().encode())


def _ledgers(env, mint, county):
    """Uploaded ledgers: sound and faulty rows, checked and imported; one of no use."""
    clerk = env["res.users"].search([("login", "=", county.users[1].login)])
    ledgers = env["dibao.ledger.import"].with_user(clerk)
    values = {"division_id": county.places["990101001000"].id}
    rows = list(_ledger_rows(mint))
    ledger = ledgers.create(
        {**values, "file_name": "probe.csv", "file": _csv([HEADINGS, *rows])}
    )
    ledger.action_recognise()
    ledger.action_check()
    ledger.job_id.sudo()._run()
    ledger.invalidate_recordset()
    ledger.faultless_only = True
    ledger.action_import()
    ledger.job_id.sudo()._run()
    ledger.action_save_mapping()
    # Without a heading: people must not be taken for the names of columns.
    headless = ledgers.create({**values, "file_name": "rows.csv", "file": _csv(rows)})
    waiting = ledgers.create(
        {**values, "file_name": "wait.csv", "file": _csv([HEADINGS, *rows])}
    )
    waiting.action_recognise()
    county.ledgers = (ledger | headless | waiting).ids
    county.note(ledger, headless, waiting, ledger.column_ids, ledger.finding_ids)
    county.note(ledger.job_id, env["dibao.ledger.mapping"].search([]))


def _further(env, county):
    """A case, a lead, a key, an entry of the log: one of whatever there is."""
    household = env["dibao.household"].browse(county.records["dibao.household"][0])
    lead = env["dibao.duplicate"].create(
        {
            "person_id": household.head_id.id,
            "division_id": household.division_id.id,
            "entered_by": "x",
        }
    )
    county.note(lead, env["dibao.case"].create({"household_id": household.id}))
    for model in env.values():
        lasting = not (model._abstract or model._transient)
        wanted = lasting and model._name.startswith("dibao.")
        if wanted and not county.records.get(model._name):
            county.note(model.search([], limit=3))


def _disclosure(env, county):
    """A month that is public, so that its pages have something to show."""
    values = {
        "division_id": county.places["990101000000"].id,
        "month": "2026-01-01",
    }
    env["dibao.monthly.freeze"].create(values)._freeze()
    one = env["dibao.disclosure"].create(values)
    one._by_act(
        {
            "content": one._reckon(),
            "digest": "0" * 64,
            "state": "published",
            "was_public": True,
            "published_on": fields.Datetime.now(),
        }
    )
    county.note(one)
