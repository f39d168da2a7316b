# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL

from .. import apart, keys
from ..tools import chain, keyring, log_detail

#: What a row says, in the order in which it is hashed.
CONTENT = (
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
#: Domain of the marks by which one search is known again, and their length: 60 bits.
SEARCH, MARK_LENGTH = b"search of one user", 10


class DibaoAccessLog(models.Model):
    """Who used which protected data, when and what for. Rows are never changed."""

    _name = "dibao.access.log"
    _description = "Access Log"
    _order = "id desc"
    _rec_name = "action"
    _log_access = False

    logged_at = fields.Datetime(required=True, readonly=True, index=True)
    # No foreign key: the log outlives users, and it is written in a transaction of
    # its own that may not see a user made in the calling one.
    user_ref = fields.Integer("User number", readonly=True, required=True)
    login = fields.Char(readonly=True)
    action = fields.Selection(
        [
            ("reveal", "Clear value shown"),
            ("refused", "Refused"),
            ("search", "Whole-value search"),
            ("export", "Export"),
            ("import", "Import"),
            ("probe", "Second entry of a registered ID"),
            ("key", "Key handling"),
            ("grant", "Rights changed"),
            ("open", "Original opened"),
            ("check", "Certified copy verified"),
            ("lend", "Lent or read"),
            ("provide", "Provided to others"),
        ],
        required=True,
        readonly=True,
    )
    model = fields.Char(readonly=True)
    res_ids = fields.Char("Records", readonly=True)
    field_names = fields.Char("Fields", readonly=True)
    count = fields.Integer(readonly=True)
    purpose = fields.Char(readonly=True)
    reference = fields.Char("Case or file", readonly=True)
    detail = fields.Char("Stored detail", readonly=True)
    address = fields.Char("Network address", readonly=True)
    division_path = fields.Char("Division", readonly=True)
    mac = fields.Char(
        "Proof",
        readonly=True,
        help="Keyed hash of the content: a row put in past the program has none.",
    )

    _by_user = models.Index("(user_ref, action, logged_at)")

    def init(self):
        """The database itself refuses to change or remove a row."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION dibao_append_only() RETURNS trigger AS $$
                BEGIN
                    RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME;
                END $$ LANGUAGE plpgsql;
                DROP TRIGGER IF EXISTS dibao_append_only ON dibao_access_log;
                CREATE TRIGGER dibao_append_only
                    BEFORE UPDATE OR DELETE OR TRUNCATE ON dibao_access_log
                    FOR EACH STATEMENT EXECUTE FUNCTION dibao_append_only();
                """
            )
        )

    # ------------------------------------------------------------------ writing

    @api.model
    def _log(
        self,
        action,
        records=None,
        fields=(),
        purpose="",
        reference="",
        count=None,
        detail="",
        said=None,
    ):
        """Write one row in a transaction of its own, committed before this returns.

        A row stays even when the act it tells of fails afterwards.

        :param str detail: a code of `_detail_words`
        :param dict said: the values of its sentence; nothing protected
        """
        values = self._prepare_log(action, records, fields, count)
        detail = log_detail.pack(detail, said)
        values.update(purpose=purpose, reference=reference, detail=detail)
        with apart.transaction(self.env) as cr:
            self._insert(cr, values)
        return True

    @api.model
    def _prepare_log(self, action, records, field_names, count):
        ids = records.ids if records is not None else []
        return {
            "user_ref": self.env.uid,
            "login": self.env.user.login,
            "action": action,
            "model": records._name if records is not None else None,
            # A long list is told by its count; the ids would only blow the row up.
            "res_ids": ",".join(map(str, ids[:50])) or None,
            "field_names": ",".join(field_names) or None,
            "count": len(ids) if count is None else count,
            "address": request.httprequest.remote_addr if request else None,
        }

    @api.model
    def _insert(self, cr, values):
        key = keys.ring(self.env).active(keyring.INDEX)
        # Held before the number is drawn, so that no row can be committed later with
        # a number below one that is sealed (the sealer waits for this lock).
        cr.execute(SQL("LOCK TABLE dibao_access_log IN ROW EXCLUSIVE MODE"))
        cr.execute(
            SQL(
                "SELECT nextval('dibao_access_log_id_seq'),"
                " clock_timestamp() AT TIME ZONE 'UTC'"
            )
        )
        number, now = cr.fetchone()
        row = {name: values.get(name) or None for name in CONTENT}
        row.update(id=number, logged_at=now)
        row["mac"] = key.index(chain.text_of(tuple(row.values())), chain.ROW)
        cr.execute(
            SQL(
                "INSERT INTO dibao_access_log (%s) VALUES %s",
                SQL(", ").join(map(SQL.identifier, row)),
                tuple(row.values()),
            )
        )

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

    # ------------------------------------------------------------------ keeping

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log is written by the system only."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log cannot be changed."))

    def unlink(self):
        # pylint: disable=method-required-super,no-raise-unlink
        raise UserError(self.env._("The access log cannot be deleted."))
