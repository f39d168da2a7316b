# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: More than that are no list for one paper: each office below has a plan of its own.
LONGEST = 2000


class DibaoTrainingPlan(models.Model):
    """The papers of an office's year: who is on the staff, and how each one did.

    Both belong to daily management (Shanghai 沪民救发〔2012〕32号: lists of staff and
    of assistants, their training and their assessment).
    """

    # One file for each concern.
    _inherit = "dibao.training.plan"  # pylint: disable=consider-merging-classes-inherited

    def _staff(self):
        """Who is on the staff today, by place and post."""
        self.ensure_one()
        day = fields.Date.context_today(self)
        return self.env["dibao.staff"].search(
            Domain("division_id", "child_of", self.division_id.ids)
            & (Domain("left_on", "=", False) | Domain("left_on", ">=", day)),
            order="division_id, kind, name, id",
        )

    def _assessed(self):
        """How everybody did in the plan's year: rows of ``dibao.training.year``."""
        self.ensure_one()
        return self.env["dibao.training.year"].search(
            [
                ("division_id", "child_of", self.division_id.ids),
                ("year", "=", str(self.year)),
            ],
            order="division_id, kind, employee_id, id",
        )

    def _staff_text(self, people):
        """What the list says of itself."""
        return self.env._(
            "As of %(day)s: %(count)s persons",
            day=fields.Date.context_today(self),
            count=len(people),
        )

    def _assessed_text(self, people):
        """How many reached what the year asks for."""
        return self.env._(
            "Year %(year)s: %(reached)s of %(count)s persons have the hours that are "
            "asked for.",
            year=self.year,
            reached=len(people.filtered(lambda one: not one.is_short)),
            count=len(people),
        )

    def action_file_staff_list(self):
        """Print the list of the staff of today, and file it; once a day."""
        self._file_list("STAFFLIST", self._staff(), "dibao_training.staff_list_report")

    def action_file_assessment(self):
        """Print the assessment of the year as it stands today, and file it."""
        self._file_list("ASSESS", self._assessed(), "dibao_training.assessment_report")

    def _file_list(self, kind, rows, report):
        self.ensure_one()
        self.check_access("write")
        if not rows:
            raise UserError(self.env._("Nobody is on the staff of this area."))
        if len(rows) > LONGEST:
            raise UserError(
                self.env._(
                    "%(count)s persons are too many for one paper: file it from the "
                    "plans of the offices below.",
                    count=len(rows),
                )
            )
        day = fields.Date.context_today(self)
        return self._dibao_file_paper(
            kind,
            self.division_id,
            self.env._("%(plan)s, as of %(day)s", plan=self.name, day=day),
            year=self.year if kind == "ASSESS" else day.year,
            report=report,
            once=str(day),
        )

    def action_close(self):
        result = super().action_close()
        for plan in self:
            # the year's end is when both are due
            if 0 < len(plan._staff()) <= LONGEST:
                plan.action_file_staff_list()
            if 0 < len(plan._assessed()) <= LONGEST:
                plan.action_file_assessment()
        return result
