# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The bank's answer against what was sent.

Hangs on no model: it opens the sealed file. Accounts are compared by their blind index,
so that no sent account is opened for it.
"""

import re
from decimal import Decimal

from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive import keys
from odoo.addons.dibao_archive.sealed_blob import open_blob
from odoo.addons.dibao_archive.tools import keyring, protected, workbook

from .tools import bank_return

_REFERENCE = re.compile(r"P(\d{6,})-(\d{8,})")


def judged(answer):
    """``[(Back, result, problem)]`` of an uploaded answer.

    :raise UserError: the file cannot be read at all
    """
    profile = answer.file_id.profile_id
    layout = profile._back_layout()
    backs = list(bank_return.read(layout, _rows(answer, layout)))
    known = _sent(answer)
    return bank_return.judge(backs, known, profile._result_words())


def sent_count(file):
    """How many accounts a file paid."""
    [[count]] = file.env.execute_query(
        SQL(
            "SELECT count(DISTINCT household_id) FROM dibao_payment_line"
            " WHERE file_id = %s",
            file.id,
        )
    )
    return count


def _rows(answer, layout):
    data = open_blob(answer, "content")
    if not data:
        raise UserError(answer.env._("There is no file. Upload it again."))
    if layout.format == "fixed":
        return list(bank_return.fixed_rows(layout, data))
    try:
        with workbook.open_book(data) as book:
            return list(book.rows)
    except workbook.WorkbookError as error:
        raise UserError(answer.env._(workbook.TEXTS[error.code])) from None


class _Account:
    """Is what the bank wrote the account that was sent? Asked by blind index."""

    def __init__(self, indexers, index):
        self.indexers, self.index = indexers, index

    def __call__(self, given):
        clear = protected.normalise("account", given).encode()
        return any(index(clear) == self.index for index in self.indexers)


def _sent(answer):
    """What was sent, by reference: amount, test of the account, result known so far."""
    file = answer.file_id
    rows = answer.env.execute_query(
        SQL(
            """SELECT household_id, sum(amount), min(account->>'i'),
                      min(state) FILTER (WHERE state <> 'sent')
                 FROM dibao_payment_line WHERE file_id = %s GROUP BY household_id""",
            file.id,
        )
    )
    ring = keys.ring(answer.env).readable(keyring.INDEX)
    indexers = [key.indexer(b"account") for key in ring]
    return {
        reference(file, household): (yuan(amount), _Account(indexers, index), settled)
        for household, amount, index, settled in rows
    }


def yuan(value):
    """A sum as the database answers it (to the fen), exactly."""
    return Decimal(f"{value:.2f}")


def reference(file, household_id):
    """How a payment is called in the bank's file: the file, and the household."""
    return f"P{file.id:06d}-{household_id:08d}"
