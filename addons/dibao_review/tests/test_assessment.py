# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import json
from datetime import date

import pypdf

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, tagged

from .assessment_common import AssessmentPersonas
from .means_common import DEFAULTS


@tagged("post_install", "-at_install")
class TestAssessment(TransactionCase, AssessmentPersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_rules()
        cls.family = cls._family(
            {"relation_id": cls._code("relation", "02").id},
            {"birth_date": "1950-05-05", "labour_ability": "none"},
        )
        cls.head, cls.mother = cls.family.member_ids.sorted("id")
        cls.wage = cls._year(cls.family, "wage", 7200, cls.head)

    def _reckon(self, family=None, day="2026-03-10", user=None, **values):
        model = self.env["dibao.assessment"].with_user(user or self.clerk)
        family = (family or self.family).with_user(user or self.clerk)
        return model._reckon(family, day, **values)

    def test_reckoning_from_the_registry(self):
        """7,200 / 12 / 2 = 300; 1,200 - 600 = 600, and 10 % of 600 for the mother."""
        one = self._reckon()
        self.assertRecordValues(
            one,
            [
                {
                    "verdict": "eligible",
                    "income": 600,
                    "counted": 2,
                    "per_capita": 300,
                    "standard": 600,
                    "amount": 660,
                    "state": "draft",
                    "version": 1,
                }
            ],
        )
        self.assertEqual(
            [(part.component, part.code, part.amount) for part in one.part_ids],
            [("base", "gap", 600), ("supplement", "elderly", 60)],
        )
        self.assertEqual(one.part_ids[1].person_id, self.mother.person_id)

    def test_each_line_can_be_followed(self):
        one = self._reckon()
        wage = one.line_ids.filtered(lambda line: line.section == "income")
        self.assertRecordValues(
            wage,
            [
                {
                    "amount": 600,
                    "source": "家庭申报",
                    "policy_code": "income_window_months",
                    "fact_id": self.wage.id,
                    "fact_model": "dibao.income",
                }
            ],
        )
        self.assertIn("12", wage.label)
        for line in one.line_ids:
            self.assertTrue(line.label)
            self.assertNotEqual(line.label, line.code, line.section)
            self.assertNotIn("%(", line.label)
        words = {"gap": "gap to the standard", "elderly": "old age"}
        for part in one.part_ids:
            self.assertEqual(part.ground, words[part.code])
        supplement = one.line_ids.filtered(lambda line: line.code == "supplement")
        self.assertEqual(supplement.basis, "试验县民政局文件")
        standard = one.line_ids.filtered(lambda line: line.code == "standard")
        self.assertEqual(standard.basis, "试验县民政局公告")

    def test_every_reading_is_named(self):
        """Each rule that was asked stands in the reckoning, with value and basis."""
        lines = self._reckon().line_ids.filtered(lambda line: line.section == "rule")
        named = set(lines.mapped("policy_code"))
        for code in ("compare_income", "round_mode", "standard_day", "round_level"):
            self.assertIn(code, named)
        self.assertTrue(all(lines.mapped("basis")))

    def test_defaults_are_those_of_the_tables(self):
        """The cases worked by hand were worked by the values that are shipped."""
        keys = self.env["dibao.policy.key"]
        for code, value in DEFAULTS.items():
            if code.startswith(("supplement_", "property_")):
                continue
            with self.subTest(code):
                self.assertTrue(keys.search([("code", "=", code)]))
                shipped = self.policy._get(code, None, "2026-03-10")
                if code == "deductions":
                    shipped = [
                        {
                            name: rule[name]
                            for name in rule
                            if rule[name] not in (None, 100, "any")
                        }
                        for rule in shipped
                    ]
                if code == "sign_expenses":
                    self.assertGreaterEqual(shipped.items(), value.items())
                elif code != "imputed_base":
                    self.assertEqual(
                        json.loads(json.dumps(shipped)), json.loads(json.dumps(value))
                    )

    def test_missing_standard_is_named(self):
        self.family.urban_rural = "urban"
        with self.assertRaises(UserError) as caught:
            self._reckon()
        self.assertIn("柳村", str(caught.exception))
        self.assertIn("2026-03-01", str(caught.exception))

    def test_missing_policy_is_named(self):
        rule = self.policy.search(
            [
                ("key_id.code", "=", "supplement_elderly"),
                ("division_id", "=", self.county.id),
            ]
        )
        rule.unlink()
        with self.assertRaises(UserError) as caught:
            self._reckon()
        name = self.env["dibao.policy.key"].search(
            [("code", "=", "supplement_elderly")]
        )
        self.assertIn(name.name, str(caught.exception))
        self.assertIn("柳村", str(caught.exception))
        # nobody old counts, nothing to ask
        excluded = self._code("exclusion", "missing")
        self.mother.write({"is_counted": False, "exclusion_id": excluded.id})
        self.assertEqual(self._reckon().verdict, "edge")

    def test_standard_by_its_day(self):
        """A change in the middle of March: the first of the month decides."""
        old = self.env["dibao.standard"].search([("division_id", "=", self.county.id)])
        old.valid_to = "2026-03-04"
        self.env["dibao.standard"].create(
            {
                "division_id": self.county.id,
                "urban_rural": "rural",
                "amount": 650,
                "valid_from": "2026-03-05",
                "legal_basis": "新公告",
            }
        )
        self.assertEqual(self._reckon().standard, 600)
        rule = self._rule("standard_day", "reckoning")
        self.assertEqual(self._reckon().standard, 650)
        rule.value = "application"
        self.assertEqual(self._reckon(applied_on="2026-02-27").standard, 600)

    def test_draft_is_reckoned_anew_in_place(self):
        one = self._reckon()
        self.wage.verified = 9600
        again = self._reckon()
        self.assertEqual(one, again)
        self.assertEqual(again.income, 800)
        self.assertFalse(again.change_note)

    def test_frozen_makes_a_new_version_that_says_so(self):
        case = self._case(household_id=self.family.id, received_on="2026-03-05")
        one = self._reckon(case=case)
        one._freeze()
        self.assertEqual(one.state, "frozen")
        # nothing changed: what is frozen still holds, on a later day too
        self.assertEqual(self._reckon(case=case, day="2026-03-20"), one)
        self.wage.verified = 9600
        two = self._reckon(case=case)
        self.assertNotEqual(one, two)
        self.assertRecordValues(
            one | two, [{"version": 1, "income": 600}, {"version": 2, "income": 800}]
        )
        self.assertEqual(two.previous_id, one)
        self.assertIn("600.0 → 800.0", two.change_note)

    def test_what_officers_found_goes_on(self):
        one = self._reckon()
        member = one.member_ids.filtered(
            lambda line: line.person_id == self.mother.person_id
        )
        member.with_user(self.clerk).write({"is_stopped": True})
        one.with_user(self.clerk).action_reckon()
        # 600 by half: the share of one of two is stopped, and no supplement
        self.assertEqual(one.amount, 300)
        one._freeze()
        self.wage.verified = 0
        two = self._reckon()
        self.assertEqual(
            two.member_ids.filtered("is_stopped").person_id, member.person_id
        )
        self.assertEqual(two.amount, 600)

    def test_frozen_is_not_changed(self):
        one = self._reckon()
        one._freeze()
        with self.assertRaises(UserError):
            one.with_user(self.clerk).write({"tier": "A"})
        with self.assertRaises(UserError):
            one.member_ids[:1].with_user(self.clerk).write({"is_exempt": True})
        with self.assertRaises(UserError):
            one.with_user(self.clerk).action_reckon()
        with self.assertRaises(UserError):
            one.with_user(self.clerk).unlink()

    def test_figures_are_written_by_the_reckoning_alone(self):
        one = self._reckon()
        for values in ({"amount": 9999}, {"verdict": "eligible"}, {"state": "frozen"}):
            with self.assertRaises(AccessError):
                one.with_user(self.clerk).write(values)
        with self.assertRaises(AccessError):
            one.line_ids[:1].with_user(self.clerk).write({"amount": 1})
        with self.assertRaises(AccessError):
            self.env["dibao.assessment"].with_user(self.clerk).create(
                {"household_id": self.family.id, "day": "2026-01-01"}
            )
        with self.assertRaises(ValidationError):
            one.with_user(self.clerk).look_note = "号码 11010519491231002X"

    def test_property_to_be_judged(self):
        self._fact(self.family, "asset", "house", 0, self.head)
        self._fact(self.family, "asset", "house", 0, self.head)
        one = self._reckon()
        self.assertTrue(one.needs_look)
        with self.assertRaises(UserError):
            one._freeze()
        one.with_user(self.clerk).look_note = "第二处为危房，已拆除"
        one._freeze()
        self.assertEqual(one.state, "frozen")

    def test_grant(self):
        one = self._reckon()
        benefit = one._grant("2026-04-01")
        self.assertEqual(one.state, "frozen")
        self.assertEqual(benefit.state, "draft")
        benefit._start("2026-03-12")
        self.assertRecordValues(
            benefit,
            [
                {
                    "state": "in_force",
                    "amount": 660,
                    "standard": 600,
                    "per_capita": 300,
                    "counted": 2,
                    "assessment_id": one.id,
                    "date_from": date(2026, 4, 1),
                }
            ],
        )
        self.assertEqual(benefit.member_ids.person_id, self.family.member_ids.person_id)
        self.assertTrue(all(benefit.member_ids.mapped("is_paid")))
        self.assertRecordValues(
            self.family, [{"allowance": 660, "monthly_income": 600}]
        )

    def test_nothing_is_granted_above_the_standard(self):
        self.wage.verified = 99999
        one = self._reckon()
        self.assertEqual(one.verdict, "above")
        with self.assertRaises(UserError):
            one._grant("2026-04-01")

    def test_single_person(self):
        """1,400 / 2 = 700: near the threshold; the disabled member alone: 780."""
        self.wage.verified = 16800
        person = self.mother.person_id
        person.write({"disability_grade": "2", "disability_type": "4"})
        choices = {"single_person_id": person.id, "single_ground": "edge_disability"}
        one = self._reckon(**choices)
        self.assertRecordValues(
            one, [{"verdict": "eligible", "counted": 1, "income": 0, "amount": 780}]
        )
        person.disability_grade = "4"
        with self.assertRaises(UserError):
            self._reckon(**choices)

    def test_membership_on_the_day(self):
        """Who left on 9 March is not there on the 10th."""
        self.mother.write({"date_to": "2026-03-09", "end_reason": "moved"})
        self.assertEqual(self._reckon().counted, 1)
        self.assertEqual(self._reckon(day="2026-03-09").counted, 2)

    def test_a_local_code_counts_as_its_own(self):
        local = self.env["dibao.code"].create(
            {
                "list": "income",
                "code": "bus_driving",
                "name": "跑车收入",
                "parent_id": self._code("income", "business").id,
            }
        )
        self.wage.kind_id = local
        line = self._reckon().line_ids.filtered(lambda one: one.section == "income")
        self.assertEqual(line.code, "business")

    def test_rights(self):
        one = self._reckon()
        stranger = self._persona("r_west", "township_clerk", self.other_township)
        finance = self._persona("r_money", "finance", self.county)
        for user in (stranger, finance):
            with self.assertRaises(AccessError):
                one.with_user(user).read(["amount"])
            with self.assertRaises(AccessError):
                self.family.with_user(user).action_reckon()
        with self.assertRaises(AccessError):
            self.family.with_user(self.confirmer).action_reckon()
        action = self.family.with_user(self.clerk).action_reckon()
        self.assertEqual(action["res_model"], "dibao.assessment")

    def test_paper(self):
        """Each line of the reckoning stands on the paper; who printed it is logged."""
        self.env.cr.execute("SELECT coalesce(max(id), 0) FROM dibao_access_log")
        (before,) = self.env.cr.fetchone()
        one = self._reckon()
        reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )
        reports = reports.with_user(self.clerk)
        content, kind = reports._render_qweb_pdf(
            "dibao_review.means_sheet_report", one.ids
        )
        self.assertEqual(kind, "pdf")
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        text = "".join("".join(page.extract_text() for page in pages).split())
        for line in one.line_ids.filtered("has_amount"):
            if line.section != "sign":
                self.assertIn(f"{line.amount:,.2f}", text, line.code)
        self.assertIn("660.00", text)
        told = self.env["dibao.access.log"].sudo()
        log = told.search([("id", ">", before), ("detail", "=", "means_sheet")])
        self.assertEqual((log.action, log.detail), ("export", "means_sheet"))
        finance = self._persona("r_money", "finance", self.county)
        with self.assertRaises(AccessError):
            reports.with_user(finance)._render_qweb_pdf(
                "dibao_review.means_sheet_report", one.ids
            )
