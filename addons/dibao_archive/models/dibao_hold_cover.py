# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

#: What lies in the tables of links: items named, and those of households named.
_NAMED = SQL(
    """
    SELECT held.hold_id, item.id AS item_id, item.volume_id, item.parent_id
      FROM dibao_hold_item_rel held
      JOIN dibao_hold hold ON hold.id = held.hold_id AND hold.state = 'active'
      JOIN dibao_item item ON item.id = held.item_id
     UNION
    SELECT held.hold_id, item.id, item.volume_id, item.parent_id
      FROM dibao_hold_household_rel held
      JOIN dibao_hold hold ON hold.id = held.hold_id AND hold.state = 'active'
      JOIN dibao_item item ON item.household_id = held.household_id
    """
)
_WHOLE = SQL(
    """
    SELECT held.hold_id, held.volume_id
      FROM dibao_hold_volume_rel held
      JOIN dibao_hold hold ON hold.id = held.hold_id AND hold.state = 'active'
     UNION
    SELECT held.hold_id, volume.id
      FROM dibao_hold_household_rel held
      JOIN dibao_hold hold ON hold.id = held.hold_id AND hold.state = 'active'
      JOIN dibao_volume volume ON volume.household_id = held.household_id
    """
)
#: ``(hold_id, record_id)`` of volumes in which anything is held.
_VOLUMES = SQL(
    "SELECT hold_id, volume_id AS record_id FROM (%s) whole"
    " UNION SELECT hold_id, volume_id FROM (%s) named",
    _WHOLE,
    _NAMED,
)
#: ``(hold_id, record_id)`` of items: named, with their body and annexes, or in a volume
#: that is held as a whole.
_ITEMS = SQL(
    "SELECT hold_id, item_id AS record_id FROM (%(named)s) named"
    " UNION SELECT named.hold_id, other.id FROM (%(named)s) named"
    "  JOIN dibao_item other ON other.id = named.parent_id"
    "   OR other.parent_id = coalesce(named.parent_id, named.item_id)"
    " UNION SELECT whole.hold_id, item.id FROM (%(whole)s) whole"
    "  JOIN dibao_item item ON item.volume_id = whole.volume_id",
    named=_NAMED,
    whole=_WHOLE,
)


class DibaoHoldCover(models.Model):
    """What the holds in force cover, in one query for many records."""

    # One file for each concern.
    _inherit = "dibao.hold"  # pylint: disable=consider-merging-classes-inherited

    @api.model_create_multi
    def create(self, vals_list):
        self._lock_out(shared=True)
        holds = super().create(vals_list)
        # Also where none of what may be covered is named.
        holds._check_covers()
        return holds

    def write(self, vals):
        self._lock_out(shared=True)
        return super().write(vals)

    @api.model
    def _lock_out(self, shared=False):
        """Setting a hold and destroying happen one after the other, never at once."""
        function = "pg_advisory_xact_lock"
        self.env.cr.execute(
            SQL(
                "SELECT %s(hashtext('dibao_hold'))",
                SQL.identifier(f"{function}_shared" if shared else function),
            )
        )

    @api.model
    def _covered(self, model):
        """SQL of ``(hold_id, record_id)`` for ``dibao.volume`` or ``dibao.item``."""
        for name in ("dibao.hold", "dibao.item", "dibao.volume"):
            self.env[name].flush_model()
        return {"dibao.volume": _VOLUMES, "dibao.item": _ITEMS}[model]

    @api.model
    def _on(self, records):
        """{record id: holds in force on it}; whoever asks learns of all of them.

        :param records: volumes or items
        """
        found = {}
        if records.ids:
            rows = self.env.execute_query(
                SQL(
                    "SELECT hold_id, record_id FROM (%s) covered"
                    " WHERE record_id IN %s ORDER BY hold_id",
                    self._covered(records._name),
                    tuple(records.ids),
                )
            )
            for hold_id, record_id in rows:
                found[record_id] = found.get(record_id, self) | self.browse(hold_id)
        return {record_id: holds.sudo() for record_id, holds in found.items()}

    @api.model
    def _covered_ids(self, model):
        """SQL of the ids of all records of a model on which there is a hold."""
        return SQL("SELECT record_id FROM (%s) covered", self._covered(model))
