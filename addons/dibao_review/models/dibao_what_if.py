# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

DONE_FIELDS = ("state", "reckoned_on", "reckoned_by_id", "seconds")


class DibaoWhatIf(models.Model):
    """What a draft standard or draft rules would change for the households of an area.

    Property is not tested anew: who was over a limit stays out. Supplements on local
    grounds are left out on both sides.
    """

    _name = "dibao.what.if"
    _description = "What-if"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin", "dibao.sealed.mixin"]
    _order = "id desc"
    _act_fields = DONE_FIELDS

    name = fields.Char(required=True, help="What is thought about.")
    division_id = fields.Many2one("dibao.division", "Area", required=True, index=True)
    day = fields.Date(
        "As of",
        required=True,
        default=fields.Date.context_today,
        help="Whose rules are compared with the draft, and on which ages are tested.",
    )
    standard_urban = fields.Float(
        "Draft standard, urban",
        digits=(12, 2),
        help="Yuan per person and month; 0 leaves the standards as they are.",
    )
    standard_rural = fields.Float(
        "Draft standard, rural",
        digits=(12, 2),
        help="Yuan per person and month; 0 leaves the standards as they are.",
    )
    rule_ids = fields.One2many("dibao.what.if.rule", "what_if_id", "Draft rules")
    state = fields.Selection(
        [("draft", "Being thought about"), ("done", "Reckoned")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    reckoned_on = fields.Datetime(readonly=True, copy=False)
    reckoned_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    seconds = fields.Float("Took (seconds)", readonly=True, copy=False)
    result_ids = fields.One2many(
        "dibao.what.if.result", "what_if_id", "By township", readonly=True
    )
    change_ids = fields.One2many(
        "dibao.what.if.change", "what_if_id", "Households", readonly=True
    )
    households = fields.Integer("Households looked at", compute="_compute_sums")
    gaining = fields.Integer("Get more", compute="_compute_sums")
    losing = fields.Integer("Get less", compute="_compute_sums")
    entering = fields.Integer("Enter", compute="_compute_sums")
    leaving = fields.Integer("Leave", compute="_compute_sums")
    unsettled = fields.Integer("For an officer to settle", compute="_compute_sums")
    cost_now = fields.Float(
        "Cost per month by the rules in force",
        digits=(16, 2),
        compute="_compute_sums",
        help="In yuan.",
    )
    cost_then = fields.Float(
        "Cost per month by the draft",
        digits=(16, 2),
        compute="_compute_sums",
        help="In yuan.",
    )
    cost_more = fields.Float(
        "More per month", digits=(16, 2), compute="_compute_sums", help="In yuan."
    )

    _standards_not_negative = models.Constraint(
        "CHECK (standard_urban >= 0 AND standard_rural >= 0)",
        "A guarantee standard is more than nothing.",
    )

    @api.depends("result_ids")
    def _compute_sums(self):
        names = (
            *("households", "gaining", "losing", "entering", "leaving", "unsettled"),
            *("cost_now", "cost_then"),
        )
        groups = self.env["dibao.what.if.result"]._read_group(
            [("what_if_id", "in", self.ids)],
            ["what_if_id"],
            [f"{name}:sum" for name in names],
        )
        sums = {one: values for one, *values in groups}
        for one in self:
            for name, value in zip(names, sums.get(one, [0] * len(names)), strict=True):
                one[name] = value
            one.cost_more = one.cost_then - one.cost_now

    def write(self, vals):
        """What was reckoned belongs to what was asked: a change asks anew."""
        asked = {"division_id", "day", "standard_urban", "standard_rural", "rule_ids"}
        result = super().write(vals)
        if asked & vals.keys() and not self._dibao_in_act():
            self._forget()
        return result

    def _forget(self):
        done = self.filtered(lambda one: one.state == "done")
        # sudo: results are written and removed by the reckoning alone
        done.sudo().result_ids.unlink()
        done.sudo().change_ids.unlink()
        done._by_act(dict.fromkeys(DONE_FIELDS, False) | {"state": "draft"})
