# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import assessment_words


class DibaoStandardChangeLine(models.Model):
    """A household whose benefit goes over to a new standard, or why it does not."""

    _name = "dibao.standard.change.line"
    _description = "Household at a New Standard"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "change_id, division_id, household_id, id"
    _rec_name = "household_id"
    _log_access = False
    _act_fields = (
        *("change_id", "household_id", "division_id", "benefit_id", "standard_before"),
        *("standard_after", "counted", "income", "amount_before", "amount_after"),
        *("difference", "parts", "state", "problem", "new_benefit_id"),
    )

    change_id = fields.Many2one(
        "dibao.standard.change",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    household_id = fields.Many2one(
        "dibao.household", required=True, readonly=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Village",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    benefit_id = fields.Many2one(
        "dibao.benefit",
        "Benefit before",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    new_benefit_id = fields.Many2one(
        "dibao.benefit", "New benefit", readonly=True, index="btree_not_null"
    )
    standard_before = fields.Float(
        "Standard before", digits=(12, 2), readonly=True, aggregator=False
    )
    standard_after = fields.Float(
        "New standard", digits=(12, 2), readonly=True, aggregator=False
    )
    counted = fields.Integer("Counted members", readonly=True)
    income = fields.Float(
        "Income per month",
        digits=(12, 2),
        readonly=True,
        help="Of the whole household, as it was decided upon.",
    )
    amount_before = fields.Float("Yuan before", digits=(12, 2), readonly=True)
    amount_after = fields.Float("Yuan after", digits=(12, 2), readonly=True)
    difference = fields.Float(digits=(12, 2), readonly=True)
    parts = fields.Json(readonly=True)
    state = fields.Selection(
        [
            ("new", "To be reckoned"),
            ("ready", "Reckoned"),
            ("held", "For a case"),
            ("done", "Changed"),
        ],
        required=True,
        default="new",
        readonly=True,
        index=True,
    )
    problem = fields.Char(readonly=True, help="A code; the sentence stands beside it.")
    problem_shown = fields.Char("Why for a case", compute="_compute_problem_shown")

    _once = models.UniqueIndex(
        "(change_id, benefit_id)", "This benefit is on the list already."
    )

    @api.depends("problem")
    def _compute_problem_shown(self):
        for one in self:
            one.problem_shown = one.problem and self._word(one.problem)

    @api.model
    def _word(self, code):
        own = {
            "above": self.env._(
                "The income is not below the new standard: decide by a stop."
            ),
            "later": self.env._(
                "The benefit ends, or another follows it: decide by a case."
            ),
            "death": self.env._(
                "A counted member died: decide the change of members first."
            ),
            "members": self.env._(
                "The persons of the benefit are not those that were counted: decide "
                "by a case."
            ),
            "figures": self.env._(
                "The amount before does not follow from income, persons and standard: "
                "decide by a case."
            ),
            "changed": self.env._("The benefit was changed since the list was made."),
            "refused": self.env._(
                "Somebody counts in another household's benefit as well: decide that "
                "by a case."
            ),
        }
        return own.get(code) or assessment_words.settled_by(self.env, code)

    def action_open_case(self):
        """Open the re-verification by which the amount is set, or go to it."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "held":
            raise UserError(self.env._("This household needs no case."))
        cases = self.env["dibao.case"]
        known = [("household_id", "=", self.household_id.id), ("is_open", "=", True)]
        kind = "stop" if self.problem == "above" else "reverification"
        case = cases.search(known, limit=1) or cases.create(
            {"household_id": self.household_id.id, "kind": kind}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }
