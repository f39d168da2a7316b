# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import chain
from .dibao_access_log import LOG_LOCK

COLUMNS = (
    "id",
    "logged_at",
    "user_ref",
    "login",
    "action",
    "model",
    "res_ids",
    "field_names",
    "count",
    "purpose",
    "reference",
    "detail",
    "address",
    "division_path",
)
BATCH = 20000


class DibaoAccessSeal(models.Model):
    """A segment of the access log with the digest that chains it to the one before."""

    _name = "dibao.access.seal"
    _description = "Access Log Seal"
    _order = "first_ref desc"
    _rec_name = "digest"

    first_ref = fields.Integer("First row", required=True, readonly=True)
    last_ref = fields.Integer("Last row", required=True, readonly=True)
    row_count = fields.Integer("Rows", required=True, readonly=True)
    previous = fields.Char("Digest before", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    sealed_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )

    _first_uniq = models.Constraint("UNIQUE(first_ref)", "A row is sealed once.")

    @api.model
    def _rows(self, after, until=None):
        """Log rows above `after` (to `until`) in batches, oldest first."""
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        while True:
            rows = self.env.execute_query(
                SQL(
                    "SELECT %s FROM dibao_access_log WHERE id > %s AND id <= %s "
                    "ORDER BY id LIMIT %s",
                    columns,
                    after,
                    2**31 - 1 if until is None else until,
                    BATCH,
                )
            )
            if not rows:
                return
            yield rows
            after = rows[-1][0]

    @api.model
    def _cron_seal(self):
        """Seal what was logged since the last seal."""
        self.env.cr.execute(SQL("SELECT pg_advisory_xact_lock(%s)", LOG_LOCK))
        last = self.sudo().search([], limit=1)
        after, previous = (last.last_ref, last.digest) if last else (0, chain.START)
        digest = chain.Segment(previous)
        first = latest = count = 0
        for rows in self._rows(after):
            first = first or rows[0][0]
            latest = rows[-1][0]
            count += len(rows)
            digest.add(rows)
        if not count:
            return self.browse()
        return self.sudo().create(
            {
                "first_ref": first,
                "last_ref": latest,
                "row_count": count,
                "previous": previous,
                "digest": digest.hexdigest(),
            }
        )

    @api.model
    def _verify(self):
        """Compare the log with its seals.

        :return: list of findings (text); empty when nothing was changed, removed,
            put in, or put in another order
        """
        findings, previous, after = [], chain.START, 0
        for seal in self.sudo().search([], order="first_ref"):
            if seal.previous != previous:
                findings.append(
                    self.env._(
                        "Rows %(first)s–%(last)s: the seal before is missing or changed.",
                        first=seal.first_ref,
                        last=seal.last_ref,
                    )
                )
            digest, count = chain.Segment(seal.previous), 0
            for rows in self._rows(after, seal.last_ref):
                count += len(rows)
                digest.add(rows)
            if count != seal.row_count or digest.hexdigest() != seal.digest:
                findings.append(
                    self.env._(
                        "Rows %(first)s–%(last)s: sealed %(sealed)s rows, found %(count)s;"
                        " the content differs from what was sealed.",
                        first=seal.first_ref,
                        last=seal.last_ref,
                        sealed=seal.row_count,
                        count=count,
                    )
                )
            previous, after = seal.digest, seal.last_ref
        return findings

    @api.model
    def action_verify(self):
        """Show the auditor whether the log is as it was sealed."""
        self.check_access("read")
        findings = self._verify()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if findings else "success",
                "sticky": True,
                "title": self.env._("Access log"),
                "message": "\n".join(findings)
                or self.env._("Every sealed row is as it was sealed."),
            },
        }

    def write(self, vals):
        raise UserError(self.env._("A seal cannot be changed."))

    def unlink(self):
        raise UserError(self.env._("A seal cannot be deleted."))
