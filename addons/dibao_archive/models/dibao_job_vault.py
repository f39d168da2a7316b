# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2.extras import Json

from odoo import api, models
from odoo.tools import SQL

from .. import keys, vault
from ..tools import keyring

CHUNK = 1000


class DibaoJobVault(models.Model):
    """Key rotation of kept files: their data keys are wrapped again, not the files."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _count_sealed_with(self, key_id):
        count = super()._count_sealed_with(key_id)
        for table in vault.owner_tables(self.env):
            [(found,)] = self.env.execute_query(
                SQL(
                    "SELECT COUNT(*) FROM %s WHERE vault_key->>'k' = %s",
                    SQL.identifier(table),
                    key_id,
                )
            )
            count += found
        return count

    def _job_key_rotation(self):
        return super()._job_key_rotation() and self._rewrap_chunk()

    def _rewrap_chunk(self):
        """Wrap one chunk of data keys again; True when none is left."""
        ring = keys.ring(self.env)
        active = ring.active(keyring.SEAL).id
        self.env.flush_all()
        for table in vault.owner_tables(self.env):
            rows = self.env.execute_query(
                SQL(
                    "SELECT id, token, vault_key FROM %s"
                    " WHERE vault_key->>'k' <> %s LIMIT %s FOR UPDATE",
                    SQL.identifier(table),
                    active,
                    CHUNK,
                )
            )
            if not rows:
                continue
            for row_id, token, wrapped in rows:
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s SET vault_key = %s WHERE id = %s",
                        SQL.identifier(table),
                        Json(vault.rewrap(ring, token, wrapped)),
                        row_id,
                    )
                )
            self.env.invalidate_all(flush=False)
            self._progress(self.done + len(rows))
            return False
        return True
