# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The one place where accounts leave in clear: a bank's file, made as it is sent.

Hangs on no model, so that neither RPC nor a server action reaches it. What is made lies
in a spool of which the disk sees ciphertext only, and is gone when it is closed.
"""

import hashlib

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import unseal_field
from odoo.addons.dibao_archive.tools.private_spool import PrivateSpool

from .bank_answer import reference, yuan
from .tools import bank_format

BATCH = 2000


class _Digesting:
    """Writes on, and digests what passes; zip files need nothing more of a stream."""

    def __init__(self, stream):
        self.stream, self.sha256 = stream, hashlib.sha256()

    def write(self, data):  # pylint: disable=method-required-super
        self.sha256.update(data)
        return self.stream.write(data)

    def flush(self):
        """Nothing is held back."""


def spool(file):
    """The bank's file as a readable spool; logged before, and counted.

    :param file: ``dibao.bank.file`` of a user who may take it out (checked here)
    :raise UserError: a value does not fit the layout, or the sum is another
    """
    file._check_taker()
    env, known = file.env, file.sudo()
    env["dibao.access.log"]._log(
        "provide",
        env["dibao.payment.run"].browse(known.run_id.id),
        ["account"],
        purpose="payment",
        reference=known.reference or known.name,
        count=known.row_count,
        detail="bank_file",
        said={"file": known.name, "profile": known.profile_id.name},
    )
    env["dibao.exchange.provision"]._note(
        known.run_id.division_id,
        "file",
        known.profile_id.bank or known.profile_id.name,
        env._("Payment of the guarantee to accounts"),
        "民发〔2021〕57号第25条",
        "、".join(known.profile_id.column_ids.mapped("name")),
        known.row_count,
        reference=known.reference or known.name,
        logged=True,
    )
    out = PrivateSpool()
    try:
        digest = _write(known, out)
    except BaseException:
        out.close()
        raise
    known._by_act({"taken_count": known.taken_count + 1, "digest": digest})
    return out


def _write(file, out):
    profile = file.profile_id
    stream = _Digesting(out)
    month = f"{file.run_id.month:%Y-%m}"
    try:
        count, total = bank_format.render(
            profile._layout(), _payments(file, month), stream, month
        )
    except bank_format.FormatError as error:
        raise UserError(profile._problem(error)) from None
    if (count, total) != (file.row_count, yuan(file.total)):
        raise UserError(
            file.env._(
                "The sum of %s is not what was noted when it was made.", file.name
            )
        )
    return stream.sha256.hexdigest()


def _payments(file, month):
    """One row an account: all payments of a household in the file, by village."""
    rows = file.env.execute_query(
        SQL(
            """
            SELECT min(l.id), l.household_id, sum(l.amount), min(l.bank), h.number,
                   d.name, coalesce(p.name, c.name, hp.name, '')
              FROM dibao_payment_line l
              JOIN dibao_household h ON h.id = l.household_id
              JOIN dibao_division d ON d.id = l.division_id
              LEFT JOIN dibao_person p ON p.id = h.account_holder_id
              LEFT JOIN dibao_custodian c ON c.id = h.account_custodian_id
              LEFT JOIN dibao_person hp ON hp.id = h.head_id
             WHERE l.file_id = %s
             GROUP BY l.household_id, h.number, d.code, d.name, p.name, c.name, hp.name
            HAVING sum(l.amount) <> 0
             ORDER BY d.code, h.number
            """,
            file.id,
        )
    )
    lines = file.env["dibao.payment.line"]
    for at in range(0, len(rows), BATCH):
        batch = rows[at : at + BATCH]
        accounts = unseal_field(lines.browse([row[0] for row in batch]), "account")
        for line, household, amount, bank, number, place, holder in batch:
            yield bank_format.Row(
                reference(file, household),
                accounts.get(line) or "",
                holder,
                yuan(amount),
                month,
                bank or "",
                number,
                place,
            )


def make(run, profile, letter):
    """Take what is due of a run into a new file; set-based, one transaction.

    :return: the ``dibao.bank.file``, or None when nothing is due for this bank
    """
    env = run.env
    file = (
        env["dibao.bank.file"]
        .sudo()
        ._acting()
        .create(
            {
                "run_id": run.id,
                "division_id": run.division_id.id,
                "profile_id": profile.id,
                "reference": letter,
                "made_by_id": env.uid,
                "made_on": fields.Datetime.now(),
            }
        )
    )
    env.flush_all()
    bank = SQL("AND l.bank = %s", profile.bank) if profile.bank else SQL()
    env.cr.execute(
        SQL(
            """UPDATE dibao_payment_line l SET file_id = %s, state = 'sent'
                WHERE l.run_id = %s AND l.state = 'due' AND l.account IS NOT NULL %s""",
            file.id,
            run.id,
            bank,
        )
    )
    taken = env.cr.rowcount
    [[count, total, nothing]] = env.execute_query(
        SQL(
            """SELECT count(*) FILTER (WHERE amount <> 0), coalesce(sum(amount), 0),
                      array_agg(household_id) FILTER (WHERE amount = 0) FROM (
                      SELECT household_id, sum(amount) AS amount
                        FROM dibao_payment_line
                       WHERE file_id = %s GROUP BY household_id) a""",
            file.id,
        )
    )
    if nothing:
        _settle_nothing(file, nothing)
    env.invalidate_all()
    if not taken:
        file.unlink()
        return None
    file._by_act({"row_count": count, "total": total})
    return file


def _settle_nothing(file, households):
    """What comes to nothing (all of it given back) needs no bank."""
    file.env.cr.execute(
        SQL(
            """UPDATE dibao_payment_line SET state = 'paid', settled_on = %s
                WHERE file_id = %s AND household_id = ANY(%s)""",
            fields.Date.context_today(file),
            file.id,
            households,
        )
    )
