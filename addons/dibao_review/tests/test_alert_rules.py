# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each rule finds what it is for, and leaves alone what looks like it and is in order.

In each table row two households are alike but for one thing; only the first is a lead.
"""

from odoo.tests import freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .exchange_common import ExchangeCase

LAST_YEAR = "2025-11-11"
#: Rules over lists: rule, source, headings, what the two households' heads are on the
#: list with, and what the file knows of both (fields of the person).
LISTS = (
    ("A01", "funeral", ("火化日期",), ("2026-01-15",), None, {}),
    (
        "A01",
        "health",
        ("类型", "日期"),
        ("死亡", "2026-01-15"),
        ("大病", LAST_YEAR),
        {},
    ),
    ("A02", "schemes", ("救助类型",), ("外省低保",), ("农村低保",), {}),
    ("A03", "schemes", ("救助类型",), ("城市低保",), ("农村低保",), {}),
    ("A05", "schemes", ("救助类型",), ("孤儿",), ("农村低保",), {}),
    ("A06", "payroll", ("人员类别",), ("事业编",), None, {}),
    ("A07", "traffic", ("车辆类型", "状态"), ("货车", ""), ("轿车", "报废"), {}),
    ("A07", "traffic", ("车辆类型",), ("轿车",), ("残疾人代步车",), {}),
    ("A07", "transport", ("车辆类型",), ("出租车",), None, {}),
    ("A08", "housing", ("房屋类型", "登记日期"), ("商铺", ""), ("车库", ""), {}),
    (
        *("A08", "housing", ("房屋类型", "登记日期")),
        *(("住宅", LAST_YEAR), ("住宅", "2019-11-11"), {}),
    ),
    (
        *("A08", "housing", ("房屋类型", "登记日期", "状态")),
        *(("住宅", LAST_YEAR, "已转移"), ("住宅", "2019-11-11", "已转移"), {}),
    ),
    ("A09", "market", ("身份", "状态"), ("监事", "存续"), ("股东", "注销"), {}),
    ("A10", "bank", ("资产类型", "余额"), ("存款", 14401), ("存款", 14400), {}),
    ("A11", "hr", ("类型", "月金额"), ("养老金", 600), ("养老金", 599), {}),
    ("A11", "hr", ("类型", "月金额"), ("失业保险金", 1500), ("失业登记", ""), {}),
    ("A11", "medical", ("类型",), ("职工医保",), None, {}),
    ("A11", "tax", ("所得项目", "所得额"), ("财产租赁", 900), ("工资", 599), {}),
    ("A11", "fund", ("缴存基数",), (3000,), (300,), {}),
    (
        *("A12", "justice", ("类型", "结束日期")),
        *(("服刑", "2029-01-01"), ("服刑", "2026-03-19"), {}),
    ),
    (
        *("A26", "education", ("学籍状态", "日期")),
        *(("毕业", LAST_YEAR), ("在读", LAST_YEAR), {"school": "示例学校"}),
    ),
    ("Y01", "police", ("变动类型", "变动日期"), ("迁出", LAST_YEAR), None, {}),
    (
        *("Y03", "disabled", ("残疾等级", "状态"), ("二级", "注销"), ("二级", "有效")),
        {"disability_grade": "2"},
    ),
    (
        *("Y03", "disabled", ("残疾等级",), ("三级",), ("一级",)),
        {"disability_grade": "2"},
    ),
    ("Y04", "utility", ("月用量", "年月"), (501, "2026-02"), (500, "2026-02"), {}),
    ("Y05", "utility", ("月用量", "年月"), (2, "2026-02"), (3, "2026-02"), {}),
    ("Y06", "education", ("学籍状态", "金额"), ("高收费学校", 9), ("在读", 9), {}),
    ("N01", "disabled", ("残疾等级",), ("二级",), ("三级",), {}),
    ("N02", "health", ("类型", "日期"), ("重病", LAST_YEAR), ("死亡", LAST_YEAR), {}),
    ("N03", "medical", ("类型", "金额"), ("自付费用", 10000), ("自付费用", 9999), {}),
    ("N04", "education", ("学籍状态",), ("在读",), ("毕业",), {}),
)
#: Rules over lists of people whose household draws nothing.
OFF_ROLL = (
    ("D03", "hr", ("类型", "日期"), ("失业登记", LAST_YEAR), ("养老金", LAST_YEAR)),
    ("D04", "justice", ("类型", "结束日期"), ("服刑", ""), ("服刑", "2026-03-19")),
    ("D06", "medical", ("类型", "金额"), ("自付费用", 10000), ("自付费用", 9999)),
    ("D07", "agriculture", ("日期",), (LAST_YEAR,), None),
)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 02:00:00")
class TestAlertRules(ExchangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = iter(range(1, 900))
        cls.local_rule("property_financial_multiple", "24")
        cls.local_rule("property_homes", "1")
        cls.local_rule("property_vehicle", "false")

    def household(self, *births, state="active", **values):
        """A household of so many members, and the ID numbers of these."""
        numbers = [make_id(birth, next(self.orders)) for birth in births]
        members = [
            (f"示例{number[-4:-1]}", number, "02" if at == 0 else "10")
            for at, number in enumerate(numbers)
        ]
        values = {"state": state, "urban_rural": "rural", **values}
        return self.make_household(None, members, **values), numbers

    def pair(self, state="active", **known):
        """Two households that are alike, with what the file knows of their heads."""
        made = [self.household("19700101", state=state) for _once in range(2)]
        for household, _numbers in made:
            household.head_id.write(known)
        return [(household, numbers[0]) for household, numbers in made]

    def assert_only(self, code, household, alike):
        """The rule is about the one household, in a whole sentence, not the other."""
        alerts = self.found(code)
        self.assertEqual(alerts.household_id & (household | alike), household, code)
        told = alerts.filtered(lambda one: one.household_id == household)[0]
        self.assertTrue(told.sentence and told.evidence and told.action_text)
        self.assertNotIn("%(", told.sentence)
        return told

    def test_every_rule_over_lists(self):
        for rule, source, head, found, harmless, known in LISTS:
            with self.subTest(f"{rule} {source} {found}"):
                (one, number), (other, alike) = self.pair(**known)
                rows = [["身份证号", *head], [number, *found]]
                if harmless:
                    rows.append([alike, *harmless])
                batch = self.deliver(source, rows)
                self.assertEqual((batch.state, batch.faulty_count), ("used", 0))
                alert = self.assert_only(rule, one, other)
                self.assertEqual(alert.source_id.code, source)
                self._over(batch, rule)

    def test_every_rule_over_lists_of_who_draws_nothing(self):
        for rule, source, head, found, harmless in OFF_ROLL:
            with self.subTest(f"{rule} {source} {found}"):
                (one, number), (other, alike) = self.pair(state="draft")
                paid, paid_number = self.household("19700101")
                rows = [["身份证号", *head], [number, *found]]
                # the same of somebody who draws already is no lead of this rule
                rows.append([paid_number[0], *found])
                if harmless:
                    rows.append([alike, *harmless])
                batch = self.deliver(source, rows)
                self.assert_only(rule, one, other | paid)
                self._over(batch, rule)

    def _over(self, batch, rule):
        """Rows and leads go, so that the next row of the table stands alone."""
        batch.sudo()._purge("2026-03-20")
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM dibao_alert")
        self.env.invalidate_all()

    def test_every_rule_is_in_some_table(self):
        """Rules that no row of a table and no test below asks for are none."""
        own = {
            name.split("_")[1].upper()
            for name in dir(self)
            if name.startswith("test_") and name[5:8][1:].isdigit()
        }
        tables = {row[0] for row in (*LISTS, *OFF_ROLL)}
        # payments, papers, due acts and missed people: where they are found
        elsewhere = {*("A14", "A15", "A16", "A17", "A22", "A25", "A28", "A30", "A32")}
        rules = set(self.env["dibao.alert.rule"].search([]).mapped("code"))
        self.assertEqual(own | tables | elsewhere, rules)

    # MEANS

    def test_a10_account_held_together_counts_once(self):
        one, numbers = self.household("19700101", "19710101")
        rows = [[number, "存款", 20000, "6200 01"] for number in numbers]
        self.deliver("bank", [["身份证号", "资产类型", "余额", "账号"], *rows])
        self.assertFalse(self.found("A10", one))
        rows[1][-1] = "6200 02"
        self.deliver(
            "bank", [["身份证号", "资产类型", "余额", "账号"], *rows], "2026-03-02"
        )
        self.assertEqual(self.found("A10", one).amount, 40000)

    def test_a08_home_of_two_owners_counts_once(self):
        head = ["身份证号", "房屋类型", "产权证号"]
        one, numbers = self.household("19700101", "19710101")
        self.deliver("housing", [head, *([n, "住宅", "H1"] for n in numbers)])
        self.assertFalse(self.found("A08", one))
        rows = [[n, "住宅", f"H{n}"] for n in numbers]
        self.deliver("housing", [head, *rows], "2026-03-02")
        self.assertEqual(self.found("A08", one).amount, 2)

    def test_a11_declared_by_its_kind(self):
        """A declared pension is in order; a wage beside it is not declared by it."""
        (one, number), (other, alike) = self.pair()
        kind = self.env["dibao.code"]._code_ids("income")["pension"]
        for household in (one, other):
            self.env["dibao.income"].create(
                {
                    "household_id": household.id,
                    "person_id": household.head_id.id,
                    "kind_id": kind,
                    "declared": 1000,
                }
            )
        head = ["身份证号", "类型", "月金额"]
        self.deliver("hr", [head, [number, "养老金", 1000], [alike, "养老金", 1000]])
        self.assertFalse(self.found("A11"))
        self.deliver("tax", [["身份证号", "所得项目", "所得额"], [number, "工资", 900]])
        self.assertEqual(self.found("A11").household_id, one)

    def test_y05_second_meter_and_other_months(self):
        head = ["身份证号", "月用量", "户号", "年月"]
        meter, numbers = self.household("19700101")
        month, others = self.household("19700101")
        empty, lone = self.household("19700101")
        rows = [
            [numbers[0], 0, "E1", "2026-02"],
            [numbers[0], 90, "E2", "2026-02"],
            [others[0], 0, "E3", "2026-02"],
            [others[0], 60, "E3", "2026-01"],
            [lone[0], 0, "E4", "2026-02"],
            [lone[0], 1, "E4", "2026-01"],
        ]
        self.deliver("utility", [head, *rows])
        self.assertEqual(self.found("Y05").household_id, empty)
        self.assertFalse(meter == month)

    # FAMILY

    def test_a13_spouse_missing(self):
        one, numbers = self.household("19700101")
        other, both = self.household("19700101", "19710101")
        again, third = self.household("19700101")
        stranger = make_id("19720101", next(self.orders))
        head = ["身份证号", "登记类型", "登记日期", "配偶身份证号"]
        rows = [
            [numbers[0], "结婚", LAST_YEAR, stranger],
            [both[0], "结婚", LAST_YEAR, both[1]],
            [third[0], "结婚", "2020-01-01", stranger],
            [third[0], "离婚", LAST_YEAR, stranger],
        ]
        self.deliver("marriage", [head, *rows])
        self.assert_only("A13", one, other | again)

    def test_y02_divorced_but_one_household(self):
        one, numbers = self.household("19700101", "19710101")
        other, both = self.household("19700101", "19710101")
        head = ["身份证号", "登记类型", "登记日期", "配偶身份证号"]
        rows = [
            [numbers[0], "离婚", LAST_YEAR, numbers[1]],
            [numbers[1], "离婚", LAST_YEAR, numbers[0]],
            [both[0], "离婚", "2020-01-01", both[1]],
            [both[0], "结婚", LAST_YEAR, both[1]],
        ]
        self.deliver("marriage", [head, *rows])
        self.assertEqual(len(self.found("Y02", one)), 1)
        self.assert_only("Y02", one, other)

    def test_n06_new_member(self):
        one, numbers = self.household("19700101")
        other, both = self.household("19700101", "20251001")
        head = ["身份证号", "变动类型", "变动日期", "户主身份证号"]
        child = make_id("20260101", next(self.orders))
        rows = [
            [child, "出生登记", "2026-01-08", numbers[0]],
            # taken in already
            [both[1], "出生登记", "2025-10-08", both[0]],
        ]
        self.deliver("police", [head, *rows])
        self.assert_only("N06", one, other)

    def test_n05_lost_the_job(self):
        """Only where the file still reckons with a wage."""
        (one, number), (other, alike) = self.pair()
        self.env["dibao.income"].create(
            {
                "household_id": one.id,
                "person_id": one.head_id.id,
                "kind_id": self.env["dibao.code"]._code_ids("income")["wage"],
                "declared": 1000,
            }
        )
        rows = [[n, "失业登记", LAST_YEAR] for n in (number, alike)]
        self.deliver("hr", [["身份证号", "类型", "日期"], *rows])
        self.assert_only("N05", one, other)

    def test_d01_several_disabled(self):
        one, _numbers = self.household("19700101", "19710101", state="draft")
        other, _numbers = self.household("19700101", "19710101", state="draft")
        drawing, _numbers = self.household("19700101", "19710101")
        (one | drawing).member_ids.person_id.write({"disability_grade": "3"})
        other.head_id.disability_grade = "3"
        self.assert_only("D01", one, other | drawing)

    def test_d02_old_and_disabled(self):
        one, _numbers = self.household("19560320", "19900101", state="draft")
        other, _numbers = self.household("19560321", "19900101", state="draft")
        mild, _numbers = self.household("19500101", "19900101", state="draft")
        for household, grade in ((one, "2"), (other, "2"), (mild, "3")):
            person = household.member_ids.person_id - household.head_id
            person.disability_grade = grade
        self.assert_only("D02", one, other | mild)

    def test_d05_nobody_can_work(self):
        one, _numbers = self.household("19500101", "19520101", state="draft")
        other, _numbers = self.household("19500101", "19800101", state="draft")
        (one | other).member_ids.person_id.write({"labour_ability": "none"})
        (other.member_ids.person_id - other.head_id).labour_ability = "part"
        self.assert_only("D05", one, other)

    # REGISTRY

    def test_a04_several_certificates(self):
        one, _numbers = self.household(
            "19700101", number="ZZ 001", certificate_number="C1"
        )
        self.household("19700101", number="ZZ-001", certificate_number="C2")
        other, _numbers = self.household(
            "19700101", number="ZZ002", certificate_number="C3"
        )
        self.household("19700101", number="ZZ-002", certificate_number="C3")
        self.assert_only("A04", one, other)

    def test_a23_village_of_one_amount(self):
        """Ten households of several sizes; where all are alone, one amount is due."""
        for at in range(10):
            births = ("19700101", "19710101")[: 1 + at % 2]
            self.household(*births, allowance=300)
        self.assertEqual(self.found("A23").division_id, self.east_village)
        for household in self.env["dibao.household"].search(
            [("division_id", "=", self.east_village.id)]
        ):
            for member in household.member_ids[1:]:
                member.write({"date_to": "2026-01-31", "end_reason": "other"})
        self.assertFalse(self.found("A23"))

    # BENEFITS

    def grant(self, household, case=None, supplement=0, unpaid=False):
        """A benefit in force of all members."""
        people = household.member_ids.person_id
        lines = [{"component": "base", "amount": 300}]
        if supplement:
            lines.append(
                {
                    "component": "supplement",
                    "amount": supplement,
                    "person_id": household.head_id.id,
                }
            )
        members = [
            {"person_id": one.id, "is_counted": True, "is_paid": True} for one in people
        ]
        if unpaid:
            members[-1]["is_paid"] = False
        benefit = self.env["dibao.benefit"]._draft(
            household,
            "2026-01-01",
            lines,
            members,
            standard=600.0,
            per_capita=300.0,
            counted=len(people),
        )
        benefit._start("2026-01-01")
        if case:
            benefit._by_act({"case_id": case.id})
        return benefit

    def test_a24_part_of_the_family(self):
        one, _numbers = self.household("19700101", "19710101")
        other, _numbers = self.household("19700101", "19710101")
        alone, _numbers = self.household("19700101", "19710101")
        self.grant(one, unpaid=True)
        self.grant(other)
        case = self.case(alone)
        case._by_act({"by_single": case._fields["by_single"].get_values(self.env)[0]})
        self.grant(alone, case, unpaid=True)
        self.assert_only("A24", one, other | alone)

    def test_p01_supplement_not_granted(self):
        self.local_rule("supplement_severe_disability", "30")
        one, _numbers = self.household("19700101")
        other, _numbers = self.household("19700101")
        (one | other).head_id.write({"disability_grade": "1"})
        for household, supplement in ((one, 0), (other, 30)):
            benefit = self.grant(household, supplement=supplement)
            assessment = self.made(
                "dibao.assessment",
                self.case(household),
                household_id=household.id,
                day="2026-01-01",
                applied_on="2026-01-01",
            )
            benefit._by_act({"assessment_id": assessment.id})
        self.assert_only("P01", one, other)

    # PROCEDURE

    def case(self, household, kind="reverification", **values):
        case = self.env["dibao.case"].create(
            {"household_id": household.id, "kind": kind, "received_on": "2026-01-01"}
        )
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM dibao_case_deadline WHERE case_id = %s", [case.id]
        )
        self.env.invalidate_all()
        if values:
            case._by_act(values)
        return case

    def made(self, model, case, **values):
        return self.env[model]._acting().create({"case_id": case.id, **values})

    def visit(self, case, user=None, at="2026-01-12 02:30:10"):
        return self.made(
            "dibao.visit",
            case,
            visitor_ids=[(6, 0, (user or self.officer).ids)],
            visited_on=at,
            kind="home",
            housing="砖混三间",
            state="done",
        )

    def test_a18_skipped_step(self):
        """Each of the four steps is missed; a case with all of them is in order."""
        done, words = {}, ("visit", "check", "opinion", "notice")
        for skipped in (None, *words):
            household, _numbers = self.household("19700101", state="draft")
            case = self.case(household, "application")
            if skipped != "visit":
                self.visit(case)
            if skipped != "check":
                self.made("dibao.verification", case, state="done")
            days = 6 if skipped == "notice" else 7
            self.env["dibao.notice"]._post(
                case, f"2026-02-{10 - days:02d}", "2026-02-10"
            )
            opinion = case._fields["opinion"].get_values(self.env)[0]
            case._by_act(
                {
                    "stage": "confirmed",
                    "decided_on": "2026-02-10",
                    "opinion": False if skipped == "opinion" else opinion,
                }
            )
            done[skipped] = household
        found = {one.household_id: one.said["missing"] for one in self.found("A18")}
        self.assertEqual(found, {done[word]: [word] for word in words})

    def limit(self, case, key, due, **values):
        return self.made(
            "dibao.case.deadline",
            case,
            key=key,
            started_on="2026-01-20",
            day_count=30,
            due_on=due,
            **values,
        )

    def test_a19_limit_exceeded(self):
        late, _numbers = self.household("19700101")
        today, _numbers = self.household("19700101")
        done, _numbers = self.household("19700101")
        self.limit(self.case(late), "total", "2026-03-19")
        self.limit(self.case(today), "total", "2026-03-20")
        self.limit(self.case(done), "total", "2026-03-19", done_on="2026-03-01")
        self.assert_only("A19", late, today | done)

    def test_a27_refusal_not_told(self):
        untold, _numbers = self.household("19700101")
        today, _numbers = self.household("19700101")
        told, _numbers = self.household("19700101")
        key = "refusal_notice"
        self.limit(self.case(untold), key, "2026-03-19")
        self.limit(self.case(today), key, "2026-03-20")
        self.limit(self.case(told), key, "2026-03-10", done_on="2026-03-09")
        self.assert_only("A27", untold, today | told)

    def test_a20_officers_near_relative(self):
        one, numbers = self.household("19700101")
        other, both = self.household("19700101")
        left, third = self.household("19700101")
        officers = [
            self.env["dibao.officer"].create(
                {
                    "name": f"示例官{at}",
                    "unit": "示例乡",
                    "id_number": number,
                    "division_id": self.county.id,
                    "valid_to": "2026-03-19" if at == 2 else False,
                }
            )
            for at, number in enumerate((numbers[0], both[0], third[0]))
        ]
        self.relative(self.case(other), officers[1], other)
        self.assert_only("A20", one, other | left)

    def relative(self, case, officer, household):
        return self.made(
            "dibao.near.relative",
            case,
            officer_id=officer.id,
            person_id=household.head_id.id,
            relation_id=self.relation("51").id,
            state="done",
        )

    def test_a21_same_pattern(self):
        """Two visits in one minute by one officer; by two officers they are none."""
        other_officer = self.make_user("x_officer2", "county_officer", self.county)
        one, two, far, near = (self.household("19700101")[0] for _once in range(4))
        self.visit(self.case(one))
        self.visit(self.case(two))
        self.visit(self.case(far), other_officer)
        self.visit(self.case(near), other_officer, "2026-01-12 03:10:00")
        alert = self.found("A21")
        self.assertEqual((len(alert), alert.amount), (1, 2))
        self.assertEqual(alert.said["user"], self.officer.id)
        self.assertIn(alert.household_id, one | two)
        # more in a day than can be made
        self.local_rule("alert_visits_day", "2")
        self.assertEqual(len(self.found("A21")), 1)
        self.visit(self.case(self.household("19700101")[0]), at="2026-01-12 05:00:00")
        how = {one.said["how"]: one.amount for one in self.found("A21")}
        self.assertEqual(how, {"minute": 2, "day": 3})

    def test_a31_own_relative(self):
        clerk = self.make_user("x_clerk9", "township_clerk", self.east)
        officer = self.env["dibao.officer"].create(
            {
                "name": "示例官丙",
                "unit": "示例乡",
                "user_id": clerk.id,
                "division_id": self.county.id,
            }
        )
        one, _numbers = self.household("19700101")
        other, _numbers = self.household("19700101")
        for household, user in ((one, clerk), (other, self.officer)):
            case = self.case(household)
            case._by_act({"opined_by_id": user.id})
            self.relative(case, officer, household)
        self.assert_only("A31", one, other)

    def test_a29_no_filed_decision(self):
        self.env["dibao.fonds"].create(
            {
                "code": "J900",
                "name": "示例县民政局",
                "agency_name": "示例县民政局",
                "division_id": self.county.id,
            }
        )
        one, _numbers = self.household("19700101")
        other, _numbers = self.household("19700101")
        kind = self.env["dibao.document.kind"].search([("code", "=", "F12")])
        for household in (one, other):
            case = self.case(household, stage="confirmed", decided_on="2026-02-10")
            self.grant(household, case)
            if household == other:
                volume = self.env["dibao.volume"]._for_household(household)
                item = self.env["dibao.item"].create(
                    {"volume_id": volume.id, "kind_id": kind.id, "title": "审批表"}
                )
                self.made("dibao.case.paper", case, kind_id=kind.id, item_id=item.id)
        self.assert_only("A29", one, other)
