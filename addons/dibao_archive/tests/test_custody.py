# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..tools import label_token
from .common import DibaoCase


class CustodyCase(DibaoCase):
    """A county room, a cabinet of the east township, and a box for its village."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.archivist = cls.make_user("cu_archivist", "archivist", cls.county)
        cls.clerk = cls.make_user("cu_clerk", "township_clerk", cls.east)
        cls.west_clerk = cls.make_user("cu_west", "township_clerk", cls.west)
        cls.supervisor = cls.make_user("cu_boss", "archive_supervisor", cls.county)
        cls.room = cls.make_place("room", "R1", division_id=cls.county.id)
        cls.cabinet = cls.make_place("cabinet", "C1", cls.room, division_id=cls.east.id)
        cls.shelf = cls.make_place("shelf", "S1", cls.cabinet, capacity_mm=100)
        box = {"width_mm": 50, "division_id": cls.east_village.id}
        cls.box = cls.make_place("box", "B1", cls.shelf, capacity_count=3, **box)
        cls.other_box = cls.make_place("box", "B2", cls.shelf, capacity_mm=40, **box)
        cls.fonds = cls.env["dibao.fonds"].create(
            {"code": "J019", "name": "示例县民政局", "division_id": cls.county.id}
        )
        cls.category = cls.env["dibao.category"].create({"code": "ZT", "name": "示例"})
        cls.volumes = cls.env["dibao.volume"]
        for number in range(3):
            cls.volumes += cls.make_volume(f"东卷{number}")

    @classmethod
    def make_place(cls, kind, code, parent=None, **vals):
        return cls.env["dibao.location"].create(
            {"kind": kind, "code": code, "parent_id": parent and parent.id, **vals}
        )

    @classmethod
    def make_volume(cls, title, village=None, **vals):
        return cls.env["dibao.volume"].create(
            {
                "title": title,
                "category_id": cls.category.id,
                "division_id": (village or cls.east_village).id,
                **vals,
            }
        )

    def scan(self, scan, *texts):
        """Type each text and Enter, as a scanner does; the last message."""
        with Form(scan) as form:
            for text in texts:
                form.scan = text
                self.assertFalse(form.scan, "the field is free for the next one")
            return form.message


@tagged("post_install", "-at_install")
class TestLocation(CustodyCase):
    def test_a_tree_of_places(self):
        self.assertEqual(self.box.path_name, "R1 / C1 / S1 / B1")
        self.assertEqual(self.box.room_id, self.room)
        self.assertEqual(self.shelf.division_id, self.east)
        self.assertEqual(label_token.parse(self.box.label_token), self.box.label_token)
        for kind, parent in (("room", self.room), ("box", None), ("cabinet", self.box)):
            with self.subTest(kind), self.assertRaises(ValidationError):
                self.make_place(kind, "X", parent, division_id=self.east.id)
        with self.assertRaises(ValidationError):
            self.make_place("box", "X", self.cabinet, division_id=self.west.id)

    def test_labels_are_the_programs(self):
        chosen = label_token.new()
        box = self.make_place("box", "B9", self.shelf, label_token=chosen)
        self.assertNotEqual(box.label_token, chosen)
        with self.assertRaises(UserError):
            box.label_token = chosen

    def test_who_sees_what(self):
        seen = self.env["dibao.location"].with_user(self.clerk).search([])
        self.assertEqual(seen, self.cabinet + self.shelf + self.box + self.other_box)
        west = self.env["dibao.location"].with_user(self.west_clerk)
        self.assertFalse(west.search([]))
        self.assertFalse(west._scanned(self.box.label_token))

    def test_fill(self):
        self.volumes[:2]._place(self.box)
        self.volumes[:2].thickness_mm = 7.5
        self.volumes[2].thickness_mm = 30
        self.volumes[2]._place(self.other_box)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertRecordValues(
            self.box + self.other_box + self.shelf,
            [
                {"volume_count": 2, "used_mm": 15, "fill": 67},
                {"volume_count": 1, "used_mm": 30, "fill": 75},
                {"volume_count": 3, "used_mm": 100, "fill": 100},
            ],
        )
        self.assertEqual(self.room.box_count, 2)
        # Sixty micrometres a page, until somebody measures.
        volume = self.make_volume("厚卷")
        kind = self.env["dibao.document.kind"].create({"code": "T1", "name": "示例"})
        self.env["dibao.item"].create(
            {
                "volume_id": volume.id,
                "kind_id": kind.id,
                "title": "示例",
                "page_count": 100,
            }
        )
        self.assertAlmostEqual(volume.thickness_mm, 6.0)


@tagged("post_install", "-at_install")
class TestMovement(CustodyCase):
    def test_only_acts_move(self):
        volume = self.volumes[0].with_user(self.archivist)
        with self.assertRaises(UserError):
            volume.box_id = self.box
        with self.assertRaises(UserError):
            volume.with_context(dibao_archive_act=True).write({"box_id": self.box.id})
        made = volume.with_context(default_box_id=self.box.id).create(
            {
                "title": "x",
                "category_id": self.category.id,
                "division_id": self.east_village.id,
            }
        )
        self.assertFalse(made.box_id)

    def test_who_moved_what_from_where_to_where(self):
        volume = self.volumes[0].with_user(self.archivist)
        volume._place(self.box)
        volume.with_user(self.clerk)._place(self.other_box)
        volume._place(self.env["dibao.location"])
        self.assertRecordValues(
            volume.movement_ids.sorted("id"),
            [
                {
                    "reason": "placed",
                    "from_id": False,
                    "to_name": "R1 / C1 / S1 / B1",
                    "user_id": self.archivist.id,
                },
                {
                    "reason": "moved",
                    "from_id": self.box.id,
                    "to_name": "R1 / C1 / S1 / B2",
                    "user_id": self.clerk.id,
                },
                {
                    "reason": "taken_out",
                    "from_id": self.other_box.id,
                    "to_name": False,
                    "user_id": self.archivist.id,
                },
            ],
        )
        self.assertFalse(volume.box_id)
        with self.assertRaises(AccessError):
            volume.with_user(self.west_clerk)._place(self.box)

    def test_a_moved_box_takes_its_volumes_along(self):
        self.volumes[0]._place(self.box)
        shelf = self.make_place("shelf", "S2", self.cabinet)
        self.box.with_user(self.clerk).parent_id = shelf
        self.assertEqual(self.volumes[0].box_id.path_name, "R1 / C1 / S2 / B1")
        self.assertRecordValues(
            self.box.movement_ids,
            [{"from_id": self.shelf.id, "to_id": shelf.id, "user_id": self.clerk.id}],
        )

    def test_a_full_box_takes_no_more(self):
        self.volumes._place(self.box)
        with self.assertRaisesRegex(UserError, "3"):
            self.make_volume("一卷")._place(self.box)
        with self.assertRaises(UserError):
            self.make_volume("一卷")._place(self.shelf)

    def test_append_only(self):
        self.volumes[0]._place(self.box)
        row = self.volumes[0].movement_ids
        for act in (
            lambda: row.write({"note": "x"}),
            row.unlink,
            lambda: row.create({"volume_id": self.volumes[0].id}),
        ):
            with self.assertRaises(UserError):
                act()
        for statement in (
            "UPDATE dibao_movement SET note = 'x'",
            "DELETE FROM dibao_movement",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(psycopg2.Error, "append-only"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement)

    def test_scanning(self):
        box, volumes = self.box, self.volumes
        token = volumes[0]._token()
        self.assertEqual(volumes[0]._token(), token)
        scan = self.env["dibao.scan"].with_user(self.archivist).create({})
        told = self.scan(
            scan,
            "A1-0000000000000",
            box.label_token.lower(),
            token,
            token,
            volumes[1]._token().replace("-", "－"),
        )
        self.assertIn("东卷1", told)
        self.assertEqual(scan.target_id, box)
        self.assertEqual(scan.line_ids.volume_id, volumes[:2])
        scan.action_apply()
        self.assertEqual(volumes.mapped("box_id"), box)
        self.assertFalse(volumes[2].box_id)
        self.assertEqual(volumes[0].movement_ids.user_id, self.archivist)

    def test_scanning_boxes_onto_a_shelf(self):
        shelf = self.make_place("shelf", "S2", self.cabinet)
        scan = self.env["dibao.scan"].with_user(self.archivist).create({})
        self.scan(scan, shelf.label_token, self.box.label_token)
        self.assertEqual(scan.target_id, shelf)
        self.assertEqual(scan.line_ids.location_id, self.box)
        scan.action_apply()
        self.assertEqual(self.box.parent_id, shelf)

    def test_unknown_and_foreign_labels_say_the_same(self):
        scan = self.env["dibao.scan"].with_user(self.west_clerk).create({})
        texts = (self.volumes[0]._token(), label_token.new())
        one, two = (self.scan(scan, text).replace(text, "") for text in texts)
        self.assertEqual(one, two)
        self.assertFalse(scan.line_ids)

    def test_codes_are_scanned_too(self):
        volume = self.volumes[0]
        volume._by_act(
            {"reference_code": "J019-ZT·2026·Y-001", "reference_key": "J019ZT2026Y001"}
        )
        found = (
            self.env["dibao.location"]
            .with_user(self.clerk)
            ._scanned("J019－ZT・2026•Y－001")
        )
        self.assertEqual(found, volume)

    def test_a_paper_of_another_village_is_warned_of(self):
        west = self.make_volume("西卷", self.west_village)
        scan = self.env["dibao.scan"].with_user(self.archivist).create({})
        self.scan(scan, self.box.label_token, west._token())
        self.assertIn("西一村", scan.line_ids.warning)


@tagged("post_install", "-at_install")
class TestStocktaking(CustodyCase):
    def setUp(self):
        super().setUp()
        self.volumes[:2]._place(self.box)
        self.volumes[2]._place(self.other_box)
        self.count = (
            self.env["dibao.stocktaking"]
            .with_user(self.archivist)
            .create({"location_id": self.cabinet.id})
        )

    def _scan(self, *texts):
        scan = self.env["dibao.scan"].browse(self.count.action_scan()["res_id"])
        self.scan(scan.with_user(self.archivist), *texts)
        scan.with_user(self.archivist).action_apply()

    def test_differences(self):
        stray = self.make_volume("散卷")
        self.count.action_start()
        self.assertEqual(self.count.expected_count, 3)
        self._scan(
            self.box.label_token,
            self.volumes[0]._token(),
            self.volumes[2]._token(),
            stray._token(),
        )
        self.count.action_compare()
        result = {line.volume_id.title: line.result for line in self.count.line_ids}
        self.assertEqual(
            result,
            {
                "东卷0": "found",
                "东卷1": "missing",
                "东卷2": "misplaced",
                "散卷": "surplus",
            },
        )
        self.assertEqual(self.count.open_count, 3)
        with self.assertRaises(UserError):
            self.count.action_close()
        lines = {line.volume_id.title: line for line in self.count.difference_ids}
        with self.assertRaises(UserError):
            lines["东卷1"].action_lost()
        lines["东卷1"].note = "示例报告第1号"
        lines["东卷1"].action_lost()
        lines["散卷"].action_put_right()
        lines["东卷2"].action_put_back()
        with self.assertRaises(UserError):
            lines["东卷2"].action_put_right()
        self.count.action_close()
        self.assertEqual(stray.box_id, self.box)
        self.assertEqual(stray.movement_ids.reason, "counted")
        self.assertEqual(stray.movement_ids.stocktaking_id, self.count)
        self.assertEqual(self.volumes[2].box_id, self.other_box)

    def test_results_are_written_by_counting_only(self):
        self.count.action_start()
        line = self.count.line_ids[0]
        with self.assertRaises(AccessError):
            line.result = "found"
        with self.assertRaises(AccessError):
            self.count.state = "closed"

    def test_counting_goes_on(self):
        self.count.action_start()
        self.count.action_compare()
        self.assertEqual(self.count.missing_count, 3)
        self.count.action_recount()
        self._scan(self.box.label_token, self.volumes[1]._token())
        self.count.action_compare()
        self.assertEqual(self.count.found_count, 1)
        self.assertEqual(self.count.missing_count, 2)
