# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoDivisionLoadLine(models.TransientModel):
    """A province of the official table, to choose."""

    _name = "dibao.division.load.line"
    _description = "Province to load"
    _order = "code"

    load_id = fields.Many2one("dibao.division.load", required=True, ondelete="cascade")
    chosen = fields.Boolean()
    code = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    county_count = fields.Integer("Counties", readonly=True)
    township_count = fields.Integer("Townships", readonly=True)
    loaded = fields.Boolean("Loaded before", readonly=True)
