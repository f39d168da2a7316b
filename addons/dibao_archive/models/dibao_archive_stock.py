# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from .dibao_volume import STATES


class DibaoArchiveStock(models.Model):
    """What the archive room holds, how complete it is, and what is due; sums only."""

    _name = "dibao.archive.stock"
    _description = "Stock of the Archive Room"
    _auto = False
    _order = "fonds_id, year, category_id, division_id, state"
    _rec_name = "category_id"
    _depends = {
        "dibao.volume": [
            "fonds_id",
            "category_id",
            "year",
            "division_id",
            "retention_id",
            "state",
            "item_count",
            "page_count",
            "missing_count",
            "due_date",
        ],
        "dibao.item": ["volume_id"],
        "dibao.original": ["item_id", "size", "state", "role"],
    }

    fonds_id = fields.Many2one("dibao.fonds", readonly=True)
    category_id = fields.Many2one("dibao.category", readonly=True)
    year = fields.Integer(readonly=True, aggregator=False)
    division_id = fields.Many2one("dibao.division", "Village or office", readonly=True)
    township_id = fields.Many2one("dibao.division", "Office", readonly=True)
    retention_id = fields.Many2one("dibao.retention", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    volumes = fields.Integer("Volume count", readonly=True)
    items = fields.Integer("Item count", readonly=True)
    pages = fields.Integer(readonly=True)
    complete = fields.Integer("Complete volumes", readonly=True)
    incomplete = fields.Integer("Volumes with gaps", readonly=True)
    missing = fields.Integer("Missing papers", readonly=True)
    digitised = fields.Integer("Volumes with originals", readonly=True)
    originals = fields.Integer("Electronic originals", readonly=True)
    megabytes = fields.Float(readonly=True, digits=(16, 1))
    due = fields.Integer("Due for appraisal", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(v.id) AS id, v.fonds_id, v.category_id, v.year, v.division_id,
                   CASE WHEN d.level = 'village' THEN d.parent_id ELSE d.id END
                       AS township_id,
                   v.retention_id, v.state,
                   count(*) AS volumes,
                   sum(coalesce(v.item_count, 0)) AS items,
                   sum(coalesce(v.page_count, 0)) AS pages,
                   count(*) FILTER (WHERE coalesce(v.missing_count, 0) = 0)
                       AS complete,
                   count(*) FILTER (WHERE v.missing_count > 0) AS incomplete,
                   sum(coalesce(v.missing_count, 0)) AS missing,
                   count(*) FILTER (WHERE f.files > 0) AS digitised,
                   sum(coalesce(f.files, 0)) AS originals,
                   sum(coalesce(f.bytes, 0)) / 1048576.0 AS megabytes,
                   count(*) FILTER (
                       WHERE v.state = 'filed' AND v.due_date <= %s) AS due
              FROM dibao_volume v
              JOIN dibao_division d ON d.id = v.division_id
              LEFT JOIN (
                   SELECT i.volume_id, count(*) AS files, sum(o.size::bigint) AS bytes
                     FROM dibao_original o JOIN dibao_item i ON i.id = o.item_id
                    WHERE o.state = 'kept' AND o.role <> 'derivative'
                    GROUP BY i.volume_id) f ON f.volume_id = v.id
             GROUP BY v.fonds_id, v.category_id, v.year, v.division_id, d.level,
                      d.parent_id, d.id, v.retention_id, v.state
            """,
            fields.Date.context_today(self),
        )
