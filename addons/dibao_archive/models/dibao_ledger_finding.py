# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo import api, fields, models

from ..tools.ledger_texts import RULES

_PLACEHOLDER = re.compile(
    r"[:：]\s*%\(\w+\)s|\s?[(（][^()（）]*%\(\w+\)s[^()（）]*[)）]"
)


class DibaoLedgerFinding(models.Model):
    """Something in a ledger that breaks a rule: where, what, and what to do.

    ``value`` shows protected values by their mask only.
    """

    _name = "dibao.ledger.finding"
    _description = "Finding in a Ledger"
    _order = "import_id desc, severity, row, column_no, id"
    _rec_name = "rule"
    _log_access = False

    import_id = fields.Many2one(
        "dibao.ledger.import", required=True, index=True, ondelete="cascade"
    )
    row = fields.Integer(aggregator=None, readonly=True)
    column_no = fields.Integer(aggregator=None, readonly=True)
    column = fields.Char(readonly=True, help="Letter and heading in the sheet.")
    value = fields.Char(readonly=True, help="Protected values are masked.")
    rule = fields.Selection(lambda self: self._rules(), required=True, readonly=True)
    severity = fields.Selection(
        [
            ("error", "Error: the household is left out"),
            ("warning", "Warning"),
            ("info", "Note"),
        ],
        required=True,
        readonly=True,
    )
    detail = fields.Json(readonly=True)
    _place = models.Index("(import_id, row)")

    message = fields.Char("What is wrong", compute="_compute_texts")
    remedy = fields.Char("What to do", compute="_compute_texts")

    @api.model
    def _rules(self):
        """Rules by their texts without what differs from case to case."""
        return [
            (code, _PLACEHOLDER.sub("", self.env._(rule.text)))
            for code, rule in RULES.items()
        ]

    @api.depends("rule", "detail")
    @api.depends_context("lang")
    def _compute_texts(self):
        for finding in self:
            rule = RULES[finding.rule]
            text = self.env._(rule.text)
            finding.message = text % (finding.detail or {}) if "%(" in text else text
            finding.remedy = self.env._(rule.remedy)
