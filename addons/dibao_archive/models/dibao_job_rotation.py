# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2.extras import Json

from odoo import api, models
from odoo.tools import SQL

from .. import keys
from ..sealed import Sealed, reseal_column
from ..sealed_blob import SealedBlob, reseal_blob
from ..tools import keyring

CHUNK = 1000


class DibaoJobRotation(models.Model):
    """Key rotation: everything sealed with a former key is sealed again."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _sealed_fields(self):
        """(model, field) of each stored protected field, in a fixed order."""
        return [
            (model, field)
            for name in sorted(self.env.registry)
            for model in [self.env[name]]
            if not model._abstract and model._auto
            for field in sorted(model._fields.values(), key=lambda f: f.name)
            if isinstance(field, (Sealed, SealedBlob)) and field.store
        ]

    @api.model
    def _stale(self, model, field, ring):
        """SQL condition: sealed or indexed with a key that is no longer in force."""
        column = SQL.identifier(field.name)
        active = ring.active(keyring.SEAL).id
        if isinstance(field, SealedBlob):
            head = SealedBlob.HEADER + bytes([len(active)]) + active.encode()
            return SQL(
                "%s IS NOT NULL AND substring(%s from 1 for %s) <> %s",
                column,
                column,
                len(head),
                head,
            )
        index = ring.active(keyring.INDEX).id
        return SQL(
            "(%s->>'k' <> %s OR %s->>'i' NOT LIKE %s)",
            column,
            active,
            column,
            f"{index}.%",
        )

    @api.model
    def _count_sealed_with(self, key_id):
        """How many values still need a key."""
        count = 0
        for model, field in self._sealed_fields():
            column = SQL.identifier(field.name)
            head = SealedBlob.HEADER + bytes([len(key_id)]) + key_id.encode()
            condition = (
                SQL("substring(%s from 1 for %s) = %s", column, len(head), head)
                if isinstance(field, SealedBlob)
                else SQL(
                    "(%s->>'k' = %s OR %s->>'i' LIKE %s)",
                    column,
                    key_id,
                    column,
                    f"{key_id}.%",
                )
            )
            [(found,)] = self.env.execute_query(
                SQL(
                    "SELECT COUNT(*) FROM %s WHERE %s",
                    SQL.identifier(model._table),
                    condition,
                )
            )
            count += found
        return count

    def _job_key_rotation(self):
        """Seal one chunk again; True when nothing sealed with a former key is left."""
        ring = keys.ring(self.env)
        for model, field in self._sealed_fields():
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM %s WHERE %s LIMIT %s FOR UPDATE",
                    SQL.identifier(field.name),
                    SQL.identifier(model._table),
                    self._stale(model, field, ring),
                    CHUNK,
                )
            )
            if rows:
                for row_id, column in rows:
                    self._reseal(ring, model, field, row_id, column)
                model.invalidate_model([field.name])
                self._progress(self.done + len(rows))
                return False
        return True

    def _reseal(self, ring, model, field, row_id, column):
        if isinstance(field, SealedBlob):
            value = reseal_blob(ring, model._name, field.name, bytes(column))
        else:
            value = Json(reseal_column(ring, field, column))
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(model._table),
                SQL.identifier(field.name),
                value,
                row_id,
            )
        )
