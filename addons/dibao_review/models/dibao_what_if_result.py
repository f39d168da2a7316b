# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoWhatIfResult(models.Model):
    """What a draft changes in a township; written by the reckoning alone."""

    _name = "dibao.what.if.result"
    _description = "Result of a what-if"
    _order = "what_if_id, division_id, urban_rural"
    _rec_name = "division_id"

    what_if_id = fields.Many2one(
        "dibao.what.if", required=True, index=True, ondelete="cascade", readonly=True
    )
    division_id = fields.Many2one(
        "dibao.division", "Township", required=True, index=True, readonly=True
    )
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")], "Urban or rural", readonly=True
    )
    households = fields.Integer("Households looked at", readonly=True)
    persons = fields.Integer("Counted members", readonly=True)
    gaining = fields.Integer("Get more", readonly=True)
    losing = fields.Integer("Get less", readonly=True)
    entering = fields.Integer(
        "Enter", readonly=True, help="Receive nothing today and would be entitled."
    )
    entering_edge = fields.Integer("Enter from the near-threshold group", readonly=True)
    leaving = fields.Integer(
        "Leave", readonly=True, help="Are entitled today and would not be any more."
    )
    unsettled = fields.Integer(
        "For an officer to settle",
        readonly=True,
        help="Without a tier, or with an amount of 0.00 that the place refuses.",
    )
    paid = fields.Float(
        "Drawn today", digits=(16, 2), readonly=True, help="Yuan per month."
    )
    cost_now = fields.Float(
        "Rules in force",
        digits=(16, 2),
        readonly=True,
        help="Yuan per month for those who receive, reckoned by the rules in force.",
    )
    cost_then = fields.Float(
        "Draft",
        digits=(16, 2),
        readonly=True,
        help="Yuan per month by the draft, for those who receive and those who enter.",
    )
    difference = fields.Float(
        "More per month", digits=(16, 2), readonly=True, help="In yuan."
    )
