# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoUseRegisterLine(models.TransientModel):
    """One use of a person's data."""

    _name = "dibao.use.register.line"
    _description = "Use of a Person's Data"
    _order = "used_on desc, id"

    register_id = fields.Many2one(
        "dibao.use.register", required=True, ondelete="cascade"
    )
    used_on = fields.Datetime(readonly=True)
    action = fields.Char("What was done", readonly=True)
    what = fields.Char("With what", readonly=True)
    purpose = fields.Char("What for", readonly=True)
    reference = fields.Char("Case or file", readonly=True)
    officer = fields.Char("By whom", readonly=True)
