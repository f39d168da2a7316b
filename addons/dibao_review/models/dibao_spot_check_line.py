# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoSpotCheckLine(models.Model):
    """A case that was chosen, why, and what was found."""

    _name = "dibao.spot.check.line"
    _description = "Case of a Spot Check"
    _inherit = ["dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "check_id desc, id"
    _rec_name = "case_id"
    _act_fields = ("check_id", "case_id", "ground", "done_on", "done_by_id")

    check_id = fields.Many2one(
        "dibao.spot.check",
        "Spot check",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    case_id = fields.Many2one(
        "dibao.case",
        "Case",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    household_id = fields.Many2one(related="case_id.household_id", store=True)
    division_id = fields.Many2one(related="case_id.division_id", store=True, index=True)
    ground = fields.Selection(
        [
            ("random", "Drawn by lot"),
            ("relative", "Near relative"),
            ("objection", "Objection"),
            ("complaint", "Complaint"),
        ],
        "Chosen because",
        required=True,
        readonly=True,
    )
    result = fields.Selection(
        [
            ("agrees", "Agrees with the file"),
            ("differs", "Differs from the file"),
            ("absent", "Nobody was met"),
        ],
        help="By the county's own visit.",
    )
    note = fields.Text("What the check found")
    done_on = fields.Date("Looked at on", readonly=True)
    done_by_id = fields.Many2one("res.users", "Looked at by", readonly=True)

    _case_once = models.UniqueIndex(
        "(check_id, case_id)", "This case was chosen already."
    )

    def write(self, vals):
        if self._is_typed(vals):
            if any(one.check_id.state == "done" for one in self):
                raise UserError(self.env._("A draw stays as it was drawn."))
            for line in self:
                line.case_id._check_no_relative()
        result = super().write(vals)
        if "result" in vals and self._is_typed(vals):
            for line in self:
                if line.result == "differs" and not (line.note or "").strip():
                    raise UserError(
                        self.env._("Say what differs: it goes back to the township.")
                    )
            self._by_act(
                {
                    "done_on": vals["result"] and fields.Date.context_today(self),
                    "done_by_id": vals["result"] and self.env.uid,
                }
            )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A draw stays on record, with its result."))
