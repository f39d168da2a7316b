# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-44, R-45, R-47: children, consents, requests, and data that are restricted."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .archive_common import ArchiveCase
from .common import make_id


class PersonsCase(ArchiveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.make_user("q_officer", "county_officer", cls.county)
        cls.confirmer = cls.make_user("q_confirmer", "county_confirmer", cls.county)
        cls.second = cls.make_user("q_second", "county_confirmer", cls.county)
        cls.auditor = cls.make_user("q_auditor", "auditor", cls.county)
        cls.old = cls.make_family(cls.east_village, 7, state="stopped")
        cls.head = cls.old.member_ids.filtered("is_head").person_id
        cls.child = cls.env["dibao.person"].create(
            {
                "name": "辰小童",
                "id_number": make_id("20200601", 31),
                "division_id": cls.east_village.id,
            }
        )

    def request(self, user=None, **vals):
        requests = self.env["dibao.pi.request"].with_user(user or self.officer)
        return requests.create(
            {
                "person_id": self.head.id,
                "household_id": self.old.id,
                "kind": "delete",
                "wish": "删除本人信息",
                "identity_checked": True,
                **vals,
            }
        )

    def restrict(self, **vals):
        request = self.request(**vals)
        request.action_accept()
        request.with_user(self.confirmer).action_restrict()
        self.env.invalidate_all()
        return request

    def last_log(self):
        return self.env["dibao.access.log"].sudo().search([], limit=1)


@tagged("post_install", "-at_install")
class TestPiRequest(PersonsCase):
    def test_deadline_and_task(self):
        request = self.request(received_on="2026-01-31")
        # 30 calendar days, by the policy
        self.assertEqual(str(request.due_on), "2026-03-02")
        self.assertRecordValues(
            request.activity_ids,
            [{"user_id": self.officer.id, "date_deadline": request.due_on}],
        )
        requests = self.env["dibao.pi.request"]
        for day, late in (("2026-03-02", False), ("2026-03-03", True)):
            with freeze_time(f"{day} 04:00:00"):
                found = requests.search([("is_late", "=", True)])
                self.assertEqual(request in found, late)
        request.handler_id = self.confirmer
        self.assertEqual(request.activity_ids.user_id, self.confirmer)

    def test_from_receipt_to_answer(self):
        request = self.request(kind="copy", identity_checked=False)
        with self.assertRaisesRegex(UserError, "identity card"):
            request.action_accept()
        with self.assertRaises(UserError):
            request.action_answer()
        request.identity_checked = True
        request.action_accept()
        with self.assertRaises(UserError):
            request.action_answer()
        request.answer = "已提供复制件"
        request.action_answer()
        self.assertEqual(
            (request.state, request.answered_by_id), ("answered", self.officer)
        )
        self.assertFalse(request.activity_ids)
        with self.assertRaises(UserError):
            request.write({"answer": "x"})
        with self.assertRaises(UserError):
            request.sudo().unlink()

    def test_refusal_names_its_provision(self):
        request = self.request()
        with self.assertRaises(UserError):
            request.action_refuse()
        request.refusal_basis = "《个人信息保护法》第47条"
        request.action_refuse()
        self.assertEqual(request.state, "refused")

    def test_who_asks_for_somebody(self):
        with self.assertRaises(ValidationError):
            self.request(applicant="agent")
        with self.assertRaisesRegex(ValidationError, "art. 49"):
            self.request(applicant="relative", applicant_name="张三")
        self.head.death_date = "2026-01-01"
        self.request(applicant="relative", applicant_name="张三")

    def test_no_back_door(self):
        request = self.request()
        for vals in ({"state": "answered"}, {"restriction": "in_force"}):
            with self.assertRaises(AccessError):
                request.write(vals)
        with self.assertRaises(AccessError):
            self.head.with_user(self.officer).write({"restricted": True})


@tagged("post_install", "-at_install")
class TestRestriction(PersonsCase):
    def test_a_confirmer_decides_and_another_lifts(self):
        request = self.request()
        request.action_accept()
        with self.assertRaises(AccessError):
            request.action_restrict()
        request.with_user(self.confirmer).action_restrict()
        self.assertTrue(self.head.restricted)
        self.assertFalse(self.old.restricted)
        request.with_user(self.confirmer).lift_reason = "本人撤回"
        with self.assertRaises(AccessError):
            request.with_user(self.confirmer).action_lift_restriction()
        request.with_user(self.second).action_lift_restriction()
        self.assertFalse(self.head.restricted)
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE dibao_pi_request SET lifted_by_id = restricted_by_id"
                " WHERE id = %s",
                [request.id],
            )

    def test_two_requests(self):
        """Lifting one leaves what another one restricts."""
        first, second = self.request(), self.request()
        for request in (first, second):
            request.action_accept()
            request.with_user(self.confirmer).action_restrict()
        first.with_user(self.second).lift_reason = "x"
        first.with_user(self.second).action_lift_restriction()
        self.assertTrue(self.head.restricted)

    def test_not_while_the_benefit_runs(self):
        for state in ("active", "suspended", "tapering"):
            self.old.state = state
            request = self.request()
            request.action_accept()
            with self.subTest(state), self.assertRaisesRegex(UserError, "art. 13"):
                request.with_user(self.confirmer).action_restrict()

    def test_only_where_it_is_asked(self):
        request = self.request(kind="copy")
        request.action_accept()
        with self.assertRaises(UserError):
            request.with_user(self.confirmer).action_restrict()

    def test_hidden_from_ordinary_work(self):
        volume = self.volume(self.old)
        item = self.paper(volume, "F01")
        member = self.old.member_ids.filtered("is_head")
        everything = {
            "dibao.person": self.head,
            "dibao.household": self.old,
            "dibao.household.member": member,
            "dibao.volume": volume,
            "dibao.item": item,
        }
        other = self.household
        request = self.restrict(whole_household=True)
        for user, hidden in (
            (self.clerk, set(everything)),
            (self.officer, set(everything)),
            (
                self.archivist,
                {"dibao.person", "dibao.household", "dibao.household.member"},
            ),
            (self.confirmer, set()),
            (self.supervisor, set()),
            (self.auditor, set()),
        ):
            for name, record in everything.items():
                model = self.env[name].with_user(user)
                seen = bool(model.search([("id", "=", record.id)]))
                told = f"{user.login} {name}"
                self.assertEqual(seen, name not in hidden, told)
                readable = record.with_user(user).has_access("read")
                self.assertEqual(readable, name not in hidden, told)
            homes = self.env["dibao.household"].with_user(user)
            self.assertIn(other, homes.search([]), "others are still there")
        request.with_user(self.second).lift_reason = "x"
        request.with_user(self.second).action_lift_restriction()
        self.env.invalidate_all()
        self.assertTrue(volume.with_user(self.clerk).has_access("read"))

    def test_one_person_of_a_household(self):
        self.restrict()
        clerk = self.old.with_user(self.clerk)
        self.assertTrue(clerk.has_access("read"))
        self.assertNotIn(self.head, clerk.member_ids.person_id)
        volume = self.volume(self.old)
        mine = self.paper(volume, "F01", person_id=self.head.id)
        ours = self.paper(volume, "F12")
        seen = self.env["dibao.item"].with_user(self.clerk).search([])
        self.assertIn(ours, seen)
        self.assertNotIn(mine, seen)

    def test_clear_values(self):
        self.restrict()
        with self.refused(AccessError):
            self.head.with_user(self.archivist).dibao_reveal("id_number", "audit")
        shown = self.head.with_user(self.confirmer)
        self.assertEqual(
            shown.dibao_reveal("id_number", "complaint"), make_id("19600101", 15)
        )

    def test_clear_values_past_the_rules(self):
        """What holds the value in another model is asked about its person, too."""
        custodian = self.env["dibao.custodian"].create(
            {
                "household_id": self.old.id,
                "name": "示例丙",
                "id_number": make_id("19700101", 3),
                "agreement_date": "2026-01-01",
            }
        )
        self.restrict(whole_household=True)
        with self.refused(AccessError) as told:
            custodian.with_user(self.clerk).dibao_reveal("id_number", "audit")
        self.assertIn("restricted", told[0])
        self.assertEqual(self.last_log().action, "refused")

    def test_originals(self):
        item = self.paper(self.volume(self.old), "F01")
        original = (
            self.env["dibao.original"]
            ._acting()
            .create(
                {"item_id": item.id, "name": "x.pdf", "source": "x", "token": "0" * 32}
            )
        )
        original = original.with_env(self.env)
        self.assertTrue(original._may_take(self.archivist))
        self.restrict(whole_household=True)
        for user in (self.archivist, self.clerk):
            self.assertFalse(original._may_take(user))
            self.assertFalse(original._may_view(user))
        with self.refused(AccessError):
            original.with_user(self.archivist)._open("audit")
        self.assertTrue(original._may_take(self.confirmer))

    def test_loans_and_provision(self):
        volume = self.volume(self.old)
        loans = self.env["dibao.loan"].with_user(self.archivist)
        vals = {
            "division_id": self.east.id,
            "line_ids": [Command.create({"volume_id": volume.id})],
        }
        loans.create(vals)
        provision = self.env["dibao.provision"].with_user(self.archivist)
        given = {
            "recipient_unit": "示例法院",
            "letter_number": "1",
            "purpose": provision._fields["purpose"].get_values(self.env)[0],
            "purpose_note": "x",
            "volume_ids": [Command.set(volume.ids)],
        }
        waiting = provision.create(given)
        waiting.action_request()
        waiting.with_user(self.supervisor).action_approve()
        self.restrict(whole_household=True)
        with self.refused(AccessError):
            loans.create(vals)
        with self.refused(AccessError):
            provision.create(given)
        with self.refused(AccessError) as told:
            waiting._make("/dev/null")
        self.assertIn("restricted", told[0])

    def test_views_granted_by_a_loan_end(self):
        volume = self.volume(self.old)
        loan = self.env["dibao.loan"].create(
            {
                "division_id": self.east.id,
                "line_ids": [Command.create({"volume_id": volume.id})],
                "reader_id": self.clerk.id,
            }
        )
        loan._by_act({"due_date": "2099-01-01"})
        self.env["dibao.view.grant"]._grant(loan, loan.line_ids)
        self.assertTrue(loan.grant_ids.is_valid)
        self.restrict(whole_household=True)
        self.assertFalse(loan.grant_ids.is_valid)


