# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

#: Dimensions of each row. Every part of the query gives a number of its own for each
#: row, kind, day, dimensions, volumes, items and pages, in this order.
_VOLUME = SQL("v.fonds_id, v.category_id, v.year, v.division_id")
_FILED = SQL(
    """
    SELECT v.id * 8::bigint AS ref, 'filed' AS kind, v.filed_on AS day,
           %(dimensions)s, 1 AS volumes, coalesce(v.item_count, 0) AS items,
           coalesce(v.page_count, 0) AS pages
      FROM dibao_volume v WHERE v.filed_on IS NOT NULL
    """,
    dimensions=_VOLUME,
)
_OPENED = SQL(
    """
    SELECT v.id * 8::bigint + 1, 'opened', v.opened_on, %(dimensions)s, 1, 0, 0
      FROM dibao_volume v
    """,
    dimensions=_VOLUME,
)
_APPRAISED = SQL(
    """
    SELECT l.id * 8::bigint + 2, l.outcome, l.done_on, %(dimensions)s,
           CASE WHEN l.volume_id IS NULL THEN 0 ELSE 1 END, l.item_count, l.page_count
      FROM dibao_disposal_line l
      LEFT JOIN dibao_item i ON i.id = l.item_id
      JOIN dibao_volume v ON v.id = coalesce(l.volume_id, i.volume_id)
     WHERE l.state = 'done'
    """,
    dimensions=_VOLUME,
)
#: Openings of originals stand in the access log, which outlives what was opened.
_READ = SQL(
    """
    SELECT a.id * 8::bigint + 3, 'read', a.logged_at::date, %(dimensions)s, 0, 1, 0
      FROM dibao_access_log a
      JOIN dibao_original o ON o.id = a.res_ids::int
      JOIN dibao_item i ON i.id = o.item_id
      JOIN dibao_volume v ON v.id = i.volume_id
     WHERE a.action = 'open' AND a.model = 'dibao.original'
       AND a.res_ids ~ '^[0-9]{1,9}$'
    """,
    dimensions=_VOLUME,
)
_LENT = SQL(
    """
    SELECT l.id * 8::bigint + 4, 'lent', l.out_on::date, %(dimensions)s,
           CASE WHEN l.item_id IS NULL THEN 1 ELSE 0 END,
           CASE WHEN l.item_id IS NULL THEN coalesce(v.item_count, 0) ELSE 1 END, 0
      FROM dibao_loan_line l JOIN dibao_volume v ON v.id = l.volume_id
     WHERE l.out_on IS NOT NULL
    """,
    dimensions=_VOLUME,
)
_INSPECTED = SQL(
    """
    SELECT l.id * 8::bigint + 5, 'inspected', n.done_on::date, %(dimensions)s, 0, 1,
           coalesce(i.page_count, 0)
      FROM dibao_inspection_line l
      JOIN dibao_inspection n ON n.id = l.inspection_id AND n.done_on IS NOT NULL
      JOIN dibao_item i ON i.id = l.item_id
      JOIN dibao_volume v ON v.id = i.volume_id
    """,
    dimensions=_VOLUME,
)


class DibaoArchiveActivity(models.Model):
    """What was done in the archive room: filed, used, inspected, appraised; sums only.

    One row for each day, kind and place, so that a pivot shows growth by year and also
    the use of a month.
    """

    _name = "dibao.archive.activity"
    _description = "Activity of the Archive Room"
    _auto = False
    _order = "day desc, kind"
    _rec_name = "kind"
    _depends = {
        "dibao.volume": [
            "fonds_id",
            "category_id",
            "year",
            "division_id",
            "filed_on",
            "opened_on",
            "item_count",
            "page_count",
        ],
        "dibao.disposal.line": ["state", "outcome", "done_on", "item_count"],
    }

    kind = fields.Selection(
        [
            ("opened", "Volumes opened"),
            ("filed", "Filed"),
            ("read", "Originals opened"),
            ("lent", "Lent"),
            ("inspected", "Inspected"),
            ("destroy", "Destroyed"),
            ("extend", "Kept longer"),
            ("transfer", "To be transferred"),
            ("sample", "Kept as a sample"),
        ],
        readonly=True,
    )
    topic = fields.Selection(
        [
            ("growth", "Growth"),
            ("use", "Use of archives"),
            ("inspection", "Inspection"),
            ("disposal", "Disposal"),
        ],
        readonly=True,
    )
    day = fields.Date(readonly=True)
    fonds_id = fields.Many2one("dibao.fonds", readonly=True)
    category_id = fields.Many2one("dibao.category", readonly=True)
    year = fields.Integer("Year of the papers", readonly=True, aggregator=False)
    division_id = fields.Many2one("dibao.division", "Village or office", readonly=True)
    township_id = fields.Many2one("dibao.division", "Office", readonly=True)
    acts = fields.Integer(readonly=True)
    volumes = fields.Integer("Volume count", readonly=True)
    items = fields.Integer("Item count", readonly=True)
    pages = fields.Integer(readonly=True)

    def _parts(self):
        """The kinds of activity, each as SQL."""
        parts = [_FILED, _OPENED, _APPRAISED, _READ, _LENT]
        return parts + [_INSPECTED] * ("dibao.inspection.line" in self.env)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(t.ref) AS id, t.kind,
                   CASE WHEN t.kind IN ('opened', 'filed') THEN 'growth'
                        WHEN t.kind IN ('read', 'lent') THEN 'use'
                        WHEN t.kind = 'inspected' THEN 'inspection'
                        ELSE 'disposal' END AS topic,
                   t.day, t.fonds_id, t.category_id, t.year, t.division_id,
                   CASE WHEN d.level = 'village' THEN d.parent_id ELSE d.id END
                       AS township_id,
                   count(*) AS acts, sum(t.volumes) AS volumes, sum(t.items) AS items,
                   sum(t.pages) AS pages
              FROM (%s) t JOIN dibao_division d ON d.id = t.division_id
             GROUP BY t.kind, t.day, t.fonds_id, t.category_id, t.year, t.division_id,
                      d.level, d.parent_id, d.id
            """,
            SQL(" UNION ALL ").join(self._parts()),
        )
