# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo county, its users, something to act on for each; fed to `odoo shell`.

What a foreign client needs to know beforehand (numbers of records, values to send,
clear values to look out for) goes as JSON to the file named by DIBAO_TOLD.
"""

import base64
import itertools
import json
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from odoo.tools.convert import convert_file

from odoo.addons.dibao_archive.sealed import unseal_field
from odoo.addons.dibao_archive.tests.rights_common import RightsCase, load_specs

# What the rights tests create their records from is registered on import.
from odoo.addons.dibao_review.tests import test_rights_matrix as _r  # noqa: F401
from odoo.addons.dibao_training.tests import test_rights_matrix as _t  # noqa: F401

env = env(context={"tracking_disable": True})  # noqa: F821
PROTECTED = {
    "dibao.person": ["id_number", "phone", "phone_other", "disability_certificate"],
    "dibao.household": ["account_number"],
    "dibao.certificate": ["number"],
    "dibao.custodian": ["id_number", "phone"],
}
NEIGHBOUR = [
    ("990102000000", "邻县", "990100000000"),
    ("990102001000", "邻镇", "990102000000"),
    ("990102001001", "邻村", "990102001000"),
]

for name in ("county_demo", "users_demo"):
    convert_file(env, "dibao_archive", f"demo/{name}.xml", {}, "init", noupdate=True)
divisions = env["dibao.division"]
for code, name, parent in NEIGHBOUR:
    parent = divisions.search([("code", "=", parent)])
    abroad = divisions.create({"code": code, "name": name, "parent_id": parent.id})

villages = divisions.search([("code", "=like", "990101%"), ("level", "=", "village")])
# Nobody in the demo county has a second telephone.
for number, village in enumerate(villages):
    household = env["dibao.household"].search([("division_id", "=", village.id)])[:1]
    household.head_id.phone_other = f"1549{7130000 + number * 7}"
# The log is written in transactions of its own: to be seen from the next one here.
env["dibao.access.log"]._log("export")
env.cr.commit()

# The makers of the rights tests' records, without a test around them.
samples = RightsCase.__new__(RightsCase)
samples.env, samples.numbers, samples.common = env, itertools.count(1), {}
specs = load_specs(env)


def village_of(user):
    """A village that the user answers for; any of the county for who has none."""
    own = [("id", "child_of", user.dibao_division_ids.ids)]
    return (villages.filtered_domain(own) or villages).sorted("code")[:1]


def of_user(user, model, letters):
    """What a user may try on a model: a record, a change, the values of a new one."""
    village = village_of(user)
    # What is refused is refused on the same record to all.
    if "d" in letters or (letters and specs[model]["scope"] == "own"):
        record = samples.record(model, village, user)
    else:
        record = samples.shared(model, village)
    # Nobody else sends what one may create: a number that is taken is told first.
    key = "values", model, village.id, user.id if "c" in letters else None
    if key not in samples.common:
        try:
            samples.common[key] = samples.values(model, village, user)
        except AssertionError:  # Nobody makes one by hand.
            samples.common[key] = {}
    change = samples.change(record) if record._auto else {}
    assert record.id, f"{user.login}: no {model}"
    return {"id": record.id, "change": change, "values": samples.common[key]}


def letters_of(user, model):
    """Any letter that any group of the user has: a record of one's own, to be sure."""
    return {
        letter
        for group, letters in specs[model]["rights"].items()
        if user.has_group(group if "." in group else f"dibao_archive.group_{group}")
        for letter in letters
    }


users = env["res.users"].search([("login", "!=", "__system__"), ("share", "=", False)])
user_of = {user.login: user for user in users}
told = {
    "users": {user.login: user.id for user in users},
    "samples": {
        user.login: {
            model: of_user(user, model, letters_of(user, model)) for model in specs
        }
        for user in users
    },
    "outside": {
        model: samples.shared(model, abroad).id
        for model, spec in specs.items()
        if spec["scope"].startswith("division")
    },
    # Begun by somebody, and left alone by the tests.
    "begun": {
        login: {
            model: samples.record(model, villages[0], user_of[login]).id
            for model, spec in specs.items()
            if spec["scope"] == "own"
        }
        for login in ("clerk", "officer")
    },
    "clear": {},
}
for model, names in PROTECTED.items():
    records = env[model].with_context(active_test=False).search([])
    told["clear"][model] = {name: unseal_field(records, name) for name in names}
# A department that may ask, by an account that may do nothing else.
theirs = X25519PrivateKey.generate()
department = env["res.users"].create(
    {
        "name": "示例县医疗保障局接口",
        "login": "department",
        "password": "department-demo-1",
        "group_ids": [(6, 0, env.ref("base.group_user").ids)],
    }
)
place = divisions.search([("code", "=", "990101000000")])
entitlement = (
    env["dibao.share.entitlement"]
    .with_user(user_of["officer"])
    .create(
        {
            "name": "示例县医疗保障局",
            "division_id": place.id,
            "user_id": department.id,
            "may_pull_decisions": True,
            "purpose": "资助参保",
            "legal_basis": "《社会救助暂行办法》第58条",
            "letter": "共享1号",
            "public_key": base64.b64encode(
                theirs.public_key().public_bytes_raw()
            ).decode(),
            "valid_to": "2099-12-31",
        }
    )
)
entitlement.with_user(user_of["confirmer"]).action_approve()
receiving = env["dibao.household"].search(
    [("county_id", "=", place.id), ("state", "=", "active")], limit=1
)
env["dibao.benefit"]._draft(
    receiving,
    "2026-01-01",
    [{"component": "base", "amount": 100.0}],
    [{"person_id": receiving.head_id.id, "is_counted": True}],
)._start()
told["sharing"] = {
    "secret": theirs.private_bytes_raw().hex(),
    "office_key": entitlement.our_public_key,
    "person": receiving.head_id.id,
    "class": receiving.urban_rural,
}
env.cr.commit()
Path(os.environ["DIBAO_TOLD"]).write_text(json.dumps(told, default=str))