@tagged("post_install", "-at_install")
class TestChildren(PersonsCase):
    def test_the_mark_ends_with_the_birthday(self):
        persons = self.env["dibao.person"]
        for day, minor in (("2034-05-31", True), ("2034-06-01", False)):
            with freeze_time(f"{day} 04:00:00"):
                self.child.invalidate_recordset(["is_minor"])
                self.assertEqual(self.child.is_minor, minor, day)
                for value in (True, False):
                    found = persons.search([("is_minor", "=", value)])
                    self.assertEqual(self.child in found, minor == value, day)
        self.assertFalse(self.head.is_minor)
        unknown = persons.create(
            {
                "name": "示例",
                "no_id_reason": "other",
                "division_id": self.east_village.id,
            }
        )
        self.assertFalse(unknown.is_minor)
        self.assertIn(unknown, persons.search([("is_minor", "=", False)]))

    def test_clear_values_need_a_case(self):
        child = self.child.with_user(self.clerk)
        with self.refused(UserError) as told:
            child.dibao_reveal("id_number", "verification")
        self.assertIn("child", told[0])
        self.assertTrue(child.dibao_reveal("id_number", "verification", "2026-1"))

    def test_papers(self):
        """Any kind of a child's paper counts as personal."""
        plain = self.env["dibao.document.kind"].create(
            {"code": "T44", "name": "示例", "sensitivity": "normal"}
        )
        volume = self.volume()
        item = self.paper(volume, "F01", kind_id=plain.id)
        original = (
            self.env["dibao.original"]
            ._acting()
            .create(
                {"item_id": item.id, "name": "x.pdf", "source": "x", "token": "0" * 32}
            )
        )
        original = original.with_env(self.env)
        self.assertTrue(original._may_view(self.supervisor))
        item.person_id = self.child
        self.assertFalse(original._may_view(self.supervisor))
        self.assertTrue(original._may_view(self.clerk))
        with self.refused(UserError) as told:
            original.with_user(self.clerk)._open("verification", take=False)
        self.assertIn("child", told[0])


