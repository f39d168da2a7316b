# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoSelfStudy(models.TransientModel):
    """Show that one studied a course alone: the paper is filed, hours are booked."""

    _name = "dibao.self.study"
    _description = "Complete a Self-study"

    # A number, no link: the user has no right to courses.
    course_ref = fields.Integer("Course no.", required=True)
    name = fields.Char("Course", readonly=True)
    hours = fields.Float(readonly=True)
    # required in the form: the file leaves this row for the vault at once
    file = fields.Binary(
        "Paper (PDF or picture)",
        attachment=False,
        help="Notes, answers or the certificate of the online course.",
    )
    file_name = fields.Char()

    def action_complete(self):
        """File the paper and book the hours.

        :raise UserError: no paper, or the course is not the user's to complete
        """
        self.ensure_one()
        self.check_access("write")
        content = base64.b64decode(self.file or b"")
        if not content:
            raise UserError(self.env._("Upload the paper that shows what was studied."))
        self.env["dibao.training.certificate.enter"]._accepted(io.BytesIO(content))
        pages = self.env["dibao.my.training"]
        self.env["dibao.training.course"]._complete_self_study(
            pages._my_employee(), self.course_ref, self.file_name, content
        )
        self.file = False
        return pages.action_open()
