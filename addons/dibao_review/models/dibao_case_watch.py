# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoCase(models.Model):
    """What makes the county look at a case itself: complaints and spot checks."""

    _inherit = "dibao.case"

    spot_line_ids = fields.One2many("dibao.spot.check.line", "case_id", "Spot checks")

    def _ground_of_visit(self):
        """Why the county visits the household in any case (art. 20), or False."""
        self.ensure_one()
        case = self.sudo()
        if case.has_relative:
            return "relative"
        if case.notice_ids.objection_ids:
            return "objection"
        about = [("case_id", "=", case.id)]
        complaints = self.env["dibao.complaint"].sudo()
        return "complaint" if complaints.search_count(about, limit=1) else False

    def _must_visit(self):
        return super()._must_visit() or bool(self._ground_of_visit())

    def _check_county_visit(self):
        """Nor is a case decided that was drawn and not looked at yet."""
        result = super()._check_county_visit()
        for case in self.sudo():
            for line in case.spot_line_ids:
                if line.check_id.scope == "waiting" and not line.result:
                    raise UserError(
                        self.env._(
                            "%(case)s was drawn for the spot check %(check)s: enter "
                            "what was found first.",
                            case=case.display_name,
                            check=line.check_id.name,
                        )
                    )
        return result
