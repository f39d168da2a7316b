# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is counted at the end of the county day."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import scan
from clock import after
from payments import PAID

from odoo.sql_db import db_connect
from odoo.tools import config

#: Limits in working days and where they stand; a notice is in days of the calendar.
LENGTHS = {
    "start_investigation": 3,  # 57号 art. 15
    "start_check": 3,  # art. 17
    "county_opinion": 10,  # art. 20
    "total": 30,  # art. 22
    "accept": 5,  # no rule: the program's default
    "refusal_notice": 3,  # art. 21
}
#: Where the township decides itself (2022 notice); for a reason that is listed.
DELEGATED, EXTENDED, NOTICE = 20, 45, 7
KINDS = (
    *("application", "member_change", "reverification", "increase", "reduction"),
    *("stop", "taper", "resume", "correction"),
)
EVENTS = ("added", "removed", "died", "head_died", "head_changed")
GROUNDS = ("edge_disability", "edge_illness", "clergy", "unemployed")
CLOSED = ("confirmed", "refused", "declined", "withdrawn", "ended")


def papers_are_filed(office):
    """No volume lacks a paper; each form has its item, its pages and their digest."""
    gaps = office.read("dibao.volume.gap", [], "volume_id", "act", "kind_id")
    assert not gaps, gaps
    papers = office.read("dibao.case.paper", [], "state", "item_id", "problem")
    assert papers
    assert {row["state"] for row in papers} == {"kept"}, papers
    items = [row["item_id"][0] for row in papers]
    assert len(set(items)) == len(items)
    originals = office.read(
        "dibao.original",
        [("item_id", "in", items)],
        *("item_id", "sha256", "sm3", "size", "page_count", "mimetype"),
    )
    assert {row["item_id"][0] for row in originals} == set(items)
    for row in originals:
        assert len(row["sha256"]) == len(row["sm3"]) == 64, row
        assert row["size"] > 1000, row
        assert row["mimetype"] == "application/pdf", row
    _volumes_close(office)


def _volumes_close(office):
    """The archivist files every volume; none lacks anything that needs a reason."""
    volumes = office.read("dibao.volume", [("state", "=", "open")], "household_id")
    ids = [row["id"] for row in volumes if row["household_id"]]
    told = office.call("archivist", "dibao.volume", "action_file", ids)
    assert not isinstance(told, dict) or told.get("res_model") != "dibao.volume.file"
    left = office.read(
        "dibao.item", [("volume_id", "in", ids)], "state", "reference_code"
    )
    assert {row["state"] for row in left} == {"filed"}
    codes = [row["reference_code"] for row in left]
    assert all(codes) and len(set(codes)) == len(codes)


def everyone_came_to_an_end(office):
    """No story failed, none is left in the middle."""
    assert not office.failed, "\n".join(office.failed)
    assert not office.waiting(), "stories that did not end"


def everything_happened(office):
    """Every kind of case, of end and of change was among the stories."""
    cases = office.read(
        *("dibao.case", [], "kind", "member_event", "stage", "by_single"),
        "confirming_level",
    )
    assert {row["stage"] for row in cases} == set(CLOSED)
    assert {row["kind"] for row in cases} == set(KINDS)
    assert {row["member_event"] for row in cases} == {False, *EVENTS}
    assert {row["by_single"] for row in cases} == {False, *GROUNDS}
    levels = {row["confirming_level"] for row in cases}
    assert {"county", "township"} <= levels
    assert len(office.households) == 60


def payments_add_up(office):
    """Each household, over all months, to the fen, against the rules."""
    faults, treasury = [], office.treasury
    assert len(treasury.sent) == 13, sorted(treasury.sent)
    for household in office.households:
        got = defaultdict(Decimal)
        for month, yuan, code in treasury.told[household.number]:
            if code == PAID:
                got["all"] += yuan
            got[month] += yuan if code == PAID else 0
        months = sorted(office.runs)
        wanted = sum((household.ledger.owed(month) for month in months), Decimal(0))
        if got["all"] != wanted:
            plan = {f"{m:%y-%m}": str(household.ledger.owed(m)) for m in months}
            told = {f"{m:%y-%m}": str(got[m]) for m in months}
            faults.append(f"{household.story} {household.number}: {told} not {plan}")
    assert not faults, "\n".join(faults)
    lines = office.read("dibao.payment.line", [], "state", "amount")
    states = Counter(row["state"] for row in lines)
    assert set(states) <= {"paid", "bounced", "closed_account", "cancelled"}, states
    paid = sum(Decimal(f"{r['amount']:.2f}") for r in lines if r["state"] == "paid")
    told = sum(
        yuan
        for rows in treasury.told.values()
        for _m, yuan, code in rows
        if code == PAID
    )
    assert paid == told


def limits_are_accounted_for(office):
    """Each closed case has its limits met or dropped, each with the right last day."""
    cases = office.read(
        "dibao.case", [], "stage", "number", "accepted_on", "confirming_level"
    )
    delegated = {row["id"] for row in cases if row["confirming_level"] == "township"}
    stages = {row["id"]: row["stage"] for row in cases}
    limits = office.read(
        "dibao.case.deadline",
        [],
        *("case_id", "key", "started_on", "due_on", "done_on", "dropped"),
        *("met_late", "day_count", "extended", "is_provisional"),
    )
    faults = []
    for row in limits:
        case = row["case_id"][0]
        if stages[case] in CLOSED and not (row["done_on"] or row["dropped"]):
            faults.append(f"running though {stages[case]}: {row}")
        started = date.fromisoformat(row["started_on"])
        due = date.fromisoformat(row["due_on"])
        if row["key"] == "notice":
            right = started + timedelta(days=NOTICE)
        elif row["key"] in LENGTHS:
            length = LENGTHS[row["key"]]
            if row["key"] == "total" and case in delegated:
                length = DELEGATED
            length = EXTENDED if row["extended"] else length
            right = after(started, length)
        else:
            continue
        if due != right:
            faults.append(f"due {due}, by the calendar {right}: {row}")
        if row["done_on"]:
            late = date.fromisoformat(row["done_on"]) > right
            if late != row["met_late"]:
                faults.append(f"late is {late}: {row}")
    have = defaultdict(set)
    for row in limits:
        have[row["case_id"][0]].add(row["key"])
    for row in cases:
        if row["accepted_on"] and "total" not in have[row["id"]]:
            faults.append(f"no limit of the whole: {row}")
    assert not faults, "\n".join(faults)
    assert not office.read("dibao.notice", [("taken_down_on", "=", False)], "id")


def nothing_leaked(county):
    """No protected value in clear in database, files, logs."""
    folder = county.folder / "scan"
    folder.mkdir()
    spool = scan.Spool(folder)
    scan.add_dump(spool, county.database)
    with db_connect(county.database).cursor() as cr:
        scan.add_binaries(spool, cr)
    spool.add_folder("filestore", config.filestore(county.database))
    spool.add_folder("temporary files", county.temporary)
    spool.add("server log", Path(county.log).read_bytes())
    hits = spool.find(county.mint.canaries)
    assert not hits, Counter(hits).most_common(20)
