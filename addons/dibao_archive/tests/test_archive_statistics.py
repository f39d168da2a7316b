# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .disposal_common import DisposalCase


@tagged("post_install", "-at_install")
class TestArchiveStatistics(DisposalCase):
    def stock(self, user=None, **domain):
        rows = self.env["dibao.archive.stock"].with_user(user or self.archivist)
        self.env.flush_all()
        self.env.invalidate_all()
        return rows.search(
            [
                ("fonds_id", "=", self.fonds.id),
                *((name, "=", value) for name, value in domain.items()),
            ]
        )

    def acts(self, user=None, **domain):
        rows = self.env["dibao.archive.activity"].with_user(user or self.archivist)
        self.env.flush_all()
        self.env.invalidate_all()
        return rows.search(
            [
                ("fonds_id", "=", self.fonds.id),
                *((name, "=", value) for name, value in domain.items()),
            ]
        )

    def test_stock_and_completeness(self):
        open_one = self.volume()
        self.paper(open_one, "F01", pages=5)
        self.capture(self.due.item_ids[0])
        west = self.filed_volume(self.make_stopped(51, self.west_village), ("F12",))
        [row] = self.stock(state="filed", township_id=self.east.id)
        self.assertEqual(
            (row.volumes, row.items, row.pages, row.originals, row.digitised),
            (1, 2, 4, 1, 1),
        )
        self.assertGreater(row.megabytes, 0)
        self.assertEqual((row.due, row.division_id), (1, self.east_village))
        self.assertEqual(row.missing, self.due.missing_count)
        self.assertEqual(row.incomplete + row.complete, 1)
        self.assertEqual(row.category_id, self.due.category_id)
        rows = self.stock()
        self.assertEqual(sum(rows.mapped("volumes")), 3)
        self.assertEqual(sum(rows.mapped("items")), 4)
        self.assertEqual(sum(rows.mapped("pages")), 4 + 5 + 2)
        self.assertEqual(sum(rows.mapped("due")), 2)
        [other] = self.stock(township_id=self.west.id)
        self.assertEqual((other.volumes, other.items), (1, west.item_count))

    def test_by_place(self):
        self.filed_volume(self.make_stopped(52, self.west_village), ("F12",))
        west = self.make_user("west_clerk_s", "township_clerk", self.west)
        self.assertEqual(self.stock(west).township_id, self.west)
        self.assertEqual(self.acts(west).township_id, self.west)
        statistics = self.make_user("viewer_s", "statistics", self.county)
        with self.assertRaises(AccessError):
            self.stock(statistics)

    def test_growth_use_and_disposal(self):
        with freeze_time("2024-05-05"):
            self.filed_volume(self.make_stopped(53), ("F12",))
        [row] = self.acts(kind="filed", day="2024-05-05")
        self.assertEqual(
            (row.topic, row.acts, row.volumes, row.items, row.pages),
            ("growth", 1, 1, 1, 2),
        )
        kept = self.capture(self.due.item_ids[0])
        with kept.with_user(self.archivist)._open("audit", "x"):
            pass
        [row] = self.acts(kind="read")
        self.assertEqual((row.topic, row.acts, row.items), ("use", 1, 1))
        self.executed()
        [row] = self.acts(kind="destroy")
        self.assertEqual(
            (row.topic, row.volumes, row.items, row.pages), ("disposal", 1, 2, 4)
        )
        # What was read stays in the sums when it is gone.
        self.assertEqual(self.acts(kind="read").acts, 1)
        self.assertEqual(self.stock(state="destroyed").volumes, 1)

    def test_each_row_has_a_number_of_its_own(self):
        for number in (54, 55):
            self.filed_volume(self.make_stopped(number), ("F12",))
        for rows in (self.stock(), self.acts()):
            self.assertEqual(len(set(rows.ids)), len(rows))

    def test_grouped(self):
        self.env.flush_all()
        groups = self.env["dibao.archive.activity"]._read_group(
            [("fonds_id", "=", self.fonds.id), ("kind", "=", "filed")],
            ["day:year", "category_id"],
            ["volumes:sum"],
        )
        self.assertEqual([count for *_group, count in groups], [1])

    def test_workbook(self):
        export = (
            self.env["dibao.export"]
            .with_user(self.archivist)
            .create(
                {
                    "model": "dibao.archive.stock",
                    "purpose": "statistics",
                    "record_domain": [["fonds_id", "=", self.fonds.id]],
                }
            )
        )
        self.assertEqual(export.count, len(self.stock()))
