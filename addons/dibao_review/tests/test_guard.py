# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ..models.dibao_case import STAMPS
from .common import CasePersonas


@tagged("post_install", "-at_install")
class TestGuard(TransactionCase, CasePersonas):
    """No way to a stage but the acts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()

    def test_stage_and_stamps_cannot_be_written(self):
        case = self._case(acts=["accept"])
        for user in (self.clerk, self.reviewer, self.confirmer, self.env.user):
            for name in ("stage", *STAMPS):
                with self.assertRaises(AccessError):
                    case.with_user(user).write({name: "confirmed"})
                with self.assertRaises(AccessError):
                    case.with_user(user).write({name: False})

    def test_context_forges_nothing(self):
        case = self._case()
        for forged in (True, "ACT_TOKEN", {"a": 1}):
            with self.assertRaises(AccessError):
                case.with_context(dibao_archive_act=forged).write(
                    {"stage": "confirmed"}
                )
        defaults = {
            "default_stage": "confirmed",
            "default_number": "C2024-999999",
            "default_accepted_by_id": self.reviewer.id,
        }
        case = case.with_context(**defaults).create(
            {"household_id": self.household.id, "kind": "stop"}
        )
        self.assertRecordValues(
            case, [{"stage": "draft", "number": False, "accepted_by_id": False}]
        )

    def test_created_in_draft_only(self):
        with self.assertRaises(AccessError):
            self._case(stage="confirmed")
        with self.assertRaises(AccessError):
            self._case(number="C2024-999999")
        self.assertEqual(self._case(stage="draft").stage, "draft")

    def test_import_cannot_set_a_stage(self):
        cases = self.env["dibao.case"].with_user(self.clerk)
        row = [str(self.household.id), "Confirmed"]
        result = cases.load(["household_id/.id", "stage"], [row])
        self.assertFalse(result["ids"])

    def test_copy_starts_afresh(self):
        case = self._case(acts=["accept"], kind="stop").copy({"kind": "taper"})
        self.assertRecordValues(
            case, [{"stage": "draft", "number": False, "accepted_by_id": False}]
        )

    def test_settled_at_acceptance(self):
        case = self._case()
        case.kind = "increase"
        case.action_accept()
        for values in (
            {"kind": "stop"},
            {"received_on": "2020-01-01"},
            {"household_id": self.household.copy().id},
        ):
            with self.assertRaises(UserError):
                case.write(values)

    def test_only_drafts_are_deleted(self):
        self._case().unlink()
        with self.assertRaises(UserError):
            self._case(acts=["accept"]).unlink()

    def test_one_open_case_of_a_kind(self):
        case = self._case(reason="Withdrawn")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._case()
        case.with_user(self.reviewer).action_end()
        self.assertTrue(self._case())

    def test_separation_holds_in_the_database(self):
        """Also against code that goes round the acts: set-based SQL, imports."""
        case = self._case(acts=["accept"])
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                SQL(
                    "UPDATE dibao_case SET decided_by_id = accepted_by_id "
                    "WHERE id = %s",
                    case.id,
                )
            )
