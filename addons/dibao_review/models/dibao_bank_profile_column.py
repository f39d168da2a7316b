# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.bank_format import BACK_SOURCES, SOURCES


class DibaoBankProfileColumn(models.Model):
    """One column of a bank's file."""

    _name = "dibao.bank.profile.column"
    _description = "Column of a Bank's File"
    _inherit = ["dibao.sealed.mixin"]
    _order = "profile_id, direction desc, sequence, id"

    profile_id = fields.Many2one(
        "dibao.bank.profile",
        "Bank layout",
        required=True,
        index=True,
        ondelete="cascade",
    )
    direction = fields.Selection(
        [("out", "To the bank"), ("back", "From the bank")],
        required=True,
        default="out",
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Title")
    source = fields.Selection(
        [
            ("reference", "Payment reference"),
            ("sequence", "Number of the row"),
            ("account", "Account"),
            ("account_name", "Name of the account holder"),
            ("bank", "Bank"),
            ("yuan", "Amount in yuan"),
            ("fen", "Amount in fen"),
            ("month", "Month"),
            ("household", "Household number"),
            ("place", "Village"),
            ("text", "Fixed text"),
            ("result", "Result"),
            ("reason", "Reason"),
            ("skip", "Left out"),
        ],
        "Column holds",
        required=True,
    )
    width = fields.Integer(
        "Width in bytes", help="In bytes of the encoding; for fixed width only."
    )
    align = fields.Selection(
        [("left", "Left"), ("right", "Right")], required=True, default="left"
    )
    pad = fields.Char("Filled with", size=1, help="A blank when empty.")
    text = fields.Char("Fixed text")

    @api.constrains("direction", "source")
    def _check_source(self):
        for column in self:
            allowed = SOURCES if column.direction == "out" else BACK_SOURCES
            if column.source not in allowed:
                raise ValidationError(
                    self.env._("This column does not stand in a file of that way.")
                )
