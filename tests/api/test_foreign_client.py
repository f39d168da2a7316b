# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A foreign program logs in as each demo role and gets just what it may.

What a role may is read from each add-on's security/rights.yml, where a place lies from
its code: nothing is expected because the server says so.
"""

import contextlib
import re
import xml.etree.ElementTree as ET

import psycopg2
import pytest
from expected import (
    ADDONS,
    BAD_REQUEST,
    CONTENT,
    MASKS,
    NO,
    REVEALERS,
    ROLES,
    SPECS,
    letters,
    refusals,
    scope,
    within,
)
from foreign import Foreign, demo_passwords

#: Every model is tried by one role in so many; with sixteen roles, by four of them.
SHARES = 4

each_user = pytest.mark.parametrize("login", sorted(ROLES))


def ask(database, query, *parameters):
    """Rows straight from the database, past the server."""
    with contextlib.closing(psycopg2.connect(dbname=database)) as connection:
        cursor = connection.cursor()
        cursor.execute(query, parameters)
        return cursor.fetchall()


def places(county, table):
    """{id: place code} of all records of a table."""
    query = f"""SELECT r.id, d.code FROM {table} r
        JOIN dibao_division d ON d.id = r.division_id"""
    return dict(ask(county.database, query))


def test_each_role_has_a_demo_user():
    groups = ADDONS / "dibao_archive" / "security" / "groups.xml"
    ids = [group.get("id") for group in ET.parse(groups).iterfind("record")]
    roles = {name.removeprefix("group_") for name in ids if name.startswith("group_")}
    assert {role for role, _place in ROLES.values()} == roles - {"user", "reveal"} | {
        None
    }
    assert set(ROLES) == set(demo_passwords())


@each_user
def test_signed_in(county, login):
    """The key speaks for its user, and for nobody else."""
    context = county.clients[login].call("res.users", "context_get")
    assert context["uid"] == county.users[login]


def test_without_a_key_nothing(county):
    for key in (None, "", "clerk-demo", "0" * 40):
        nobody = Foreign(county.base, county.database, "nobody", county.secrets)
        if key is not None:
            nobody.use_key(key)
        assert nobody.post("dibao.code", "search_read", domain=[]).status_code == 401


@each_user
def test_households_of_its_own_places(county, login):
    client, start = county.clients[login], within(login)
    ask_for = {"domain": [], "fields": ["number"]}
    if "r" not in letters(login, "dibao.household"):
        assert client.refusal("dibao.household", "search_read", **ask_for) == NO
        return
    found = client.call("dibao.household", "search_read", **ask_for)
    everywhere = places(county, "dibao_household")
    mine = {key for key, code in everywhere.items() if code.startswith(start)}
    assert 0 < len(mine) < len(everywhere)
    assert {row["id"] for row in found} == mine
    count = client.call("dibao.household", "search_count", domain=[])
    assert count == len(mine)
    groups = client.call(
        "dibao.household",
        "formatted_read_group",
        domain=[],
        groupby=["state"],
        aggregates=["__count"],
    )
    assert sum(group["__count"] for group in groups) == len(mine)
    theirs = min(set(everywhere) - mine)
    asked = {"ids": [theirs], "fields": ["number"]}
    assert client.refusal("dibao.household", "read", **asked) == NO


@each_user
def test_rights_of_each_model(county, login):
    """Reading, changing, making and deleting, as specified, on one's own ground."""
    client, faults = county.clients[login], []
    turn = sorted(ROLES).index(login)

    def expect(letter, model, method, **arguments):
        if letter not in tried:
            return
        refused = client.refusal(model, method, **arguments)
        if refused not in ([None] if letter in allowed else refusals(method)):
            word = "has" if letter in allowed else "has not"
            faults.append(f"{model} {method}: {refused}, though he {word} the right")

    for number, model in enumerate(SPECS):
        sample = county.samples[login][model]
        allowed = letters(login, model)
        # A role without an area has no ground of its own: it sees nothing there.
        if scope(model) == "division" and not within(login):
            allowed = set()
        # Where no people are, each role tries its share of the models: what it may,
        # and of the rest one in turn.  The add-ons' own rights tests try all of it,
        # past the network.
        if model not in CONTENT and number % SHARES != turn % SHARES:
            continue
        rest = sorted(set("rwcd") - allowed)
        one_of_rest = rest and {rest[number % len(rest)]} or set()
        tried = set("rwcd") if model in CONTENT else allowed | one_of_rest
        one = {"ids": [sample["id"]]}
        expect("r", model, "read", **one, fields=["display_name"])
        expect("w", model, "write", **one, vals=sample["change"])
        expect("c", model, "create", vals_list=[sample["values"]])
        expect("d", model, "unlink", **one)
    assert not faults, "\n".join([f"{len(faults)} faults", *faults])


