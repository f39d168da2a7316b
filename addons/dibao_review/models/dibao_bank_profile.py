# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import bank_format
from ..tools.bank_return import RESULTS

#: What a layout is tried on before it is kept; nobody's account.
_SAMPLE = bank_format.Row("P000001-00000001", "0" * 16, "示例", Decimal(1), "2026-01")


class DibaoBankProfile(models.Model):
    """The layout of one bank's files, there and back. Layouts are data, never code."""

    _name = "dibao.bank.profile"
    _description = "Layout of a Bank's Files"
    _inherit = ["dibao.sealed.mixin"]
    _order = "name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    bank = fields.Char(
        help="Only accounts at this bank go into the file; empty for all of them."
    )
    format = fields.Selection(
        [
            ("xlsx", "Workbook (XLSX)"),
            ("csv", "Separated text (CSV)"),
            ("fixed", "Text of fixed width"),
        ],
        "File format",
        required=True,
        default="xlsx",
    )
    encoding = fields.Selection(
        [("gb18030", "GB18030"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 with mark")],
        required=True,
        default="gb18030",
    )
    separator = fields.Char(default=",", size=1)
    titles = fields.Boolean("Line of titles", default=True)
    head = fields.Char(
        "First line", help="May tell {count}, {yuan}, {fen} and {month}."
    )
    foot = fields.Char("Last line", help="May tell {count}, {yuan}, {fen} and {month}.")
    column_ids = fields.One2many(
        "dibao.bank.profile.column",
        "profile_id",
        "Columns sent",
        domain=[("direction", "=", "out")],
    )
    back_column_ids = fields.One2many(
        "dibao.bank.profile.column",
        "profile_id",
        "Columns of the answer",
        domain=[("direction", "=", "back")],
    )
    back_titles = fields.Boolean("Line of titles in the answer", default=True)
    back_head = fields.Boolean("Another line before it")
    back_foot = fields.Boolean("A last line to leave out")
    paid_codes = fields.Char(
        "Words for paid", help="As the bank writes them, with spaces between them."
    )
    closed_codes = fields.Char("Words for a closed account")
    bounced_codes = fields.Char(
        "Words for bounced", help="“*” stands for every other word."
    )

    @api.constrains(
        *("format", "encoding", "separator", "head", "foot", "column_ids"),
        "back_column_ids",
    )
    def _check_layout(self):
        for profile in self:
            if not profile.column_ids:
                continue
            try:
                bank_format.render(
                    profile._layout(), [_SAMPLE], io.BytesIO(), "2026-01"
                )
            except bank_format.FormatError as error:
                raise ValidationError(profile._problem(error)) from None
            except (KeyError, IndexError, ValueError, LookupError):
                raise ValidationError(
                    self.env._(
                        "First and last line may tell {count}, {yuan}, {fen} and "
                        "{month}, and nothing else in braces."
                    )
                ) from None

    def _columns(self, records):
        return tuple(
            bank_format.Column(
                one.source,
                one.name or "",
                one.width,
                one.align,
                one.pad or " ",
                one.text or "",
            )
            for one in records.sorted(lambda one: (one.sequence, one.id))
        )

    def _layout(self):
        """What is sent, as ``tools.bank_format`` takes it."""
        self.ensure_one()
        return bank_format.Profile(
            self.format,
            self.encoding,
            self._columns(self.column_ids),
            self.separator or ",",
            self.titles,
            self.head or "",
            self.foot or "",
        )

    def _back_layout(self):
        """What comes back.

        :raise UserError: nothing says what came of a payment, or of which
        """
        self.ensure_one()
        columns = self._columns(self.back_column_ids)
        if not {"reference", "result"} <= {column.source for column in columns}:
            raise UserError(
                self.env._(
                    "%(profile)s: name the columns of the answer that hold the "
                    "reference and the result.",
                    profile=self.name,
                )
            )
        return bank_format.Profile(
            self.format,
            self.encoding,
            columns,
            self.separator or ",",
            self.back_titles,
            "-" if self.back_head else "",
            "-" if self.back_foot else "",
        )

    def _result_words(self):
        """``{result: set of the bank's words}``."""
        words = (self.paid_codes, self.bounced_codes, self.closed_codes)
        return {
            result: set((text or "").split())
            for result, text in zip(RESULTS, words, strict=True)
        }

    def _problem(self, error):
        """The sentence for a FormatError; never quotes a value."""
        texts = {
            "width": self.env._("it is too long for the column."),
            "control": self.env._("it holds a sign that no file can hold."),
            "amount": self.env._("the amount is not more than nothing."),
            "account": self.env._("there is no account."),
            "fraction": self.env._("the amount is finer than a fen."),
        }
        return self.env._(
            "%(profile)s cannot be written. %(column)s, payment %(reference)s: "
            "%(problem)s",
            profile=self.name,
            column=error.column,
            reference=error.reference,
            problem=texts.get(error.code, error.code),
        )
