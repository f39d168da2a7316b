# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class SurveyUserInput(models.Model):
    """The end of an exam settles its sitting."""

    _inherit = "survey.user_input"

    def _mark_done(self):
        result = super()._mark_done()
        if attempts := self._dibao_attempts():
            self._dibao_drop_core_lines()
            attempts._settle()
        return result

    def _dibao_attempts(self):
        return (
            self.env["dibao.training.attempt"]
            .sudo()
            .search([("user_input_id", "in", self.ids)])
        )

    def _dibao_drop_core_lines(self):
        """The platform's own résumé line, which a second pass would overwrite.

        The certificate writes a line of its own, with its number and dates.
        """
        attempts = self._dibao_attempts()
        self.env["hr.resume.line"].sudo().search(
            [
                ("employee_id.user_id", "in", attempts.user_id.ids),
                ("survey_id", "in", attempts.exam_id.survey_id.ids),
            ]
        ).unlink()
