# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

import xlsxwriter

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dibao_archive.tools.sheet_text import neutral


class DibaoExchangeFeedback(models.TransientModel):
    """The list of wrong rows that goes back to a source: numbers of rows, no people."""

    _name = "dibao.exchange.feedback"
    _description = "Feedback to a Source"

    source_id = fields.Many2one("dibao.exchange.source", required=True)
    division_id = fields.Many2one(
        "dibao.division",
        "Place",
        required=True,
        default=lambda self: self.env["dibao.exchange.batch"]._default_division(),
    )
    count = fields.Integer("Wrong rows", compute="_compute_count")
    content = fields.Binary("Workbook", readonly=True, attachment=False)
    content_name = fields.Char()

    def _compute_count(self):
        for wizard in self:
            wizard.count = self.env["dibao.alert"].search_count(
                [
                    ("feedback", "=", "to_send"),
                    ("source_id", "=", wizard.source_id.id),
                    ("division_id", "child_of", wizard.division_id.id),
                ]
            )

    def action_make(self):
        """Make the workbook; the rows count as told, and the register has it."""
        self.ensure_one()
        rows = self.env["dibao.alert"]._feedback(self.source_id, self.division_id)
        if not rows:
            raise UserError(self.env._("There is nothing to tell this source."))
        self.content = base64.b64encode(self._book(rows))
        self.content_name = f"feedback-{self.source_id.code}.xlsx"
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _book(self, rows):
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet()
        head = book.add_format({"bold": True})
        titles = (
            self.env._("Letter no."),
            self.env._("As of"),
            self.env._("Row"),
            self.env._("What it was taken for"),
            self.env._("Found out"),
        )
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, head)
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, neutral(value))
        sheet.set_column(0, 2, 14)
        sheet.set_column(3, 4, 40)
        book.close()
        return out.getvalue()