@each_user
def test_what_was_written_is_there(county, login):
    """A change arrives: done is not merely said."""
    client, model = county.clients[login], "dibao.household"
    allowed = letters(login, model)
    if not {"r", "w"} <= allowed:
        return
    row = client.call(model, "search_read", domain=[], fields=["id"], limit=1)[0]
    address = f"foreign {login}"
    client.call(model, "write", ids=[row["id"]], vals={"living_address": address})
    query = "SELECT living_address FROM dibao_household WHERE id = %s"
    assert ask(county.database, query, row["id"]) == [(address,)]
    # A mask is what is read, and must not be saved over the value.
    refused = {"account_number": "*" * 15 + "1234"}
    assert client.refusal(model, "write", ids=[row["id"]], vals=refused)[0] == 422


@each_user
def test_outside_its_places_nothing(county, login):
    """A record of the next county: not found, not read, not changed, not deleted."""
    client, faults = county.clients[login], []
    for model, outside in county.outside.items():
        # What he may not do at home is refused anyhow: see above.
        allowed = letters(login, model)
        if "r" in allowed:
            domain = [["id", "=", outside]]
            if client.call(model, "search_read", domain=domain, fields=["id"]):
                faults.append(f"{model}: found")
        change = county.samples[login][model]["change"]
        for letter, method, arguments in (
            ("r", "read", {"fields": ["display_name"]}),
            ("w", "write", {"vals": change}),
            ("d", "unlink", {}),
        ):
            if letter not in allowed:
                continue
            refused = client.refusal(model, method, ids=[outside], **arguments)
            if refused not in refusals(method):
                faults.append(f"{model} {method}: {refused}")
    assert not faults, "\n".join(faults)


@each_user
def test_of_others_nothing(county, login):
    """What another one has begun in a wizard is his."""
    client = county.clients[login]
    other = "officer" if login == "clerk" else "clerk"
    owned = [model for model in SPECS if scope(model) == "own"]
    assert set(owned) == set(county.begun[other])
    for model in owned:
        if "r" not in letters(login, model):
            continue
        theirs = {"ids": [county.begun[other][model]]}
        refused = client.refusal(model, "read", **theirs, fields=["display_name"])
        assert refused == NO, model


@each_user
def test_masks_only(county, login):
    """Every protected value shows as its mask, whichever way it is asked for."""
    client = county.clients[login]
    for model, fields in county.clear.items():
        if "r" not in letters(login, model):
            continue
        names = list(fields)
        rows = client.call(model, "search_read", domain=[], fields=names)
        assert rows, model
        ids = [row["id"] for row in rows[:20]]
        specification = {name: {} for name in names}
        rows += client.call(model, "web_read", ids=ids, specification=specification)
        for name in names:
            values = {row[name] for row in rows if row[name]}
            wrong = [v for v in values if not re.fullmatch(MASKS[name], v)]
            assert not wrong, f"{model} {name}: {wrong[:3]}"
            # Who has a value shows a mask, and nobody else does.
            known = {int(key): bool(v) for key, v in fields[name].items()}
            shown = {row["id"]: bool(row[name]) for row in rows if row["id"] in known}
            assert shown == {key: known[key] for key in shown}, f"{model} {name}"
            assert values or name != "id_number"


@each_user
def test_private_methods_are_refused(county, login):
    client = county.clients[login]
    for model, method in (
        ("dibao.person", "sudo"),
        ("dibao.person", "with_user"),
        ("dibao.person", "_search"),
        ("dibao.person", "_write"),
        ("dibao.household", "_load_rows"),
        ("dibao.household", "_read_group"),
        ("dibao.access.log", "_log"),
        ("dibao.job", "_run"),
        ("dibao.county", "_load_demo"),
        ("res.users", "_dibao_groups"),
    ):
        assert client.refusal(model, method) == NO, f"{model} {method}"
    # No method of ours opens many values, under whatever name.
    assert client.refusal("dibao.person", "unseal_field")[0] == 404


