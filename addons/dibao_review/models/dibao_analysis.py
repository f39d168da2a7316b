# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import payment


class DibaoAnalysis(models.Model):
    """A bureau's report on a quarter or year: what its months say, and what to do.

    ``content`` is reckoned once and kept, so that the report says tomorrow what it said
    when it was sent. ``dibao_analysis_make.py`` reckons it.
    """

    _name = "dibao.analysis"
    _description = "Analysis Report"
    _inherit = ["mail.thread", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "year desc, quarter desc, division_id"
    _act_fields = ("content", "made_on", "made_by_id")

    division_id = fields.Many2one(
        "dibao.division",
        "Place",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["dibao.payment.run"]._default_county(),
    )
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year
    )
    quarter = fields.Selection(
        [
            ("1", "First quarter"),
            ("2", "Second quarter"),
            ("3", "Third quarter"),
            ("4", "Fourth quarter"),
            ("year", "Whole year"),
        ],
        "Quarter or year",
        required=True,
        default="year",
    )
    what_if_ids = fields.Many2many(
        "dibao.what.if",
        string="What-if",
        domain="[('state', '=', 'done'), ('division_id', 'child_of', division_id)]",
        help="Effects of a draft standard or draft rules that the report tells of.",
    )
    note = fields.Text(
        "Own suggestions", help="Printed behind those that the figures suggest."
    )
    content = fields.Json(readonly=True, copy=False)
    made_on = fields.Datetime("Reckoned on", readonly=True, copy=False)
    made_by_id = fields.Many2one("res.users", "Reckoned by", readonly=True, copy=False)
    finding_html = fields.Html(
        "Findings", compute="_compute_finding_html", sanitize=False
    )

    _once = models.UniqueIndex(
        "(division_id, year, quarter)", "There is a report of this period already."
    )
    _real_year = models.Constraint(
        "CHECK (year BETWEEN 1999 AND 2200)", "Enter the year with four digits."
    )

    @api.depends("division_id.name", "year", "quarter")
    def _compute_display_name(self):
        for report in self:
            report.display_name = " ".join(
                filter(
                    None,
                    (
                        report.division_id.name,
                        str(report.year or ""),
                        report._period_label(),
                    ),
                )
            )

    @api.depends("content")
    def _compute_finding_html(self):
        for report in self:
            report.finding_html = self.env["ir.qweb"]._render(
                "dibao_review.analysis_findings", {"content": report.content or {}}
            )

    def _period_label(self):
        self.ensure_one()
        labels = dict(self._fields["quarter"]._description_selection(self.env))
        return labels.get(self.quarter, "")

    def _span(self):
        """First and last month of the period."""
        self.ensure_one()
        if self.quarter == "year":
            return date(self.year, 1, 1), date(self.year, 12, 1)
        last = date(self.year, 3 * int(self.quarter), 1)
        return payment.shift(last, -2), last

    def action_make(self):
        """Reckon the report from the frozen months; an earlier one is replaced."""
        self.check_access("write")
        for report in self:
            report._by_act(
                {
                    "content": report._content(),
                    "made_on": fields.Datetime.now(),
                    "made_by_id": self.env.uid,
                }
            )

    def _check_made(self):
        """:raise UserError: there is nothing to print yet"""
        for report in self:
            if not report.content:
                raise UserError(self.env._("Reckon %s first.", report.display_name))

    def action_print(self):
        """The report as PDF."""
        self._check_made()
        return self.env.ref("dibao_review.analysis_report").report_action(self)

    def action_book(self):
        """The report's tables as a workbook."""
        self.ensure_one()
        self._check_made()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/statistics/analysis/{self.id}.xlsx",
            "target": "self",
        }
