# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import near_relative


class DibaoNearRelative(models.Model):
    """A near relative of an officer or committee member, registered apart (art. 11)."""

    _name = "dibao.near.relative"
    _description = "Registration of a Near Relative"
    _inherit = "dibao.case.act.mixin"
    _paper_code = "F06"
    _stages = (
        "draft",
        "supplement",
        "accepted",
        "investigation",
        "appraisal",
        "opinion",
        "notice",
        "county",
    )

    officer_id = fields.Many2one(
        "dibao.officer", required=True, index=True, ondelete="restrict"
    )
    person_id = fields.Many2one(
        "dibao.person", "Member", required=True, index=True, ondelete="restrict"
    )
    relation_id = fields.Many2one(
        "dibao.code",
        "Is the officer's",
        required=True,
        domain=[("list", "=", "relation")],
        ondelete="restrict",
    )
    origin = fields.Selection(
        [("declared", "Declared"), ("matched", "Found by comparison")],
        "How it came out",
        required=True,
        default="declared",
    )
    is_near = fields.Boolean(
        "Near relative", compute="_compute_is_near", store=True, precompute=True
    )

    _once = models.UniqueIndex(
        "(case_id, officer_id, person_id)", "This relation is registered already."
    )

    @api.depends("relation_id")
    def _compute_is_near(self):
        for relative in self:
            code = relative.relation_id.sudo().code
            relative.is_near = bool(code) and near_relative.is_near(code)

    def _check_complete(self):
        if not self.is_near:
            raise UserError(
                self.env._("Such a relation is not one that is registered apart.")
            )
