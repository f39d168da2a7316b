# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoPaymentCheck(models.Model):
    """What one check of a run came to. That it could not be run is a result, too."""

    _name = "dibao.payment.check"
    _description = "Check of a Payment Run"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "run_id desc, sequence, id"
    _rec_name = "code"
    _log_access = False
    _act_fields = (
        *("run_id", "division_id", "sequence", "code", "rule", "result", "looked_at"),
        *("count", "skipped", "reason", "is_blocking"),
    )

    run_id = fields.Many2one(
        "dibao.payment.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    division_id = fields.Many2one(
        "dibao.division", required=True, readonly=True, ondelete="restrict"
    )
    sequence = fields.Integer(readonly=True)
    code = fields.Selection(
        [
            ("account", "Account recorded"),
            ("shared", "One account for several households"),
            ("holder", "Account holder belongs to the household"),
            ("ceiling", "Not over the ceiling"),
            ("formula", "Amount as by formula or tier"),
            ("standard", "Standard of the month"),
            ("lists", "Same as the list of benefits"),
            ("notices", "Same as the lists that were posted"),
            ("registry", "Same as the registry"),
            ("deaths", "No counted member died"),
            ("overpaid", "Earlier months not paid too much"),
            ("negative", "Nobody owes more than is paid"),
            ("unexplained", "Every difference explained"),
            ("changed", "Unchanged since it was computed"),
        ],
        "Check",
        required=True,
        readonly=True,
    )
    rule = fields.Char("Anomaly", readonly=True, help="Number of the auditors' test.")
    result = fields.Selection(
        [("pass", "In order"), ("found", "Findings"), ("not_run", "Could not be run")],
        required=True,
        readonly=True,
    )
    looked_at = fields.Integer("Looked at", readonly=True)
    count = fields.Integer("Findings", readonly=True)
    skipped = fields.Integer(
        "Not looked at", readonly=True, help="Lines that lack what the check needs."
    )
    reason = fields.Char("Stored reason", readonly=True)
    reason_shown = fields.Char("Why it was not run", compute="_compute_reason_shown")
    is_blocking = fields.Boolean("Stops approval", readonly=True)

    @api.depends("reason")
    @api.depends_context("lang")
    def _compute_reason_shown(self):
        env = self.env
        words = {
            "no_lines": env._("There is nothing to pay."),
            "no_accounts": env._("No household has an account on record."),
            "no_figures": env._("No benefit holds the figures it was reckoned from."),
            "no_standard": env._("No standard is entered for this place and month."),
            "no_notices": env._("No public notice is on record for these benefits."),
            "first_run": env._("It is the first run: there is none to compare with."),
            "later": env._("Asked when it is approved."),
        }
        for check in self:
            check.reason_shown = words.get(check.reason, check.reason)
