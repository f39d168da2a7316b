# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoPaymentFinding(models.Model):
    """Something to look at before it is paid: a lead, not a verdict."""

    _name = "dibao.payment.finding"
    _description = "Finding of a Payment Run"
    _inherit = ["dibao.sealed.mixin", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "run_id desc, state desc, code, id"
    _rec_name = "household_id"
    _log_access = False
    _act_fields = (
        *("run_id", "code", "detail", "line_id", "household_id", "division_id"),
        *("found", "expected", "state", "is_blocking", "decided_by_id", "decided_on"),
    )

    run_id = fields.Many2one(
        "dibao.payment.run", required=True, readonly=True, ondelete="cascade"
    )
    code = fields.Selection(
        lambda self: self.env["dibao.payment.check"]
        ._fields["code"]
        ._description_selection(self.env),
        "Check",
        required=True,
        readonly=True,
    )
    detail = fields.Char("Stored detail", readonly=True)
    line_id = fields.Many2one(
        "dibao.payment.line", "Payment line", readonly=True, ondelete="cascade"
    )
    household_id = fields.Many2one(
        "dibao.household", required=True, readonly=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        "dibao.division", "Village", required=True, readonly=True, ondelete="restrict"
    )
    found = fields.Float(digits=(12, 2), readonly=True)
    expected = fields.Float(digits=(12, 2), readonly=True)
    text = fields.Char("What was found", compute="_compute_text")
    is_blocking = fields.Boolean("Stops approval", readonly=True)
    state = fields.Selection(
        [("open", "To decide"), ("explained", "Explained"), ("stopped", "Not paid")],
        required=True,
        default="open",
        readonly=True,
    )
    note = fields.Char("Explanation")
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Datetime(readonly=True)

    _of_run = models.Index("(run_id, state)")

    @api.depends("code", "detail", "found", "expected")
    @api.depends_context("lang")
    def _compute_text(self):
        words = self._words()
        for one in self:
            sentence = words.get(one.detail) or words.get(one.code, "")
            one.text = sentence % {"found": one.found, "expected": one.expected}

    @api.model
    def _words(self):
        env = self.env
        return {
            "account": env._("No account is on record."),
            "shared": env._("%(found)d households share this account (A14)."),
            "holder": env._(
                "The account holder is no member, and no custody agreement holds (A15)."
            ),
            "no_holder": env._("Nobody is on record as the account's holder (A15)."),
            "ceiling": env._(
                "Paid %(found).2f yuan; the ceiling is %(expected).2f (A16)."
            ),
            "formula": env._(
                "Paid %(found).2f yuan; the formula gives %(expected).2f (A17)."
            ),
            "standard": env._(
                "Reckoned by a standard of %(found).2f; in force is %(expected).2f."
            ),
            "lists": env._("Paid, but no benefit is in force for this month (A28)."),
            "missing": env._("A benefit is in force, but nothing is paid (A28)."),
            "notices": env._("Never on a public notice (A28)."),
            "registry": env._(
                "Paid, but the registry does not show it as receiving (A28)."
            ),
            "registry_only": env._(
                "The registry shows it as receiving, but there is no benefit (A28)."
            ),
            "deaths": env._("A counted member died before this month (A01)."),
            "overpaid": env._("Earlier months were paid %(found).2f yuan too much."),
            "negative": env._("More would be taken than is paid: %(found).2f yuan."),
            "unexplained": env._(
                "%(found).2f yuan differ from last month without a cause."
            ),
            "changed": env._("The account was changed since the run was computed."),
            "amount_changed": env._(
                "The benefit is %(expected).2f yuan now; the run has %(found).2f."
            ),
            "died": env._("Stopped: all counted members died."),
            "held": env._("Stopped: a counted member died."),
            "ended": env._("Stopped: no benefit is in force for this month any more."),
        }

    # ACTS

    def _check_decider(self):
        self.check_access("write")
        if any(run.state != "checked" for run in self.run_id.sudo()):
            raise UserError(
                self.env._("Findings are decided between computing and approval.")
            )

    def _decided(self, state):
        self.sudo()._by_act(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def action_explain(self):
        """It is in order, for the reason that stands in the note."""
        self._check_decider()
        if any(not (one.note or "").strip() for one in self):
            raise UserError(self.env._("Write down why it is in order first."))
        self._decided("explained")

    def action_stop(self):
        """The household is not paid in this run; what is owed becomes arrears."""
        self._check_decider()
        lines = self.env["dibao.payment.line"].sudo()
        for run, findings in self.sudo().grouped("run_id").items():
            lines.search(
                [
                    ("run_id", "=", run.id),
                    ("household_id", "in", findings.household_id.ids),
                ]
            )._stop("finding")
            run._tell_sums()
            run._compare()
        self._decided("stopped")