@tagged("post_install", "-at_install")
class TestConsent(PersonsCase):
    def consent(self, person=None, **vals):
        consents = self.env["dibao.consent"].with_user(self.officer)
        return consents.create(
            {
                "person_id": (person or self.head).id,
                "scope": "向医疗救助提供诊断信息",
                "processing_id": self.env.ref("dibao_archive.processing_09").id,
                **vals,
            }
        )

    def test_holds_until_it_is_taken_back(self):
        activity = self.env.ref("dibao_archive.processing_09")
        consents = self.env["dibao.consent"]
        with freeze_time("2026-03-01 04:00:00"):
            consent = self.consent(valid_to="2026-12-31")
            self.assertEqual(consent.household_id, self.old)
        for day, held in (
            ("2026-02-28", False),
            ("2026-03-01", True),
            ("2026-12-31", True),
            ("2027-01-01", False),
        ):
            self.assertEqual(consents._holds(self.head, activity, day), held, day)
        self.assertFalse(consents._holds(self.child, activity, "2026-03-01"))
        with freeze_time("2026-06-01 04:00:00"):
            with self.assertRaises(UserError):
                consent.action_withdraw()
            consent.withdraw_note = "口头"
            consent.action_withdraw()
        # What was done before stands (PIPL art. 15).
        self.assertTrue(consents._holds(self.head, activity, "2026-05-31"))
        self.assertFalse(consents._holds(self.head, activity, "2026-06-01"))
        self.assertEqual(consent.activity_ids.user_id, self.officer)
        found = consents.search([("is_valid", "=", True)])
        self.assertNotIn(consent, found)

    def test_the_officer_of_the_activity_is_told(self):
        self.env.ref("dibao_archive.processing_09").officer_id = self.confirmer
        consent = self.consent(withdraw_note="x")
        consent.action_withdraw()
        self.assertEqual(consent.activity_ids.user_id, self.confirmer)

    def test_guardians_of_children(self):
        with self.assertRaisesRegex(ValidationError, "under 14"):
            self.consent(self.child)
        with self.assertRaisesRegex(ValidationError, "guardian"):
            self.consent(self.child, given_by="guardian")
        self.consent(self.child, given_by="guardian", guardian_name="辰宿张")
        # From the fourteenth birthday on the person decides.
        self.consent(self.child, given_on="2034-06-01")

    def test_its_filed_paper(self):
        paper = self.paper(self.volume(self.old), "F02")
        self.assertEqual(self.consent(item_id=paper.id).item_id, paper)
        other = self.paper(self.volume(), "F02")
        with self.assertRaises(ValidationError):
            self.consent(item_id=other.id)

    def test_it_stays_as_it_was_given(self):
        consent = self.consent()
        for vals in ({"scope": "x"}, {"given_on": "2020-01-01"}, {"kind": "consent"}):
            with self.assertRaises(UserError):
                consent.write(vals)
        with self.assertRaises(AccessError):
            consent.write({"state": "withdrawn"})
        with self.assertRaises(UserError):
            consent.sudo().unlink()
