# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class RevisionBatch:
    """Records that are written one by one in one act, and counted together at its end.

    A context sent by RPC is plain data and can never hold such an object.
    """

    def __init__(self):
        self.ids = set()


class DibaoRevisionMixin(models.AbstractModel):
    """Two people edit one record: the second is told, nothing is overwritten unseen.

    A form sends the revision it had read along with what it changes. When somebody
    saved in between, the save is refused and says who and when.
    """

    _name = "dibao.revision.mixin"
    _description = "Revision Guard"

    revision = fields.Integer(default=0, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {name: value for name, value in vals.items() if name != "revision"}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        vals = dict(vals)
        seen = vals.pop("revision", None)
        if seen is not None:
            self._check_revision(seen)
        if not vals:
            return True
        result = super().write(vals)
        batch = self.env.context.get("dibao_revision_batch")
        if isinstance(batch, RevisionBatch):
            batch.ids.update(self.ids)
        else:
            self._bump_revision()
        return result

    def _write_each(self, vals_by_id):
        """Write other values to each record, as one act: counted once for all.

        :param vals_by_id: {id: values}
        """
        batch = RevisionBatch()
        for record in self.with_context(dibao_revision_batch=batch):
            record.write(vals_by_id[record.id])
        self.browse(sorted(batch.ids))._bump_revision()

    def _check_revision(self, seen):
        self.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                "SELECT revision, write_uid, write_date FROM %s WHERE id IN %s"
                " FOR UPDATE",
                SQL.identifier(self._table),
                tuple(self.ids) or (0,),
            )
        )
        for revision, user_id, when in rows:
            if revision != seen:
                raise self._conflict(user_id, when)

    def _conflict(self, user_id, when):
        """Who changed the record and when; the context lets a form offer a reload."""
        error = UserError(
            self.env._(
                "%(user)s changed this record at %(when)s, after you opened it. "
                "Nothing of yours was saved. Load it again, then enter your change "
                "once more.",
                user=self.env["res.users"].sudo().browse(user_id).name,
                when=fields.Datetime.context_timestamp(self, when).strftime(
                    "%Y-%m-%d %H:%M:%S"
                ),
            )
        )
        error.context = {"dibao_revision": True}
        return error

    def _bump_revision(self):
        """Count one change and who made it; by SQL, since it must not count itself."""
        if not self.ids:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """UPDATE %s SET revision = COALESCE(revision, 0) + 1,
                       write_uid = %s, write_date = %s
                   WHERE id IN %s""",
                SQL.identifier(self._table),
                self.env.uid,
                self.env.cr.now(),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["revision", "write_uid", "write_date"])
