# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoReference(models.Model):
    """Every reference code ever given, and what became of it. Never given again."""

    _name = "dibao.reference"
    _description = "Reference Code"
    _inherit = ["dibao.filed.mixin"]
    _order = "code, id"
    _rec_name = "code"
    _act_fields = (
        "code",
        "search_key",
        "fonds_id",
        "division_id",
        "model",
        "res_id",
        "state",
        "reason",
        "approver_id",
        "ended_on",
    )

    code = fields.Char(required=True, readonly=True)
    search_key = fields.Char(readonly=True, index="trigram")
    fonds_id = fields.Many2one(
        "dibao.fonds", required=True, readonly=True, ondelete="restrict", index=True
    )
    division_id = fields.Many2one(
        "dibao.division", required=True, index=True, readonly=True
    )
    model = fields.Char(readonly=True, required=True)
    res_id = fields.Many2oneReference("Record", model_field="model", readonly=True)
    state = fields.Selection(
        [("live", "In use"), ("retired", "Retired"), ("destroyed", "Destroyed")],
        required=True,
        default="live",
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    approver_id = fields.Many2one("res.users", readonly=True)
    ended_on = fields.Datetime("Retired on", readonly=True)

    _code_uniq = models.UniqueIndex(
        "(code, fonds_id)",
        "This reference code was given already. A code is never given twice.",
    )
    _of_record = models.Index("(model, res_id)")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A reference code stays on record for good."))
