# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoWhatIfChange(models.Model):
    """A household that a draft would let in, or would leave without."""

    _name = "dibao.what.if.change"
    _description = "Household of a what-if"
    _order = "what_if_id, kind, township_id, household_id"
    _rec_name = "household_id"

    what_if_id = fields.Many2one(
        "dibao.what.if", required=True, index=True, ondelete="cascade", readonly=True
    )
    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="cascade", readonly=True
    )
    division_id = fields.Many2one(
        "dibao.division", "Village", required=True, index=True, readonly=True
    )
    township_id = fields.Many2one("dibao.division", "Township", readonly=True)
    kind = fields.Selection(
        [
            ("enter", "Enters"),
            ("enter_edge", "Enters from the near-threshold group"),
            ("leave", "Leaves"),
        ],
        "Change",
        readonly=True,
    )
    amount_now = fields.Float("Today", digits=(12, 2), readonly=True)
    amount_then = fields.Float("By the draft", digits=(12, 2), readonly=True)
