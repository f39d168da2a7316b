# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The county's staff at work over JSON-2, day by day."""

import heapq
import itertools
import json
import logging
import re
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import reckoning
import requests
from clock import after, working_day

_logger = logging.getLogger(__name__)
NIGHTS = 7
#: The county's own rules, as its confirmer enters them before the first day.
RULES = {
    "supplement_elderly": reckoning.ELDERLY,
    "supplement_minor": reckoning.MINOR,
    "supplement_severe_disability": reckoning.SEVERE,
    "supplement_serious_illness": reckoning.ILL,
    "property_financial_multiple": 24,
    "property_homes": 1,
    "property_vehicle": "false",
    "appraisal_people_min": 13,
    "appraisal_representative_share": 50,
    "taper_share": reckoning.TAPER_SHARE,
    "tapering_months": reckoning.TAPER_MONTHS,
}
BASIS = "示例县民政局规定"
#: Reference, amount and the codes in which the bank answers.
PAID, CLOSED, BOUNCED = "0000", "0102", "0999"


@dataclass
class Household:
    """A household as the test knows it: what it declared, what it is owed."""

    id: int
    number: str
    township: str
    means: reckoning.Means
    members: dict
    persons: dict
    story: str
    owner: str
    #: Means of one member who applies alone (57号 art. 8).
    alone: reckoning.Means | None = None
    ledger: reckoning.Ledger = field(default_factory=reckoning.Ledger)
    cases: list = field(default_factory=list)
    #: Means and day of the application of the last grant.
    decided: tuple = ()

    @property
    def counting(self):
        """The means by which the household is reckoned."""
        return self.alone or self.means


