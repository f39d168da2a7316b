# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from ..alert import TESTS
from .exchange_common import TODAY, ExchangeCase

ONE, TWO, THREE, FOUR = (make_id("19700101", order) for order in (1, 2, 3, 4))
PAYROLL = ["身份证号", "人员类别"]
DEATHS = ["身份证号", "姓名", "出生日期", "火化日期"]
BANK = ["身份证号", "资产类型", "余额"]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 02:00:00")
class TestAlert(ExchangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            None,
            [("示例甲", ONE, "02"), ("示例乙", TWO, "10")],
            state="active",
            urban_rural="rural",
        )
        cls.other = cls.make_household(
            cls.west_village,
            [("示例丙", THREE, "02")],
            state="active",
            urban_rural="urban",
        )
        cls.clerk = cls.make_user("a_clerk", "township_clerk", cls.east)
        cls.west_clerk = cls.make_user("a_west", "township_clerk", cls.west)
        cls.reviewer = cls.make_user("a_reviewer", "township_reviewer", cls.east)
        cls.confirmer = cls.make_user("a_confirmer", "county_confirmer", cls.county)

    def payroll(self, *numbers, day="2026-03-01"):
        return self.deliver(
            "payroll", [PAYROLL, *([n, "公务员"] for n in numbers)], day
        )

    # ALL RULES

    def test_every_test_runs_and_every_rule_says_where(self):
        """On a registry where nothing is wrong, nothing is found."""
        told = self.alerts._search_all(TODAY)
        rules = self.env["dibao.alert.rule"].search([])
        self.assertEqual(
            {rule.test for rule in rules if rule.test}, set(TESTS), "one rule a test"
        )
        self.assertEqual(set(told), {rule.code for rule in rules if rule.test})
        self.assertFalse({code: one for code, one in told.items() if one["new"]})
        for number in range(1, 33):
            rule = rules.filtered(lambda one, n=number: one.code == f"A{n:02d}")
            self.assertTrue(rule.held_at and rule.explanation and rule.action, number)

    def test_ways_of_a_rule(self):
        """Every word of an explanation is one that its facts have."""
        rule = self.env["dibao.alert.rule"].search([("code", "=", "A06")])
        with self.assertRaises(ValidationError):
            rule.test = "no_such_test"

    # NEW, STILL THERE, GONE

    def test_one_alert_for_one_fact(self):
        batch = self.payroll(ONE)
        alert = self.found("A06")
        self.assertRecordValues(
            alert,
            [
                {
                    "household_id": self.household.id,
                    "person_id": self.household.head_id.id,
                    "division_id": self.east_village.id,
                    "township_id": self.east.id,
                    "batch_id": batch.id,
                    "source_id": batch.source_id.id,
                    "row_number": 2,
                    "match_kind": "id",
                    "state": "open",
                    # urgent: five days by the policy
                    "due_on": self.env["dibao.alert"]
                    ._fields["due_on"]
                    .to_date("2026-03-25"),
                    # harm 5 times likelihood 4 of 5, to 100
                    "score": 80.0,
                }
            ],
        )
        self.assertIn("示例甲", alert.sentence)
        self.assertIn("2026-03-01", alert.evidence)
        self.assertEqual(self.found("A06", day="2026-03-21"), alert)
        self.assertEqual(str(alert.first_seen), TODAY)

    def test_gone_and_back(self):
        self.payroll(ONE)
        alert = self.found("A06")
        self.payroll(FOUR, day="2026-03-02")
        self.assertFalse(self.found("A06"))
        self.assertEqual((alert.state, str(alert.gone_on)), ("gone", TODAY))
        self.payroll(ONE, day="2026-03-03")
        self.assertEqual(self.found("A06"), alert)
        self.assertFalse(alert.gone_on)

    def test_purged_rows_tell_nothing(self):
        """When the time of the rows is over, a lead does not vanish by itself."""
        batch = self.payroll(ONE)
        alert = self.found("A06")
        batch.sudo()._purge("2026-03-20")
        self.assertEqual(self.found("A06"), alert)

    def test_on_arrival(self):
        """A delivery asks for the search at once."""
        self.payroll(ONE)
        job = self.env["dibao.job"].search([("kind", "=", "alert_search")])
        self.assertEqual(job.state, "queued")
        job.state = "running"
        self.assertTrue(job._job_alert_search())
        self.assertEqual(self.alerts.search_count([("rule_id.code", "=", "A06")]), 1)

    def test_closed_is_not_opened_by_noise(self):
        self.payroll(ONE)
        alert = self.found("A06").with_user(self.clerk)
        alert._close("explained", "已核实，编外人员")
        # another delivery, another row, the same fact
        self.payroll(FOUR, ONE, day="2026-03-05")
        self.assertFalse(self.found("A06"))
        self.assertRecordValues(
            alert, [{"state": "closed", "outcome": "explained", "hit": 0}]
        )

    def test_closed_opens_when_the_fact_is_another(self):
        self.payroll(ONE)
        alert = self.found("A06")
        alert.with_user(self.clerk)._close("explained", "已核实")
        self.deliver("payroll", [PAYROLL, [ONE, "事业编"]], "2026-03-06")
        self.assertEqual(self.found("A06"), alert)
        self.assertEqual((alert.reopened, alert.outcome), (1, False))

    def test_amount_within_and_over_the_noise(self):
        """alert_material_share is 10 per cent."""
        self.local_rule("property_financial_multiple", "24")

        def deposit(amount, day):
            self.deliver("bank", [BANK, [ONE, "存款", amount]], day)
            return self.found("A10")

        alert = deposit(40000, "2026-03-01")
        alert.with_user(self.clerk)._close("explained", "代他人保管")
        self.assertFalse(deposit(43999, "2026-03-02"))
        self.assertEqual(deposit(44100, "2026-03-03"), alert)

    # RANK

    def test_weak_match_counts_half(self):
        lone = self.env["dibao.household.member"].create(
            {
                "household_id": self.household.id,
                "name": "示例丁",
                "no_id_reason": "unregistered",
                "birth_date": "1950-04-04",
                "relation_id": self.relation("50").id,
            }
        )
        self.deliver(
            "funeral",
            [
                DEATHS,
                [ONE, "", "", "2026-01-15"],
                ["", "示例丁", "1950-04-04", "2026-01-15"],
            ],
        )
        alerts = self.found("A01")
        by_person = {one.person_id: one for one in alerts}
        self.assertEqual(by_person[self.household.head_id].score, 100.0)
        self.assertEqual(by_person[lone.person_id].score, 50.0)
        self.assertEqual(by_person[lone.person_id].match_kind, "weak")

    def test_what_people_find_out_counts(self):
        """A rule whose leads are never true sinks."""
        rule = self.env["dibao.alert.rule"].search([("code", "=", "A06")])
        alerts = self.alerts.sudo()._acting()
        for number in range(10):
            alerts.create(
                {
                    "rule_id": rule.id,
                    "division_id": self.east_village.id,
                    "fact_key": f"old{number}",
                    "first_seen": "2026-01-01",
                    "state": "closed",
                    "outcome": "wrong_data",
                    "hit": 0,
                }
            )
        self.payroll(ONE)
        # ten alerts' worth of 4/5, and ten that were none
        self.assertEqual(self.found("A06").score, 40.0)
        self.assertEqual(rule.factor, 0.4)

    def test_work_list_is_by_household(self):
        self.payroll(ONE)
        self.deliver("funeral", [DEATHS, [TWO, "", "", "2026-01-15"]])
        self.alerts._search_all(TODAY, codes=["A01", "A06"])
        work = self.env["dibao.alert.work"].with_user(self.clerk).search([])
        self.assertRecordValues(
            work,
            [
                {
                    "household_id": self.household.id,
                    "alert_count": 2,
                    # the worst lead and a tenth of the other
                    "score": 108.0,
                }
            ],
        )
        self.assertIn("示例乙", work.sentence)
        self.assertEqual(len(work.alert_ids), 2)

    # RIGHTS

    def test_by_place(self):
        self.payroll(ONE, THREE)
        self.found("A06")
        for user, expected in (
            (self.clerk, self.household),
            (self.west_clerk, self.other),
            (self.officer, self.household | self.other),
        ):
            seen = self.alerts.with_user(user).search([("rule_id.code", "=", "A06")])
            self.assertEqual(seen.household_id, expected, user.login)
            self.assertEqual(
                self.alerts.with_user(user)._hit_rates("rule_id")[seen.rule_id.id][
                    "open"
                ],
                len(expected),
            )

    def test_restricted_people(self):
        self.payroll(ONE)
        alert = self.found("A06")
        self.household.sudo().restricted = True
        self.assertFalse(self.alerts.with_user(self.clerk).search([]))
        self.assertFalse(self.env["dibao.alert.work"].with_user(self.clerk).search([]))
        self.assertFalse(
            self.env["dibao.exchange.row"]
            .with_user(self.officer)
            .search([("person_id.restricted", "=", True)])
        )
        self.assertEqual(self.alerts.with_user(self.confirmer).search([]), alert)

    def test_nobody_writes_what_the_search_writes(self):
        self.payroll(ONE)
        alert = self.found("A06").with_user(self.clerk)
        for values in ({"state": "closed"}, {"score": 1}, {"household_id": False}):
            with self.assertRaises(AccessError):
                alert.write(values)
        with self.assertRaises(UserError):
            alert.sudo().unlink()

    # OUTCOMES

    def test_a_benefit_is_never_changed(self):
        self.household.allowance = 300
        self.deliver("funeral", [DEATHS, [ONE, "", "", "2026-01-15"]])
        self.found("A01").with_user(self.clerk)._close("meeting", "会议决定继续核实")
        self.assertEqual(
            (self.household.state, self.household.allowance), ("active", 300)
        )
        self.assertTrue(self.household.member_ids.filtered("is_counted"))

    def test_closing_needs_evidence(self):
        self.payroll(ONE)
        alert = self.found("A06").with_user(self.clerk)
        with self.assertRaises(UserError):
            alert._close("explained", "  ")
        with self.assertRaises(ValidationError):
            alert._close("explained", f"见{ONE}的证明")
        wizard = self.env["dibao.alert.close"].with_user(self.clerk)
        wizard = wizard.create(
            {"alert_ids": alert.ids, "outcome": "explained", "note": "工资单已核"}
        )
        wizard.action_close()
        self.assertRecordValues(
            alert,
            [
                {
                    "state": "closed",
                    "closed_by_id": self.clerk.id,
                    "outcome_note": "工资单已核",
                }
            ],
        )
        with self.assertRaises(UserError):
            alert._close("explained", "再次")
        alert.with_user(self.reviewer).action_reopen()
        self.assertEqual(alert.state, "open")

    def test_one_case_for_all_leads(self):
        self.deliver("funeral", [DEATHS, [TWO, "", "", "2026-01-15"]])
        self.payroll(ONE)
        self.alerts._search_all(TODAY, codes=["A01", "A06"])
        alerts = self.alerts.with_user(self.clerk).search([])
        alerts.action_open_case()
        case = alerts.case_id
        self.assertEqual(len(case), 1)
        # the worst lead is the death
        self.assertEqual((case.kind, case.member_event), ("member_change", "died"))
        self.assertEqual(set(alerts.mapped("outcome")), {"case"})
        self.assertEqual(sum(alerts.mapped("hit")), 2)

    def test_taking_sets_an_activity(self):
        self.payroll(ONE)
        alert = self.found("A06").with_user(self.clerk)
        alert.action_take()
        self.assertEqual(alert.activity_ids.date_deadline, alert.due_on)
        alert._close("explained", "已核实")
        self.assertFalse(alert.activity_ids)

    def test_wrong_data_go_back_to_the_source(self):
        batch = self.payroll(ONE)
        self.found("A06").with_user(self.clerk)._close("wrong_data", "同名他人")
        wizard = self.env["dibao.exchange.feedback"].with_user(self.officer)
        wizard = wizard.create(
            {"source_id": batch.source_id.id, "division_id": self.county.id}
        )
        self.assertEqual(wizard.count, 1)
        wizard.action_make()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wizard.content)))
        cells = [cell.value for row in book.active for cell in row]
        self.assertIn(2, cells)
        self.assertNotIn("示例甲", cells)
        given = self.env["dibao.exchange.provision"].search([])
        self.assertRecordValues(given, [{"way": "feedback", "count": 1}])
        with self.assertRaises(UserError):
            wizard.action_make()

    def test_hit_rates_of_rule_and_source(self):
        batch = self.payroll(ONE, TWO, THREE)
        alerts = self.found("A06")
        mine = alerts.filtered(lambda one: one.household_id == self.household)
        mine = mine.with_user(self.clerk)
        mine[0]._close("meeting", "确认")
        mine[1]._close("wrong_data", "同名")
        rule, source = alerts.rule_id, batch.source_id
        for one in (rule.with_user(self.officer), source.with_user(self.officer)):
            self.assertEqual((one.hit_rate, one.wrong_count), (50.0, 1))
        west = rule.with_user(self.west_clerk)
        self.assertEqual((west.hit_rate, west.closed_count, west.open_count), (0, 0, 1))

    # MISSED PEOPLE

    def test_outreach(self):
        head = ["身份证号", "姓名", "残疾等级", "状态", "居住地"]
        rows = [
            [make_id("19800101", 11), "漏甲", "一级", "有效", "东镇东一村"],
            [make_id("19800101", 12), "漏乙", "四级", "有效", "东镇东一村"],
            [make_id("19800101", 13), "漏丙", "二级", "注销", "东镇东一村"],
            [make_id("19800101", 14), "漏丁", "二级", "有效", "东镇东一村"],
            [make_id("19800101", 15), "漏戊", "二级", "有效", "东镇东一村"],
            # on the roll, by a number of the old kind
            [ONE[:6] + ONE[8:17], "示例甲", "一级", "有效", "东镇东一村"],
        ]
        self.deliver("disabled", [head, *rows])
        self.deliver(
            "schemes", [["身份证号", "救助类型"], [make_id("19800101", 14), "特困"]]
        )
        self.deliver(
            "funeral", [DEATHS, [make_id("19800101", 15), "", "", "2026-01-01"]]
        )
        self.alerts._search_all(TODAY, codes=["A06"])
        people = self.env["dibao.outreach"].with_user(self.clerk).search([])
        self.assertRecordValues(
            people,
            [
                {
                    "name": "漏甲",
                    "division_id": self.east_village.id,
                    "township_id": self.east.id,
                    "needs": "disabled",
                    "state": "open",
                }
            ],
        )
        self.assertFalse(
            self.env["dibao.outreach"].with_user(self.west_clerk).search([])
        )
        self.assertEqual(people.id_number[:4], "9901")
        self.assertIn("*", people.id_number)
        self.assertEqual(
            people.dibao_reveal("id_number", "verification"), make_id("19800101", 11)
        )
        with self.assertRaises(UserError):
            people.action_not_eligible()
        people.note = "收入高于标准"
        people.action_not_eligible()
        self.alerts._search_all(TODAY, codes=["A06"])
        self.assertEqual(people.state, "not_eligible")

    def test_outreach_ends_with_the_roll_and_with_the_rows(self):
        head = ["身份证号", "姓名", "残疾等级", "居住地"]
        rows = [[make_id("19800101", n), f"漏{n}", "一级", ""] for n in (21, 22)]
        batch = self.deliver("disabled", [head, *rows])
        self.alerts._search_all(TODAY, codes=["A06"])
        people = self.env["dibao.outreach"].search([])
        self.assertEqual(people.division_id, self.county)
        self.make_household(None, [("漏21", rows[0][0], "02")], state="active")
        self.alerts._search_all(TODAY, codes=["A06"])
        self.assertEqual(sorted(people.mapped("state")), ["gone", "open"])
        batch.sudo()._purge("2026-03-20")
        self.assertFalse(people.exists())


@tagged("post_install", "-at_install")
class TestExchangeDemo(ExchangeCase):
    def test_demo_lists(self):
        """The demo's lists come into use, one is refused, and leads come of them."""
        batches = self.env["dibao.exchange.batch"].sudo()
        if not batches.search_count([]):
            batches._demo_create()
        states = batches.search([]).mapped("state")
        self.assertEqual((states.count("used"), states.count("refused")), (9, 1))
        self.assertGreaterEqual(
            self.env["dibao.outreach"].search_count([("state", "=", "open")]), 9
        )
        made = batches.search_count([])
        batches._demo_create()
        self.assertEqual(batches.search_count([]), made)
