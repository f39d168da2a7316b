# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from datetime import datetime

from PIL import ExifTags, Image
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, TransactionCase, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.dibao_archive import sealed_blob

from ..tools import photo_facts
from .common import CasePersonas

AT = "2026:03:04 09:05:06"
#: 30° 15' N, 120° 30' 36" E, as cameras write it
PLACE = {1: "N", 2: (30.0, 15.0, 0.0), 3: "E", 4: (120.0, 30.0, 36.0)}


def photograph(at=AT, placed=True, colour="red"):
    """A small JPEG with what a telephone writes into it -> bytes."""
    exif = Image.Exif()
    if at:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = at
    if placed:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(PLACE)
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


class PhotoCase(CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._setup_personas()
        cls.clerk.tz = "Asia/Shanghai"
        case = cls._case(acts=["accept", "investigate"])
        cls.visit = (
            cls.env["dibao.visit"]
            .with_user(cls.clerk)
            .create(
                {
                    "case_id": case.id,
                    "visitor_ids": [Command.set((cls.clerk | cls.reviewer).ids)],
                    "finding": "示例：与申报一致。",
                    "verdict": "agrees",
                }
            )
        )

    def take(self, content, told=None, user=None):
        photos = self.env["dibao.visit.photo"].with_user(user or self.clerk)
        visit = self.visit.with_user(user or self.clerk)
        return photos._take(visit, content, "照片", told or {})


@tagged("post_install", "-at_install")
class TestVisitPhoto(PhotoCase, TransactionCase):
    def test_a_photograph_says_when_and_where(self):
        facts = photo_facts.read(photograph())
        self.assertEqual(facts.taken_at, datetime(2026, 3, 4, 9, 5, 6))
        self.assertEqual((facts.latitude, facts.longitude), (30.25, 120.51))
        bare = photo_facts.read(photograph(at=None, placed=False))
        self.assertEqual(bare, photo_facts.Facts())
        with self.assertRaises(photo_facts.NoPhoto):
            photo_facts.read(b"%PDF-1.7 no picture")

    def test_the_file_comes_before_the_device(self):
        told = {"latitude": 31.0, "longitude": 121.0, "seconds": 1772000000}
        photo = self.take(photograph(), told)
        # 09:05:06 by the clock of the office, eight hours ahead of the database
        self.assertRecordValues(
            photo,
            [
                {
                    "taken_at": datetime(2026, 3, 4, 1, 5, 6),
                    "time_source": "photo",
                    "latitude": 30.25,
                    "longitude": 120.51,
                    "place_source": "photo",
                }
            ],
        )
        self.assertEqual((self.visit.latitude, self.visit.longitude), (30.25, 120.51))
        other = self.take(photograph(None, False, "blue"), told)
        self.assertEqual((other.time_source, other.place_source), ("device",) * 2)
        self.assertEqual(other.latitude, 31.0)
        neither = self.take(photograph(None, False, "green"), {"latitude": "x"})
        self.assertEqual((neither.time_source, neither.place_source), ("none",) * 2)
        self.assertFalse(neither.taken_at)

    def test_nobody_types_time_and_place(self):
        photo = self.take(photograph())
        for name, value in (
            ("taken_at", "2026-01-01 00:00:00"),
            ("latitude", 1.0),
            ("place_source", "photo"),
            ("digest", "0"),
        ):
            with self.assertRaises(AccessError):
                photo.write({name: value})

    def test_encrypted_from_the_start_and_filed_with_the_form(self):
        content = photograph()
        photo = self.take(content)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT content FROM dibao_visit_photo WHERE id = %s", [photo.id]
        )
        stored = bytes(self.env.cr.fetchone()[0])
        self.assertNotIn(content[:64], stored)
        self.assertEqual(sealed_blob.open_blob(photo.sudo(), "content"), content)
        self.visit.action_done()
        original = photo.item_id.sudo().original_ids
        self.assertEqual(original.sha256, photo.digest)
        self.assertEqual(photo.item_id.sudo().kind_id.code, "PHOTO")
        self.assertFalse(sealed_blob.open_blob(photo.sudo(), "content"))
        with self.assertRaises(UserError):
            self.take(photograph(colour="blue"))
        with self.assertRaises(UserError):
            photo.unlink()

    def test_the_same_photograph_in_two_visits_is_seen(self):
        """A21: one photograph for many homes."""
        photo = self.take(photograph())
        self.assertFalse(photo.used_before)
        self.visit = self.visit.copy()
        again = self.take(photograph())
        (photo | again).invalidate_recordset()
        self.assertTrue(again.used_before)
        self.assertTrue(photo.used_before)

    def _posted(self):
        """A notice that hangs in the village."""
        case = self.visit.case_id
        self._found_out(case)
        case.with_user(self.reviewer).action_opine_fits()
        case.with_user(self.reviewer).action_post_notice()
        return case.notice_ids.with_user(self.clerk)

    def _shoot(self, notice, user=None):
        photos = self.env["dibao.visit.photo"].with_user(user or self.clerk)
        return photos._take(
            notice.with_user(user or self.clerk), photograph(), "照片", {}
        )

    def test_the_posting_is_photographed_and_filed_at_once(self):
        notice = self._posted()
        photo = self._shoot(notice)
        self.assertEqual((photo.notice_id, photo.division_id), (notice, self.village))
        self.assertEqual(photo.item_id.kind_id.code, "PHOTO")
        self.assertFalse(photo.sudo().content)
        self.assertEqual(photo.item_id.sudo().household_id, self.household)
        with self.assertRaises(UserError):
            photo.unlink()
        stranger = self._persona("r_other", "township_clerk", self.other_township)
        with self.assertRaises(AccessError):
            self._shoot(notice, stranger)

    def test_a_photograph_is_of_one_thing(self):
        notice = self._posted()
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env["dibao.visit.photo"].create(
                {"name": "照片", "visit_id": self.visit.id, "notice_id": notice.id}
            )
            self.env.flush_all()

    def test_where_the_place_asks_for_a_photograph_of_the_posting(self):
        self._rule("notice_photo", "yes")
        notice = self._posted()
        case = notice.case_id
        with freeze_time(fields.Date.add(notice.until, days=1)):
            with self.assertRaises(UserError) as caught:
                case.with_user(self.clerk).action_submit()
            self.assertIn("photograph", str(caught.exception))
            self._shoot(notice)
            case.with_user(self.clerk).action_submit()
        self.assertEqual(case.stage, "county")

    def test_no_picture_and_not_here(self):
        with self.assertRaises(UserError) as caught:
            self.take(b"MZ no picture")
        self.assertIn("no photograph", str(caught.exception))
        stranger = self._persona("r_west", "township_clerk", self.other_township)
        with self.assertRaises(AccessError):
            self.take(photograph(), user=stranger)
        with self.assertRaises(AccessError):
            self.take(photograph(), user=self.confirmer)


