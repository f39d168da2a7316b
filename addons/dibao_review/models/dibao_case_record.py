# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError

#: What the case is about is settled when it is accepted.
BEGINNING = ("draft", "supplement")
SETTLED = ("household_id", "kind", "member_event", "received_on")


class DibaoCase(models.Model):
    """How a case is written down: what is settled, and what the timeline is told."""

    _inherit = "dibao.case"

    @api.model_create_multi
    def create(self, vals_list):
        # a case closed in this transaction must be closed in the unique index too
        self.flush_model(["stage", "kind", "household_id"])
        # Every case begins in draft: who says so says nothing new.
        cases = super().create(
            [
                {n: v for n, v in vals.items() if (n, v) != ("stage", "draft")}
                for vals in vals_list
            ]
        )
        for day, received in cases.grouped("received_on").items():
            received._clock("receive", day)
            received._log_event(self.env._("Received"), day)
        return cases

    def write(self, vals):
        if self._is_typed(vals):
            self._check_no_relative()
        settled = [name for name in SETTLED if name in vals]
        if settled and any(case.stage not in BEGINNING for case in self):
            raise UserError(
                self.env._(
                    "Household, kind and day of receipt are settled at acceptance. "
                    "End this case and open a new one if they are wrong."
                )
            )
        result = super().write(vals)
        if "received_on" in vals:
            for case in self.filtered(lambda case: case.stage == "draft"):
                case._clock_restart()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(case.stage != "draft" for case in self):
            raise UserError(
                self.env._(
                    "An accepted case cannot be deleted. End it, and give the reasons."
                )
            )

    def _log_event(self, summary, date=None):
        """Write a line into the timeline of the household."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        rows = []
        for case in self:
            told = self.env._(
                "%(case)s: %(summary)s",
                case=" ".join(filter(None, [kinds[case.kind], case.number])),
                summary=summary,
            )
            rows.append((case.household_id, told, case))
        self.env["dibao.household"]._log_events("case", rows, date)
