# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from odoo.addons.dibao_archive.bulk import copy_rows
from odoo.addons.dibao_archive.tools import clear_text

#: Bank words are short; what is longer is no word of a bank.
_LONGEST = 80


class DibaoBankReturnRow(models.Model):
    """One row of a bank's answer and whether it agrees; holds no account."""

    _name = "dibao.bank.return.row"
    _description = "Row of a Bank's Answer"
    _inherit = ["dibao.sealed.mixin", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "return_id, number, id"
    _rec_name = "reference"
    _log_access = False
    _act_fields = (
        *("return_id", "number", "reference", "household_id", "division_id", "amount"),
        *("result", "code", "reason", "problem"),
    )

    return_id = fields.Many2one(
        "dibao.bank.return",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    number = fields.Integer("Row", readonly=True)
    reference = fields.Char("Payment reference", readonly=True)
    household_id = fields.Many2one(
        "dibao.household", readonly=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        "dibao.division", required=True, readonly=True, ondelete="restrict"
    )
    amount = fields.Float("Yuan", digits=(12, 2), readonly=True)
    result = fields.Selection(
        [
            ("paid", "Paid"),
            ("bounced", "Bounced"),
            ("closed_account", "Account closed"),
        ],
        readonly=True,
    )
    code = fields.Char("Bank's code", readonly=True)
    reason = fields.Char("Bank's reason", readonly=True)
    problem = fields.Selection(
        [
            ("unreadable", "Cannot be read"),
            ("money", "The amount is no number"),
            ("unknown", "No such payment in this file"),
            ("double", "Stands in the answer twice"),
            ("amount", "Another amount than was sent"),
            ("account", "Another account than was sent"),
            ("result", "The layout does not know this result"),
            ("settled", "The bank said otherwise before"),
        ],
        "Does not agree",
        readonly=True,
    )

    # What is taken over is found row by row.
    _of_household = models.Index("(return_id, household_id)")

    @api.model
    def _keep(self, answer, judged):
        """Write the rows of an answer at once."""
        place = answer.division_id.id
        rows = [
            (
                answer.id,
                back.number,
                _safe(back.reference),
                _household(back.reference) if problem != "unknown" else None,
                place,
                None if back.amount is None else float(round(back.amount, 2)),
                result,
                _safe(back.code),
                _safe(back.reason),
                problem or None,
            )
            for back, result, problem in judged
        ]
        names = (
            *("return_id", "number", "reference", "household_id", "division_id"),
            *("amount", "result", "code", "reason", "problem"),
        )
        copy_rows(self.env.cr, self._table, names, rows)
        self.env.invalidate_all()


def _safe(text):
    """Words of a file that anybody wrote: short, and no number of a person in them."""
    text = (text or "")[:_LONGEST]
    digits = sum(sign.isdigit() for sign in text)
    if clear_text.holds_id_number(text) or (digits > 14 and not text.startswith("P")):
        return None
    return text or None


def _household(reference):
    number = reference.rpartition("-")[2]
    return int(number) if number.isdigit() and len(number) == 8 else None
