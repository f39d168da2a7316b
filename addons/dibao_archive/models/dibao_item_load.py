# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter

from odoo import api, models
from odoo.tools import SQL

from ..bulk import copy_rows, reserve_ids
from ..tools import reference_code

#: What a row may bring, with what the ORM would put there by itself.
BROUGHT = {
    "kind_id": None,
    "title": None,
    "date": None,
    "document_number": None,
    "responsible": None,
    "secrecy": None,
    "page_count": 0,
    "page_from": 0,
    "remark": None,
    "person_id": None,
    "act": None,
    "filed_on": None,
    "filed_by_id": None,
}
#: The same for all that is loaded: bodies without a source or originals.
FIXED = {"relation": "body", "counted_pages": 0, "pages_differ": False}


class DibaoItem(models.Model):
    """Many items at once, past the ORM, for imports and benches."""

    _inherit = "dibao.item"

    @api.model
    def _load_rows(self, rows, index=True):
        """Write items set-based: the columns that the ORM would write.

        Whoever calls answers for rights and rules. What is missing in the volumes is
        looked up by the nightly job.

        :param rows: dicts with ``volume_id`` (a volume's id), ``kind_id``, ``title``,
            ``date`` and any other of ``BROUGHT``; with a ``number`` the item is filed
            under it, in a volume that has its profile (and code), else it is a draft
        :param index: also make them searchable by their words
        :return: the items
        """
        rows = list(rows)
        self.env.flush_all()
        ids = {row["volume_id"] for row in rows}
        volumes = {one.id: one for one in self.env["dibao.volume"].sudo().browse(ids)}
        places = self._last_places(ids)
        new_ids = reserve_ids(self.env.cr, self._table, len(rows))
        shared = {one.id: one._loaded_values() for one in volumes.values()}
        loaded, codes = [], []
        for record_id, row in zip(new_ids, rows, strict=True):
            volume_id = row["volume_id"]
            places[volume_id] += 1
            place = row.get("number") or places[volume_id]
            loaded.append(self._loaded_row(record_id, row, place, shared[volume_id]))
            if row.get("number"):
                codes.append((volumes[volume_id], loaded[-1]))
        columns = list(loaded[0]) if loaded else []
        copy_rows(self.env.cr, self._table, columns, (r.values() for r in loaded))
        self._load_references(codes)
        self._recount(ids)
        self.env.invalidate_all()
        items = self.browse(new_ids)
        if index:
            items._index_text()
        return items

    @api.model
    def _last_places(self, volume_ids):
        self.env.cr.execute(
            SQL(
                "SELECT volume_id, max(sequence) FROM dibao_item"
                " WHERE volume_id = ANY(%s) GROUP BY volume_id",
                list(volume_ids),
            )
        )
        return Counter(dict(self.env.cr.fetchall()))

    @api.model
    def _loaded_row(self, record_id, row, place, shared):
        values, code_of = shared
        number = row.get("number")
        code = code_of(number) if number else None
        return {
            **{name: row.get(name, plain) for name, plain in BROUGHT.items()},
            **FIXED,
            **values,
            "id": record_id,
            "household_id": values["household_id"] or row.get("household_id"),
            "secrecy": row.get("secrecy") or values["secrecy"],
            "sequence": place,
            "number": number or 0,
            "reference_code": code,
            "reference_key": reference_code.search_key(code) if code else None,
            "state": "filed" if number else "draft",
        }

    @api.model
    def _load_references(self, codes):
        """Note the codes that came along, and go on counting behind them."""
        uid, now = self.env.uid, self.env.cr.now()
        rows = [
            {
                "code": row["reference_code"],
                "reference_key": row["reference_key"],
                "fonds_id": volume.fonds_id.id,
                "division_id": volume.division_id.id,
                "model": self._name,
                "res_id": row["id"],
                "state": "live",
                "create_uid": uid,
                "create_date": now,
                "write_uid": uid,
                "write_date": now,
            }
            for volume, row in codes
        ]
        if not rows:
            return
        columns = list(rows[0])
        copy_rows(
            self.env.cr, "dibao_reference", columns, (row.values() for row in rows)
        )
        last = {}
        for volume, row in codes:
            last[volume] = max(last.get(volume, 0), row["number"])
        for volume, number in last.items():
            volume._count_from("item", number)

    @api.model
    def _recount(self, volume_ids):
        """The counts that volumes keep of their items."""
        self.env.cr.execute(
            SQL(
                "UPDATE dibao_volume v SET item_count = i.items, page_count = i.pages,"
                " date_from = i.first, date_to = i.last FROM ("
                "SELECT volume_id, count(*) FILTER (WHERE parent_id IS NULL) AS items,"
                " coalesce(sum(page_count), 0) AS pages, min(date) AS first,"
                " max(date) AS last FROM dibao_item WHERE volume_id = ANY(%s)"
                " GROUP BY volume_id) i WHERE v.id = i.volume_id",
                list(volume_ids),
            )
        )