class Office:
    """Everybody who works there, their clients, and what day it is."""

    def __init__(self, clock, clients, told, mint, base):
        self.clock, self.clients, self.told = clock, clients, told
        self.mint, self.base = mint, base
        self.households, self.runs, self.treasury = [], {}, None
        self._queue, self._order, self.failed = [], itertools.count(), []
        self.slept, self.absent = clock.day, None

    @property
    def today(self):
        return self.clock.day

    # ------------------------------------------------------------------ calls

    def call(self, login, model, method, ids=None, **arguments):
        if ids is not None:
            arguments["ids"] = ids if isinstance(ids, list) else [ids]
        return self.clients[login].call(model, method, **arguments)

    def make(self, login, model, **values):
        [made] = self.call(login, model, "create", vals_list=[values])
        return made

    def write(self, login, model, ids, **values):
        return self.call(login, model, "write", ids, vals=values)

    def read(self, model, domain, *names, login="auditor", **options):
        return self.call(
            login, model, "search_read", domain=domain, fields=list(names), **options
        )

    def refused(self, login, model, method, ids, **arguments):
        """The act must be refused; tells why."""
        answer = self.clients[login].post(model, method, ids=[ids], **arguments)
        assert not answer.ok, f"{login} {model}/{method} was not refused"
        assert answer.status_code < 500, answer.text[:800]
        return answer.json()["message"]

    # ------------------------------------------------------------------ time

    def tell(self, story, day):
        """A story begins on a day (the next working one)."""
        heapq.heappush(self._queue, (working_day(day), next(self._order), story))

    def live(self, until):
        """Go from day to day on which something happens; the nights in between."""
        while self._queue and self._queue[0][0] <= until:
            day, _number, story = heapq.heappop(self._queue)
            if day > self.today:
                self.clock.set(day)
                # Nothing waits for the server's own nights longer than a week.
                if day >= self.slept + timedelta(days=NIGHTS):
                    self.night()
            try:
                wanted = next(story)
            except StopIteration:
                continue
            except Exception:
                # The others go on: all that is wrong is told at once.
                self.failed.append(f"{day}: {traceback.format_exc(limit=-4)}")
                _logger.error(self.failed[-1])
                continue
            if isinstance(wanted, int):
                wanted = after(day, wanted)
            self.tell(story, max(wanted, day))

    def waiting(self):
        """Stories that still have something to do."""
        return [story for _day, _number, story in self._queue]

    def night(self):
        """What the server does by itself before the office opens."""
        self.slept = self.today
        for cron in self.told["night"]:
            self.call("platform", "ir.cron", "method_direct_trigger", cron)
        self.print_forms()

    def work(self):
        """Jobs that somebody ordered."""
        jobs, _printing = self.told["work"]
        self.call("platform", "ir.cron", "method_direct_trigger", jobs)

    def print_forms(self):
        """All forms that wait, from what they said on their day."""
        _jobs, printing = self.told["work"]
        waiting = [("state", "=", "waiting")]
        while self.call("auditor", "dibao.case.paper", "search_count", domain=waiting):
            self.call("platform", "ir.cron", "method_direct_trigger", printing)

    # ------------------------------------------------------------------ rules

    def set_rules(self):
        """The county's confirmer enters standards and rules."""
        for kind, steps in reckoning.STANDARDS.items():
            for number, (since, yuan) in enumerate(steps):
                if number == 0:
                    self.set_standard(kind, since, yuan)
        for code, value in RULES.items():
            self.set_rule(code, value)
        self.make(
            "supervisor",
            "dibao.fonds",
            code="J091",
            name="示例县民政局",
            agency_name="示例县民政局",
            division_id=self.told["places"]["990101000000"],
        )

    def set_standard(self, kind, since, yuan):
        """A new standard; the one before ends with the day before."""
        before = self.read(
            "dibao.standard",
            [("urban_rural", "=", kind), ("valid_to", "=", False)],
            "id",
            login="confirmer",
        )
        last = f"{since - timedelta(days=1)}"
        for row in before:
            self.write("confirmer", "dibao.standard", row["id"], valid_to=last)
        self.make(
            "confirmer",
            "dibao.standard",
            division_id=self.told["places"]["990101000000"],
            urban_rural=kind,
            valid_from=f"{since}",
            amount=yuan,
            legal_basis="示例县人民政府公告",
        )

    def set_rule(self, code, value, since=None, place="990101000000"):
        self.make(
            "confirmer",
            "dibao.policy",
            key_id=self.told["policy_keys"][code],
            division_id=self.told["places"][place],
            value=str(value),
            legal_basis=BASIS,
            **({"valid_from": f"{since}"} if since else {}),
        )

    # ------------------------------------------------------------------ registry

    def register(self, story, township, village, people, kind="rural", **values):
        """The clerk enters a household; the first of its people is the head.

        :param people: list of ``(name, born, relation code, further values)``
        """
        members, means = [], {}
        for name, born, relation, further in people:
            means[name] = reckoning.Person(
                born,
                grade=further.get("disability_grade", ""),
                ill=further.get("serious_illness", False),
                counted=further.get("is_counted", True),
            )

            members.append([0, 0, self.member(name, born, relation, **further)])
        owner = people[0][0]
        assert owner not in {one.owner for one in self.households}
        made = self.make(
            f"clerk.{township}",
            "dibao.household",
            division_id=self.told["places"][village],
            urban_rural=kind,
            registered_address=f"示例路{len(self.households) + 1}号",
            account_number=self.mint.account(owner),
            account_bank="示例银行",
            member_ids=members,
            **values,
        )
        [row] = self.read("dibao.household", [("id", "=", made)], "number", "head_id")
        self.write(
            f"clerk.{township}",
            "dibao.household",
            made,
            account_holder_id=row["head_id"][0],
        )
        household = Household(
            made,
            row["number"],
            township,
            reckoning.Means(means, {}, kind),
            {},
            {},
            story,
            owner,
        )
        self.look_at_members(household)
        self.households.append(household)
        return household

    def member(self, name, born, relation, **further):
        """Values of a new member."""
        further = dict(further)
        exclusion = further.pop("exclusion", None)
        if exclusion:
            further["exclusion_id"] = self.told["codes"]["exclusion"][exclusion]
        return {
            "name": name,
            "id_number": further.pop("id_number", None)
            or self.mint.id_number(name, f"{born:%Y%m%d}"),
            "phone": self.mint.phone(name),
            "relation_id": self.told["codes"]["relation"][relation],
            "date_from": "2020-01-01",
            **further,
        }

    def look_at_members(self, household):
        rows = self.read(
            "dibao.household.member",
            [("household_id", "=", household.id), ("date_to", "=", False)],
            *("name", "person_id"),
        )
        household.members = {row["name"]: row["id"] for row in rows}
        household.persons = {row["name"]: row["person_id"][0] for row in rows}

    def declare(self, household, name, kind, yuan, begin=None, end=None):
        """An income that somebody declares: yuan a month, or of a whole period."""
        made = self.make(
            f"clerk.{household.township}",
            "dibao.income",
            household_id=household.id,
            person_id=household.persons[name],
            kind_id=self.told["codes"]["income"][kind],
            declared=yuan,
            source="申报",
            period_from=begin and f"{begin}",
            period_to=end and f"{end}",
        )
        household.means.incomes[made] = reckoning.Income(yuan, begin, end, kind)
        return made

    def change_income(self, household, income, yuan):
        self.write(f"clerk.{household.township}", "dibao.income", income, declared=yuan)
        household.means.incomes[income].yuan = yuan

    def bring(self, household, act, *kinds):
        """Papers that the household brings for an act, entered by the clerk."""
        clerk = f"clerk.{household.township}"
        [volume] = self.read(
            "dibao.volume",
            [("household_id", "=", household.id), ("state", "=", "open")],
            *("id",),
            order="id desc",
            limit=1,
        ) or [None]
        if volume is None:
            volume = {
                "id": self.make(
                    clerk,
                    "dibao.volume",
                    household_id=household.id,
                    category_id=self.approval_category(),
                    title=household.number,
                )
            }
        papers = [
            {
                "volume_id": volume["id"],
                "kind_id": self.told["kinds"][kind],
                "act": act,
                "title": kind,
                "responsible": "申请人",
                "date": f"{self.today}",
                "page_count": 1,
            }
            for kind in kinds
        ]
        if papers:
            self.call(clerk, "dibao.item", "create", vals_list=papers)

    def approval_category(self):
        [row] = self.read("dibao.category", [("kind", "=", "approval")], "id", limit=1)
        return row["id"]

    # ------------------------------------------------------------------ cases

    def receive(self, household, kind="application", **values):
        made = self.make(
            f"clerk.{household.township}",
            "dibao.case",
            household_id=household.id,
            kind=kind,
            **values,
        )
        household.cases.append(made)
        return made

    def act(self, who, household, case, act, reason=None):
        """An act of the case by the clerk or reviewer of the township, or by others."""
        login = who if who in self.clients else f"{who}.{household.township}"
        if reason:
            self.write(login, "dibao.case", case, reason=reason)
        self.call(login, "dibao.case", f"action_{act}", case)

    def told_state(self, household, state):
        [row] = self.read("dibao.household", [("id", "=", household.id)], "state")
        assert row["state"] == state, (household.story, row)

    @contextmanager
    def standing_in(self, absent, other):
        """What one would do, another does: the first is locked out."""
        self.clients[absent], kept = self.clients[other], self.clients[absent]
        self.absent = absent
        try:
            yield
        finally:
            self.clients[absent], self.absent = kept, None

    def authorise(self, household, case):
        """Every grown-up signs."""
        clerk = f"clerk.{household.township}"
        for name, person in household.persons.items():
            if reckoning.age(household.means.people[name].born, self.today) >= 18:
                made = self.make(
                    clerk, "dibao.authorisation", case_id=case, person_id=person
                )
                self.call(clerk, "dibao.authorisation", "action_done", made)

    def visit(self, household, case, county=False):
        """Two go there; one alone is not enough (57号 art. 16)."""
        pair = ["officer", "confirmer"] if county else ["clerk", "reviewer"]
        if not county:
            pair = [f"{who}.{household.township}" for who in pair]
        users = [self.told["users"][one] for one in pair if one != self.absent]
        made = self.make(
            pair[0],
            "dibao.visit",
            case_id=case,
            visitor_ids=[[6, 0, users[:1]]],
            # Early in the day: the office's clock may begin its morning anew.
            visited_on=f"{self.today} 00:30:00",
            finding="住房两间，家具简单，与申报一致。",
            verdict="agrees",
        )
        told = self.refused(pair[0], "dibao.visit", "action_done", made)
        assert "two" in told, told
        if len(users) > 1:
            second = {"visitor_ids": [[6, 0, users]]}
        else:
            second = {"other_visitor": "村民委员会委员"}
        self.write(pair[0], "dibao.visit", made, **second)
        self.call(pair[0], "dibao.visit", "action_done", made)

    def ask_check(self, household, case):
        clerk = f"clerk.{household.township}"
        made = self.make(clerk, "dibao.verification", case_id=case)
        self.call(clerk, "dibao.verification", "action_request", made)
        return made

    def checked(self, household, check, result="clear"):
        clerk = f"clerk.{household.township}"
        number = f"核〔{self.today.year}〕{check}号"
        self.write(
            clerk, "dibao.verification", check, report_number=number, result=result
        )
        self.call(clerk, "dibao.verification", "action_done", check)

    # ------------------------------------------------------------------ pages

    def session(self, login, password):
        """A browser's session: files do not go over JSON-2."""
        session = requests.Session()
        body = {
            "jsonrpc": "2.0",
            "params": {
                "db": self.clients[login].database,
                "login": login,
                "password": password,
            },
        }
        url = f"{self.base}/web/session/authenticate"
        answer = session.post(url, json=body, timeout=120).json()
        assert answer.get("result", {}).get("uid"), answer
        page = session.get(f"{self.base}/odoo", timeout=120).text
        session.token = re.search(r'csrf_token: "([^"]+)"', page).group(1)
        return session


def load(path):
    """What the county's set-up told."""
    return json.loads(path.read_text(encoding="utf-8"))


def born(text):
    """A date written as year-month-day."""
    return date.fromisoformat(text)
