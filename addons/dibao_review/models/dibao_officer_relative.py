# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dibao_archive.sealed import Sealed

from ..tools import near_relative


class DibaoOfficerRelative(models.Model):
    """A near relative whom an officer or committee member has declared (art. 11).

    The officers' own sheet: whoever applies is compared with it by ID number, so that
    a relation is found without anybody remembering it.
    """

    _name = "dibao.officer.relative"
    _description = "Declared Near Relative"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "officer_id, id"

    officer_id = fields.Many2one(
        "dibao.officer", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="officer_id.division_id", store=True, index=True
    )
    name = fields.Char(required=True)
    relation_id = fields.Many2one(
        "dibao.code",
        "Is the officer's",
        required=True,
        domain=[("list", "=", "relation")],
        ondelete="restrict",
    )
    id_number = Sealed("ID number", kind="id_number")

    @api.constrains("relation_id")
    def _check_near(self):
        for one in self:
            if not near_relative.is_near(one.relation_id.sudo().code or ""):
                raise ValidationError(
                    self.env._("Such a relation is not one that is registered apart.")
                )
