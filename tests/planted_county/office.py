# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carries out in the office what no list tells: accounts, cases, limits, papers."""

from planted import DAY

from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.dibao_archive.tests.common import make_id


class Office:
    """The county in a database, and the acts by which things are planted."""

    def __init__(self, env, plan, users):
        self.env, self.plan, self.users = env, plan, users
        self.codes = env["dibao.code"]
        numbers = [family.number for family in plan.families]
        found = env["dibao.household"].search([("number", "in", numbers)])
        self.by_number = {one.number: one for one in found}

    def household(self, family):
        return self.by_number[family.number]

    def planted(self, code):
        return self.household(self.plan.planted[code])

    def alike(self, name):
        return self.household(self.plan.alike[name])

    def person(self, family, nth=0):
        members = self.household(family).member_ids
        name = family.members[nth].name
        return members.filtered(lambda one: one.name == name)[:1].person_id

    def sql(self, query, *args):
        self.env.flush_all()
        self.env.cr.execute(SQL(query, *args))
        self.env.invalidate_all()

    # ------------------------------------------------------------------ the county

    def settle(self, county):
        """A calm county: benefits in force, everything re-checked this year."""
        self.county = county
        self.sql(
            "UPDATE dibao_household SET state_date = '2026-01-01',"
            " allowance_from = '2026-01-01' WHERE county_id = %s",
            county.id,
        )
        for kind, amount in (("urban", 810), ("rural", 660)):
            self.env["dibao.standard"].create(
                {
                    "division_id": county.id,
                    "urban_rural": kind,
                    "amount": amount,
                    "valid_from": "2024-01-01",
                    "legal_basis": "示例县民政局公告",
                }
            )
        for code, value in (
            ("property_financial_multiple", "24"),
            # the finest table has the smallest cells
            ("disclosure_depth", "village"),
        ):
            key = self.env["dibao.policy.key"].search([("code", "=", code)])
            self.env["dibao.policy"].create(
                {
                    "key_id": key.id,
                    "division_id": county.id,
                    "value": value,
                    "legal_basis": "示例县民政局文件",
                }
            )

    def grant_all(self):
        """The benefits that the households draw, as registered."""
        benefits = self.env["dibao.benefit"]
        households = self.env["dibao.household"].search(
            [("county_id", "=", self.county.id), ("allowance", ">", 0)]
        )
        benefits._acting().create([benefits._demo_values(one) for one in households])

    def benefit(self, household):
        return self.env["dibao.benefit"].search(
            [("household_id", "=", household.id), ("state", "=", "in_force")]
        )

    def set_amount(self, household, amount):
        """As somebody would who writes past the reckoning."""
        benefit = self.benefit(household)
        self.sql(
            "UPDATE dibao_benefit SET amount = %s WHERE id = %s", amount, benefit.id
        )
        self.sql(
            "UPDATE dibao_benefit_line SET amount = %s WHERE benefit_id = %s",
            amount,
            benefit.id,
        )
        household.allowance = amount

    # ------------------------------------------------------------------ households

    def plant_registry(self):
        """Before the benefits are granted."""
        plan = self.plan
        # A04: one number in two spellings, two certificates
        twin = next(
            f for f in plan.families if f not in self.used() and not f.custodian
        )
        number = plan.planted["A04"].number
        self.household(twin).number = f"{number[:6]}-{number[6:]}"
        # number differs by one digit: two households as everywhere
        student = self.person(plan.planted["A26"], 1)
        student.school = "示例大学"
        self._leave(plan.alike["former member died"], 1)
        self._leave(plan.alike["former member is destitute"], 1)
        self._not_counted(plan.alike["prisoner not counted"], 1, "prison")
        self._not_counted(plan.alike["member left out with a reason"], 1, "independent")
        self._declared(plan.alike["pension declared"], "pension", 4000)
        drawn = plan.alike["unemployment benefit"]
        self._declared(drawn, "unemployment_benefit", 900)
        self._lone_twins()
        self.equal_village()
        self._small_cell()

    def used(self):
        return [*self.plan.planted.values(), *self.plan.alike.values()]

    def _leave(self, family, nth):
        name = family.members[nth].name
        member = self.household(family).member_ids.filtered(lambda m: m.name == name)
        member.write({"date_to": "2025-11-30", "end_reason": "other"})
        self._recount(family)

    def _not_counted(self, family, nth, reason):
        name = family.members[nth].name
        member = self.household(family).member_ids.filtered(lambda m: m.name == name)
        member.write(
            {
                "is_counted": False,
                "exclusion_id": self.codes._code_ids("exclusion")[reason],
            }
        )
        self._recount(family)

    def _recount(self, family):
        """One member less: the grant follows."""
        household = self.household(family)
        counted = len(family.members) - 1
        income = round(family.income * counted / len(family.members))
        standard = 810 if family.urban_rural == "urban" else 660
        household.monthly_income = income
        household.allowance = standard * counted - income

    def _declared(self, family, kind, amount):
        self.env["dibao.income"].create(
            {
                "household_id": self.household(family).id,
                "person_id": self.person(family).id,
                "kind_id": self.codes._code_ids("income")[kind],
                "declared": amount,
            }
        )

    def _lone_twins(self):
        """People of one name and birth date who are different people."""
        household = self.alike("two of one name and birth date, two numbers")
        twin = self.person(
            self.plan.alike["two of one name and birth date, two numbers"]
        )
        other = self.alike("number differs by one digit").head_id
        self.sql(
            "UPDATE dibao_person SET name = %s, birth_date = %s WHERE id = %s",
            twin.name,
            twin.birth_date,
            other.id,
        )
        # without number, of one name and birth date, in one and the same household:
        # the list names them, and nobody is meant
        household = self.alike("two of one name and birth date, both without number")
        for _once in range(2):
            self.env["dibao.household.member"].create(
                {
                    "household_id": household.id,
                    "name": "同名同日",
                    "no_id_reason": "unregistered",
                    "birth_date": "1955-05-05",
                    "is_counted": False,
                    "exclusion_id": self.codes._code_ids("exclusion")["independent"],
                    "relation_id": self.codes._code_ids("relation")["50"],
                }
            )
        self.plan.lists["funeral"].append(["", "同名同日", "1955-05-05", "2026-01-01"])

    def _small_cell(self):
        """Two households of a village count as urban: a cell that must be hidden."""
        village = self.household(self.plan.planted["A06"]).division_id
        spare = [
            self.household(one).id
            for one in self.plan.families
            if one not in self.used() and self.household(one).division_id == village
        ]
        self.sql(
            "UPDATE dibao_household SET urban_rural = CASE urban_rural"
            " WHEN 'rural' THEN 'urban' ELSE 'rural' END WHERE id IN %s",
            tuple(spare[:2]),
        )

    def equal_village(self):
        """A23: a village of several sizes and one amount; and one of single people."""
        family = self.plan.planted["A23"]
        village = self.household(family).division_id
        self.sql(
            "UPDATE dibao_household SET allowance = 500 WHERE division_id = %s",
            village.id,
        )
        self.a23 = village

    # ------------------------------------------------------------------ accounts

    def plant_payments(self):
        """After the benefits are granted, before the run is computed."""
        plan = self.plan
        one = self.planted("A14")
        other = self.alike("usual use")
        one.account_number = plan.alike["usual use"].account
        self.a14 = one | other
        self.planted("A15").account_holder_id = False
        sixteen = plan.planted["A16"]
        standard = 810 if sixteen.urban_rural == "urban" else 660
        self.set_amount(self.planted("A16"), standard * len(sixteen.members) + 200)
        self.set_amount(self.planted("A17"), self.planted("A17").allowance - 90)
        ceiling = self.alike("grant at the ceiling")
        kind = plan.alike["grant at the ceiling"]
        standard = 810 if kind.urban_rural == "urban" else 660
        self.set_amount(ceiling, standard * len(kind.members))
        self.sql(
            "UPDATE dibao_benefit SET per_capita = 0 WHERE id = %s",
            self.benefit(ceiling).id,
        )
        rounding = self.alike("one yuan of rounding")
        self.set_amount(rounding, rounding.allowance + 1)
        self._custody("account of a custodian")
        self._custody("shared account in custody")
        self.alike("shared account in custody").account_number = plan.alike[
            "spouse in the file"
        ].account
        paid = self.benefit(self.planted("A24")).member_ids
        self.sql(
            "UPDATE dibao_benefit_member SET is_paid = false WHERE id = %s", paid[1].id
        )
        self.sql(
            "UPDATE dibao_household SET state = 'suspended' WHERE id = %s",
            self.planted("A28").id,
        )
        stopped = self.alike("died after the benefit was stopped")
        self.benefit(stopped)._end("2026-01-31", "stopped")
        self.sql(
            "UPDATE dibao_household SET state = 'stopped' WHERE id = %s", stopped.id
        )

    def _custody(self, name):
        household = self.alike(name)
        custodian = self.env["dibao.custodian"].create(
            {
                "household_id": household.id,
                "name": "示例监护",
                "id_number": make_id("19700101", 800 + household.id % 100),
                "relation": "村委会",
                "agreement_date": "2025-01-01",
            }
        )
        household.write(
            {"account_custodian_id": custodian.id, "account_holder_id": False}
        )

    def pay(self):
        """January is paid and over; February is computed and stands open."""
        january = self._computed("2026-01-01")
        findings = january.finding_ids
        findings.note = "已核实"
        findings.with_user(self.users["officer"]).action_explain()
        for user in ("confirmer", "second"):
            january.with_user(self.users[user]).action_approve()
        january.with_user(self.users["confirmer"]).action_lock()
        self.sql(
            "UPDATE dibao_payment_line SET state = 'paid' WHERE run_id = %s", january.id
        )
        lines = self.env["dibao.payment.line"]
        late, again = (
            lines.search([("run_id", "=", january.id), ("household_id", "=", one.id)])
            for one in (
                self.planted("A32"),
                self.alike("came back and was paid again"),
            )
        )
        self.sql("UPDATE dibao_payment_line SET state = 'sent' WHERE id = %s", late.id)
        self.sql(
            "UPDATE dibao_payment_line SET state = 'bounced' WHERE id = %s", again.id
        )
        self.february = self._computed("2026-02-01")
        self.sql(
            """INSERT INTO dibao_payment_line (run_id, run_month, division_id,
                      township_id, household_id, kind, month, amount, state, origin_id)
               SELECT %s, '2026-02-01', division_id, township_id, household_id,
                      'reissue', month, amount, 'paid', id
                 FROM dibao_payment_line WHERE id = %s""",
            self.february.id,
            again.id,
        )

    def _computed(self, month):
        run = (
            self.env["dibao.payment.run"]
            .with_user(self.users["officer"])
            .create({"division_id": self.county.id, "month": month})
        )
        run.action_compute()
        job = run.job_id.sudo()
        job._run()
        run.invalidate_recordset()
        assert job.state == "done", job.message
        return run

    # ------------------------------------------------------------------ procedure

    def plant_cases(self):
        """Cases, limits, visits, relatives and papers."""
        case = self._case(self.planted("A18"), "application")
        case._by_act({"stage": "confirmed", "decided_on": "2026-02-10"})
        self._limit(self._case(self.planted("A19")), "total", "2026-03-02")
        self._limit(self._case(self.alike("limit ends today")), "total", str(DAY))
        self._limit(self._case(self.planted("A27")), "refusal_notice", "2026-03-10")
        self._officers()
        self._visits()
        self.sql(
            "UPDATE dibao_household SET recheck_class = 'stable',"
            " allowance_from = '2024-12-01', state_date = '2024-12-01' WHERE id = %s",
            self.planted("A22").id,
        )
        self.sql(
            "UPDATE dibao_household SET recheck_class = 'stable',"
            " allowance_from = '2025-04-10', state_date = '2025-04-10' WHERE id = %s",
            self.alike("re-check next month").id,
        )
        self._paper()

    def _case(self, household, kind="reverification"):
        case = self.env["dibao.case"].create(
            {"household_id": household.id, "kind": kind, "received_on": "2026-02-01"}
        )
        self.sql("DELETE FROM dibao_case_deadline WHERE case_id = %s", case.id)
        return case

    def _limit(self, case, key, due):
        self.env["dibao.case.deadline"]._acting().create(
            {
                "case_id": case.id,
                "key": key,
                "started_on": "2026-01-20",
                "day_count": 30,
                "due_on": due,
            }
        )

    def _officer(self, name, user=None, number=None):
        return self.env["dibao.officer"].create(
            {
                "name": name,
                "unit": "示例乡",
                "user_id": user and user.id,
                "id_number": number,
                "division_id": self.county.id,
            }
        )

    def _officers(self):
        plan = self.plan
        self._officer("示例官甲", number=plan.planted["A20"].head.id_number)
        known = plan.alike["officer's relative is registered"]
        officer = self._officer("示例官乙", number=known.head.id_number)
        self._relative(self._case(self.household(known)), officer, known, "done")
        clerk = self.users["reviewer"]
        officer = self._officer("示例官丙", user=clerk)
        family = plan.planted["A31"]
        case = self._case(self.household(family))
        case._by_act({"opined_by_id": clerk.id, "opined_on": "2026-02-20"})
        self._relative(case, officer, family, "done")

    def _relative(self, case, officer, family, state):
        self.env["dibao.near.relative"]._acting().create(
            {
                "case_id": case.id,
                "officer_id": officer.id,
                "person_id": self.person(family).id,
                "relation_id": self.codes._code_ids("relation")["51"],
                "state": state,
            }
        )

    def _visits(self):
        """A21: one officer in two households within one minute."""
        others = self.alike("small cost of treatment")
        for household in (self.planted("A21"), others):
            case = self._case(household)
            self.env["dibao.visit"]._acting().create(
                {
                    "case_id": case.id,
                    "visitor_ids": [Command.set(self.users["clerk"].ids)],
                    "visited_on": "2026-02-12 02:30:10",
                    "kind": "home",
                    "state": "done",
                }
            )
        self.a21 = self.planted("A21") | others

    def _paper(self):
        """A29: a decision without its form; A30: a volume with gaps."""
        household = self.planted("A29")
        case = self._case(household)
        case._by_act({"stage": "confirmed", "decided_on": "2026-02-10"})
        self.sql(
            "UPDATE dibao_benefit SET case_id = %s WHERE id = %s",
            case.id,
            self.benefit(household).id,
        )
        self.env["dibao.fonds"].create(
            {
                "code": "J900",
                "name": "示例县民政局",
                "agency_name": "示例县民政局",
                "division_id": self.county.id,
            }
        )
        # The board of gaps tells at once which papers the new volume lacks.
        self.env["dibao.volume"]._for_household(self.planted("A30"))
