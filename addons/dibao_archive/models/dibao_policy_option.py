# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoPolicyOption(models.Model):
    """One of the choices of a policy key."""

    _name = "dibao.policy.option"
    _description = "Choice of a policy key"
    _order = "key_id, sequence, id"
    _rec_names_search = ["name", "code"]

    key_id = fields.Many2one("dibao.policy.key", required=True, ondelete="cascade")
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.UniqueIndex("(key_id, code)", "This choice is there already.")

    def write(self, vals):
        if {"code", "key_id"} & set(vals) and not self.env.su:
            raise UserError(self.env._("The program knows a choice by its code."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        used = self.env["dibao.policy"].sudo()
        for option in self:
            if used.search_count(
                [("key_id", "=", option.key_id.id), ("value", "=", option.code)],
                limit=1,
            ):
                raise UserError(self.env._("The choice %s is in use.", option.name))
