# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from .duty_common import DutyCase


@tagged("post_install", "-at_install")
class TestDutyDemo(DutyCase):
    def test_demo(self):
        """The demo users have certificates, and nobody is locked out of the county."""
        data = self.env["ir.model.data"]
        for login, user in (
            ("trainer", self.coordinator),
            ("archivist", self.archivist),
            ("supervisor", self.supervisor),
        ):
            data._update_xmlids(
                [{"xml_id": f"dibao_archive.user_demo_{login}", "record": user}]
            )
        duties = self.env["dibao.duty"]
        duties._demo_create()
        duties._demo_create()  # once
        certificates = self.env["dibao.training.certificate"].search(
            [("employee_id.user_id", "in", (self.archivist | self.supervisor).ids)]
        )
        self.assertEqual(
            certificates.sorted("valid_to").mapped("standing"), ["expiring", "valid"]
        )
        item = self.paper(self.volume(), "F01")
        item.with_user(self.archivist)._file()
        self.assertEqual(item.state, "filed")
        exams = self.env["dibao.training.exam"].search(
            [("division_id", "=", self.county.id)]
        )
        self.assertEqual(len(exams), 2)
