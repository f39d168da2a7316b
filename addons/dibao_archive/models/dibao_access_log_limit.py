# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import apart, keys
from ..tools import chain, keyring, log_detail

#: Domain of the marks by which one search is known again, and their length: 60 bits.
SEARCH, MARK_LENGTH = b"search of one user", 10


class DibaoAccessLog(models.Model):
    """How much one user may do in an hour: counted and written under one lock."""

    _inherit = "dibao.access.log"

    @api.model
    def _log_within(
        self,
        limit_key,
        action,
        records,
        field_names,
        count=None,
        kind=None,
        **texts,
    ):
        """Log an act that is limited per user and hour; refuse it past the limit.

        Counting and writing happen under one lock, so parallel calls cannot slip by.

        :param limit_key: policy with the number of acts one user may do in an hour
        :param kind: code of the detail, where acts of one name have limits of their own
        :raise UserError: the limit is reached (the refusal is logged too)
        """
        values = self._prepare_log(action, records, field_names, count)
        values.update(texts)
        with self._counting() as cr:
            over = self._insert_within(cr, limit_key, values, kind)
        self._refuse_over(over)

    @contextmanager
    def _counting(self):
        """A transaction of its own, one at a time."""
        with apart.transaction(self.env) as cr:
            # A lock by SELECT would fix what this transaction sees before it waits,
            # and the act waited for would not count.
            cr.execute(
                SQL("LOCK TABLE dibao_access_seal IN SHARE UPDATE EXCLUSIVE MODE")
            )
            yield cr

    @api.model
    def _insert_within(self, cr, limit_key, values, kind=None):
        """Write the row, as refused past the limit; return the limit then, or None."""
        limit = self.env["dibao.policy"].sudo()._get(limit_key) or 0
        since = fields.Datetime.now() - timedelta(hours=1)
        cr.execute(
            SQL(
                """SELECT COALESCE(SUM(GREATEST(count, 1)), 0) FROM dibao_access_log
                   WHERE user_ref = %s AND action = %s AND logged_at > %s
                     AND (%s::text IS NULL OR split_part(detail, ' ', 1) = %s)""",
                self.env.uid,
                values["action"],
                since,
                kind,
                kind,
            )
        )
        over = cr.fetchone()[0] + max(values["count"] or 0, 1) > limit
        if over:
            said = {"limit": limit, "action": values["action"]}
            values["detail"] = log_detail.pack("over_limit", said)
            values["action"] = "refused"
        self._insert(cr, values)
        return limit if over else None

    @api.model
    def _refuse_over(self, limit):
        if limit is not None:
            raise UserError(
                self.env._(
                    "The limit of %(limit)s within an hour is reached. The attempt was "
                    "logged. Go on later, or ask the security officer for a higher "
                    "limit.",
                    limit=limit,
                )
            )

    # ------------------------------------------------------------------ searching

    @api.model
    def _guard_search(self, model, field, clear):
        """A search for whole protected values by a person is logged and limited.

        A screen asks several times for one search: its rows, their number, the side
        panel. What the same user looks for in the same field within
        `search_act_seconds` is one act, and one row.

        :param clear: the values looked for, normalised
        """
        if self.env.su:
            return
        mark = self._search_mark(field, clear)
        values = self._prepare_log("search", model.browse(), [field.name], len(clear))
        values["detail"] = log_detail.pack("search", {"mark": mark})
        with self._counting() as cr:
            over = None
            if not self._is_same_search(cr, values):
                over = self._insert_within(cr, "id_search_per_hour", values)
        self._refuse_over(over)

    @api.model
    def _search_mark(self, field, clear):
        """Short keyed mark of what one user looks for; equal for equal values only.

        Bound to the user, so that it fits neither another's mark nor a stored index.
        """
        key = keys.ring(self.env).active(keyring.INDEX)
        text = chain.text_of((self.env.uid, str(field), sorted(set(clear))))
        # What stands before the point names the key.
        return key.index(text, SEARCH).rpartition(".")[2][:MARK_LENGTH]

    @api.model
    def _is_same_search(self, cr, values):
        seconds = self.env["dibao.policy"].sudo()._get("search_act_seconds") or 0
        cr.execute(
            SQL(
                """SELECT 1 FROM dibao_access_log
                   WHERE user_ref = %s AND action = 'search' AND detail = %s
                     AND logged_at > (clock_timestamp() AT TIME ZONE 'UTC')
                                     - %s * interval '1 second'
                   LIMIT 1""",
                self.env.uid,
                values["detail"],
                seconds,
            )
        )
        return bool(cr.fetchone())
