# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.tools import SQL

from ..tools.division_code import free_village_code


class DibaoLedgerImportPlaces(models.Model):
    """The places that the rows of a ledger may name."""

    _inherit = "dibao.ledger.import"

    def _places(self):
        """The office and what lies below it, as the reader takes them."""
        return self.env.execute_query(
            SQL(
                "SELECT id, code, name, level, parent_id FROM dibao_division"
                " WHERE parent_path LIKE %s AND active AND valid_to IS NULL",
                f"{self.division_id.sudo().parent_path}%",
            )
        )

    def _create_villages(self):
        """Create the villages that the staged rows name, by the user's choice."""
        if not self.create_villages:
            return
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT new_township_ref, new_village
                   FROM dibao_ledger_household
                   WHERE import_ref = %s AND new_village IS NOT NULL
                     AND division_ref IS NULL AND NOT faulty
                   ORDER BY 1, 2""",
                self.id,
            )
        )
        for township_id, name in rows:
            village = self._create_village(township_id, name)
            self.env.cr.execute(
                SQL(
                    """UPDATE dibao_ledger_household SET division_ref = %s
                       WHERE import_ref = %s AND new_township_ref = %s
                         AND new_village = %s""",
                    village.id,
                    self.id,
                    township_id,
                    name,
                )
            )

    def _create_village(self, township_id, name):
        divisions = self.env["dibao.division"].sudo()
        township = divisions.browse(township_id)
        below = divisions.with_context(active_test=False).search(
            [("code", "=like", f"{township.code[:9]}%")]
        )
        same = below.filtered(lambda one: one.name == name and not one.valid_to)
        return same[:1] or divisions.create(
            {
                "name": name,
                "code": free_village_code(township.code, set(below.mapped("code"))),
                "parent_id": township_id,
            }
        )
