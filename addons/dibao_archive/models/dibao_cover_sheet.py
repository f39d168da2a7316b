# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

import segno

from odoo import api, fields, models

from ..tools import label_token

#: Parts papers of one pile without saying whose they are; the same for everybody.
SEPARATOR = "DIBAO SEPARATOR"


class DibaoCoverSheet(models.Model):
    """A sheet laid before the papers of a household when a pile is scanned.

    Its code is opaque (R-67): who finds a sheet learns nothing from it.
    """

    _name = "dibao.cover.sheet"
    _description = "Cover Sheet"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "id desc"
    _rec_name = "token"

    token = fields.Char(
        "Code",
        required=True,
        readonly=True,
        copy=False,
        default=lambda _s: label_token.new(),
    )
    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="cascade"
    )
    kind_id = fields.Many2one(
        "dibao.document.kind", "Kind of paper", required=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    used_on = fields.Datetime("Scanned on", readonly=True, copy=False)

    _token_uniq = models.Constraint("UNIQUE(token)", "This code was given already.")

    @api.model_create_multi
    def create(self, vals_list):
        # A code is drawn here, never sent: a known one could be laid before papers.
        return super().create(
            [{**vals, "token": label_token.new()} for vals in vals_list]
        )

    def write(self, vals):
        return super().write({k: v for k, v in vals.items() if k != "token"})

    @api.model
    def _by_token(self, text):
        """The sheet of what was read from a page; empty of another code."""
        token = label_token.parse(text)
        # sudo: who scans a pile may meet sheets of others; matching checks rights
        found = token and self.sudo().search([("token", "=", token)], limit=1)
        return (found or self.browse()).sudo(self.env.su)

    def _code_picture(self, text=None):
        """The QR code as a data URI for a paper; UTF-8 is told, so `·` is read back."""
        out = io.BytesIO()
        code = segno.make(text or self.token, error="q", micro=False, encoding="utf-8")
        code.save(out, kind="svg", scale=6, border=4, xmldecl=False, svgns=True)
        return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()

    @api.model
    def _separator_picture(self):
        return self._code_picture(SEPARATOR)
