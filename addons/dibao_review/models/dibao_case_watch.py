# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.orm.models import NO_ACCESS


class DibaoCase(models.Model):
    """What makes the county look at a case itself: complaints and spot checks."""

    _inherit = "dibao.case"

    ground_of_visit = fields.Selection(
        [
            ("relative", "Near relative"),
            ("objection", "Objection"),
            ("complaint", "Complaint"),
        ],
        compute="_compute_ground_of_visit",
        compute_sudo=True,
        groups=NO_ACCESS,
        help="Why the county visits the household in any case (art. 20).",
    )
    spot_line_ids = fields.One2many("dibao.spot.check.line", "case_id", "Spot checks")

    @api.depends("has_relative", "notice_ids.objection_ids")
    def _compute_ground_of_visit(self):
        """Of many cases together: hundreds are asked when a list is decided."""
        groups = self.env["dibao.complaint"]._read_group(
            [("case_id", "in", self.ids)], ["case_id"]
        )
        complained = {case.id for (case,) in groups}
        for case in self:
            if case.has_relative:
                case.ground_of_visit = "relative"
            elif case.notice_ids.objection_ids:
                case.ground_of_visit = "objection"
            else:
                known = case.id in complained
                case.ground_of_visit = "complaint" if known else False

    def _check_decidable(self):
        """Nor is a case decided that was drawn and not looked at yet."""
        result = super()._check_decidable()
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
