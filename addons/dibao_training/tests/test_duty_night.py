# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .duty_common import DutyCase


@tagged("post_install", "-at_install")
class TestDutyNight(DutyCase):
    """What the night does for those whose certificate has lapsed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.make_user("second_archivist", "archivist", cls.county)
        cls.deputy = cls.make_employee("次示例", cls.second, cls.county)
        for duty in ("file", "lend", "inspect", "destroy", "transfer"):
            cls.ask(duty)
        cls.certify(last="2026-04-30")
        cls.certify(cls.deputy)
        cls.loan = cls.env["dibao.loan"].create(
            {
                "reader_id": cls.archivist.id,
                "division_id": cls.east_village.id,
                "line_ids": [Command.create({"volume_id": cls.volume().id})],
            }
        )
        cls.loan.with_user(cls.archivist).action_request()
        cls.task = cls.loan.activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.archivist.id
        )

    def name_deputy(self, employee=None, deputy=None):
        return self.env["dibao.duty.deputy"].create(
            {
                "employee_id": (employee or self.worker).id,
                "deputy_id": (deputy or self.deputy).id,
            }
        )

    def night(self, day="2026-05-01"):
        with freeze_time(f"{day} 02:00:00"):
            result = self.env["dibao.duty"]._lapse()
        self.env.invalidate_all()
        return result

    def test_handed_to_the_deputy(self):
        self.name_deputy()
        self.assertEqual(self.night("2026-04-30")[0], 0)
        self.assertEqual(self.loan.reader_id, self.archivist)
        self.assertEqual(self.night()[0], 2)
        self.assertEqual(self.loan.reader_id, self.second)
        self.assertEqual(self.loan.holder, self.second.name)
        self.assertEqual(self.task.user_id, self.second)
        rows = self.env["dibao.duty.handover"].search(
            [("employee_id", "=", self.worker.id)]
        )
        self.assertEqual(set(rows.mapped("res_model")), {"dibao.loan", "mail.activity"})
        self.assertEqual(rows.to_user_id, self.second)

    def test_a_second_run_finds_nothing(self):
        self.name_deputy()
        self.night()
        alerts = self.env["dibao.duty.alert"].search([])
        self.assertEqual(self.night(), (0, 0))
        self.assertEqual(self.env["dibao.duty.alert"].search([]), alerts)
        told = self.env["mail.message"].search_count(
            [("notified_partner_ids", "=", self.second.partner_id.id)]
        )
        self.assertEqual(told, 1)

    def test_without_deputy_it_stays(self):
        self.assertEqual(self.night()[0], 0)
        self.assertEqual(self.loan.reader_id, self.archivist)

    def test_a_deputy_who_may_not_either_passes_it_on(self):
        third = self.make_user("third_archivist", "archivist", self.county)
        middle = self.make_employee("中示例", third, self.county)
        self.name_deputy(deputy=middle)
        self.assertEqual(self.night()[0], 0)
        self.name_deputy(middle, self.deputy)
        self.name_deputy(self.deputy, self.worker)  # a ring ends
        self.assertEqual(self.night()[0], 2)
        self.assertEqual(self.loan.reader_id, self.second)

    def test_who_may_still_lend_keeps_what_lending_needs(self):
        self.name_deputy()
        self.env["dibao.duty.leave"].create(
            {
                "employee_id": self.worker.id,
                "duty_id": self.env.ref("dibao_training.duty_lend").id,
                "date_from": "2026-05-01",
                "date_to": "2026-05-09",
                "reason": "x",
            }
        )
        self.assertEqual(self.night()[0], 0)
        self.assertEqual(self.night("2026-05-10")[0], 2)

    def test_a_deputy_sees_the_same_records(self):
        west = self.make_user("west_archivist", "archivist", self.west)
        with self.assertRaises(ValidationError):
            self.name_deputy(deputy=self.make_employee("西示例", west, self.west))
        with self.assertRaises(ValidationError):
            self.name_deputy(deputy=self.worker)

    def alert(self, division=None):
        return self.env["dibao.duty.alert"].search(
            [
                ("duty_id.code", "=", "file"),
                ("division_id", "=", (division or self.county).id),
            ]
        )

    def test_alert_before_a_duty_has_nobody(self):
        self.night("2026-05-01")
        self.assertFalse(self.alert())  # the second is certified to the year's end
        self.night("2026-11-02")
        alert = self.alert()
        self.assertRecordValues(
            alert,
            [{"state": "soon", "able_count": 1, "staff_count": 2}],
        )
        self.assertEqual(str(alert.until), "2026-12-31")
        self.assertEqual(alert.activity_ids.user_id, self.coordinator)
        self.night("2027-01-01")
        self.assertEqual(self.alert().state, "nobody")
        self.assertEqual(len(self.alert().activity_ids), 1)
        self.certify(first="2027-01-02", last="2028-01-01")
        self.night("2027-01-02")
        self.assertEqual(self.alert().state, "closed")
        self.assertEqual(str(self.alert().closed_on), "2027-01-02")

    def remind(self, day):
        with freeze_time(f"{day} 02:00:00"):
            return self.env["dibao.training.certificate"]._remind()

    def test_reminders(self):
        certificate = self.certify(self.deputy, self.kind_review, last="2026-06-30")
        counts = []
        for day in (
            "2026-03-31",
            "2026-04-01",
            "2026-04-02",
            "2026-05-01",
            "2026-05-31",
        ):
            counts.append(certificate in self.remind(day))
        self.assertEqual(counts, [False, True, False, True, True])
        self.assertEqual(certificate.reminded_step, 30)

    def test_no_reminder_for_what_was_renewed(self):
        certificate = self.certify(self.deputy, self.kind_review, last="2026-06-30")
        self.certify(self.deputy, self.kind_review, "2026-05-01", "2028-04-30")
        self.assertNotIn(certificate, self.remind("2026-05-31"))
