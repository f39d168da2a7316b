# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoDivisionLoadProblem(models.TransientModel):
    """A refused line of a village file."""

    _name = "dibao.division.load.problem"
    _description = "Refused line"
    _order = "line, id"

    load_id = fields.Many2one("dibao.division.load", required=True, ondelete="cascade")
    line = fields.Integer("Row")
    cell = fields.Char("Code")
    reason = fields.Char()
