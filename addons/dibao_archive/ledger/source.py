# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The uploaded file of an import, opened for as long as it is read."""

from contextlib import contextmanager
from itertools import islice

from odoo.exceptions import UserError

from ..sealed_blob import open_blob
from ..tools import workbook
from ..tools.ledger_check import LedgerCheck, Options
from ..tools.ledger_columns import recognise

_HEAD_ROWS = 30
LISTS = (
    "relation",
    "cause",
    "exclusion",
    "ethnic",
    "marriage",
    "health",
    "education",
    "occupation",
)


def file_text(env, code):
    """What a refused file has, and what to do (codes of `workbook.TEXTS`)."""
    return env._(workbook.TEXTS[code])


def refusal(env, error):
    """The UserError for a refused file."""
    text = file_text(env, error.code)
    if error.row:
        text = env._("Row %(row)s: %(text)s", row=error.row, text=text)
    return UserError(text)


@contextmanager
def opened(ledger):
    """The file of an import as a ``workbook.Book``; refusals become UserErrors."""
    data = open_blob(ledger.sudo(), "file")
    if not data:
        raise UserError(ledger.env._("There is no file. Upload it again."))
    limits = workbook.Limits(size=ledger._size_limit())
    try:
        with workbook.open_book(data, ledger.sheet or "", limits) as book:
            yield book
    except workbook.WorkbookError as error:
        raise refusal(ledger.env, error) from None


def recognised(ledger):
    """``(sheet names, sheet, Mapping or None)`` of the file."""
    with opened(ledger) as book:
        head = list(islice(book.rows, _HEAD_ROWS))
        return list(book.sheets), book.sheet, recognise(head, book.merges)


def checker(ledger, book):
    """A ``LedgerCheck`` for an opened file under the chosen columns."""
    codes = ledger.env["dibao.code"]
    relation = codes._code_ids("relation")
    return LedgerCheck(
        ledger._mapping(),
        {name: codes._labels(name) for name in LISTS},
        {
            "head": relation["02"],
            "head_like": {relation["01"], relation["02"]},
            "other_exclusion": codes._code_ids("exclusion")["other"],
        },
        (ledger.division_id.id, ledger._places()),
        options=Options(ledger.urban_rural or "", ledger.create_villages),
        formulas=book.formulas,
    )
