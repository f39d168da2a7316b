# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoEvent(models.Model):
    """A line of a household's timeline: written by the system, never changed."""

    _name = "dibao.event"
    _description = "Timeline of a Household"
    _order = "occurred_on desc, id desc"
    _rec_name = "summary"

    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="cascade", readonly=True
    )
    person_id = fields.Many2one("dibao.person", readonly=True, index="btree_not_null")
    division_id = fields.Many2one(
        "dibao.division", required=True, index=True, readonly=True
    )
    occurred_on = fields.Date("Date", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("registered", "Registered"),
            ("imported", "Imported"),
            ("member_in", "Member joined"),
            ("member_out", "Member left"),
            ("state", "State changed"),
            ("moved", "Moved"),
            ("means", "Income, assets, expenses"),
            ("account", "Account"),
            ("benefit", "Benefit"),
            ("case", "Procedure"),
            ("filed", "Paper filed"),
            ("other", "Other"),
        ],
        required=True,
        readonly=True,
    )
    summary = fields.Char(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Entered by", readonly=True)
    res_model = fields.Char("Document model", readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", readonly=True
    )

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The timeline cannot be changed."))

    def action_open_source(self):
        """Open the document a line tells of."""
        self.ensure_one()
        if not self.res_model or self.res_model not in self.env:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
