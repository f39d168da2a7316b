# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The set-based writers write what the ORM writes."""

from odoo.tests import tagged
from odoo.tools import SQL

from .archive_common import ArchiveCase

STAMPS = ("id", "create_date", "write_date")


@tagged("post_install", "-at_install")
class TestArchiveLoad(ArchiveCase):
    def rows(self, records, *without):
        """All columns of records, in their order."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT * FROM %s WHERE id = ANY(%s) ORDER BY id",
                SQL.identifier(records._table),
                records.ids,
            )
        )
        names = [column.name for column in self.env.cr.description]
        return [
            {
                name: value
                for name, value in zip(names, row, strict=True)
                if name not in (*STAMPS, *without)
            }
            for row in self.env.cr.fetchall()
        ]

    def assertSameRows(self, one, other):
        """Nothing and zero are the same to the ORM, and so are nothing and False."""
        for left, right in zip(one, other, strict=True):
            differ = {
                name: (left[name], right[name])
                for name in left
                if (left[name] or None) != (right[name] or None)
            }
            self.assertFalse(differ)

    def test_items(self):
        loaded, made = (
            self.volume(self.make_family(self.east_village, n)) for n in (5, 6)
        )
        made._allot()
        loaded._allot()
        papers = [("F01", "2024-01-09", 2), ("F02", "2024-01-10", 1)]
        values = [
            {
                "kind_id": self.kind(code).id,
                "title": f"示例{code}",
                "date": day,
                "page_count": pages,
                "responsible": "辰宿张",
                "act": "application",
            }
            for code, day, pages in papers
        ]
        items = self.env["dibao.item"].create(
            [{"volume_id": made.id, **vals} for vals in values]
        )
        items._file()
        today = items[0].filed_on
        rows = [
            {
                "volume_id": loaded.id,
                **vals,
                "number": number,
                "page_from": page,
                "filed_on": today,
                "filed_by_id": self.env.uid,
            }
            for vals, number, page in zip(values, (1, 2), (1, 3), strict=True)
        ]
        copies = self.env["dibao.item"]._load_rows(rows)
        own = ("volume_id", "household_id", "reference_code", "reference_key")
        vector = "search_vector"  # holds the household's number
        self.assertSameRows(
            self.rows(items, *own, vector), self.rows(copies, *own, vector)
        )
        self.assertEqual(
            copies.mapped("reference_code"),
            [f"{loaded.reference_code}-{number:03d}" for number in (1, 2)],
        )
        self.assertTrue(all(row[vector] for row in self.rows(copies)))
        counts = ("item_count", "page_count", "date_from", "date_to")
        self.assertEqual(
            [made[name] for name in counts], [loaded[name] for name in counts]
        )
        codes = self.env["dibao.reference"]
        own = ("code", "reference_key", "res_id")
        self.assertSameRows(
            self.rows(codes._of(items[0]), *own), self.rows(codes._of(copies[0]), *own)
        )
        # Counting goes on behind what came along.
        later = self.paper(loaded, "F12")
        later._file()
        self.assertEqual(later.number, 3)

    def test_drafts(self):
        volume, other = (
            self.volume(self.make_family(self.east_village, n)) for n in (5, 6)
        )
        made = self.paper(other, "F01")
        loaded = self.env["dibao.item"]._load_rows(
            [
                {
                    "volume_id": volume.id,
                    "kind_id": made.kind_id.id,
                    "title": made.title,
                    "date": made.date,
                    "page_count": 2,
                }
            ]
        )
        own = ("volume_id", "household_id", "search_vector")
        self.assertSameRows(self.rows(made, *own), self.rows(loaded, *own))

    def test_volumes(self):
        families = [self.make_family(self.east_village, n) for n in (5, 6)]
        made = self.volume(families[0])
        made.write({"year": 2024, "opened_on": "2024-01-01"})
        made._allot()
        volumes = self.env["dibao.volume"]
        households = self.env["dibao.household"].concat(*families)
        loaded = volumes._load_households(households, 2024, made.opened_on)
        self.assertEqual(loaded.household_id, families[1])
        own = ("household_id", "person_id", "reference_code", "reference_key")
        # The nightly job looks for what is missing.
        self.assertEqual(loaded.missing_count, 0)
        loaded._refresh_gaps()
        self.assertSameRows(
            self.rows(made, *own, "number"), self.rows(loaded, *own, "number")
        )
        self.assertEqual((made.number, loaded.number), (1, 2))
        self.assertEqual(loaded.reference_code, "J019-ZY·DB·2024·D3-002")
