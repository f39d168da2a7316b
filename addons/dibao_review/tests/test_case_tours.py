# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestCaseTours(HttpCase, CasePersonas):
    """The work of the desk as its people do it, in a browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls._set_rules()
        cls._rule("payment_start", "same")
        cls._rule("appraisal_people_min", "9")
        cls._rule("appraisal_representative_share", "50")
        cls.finance = cls._persona("r_finance", "finance", cls.county)
        # The steps read the words of the screens.
        cls.env["res.lang"]._activate_lang("en_US")
        for user in (
            *(cls.clerk, cls.reviewer, cls.officer, cls.confirmer, cls.finance),
        ):
            user.lang = "en_US"
        cls.household.write({"number": "TOUR", "urban_rural": "rural"})
        cls.head = cls._member_of(
            cls.household,
            id_number=make_id("19600505", 1),
            no_id_reason=False,
            date_from="2025-01-01",
        )

    def setUp(self):
        super().setUp()
        # The access log writes in a transaction of its own; a test has one for all,
        # which cannot write inside a read-only one.
        self.set_registry_readonly_mode(False)
        self.patch(
            type(self.env["dibao.job"]), "_commit", lambda job: job.env.flush_all()
        )

    def _tour(self, name, user, where):
        """One part of the work, by one person; a case is shown by its form."""
        if not isinstance(where, str):
            where = f"dibao-cases/{where.id}"
        self.start_tour(f"/odoo/{where}", f"dibao_case_{name}", login=user.login)
        self.env.invalidate_all()

    def _days_pass(self, case, days=8):
        """The notice has hung for so many days."""
        self.env.flush_all()
        for table, first, last, column in (
            ("dibao_case", "notice_on", "notice_until", "id"),
            ("dibao_notice", "posted_on", "until", "case_id"),
        ):
            # pylint: disable=sql-injection
            self.env.cr.execute(
                f"UPDATE {table} SET {first} = {first} - %s, {last} = {last} - %s"
                f" WHERE {column} = %s",
                (days, days, case.id),
            )
        self.env.invalidate_all()

    def test_from_the_application_to_the_payment(self):
        """The clerk takes it, the village appraises, the county confirms and pays."""
        self._rule("appraisal_mode", "always")
        self.household.write(
            {
                "account_number": "6200000000000019",
                "account_bank": "示例银行",
                "account_holder_id": self.head.person_id.id,
            }
        )
        self._tour("take", self.clerk, "dibao-cases/new")
        case = self.household.case_ids
        self.assertRecordValues(
            case, [{"stage": "investigation", "accepted_by_id": self.clerk.id}]
        )
        self.assertEqual(case.visit_ids.visitor_ids, self.clerk | self.reviewer)
        for acts in (case.authorisation_ids, case.visit_ids, case.verification_ids):
            self.assertEqual(acts.mapped("state"), ["done"])

        self._tour("appraise", self.reviewer, case)
        self.assertEqual((case.stage, case.appraisal_ids.result), ("notice", "passed"))
        # 600 and 10 for somebody over sixty (%): what the village reads
        self.assertRecordValues(
            case.notice_ids,
            [{"shown_name": "示例欣", "shown_count": 1, "shown_amount": 660}],
        )
        self._days_pass(case)
        self._tour("submit", self.clerk, case)

        self._tour("meeting", self.confirmer, "dibao-meetings/new")
        month = fields.Date.context_today(self.env.user).replace(day=1)
        self.assertRecordValues(
            case, [{"stage": "confirmed", "decided_by_id": self.confirmer.id}]
        )
        self.assertRecordValues(
            case.benefit_ids,
            [{"state": "in_force", "amount": 660, "date_from": month}],
        )
        codes = {"F02", "F05", "F07", "F10", "F11", "F12", "F13", "F15"}
        self.assertEqual(set(case.paper_ids.kind_id.mapped("code")), codes)

        self._tour("compute", self.officer, "dibao-payment-runs/new")
        run = self.env["dibao.payment.run"].search(
            [("division_id", "=", self.county.id)]
        )
        run.job_id.sudo()._run()
        self.assertEqual(run.state, "checked")
        self._tour("approve", self.finance, f"dibao-payment-runs/{run.id}")
        self._tour("approve_second", self.confirmer, f"dibao-payment-runs/{run.id}")
        self.assertRecordValues(
            run,
            [
                {
                    "state": "locked",
                    "approved_by_id": self.finance.id,
                    "second_by_id": self.confirmer.id,
                    "total": 660,
                }
            ],
        )
        self.assertRecordValues(
            run.line_ids,
            [
                {
                    "household_id": self.household.id,
                    "kind": "regular",
                    "month": month,
                    "amount": 660,
                    "state": "due",
                }
            ],
        )

    def test_an_objection_sends_the_case_back(self):
        case = self._case(acts=["accept", "investigate", "opine_fits", "post_notice"])
        self._days_pass(case)
        self._tour("object", self.clerk, case)
        self.assertEqual(case.stage, "notice")
        objection = case.objection_ids
        self.assertRecordValues(objection, [{"outcome": False, "channel": "visit"}])
        self._tour(
            "uphold", self.reviewer, "action-dibao_review.dibao_objection_action"
        )
        self.assertRecordValues(
            objection, [{"outcome": "upheld", "settled_by_id": self.reviewer.id}]
        )
        # 57号 art. 19: by itself to the appraisal; the reviewer investigates anew.
        self.assertEqual(case.stage, "appraisal")
        self._tour("reopen", self.reviewer, case)
        self.assertRecordValues(
            case, [{"stage": "investigation", "opinion": False, "notice_on": False}]
        )
        self.assertTrue(case.notice_ids.taken_down_on)

    def test_the_head_of_a_household_dies(self):
        """The volume of the dead head is closed, the new head's continues it."""
        other = self._member_of(
            self.household,
            name="示例月",
            birth_date="1962-01-01",
            date_from="2025-01-01",
            relation_id=self.env["dibao.code"]._match("relation", "10"),
        )
        self._case(acts=["accept"])
        old = self.household.volume_ids
        self.household.state = "active"
        self.household.case_ids._by_act({"stage": "ended"})
        self._tour(
            "death",
            self.clerk,
            f"action-dibao_archive.dibao_household_action/{self.household.id}",
        )
        self.assertEqual(self.household.head_id, other.person_id)
        self.assertRecordValues(
            self.head,
            [{"end_reason": "death", "date_to": date(2026, 1, 15)}],
        )
        new = self.household.volume_ids - old
        self.assertRecordValues(
            old | new,
            [
                {
                    "closed_on": date(2026, 1, 15),
                    "person_id": self.head.person_id.id,
                    "previous_id": False,
                },
                {
                    "closed_on": False,
                    "person_id": other.person_id.id,
                    "previous_id": old.id,
                },
            ],
        )
        self._tour("death_case", self.clerk, "dibao-cases/new")
        case = self.household.case_ids.filtered(lambda one: one.kind != "application")
        self.assertRecordValues(
            case, [{"member_event": "head_died", "stage": "accepted"}]
        )
        # Its papers go on in the new volume.
        self.assertEqual(case.paper_ids.item_id.volume_id, new)

    def test_a_village_is_verified_again(self):
        households = self.env["dibao.household"].create(
            [
                {"division_id": self.village.id, "urban_rural": "rural"}
                for _one in range(12)
            ]
        )
        households.write({"state": "active", "state_date": "2024-01-01"})
        self.env["dibao.due"]._search_all(fields.Date.today())
        self._tour(
            "recheck_village", self.clerk, "action-dibao_review.dibao_due_action"
        )
        self.assertEqual(len(households.case_ids), 12)
        self.assertEqual(set(households.case_ids.mapped("kind")), {"reverification"})
        due = self.env["dibao.due"].search([("household_id", "in", households.ids)])
        self.assertEqual(set(due.mapped("state")), {"case"})
        self.assertEqual(due.case_id, households.case_ids)

    def test_refused_with_its_notice(self):
        self.env["dibao.income"].create(
            {
                "household_id": self.household.id,
                "person_id": self.head.person_id.id,
                "kind_id": self.env["dibao.code"]._match("income", "wage"),
                "period_from": fields.Date.subtract(fields.Date.today(), months=12),
                "period_to": fields.Date.today(),
                "declared": 12 * 900,
            }
        )
        case = self._case(acts=["accept", "investigate"])
        self._found_out(case)
        self._tour("fails", self.reviewer, case)
        self._tour("refuse", self.confirmer, case)
        self.assertRecordValues(
            case,
            [
                {
                    "stage": "refused",
                    "decided_by_id": self.confirmer.id,
                    "reason": "家庭人均收入高于当地低保标准",
                }
            ],
        )
        self.assertFalse(case.benefit_ids)
        notice = case.paper_ids.filtered(lambda one: one.kind_id.code == "F14")
        self.assertTrue(notice.item_id)
        limit = case.deadline_ids.filtered(lambda one: one.key == "refusal_notice")
        self.assertFalse(limit.done_on)
        self._tour("deliver", self.clerk, case)
        self.assertEqual(limit.done_on, case.delivered_on)
