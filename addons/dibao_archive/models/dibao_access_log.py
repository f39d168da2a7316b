# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

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

    # ------------------------------------------------------------------ keeping

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log is written by the system only."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log cannot be changed."))

    def unlink(self):
        # pylint: disable=method-required-super,no-raise-unlink
        raise UserError(self.env._("The access log cannot be deleted."))