@each_user
def test_clear_value_by_the_logged_act_alone(county, login):
    client, act = county.clients[login], "dibao_reveal"
    role, start = ROLES[login][0], within(login)
    for model, name in (
        ("dibao.person", "id_number"),
        ("dibao.household", "account_number"),
    ):
        values = {int(key): v for key, v in county.clear[model][name].items() if v}
        where = places(county, model.replace(".", "_"))
        mine = min(k for k in values if where.get(k, "").startswith(start or "9901"))
        one = {"ids": [mine], "field_name": name}
        why = {"purpose": "verification", "reference": f"foreign {login}"}
        if role not in REVEALERS:
            assert client.refusal(model, act, **one, **why) == NO
            continue
        clear = values[mine]
        assert client.call(model, act, may_show={clear}, **one, **why) == clear
        # Without a purpose, with one of no meaning, without the paper it is for.
        assert client.refusal(model, act, **one)[0] == 422
        for purpose in ("", "curiosity", "other"):
            assert client.refusal(model, act, **one, purpose=purpose) == BAD_REQUEST
        # A field without protection; the next county.
        assert client.refusal(model, act, **one | {"field_name": "name"}, **why)
        abroad = {"ids": [county.outside[model]], "field_name": name}
        assert client.refusal(model, act, **abroad, **why) == NO


def test_auditor_reads_what_was_shown(county):
    """Both the act and the attempt of each user are in the log, for the auditor."""
    auditor = county.clients["auditor"]
    person = min(int(key) for key in county.clear["dibao.person"]["id_number"])
    asked = {"ids": [person], "field_name": "id_number", "purpose": "audit"}
    county.clients["supervisor"].refusal("dibao.person", "dibao_reveal", **asked)
    mine = next(
        int(key)
        for key, value in county.clear["dibao.person"]["id_number"].items()
        if value and places(county, "dibao_person")[int(key)].startswith("990101")
    )
    county.clients["officer"].post(
        "dibao.person",
        "dibao_reveal",
        may_show=county.secrets,
        **asked | {"ids": [mine], "reference": "foreign log"},
    )
    rows = auditor.call(
        "dibao.access.log",
        "search_read",
        domain=[["action", "in", ["reveal", "refused"]]],
        fields=["login", "action", "model", "res_ids", "purpose", "reference"],
    )
    told = {(row["login"], row["action"]) for row in rows}
    assert {("officer", "reveal"), ("supervisor", "refused")} <= told
    row = next(row for row in rows if row["reference"] == "foreign log")
    assert (row["model"], row["purpose"]) == ("dibao.person", "audit")
    assert str(mine) in row["res_ids"]


def test_statistics_no_records(county):
    """Sums of what all may see; neither records with people in them nor their sums."""
    client = county.clients["statistics"]
    sums = {"domain": [], "groupby": [], "aggregates": ["amount:sum", "__count"]}
    total = client.call("dibao.standard", "formatted_read_group", **sums)[0]
    query = "SELECT SUM(amount), COUNT(*) FROM dibao_standard"
    amount, count = ask(county.database, query)[0]
    assert total["__count"] == count
    assert total["amount:sum"] == pytest.approx(float(amount))
    no_content(client)


@pytest.mark.parametrize("login", ["sysadmin", "security", "admin"])
def test_administrators_see_no_content(county, login):
    no_content(county.clients[login])


def no_content(client):
    """No record with people in it, no count of them."""
    sums = {"domain": [], "groupby": [], "aggregates": ["__count"]}
    for model in CONTENT:
        for method, arguments in {
            "search_read": {"domain": [], "fields": ["id"]},
            "search_count": {"domain": []},
            "formatted_read_group": sums,
            "export_data": {"ids": [1], "fields_to_export": ["display_name"]},
        }.items():
            refused = client.refusal(model, method, **arguments)
            # Who has no right to export at all is told so, in words of the platform.
            allowed = [NO, BAD_REQUEST] if method == "export_data" else [NO]
            assert refused in allowed, (model, method, refused)