@tagged("post_install", "-at_install")
class TestVisitPhone(PhotoCase, HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.clerk.lang = "en_US"
        cls.clerk.password = "r_clerk-photo-9"

    def setUp(self):
        super().setUp()
        self.set_registry_readonly_mode(False)

    def post(self, visit, content, **told):
        return self.url_open(
            f"/dibao/visit/{visit}/photo",
            data={"csrf_token": Request.csrf_token(self), **told},
            files={"photo": ("IMG_1.jpg", content, "image/jpeg")},
        )

    def test_the_route_takes_pictures_from_who_may(self):
        self.authenticate("r_clerk", "r_clerk-photo-9")
        kept = self.post(self.visit.id, photograph(), seconds="later")
        self.assertEqual(kept.json()["id"], self.visit.photo_ids.id)
        refused = self.post(self.visit.id, b"MZ no picture")
        self.assertEqual(refused.status_code, 422)
        self.assertIn("photograph", refused.json()["problem"])
        self.assertEqual(self.post(self.visit.id + 1000, b"").status_code, 404)
        stranger = self._persona("r_west", "township_clerk", self.other_township)
        stranger.password = "r_west-photo-9"
        self.authenticate("r_west", "r_west-photo-9")
        self.assertEqual(
            self.post(self.visit.id, photograph(colour="blue")).status_code, 404
        )
        self.assertEqual(len(self.visit.photo_ids), 1)

    def test_a_visit_on_a_telephone(self):
        self.visit.unlink()
        case = self.household.case_ids
        self.start_tour(
            f"/odoo/dibao-cases/{case.id}", "dibao_case_visit_phone", login="r_clerk"
        )
        visit = case.visit_ids
        self.assertRecordValues(visit, [{"state": "done", "photo_count": 1}])
        photo = visit.photo_ids
        self.assertEqual(photo.time_source, "device")
        self.assertTrue(photo.item_id.sudo().original_ids)
        self.assertIn("F07", case.paper_ids.kind_id.mapped("code"))
