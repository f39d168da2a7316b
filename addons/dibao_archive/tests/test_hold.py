# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .disposal_common import DisposalCase


@tagged("post_install", "-at_install")
class TestHold(DisposalCase):
    def hold(self, user=None, **vals):
        return (
            self.env["dibao.hold"]
            .with_user(user or self.officer)
            .create(
                {
                    "kind": "litigation",
                    "mandate": "示例法院〔2026〕行初1号",
                    "reason": "诉讼期间",
                    **vals,
                }
            )
        )

    def test_what_is_covered(self):
        volume = self.due
        body = volume.item_ids[:1]
        other = self.filed_volume(self.make_stopped(9, self.west_village))
        for covered in (
            {"volume_ids": volume.ids},
            {"household_ids": self.stopped.ids},
            {"item_ids": body.ids},
        ):
            with self.subTest(covered=covered):
                hold = self.hold(
                    **{name: [(6, 0, ids)] for name, ids in covered.items()}
                )
                self.assertEqual(hold.division_id, self.east_village)
                self.assertEqual((volume | other)._on_hold(), volume)
                self.assertEqual(body._on_hold(), body)
                whole = "item_ids" not in covered
                self.assertEqual(bool(volume.item_ids[1]._on_hold()), whole)
                found = self.env["dibao.volume"].search([("on_hold", "=", True)])
                self.assertEqual(found, volume)
                free = self.env["dibao.volume"].search([("on_hold", "=", False)])
                self.assertIn(other, free)
                self.assertNotIn(volume, free)
                hold.with_user(self.supervisor)._lift("结案")
                self.env.invalidate_all()
                self.assertFalse(volume._on_hold())
                self.assertFalse(volume.on_hold)

    def test_annex_and_body_hold_each_other(self):
        family = self.make_family(self.east_village, 11)
        volume = self.volume(family)
        body = self.paper(volume, "F12")
        annex = self.paper(volume, "OTHER", relation="annex", parent_id=body.id)
        second = self.paper(volume, "OTHER", relation="annex", parent_id=body.id)
        loose = self.paper(volume, "F01")
        everything = body | annex | second | loose
        for named in (body, annex):
            hold = self.hold(item_ids=[(6, 0, named.ids)])
            self.assertEqual(everything._on_hold(), body | annex | second)
            hold.with_user(self.supervisor)._lift("x")

    def test_papers_of_the_household_in_an_office_volume(self):
        visit = self.household._dibao_file("VISITS", self.household)
        self.hold(household_ids=[(6, 0, self.household.ids)])
        self.assertEqual(visit._on_hold(), visit)
        self.assertEqual(visit.volume_id._on_hold(), visit.volume_id)

    def test_bars_changes_but_not_new_papers(self):
        volume = self.volume()
        item = self.paper(volume, "F01")
        self.hold(household_ids=[(6, 0, self.household.ids)])
        archivist = item.with_user(self.archivist)
        for act in (
            lambda: archivist.write({"title": "x"}),
            lambda: archivist.unlink(),
            lambda: volume.with_user(self.archivist).write({"title": "x"}),
        ):
            with self.assertRaisesRegex(UserError, "行初1号"):
                act()
        new = self.household._dibao_file("F21", self.household, None, "application")
        self.assertEqual(new.volume_id, volume)
        volume.with_user(self.archivist).write({"note": "x"})
        item.with_user(self.archivist)._file()
        with self.assertRaisesRegex(UserError, "行初1号"):
            archivist._correct({"title": "x"}, "x")

    def test_lifted_by_another_person_only(self):
        hold = self.hold(volume_ids=[(6, 0, self.due.ids)])
        with self.assertRaises(AccessError):
            hold._lift("x")
        with self.assertRaises(UserError):
            hold.with_user(self.supervisor)._lift("  ")
        hold.with_user(self.supervisor)._lift("结案")
        self.assertRecordValues(
            hold,
            [
                {
                    "state": "lifted",
                    "lifted_by_id": self.supervisor.id,
                    "lift_reason": "结案",
                }
            ],
        )
        with self.assertRaises(UserError):
            hold.with_user(self.supervisor)._lift("again")
        with self.assertRaises(UserError):
            hold.write({"review_date": "2099-01-01"})

    def test_the_database_refuses_the_setter(self):
        hold = self.hold(volume_ids=[(6, 0, self.due.ids)])
        self.env.flush_all()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE dibao_hold SET state = 'lifted', lift_reason = 'x',"
                " lifted_on = now(), lifted_by_id = set_by_id WHERE id = %s",
                [hold.id],
            )

    def test_no_back_door(self):
        hold = self.hold(volume_ids=[(6, 0, self.due.ids)])
        for vals in (
            {"volume_ids": [(3, self.due.id)]},
            {"volume_ids": [(5,)]},
            {"mandate": "x"},
            {"kind": "other"},
        ):
            for user in (self.officer, self.supervisor):
                with self.assertRaises(UserError):
                    hold.with_user(user).write(vals)
        for vals in ({"state": "lifted"}, {"set_by_id": self.supervisor.id}):
            with self.assertRaises(AccessError):
                hold.write(vals)
        with self.assertRaises(AccessError):
            hold.unlink()
        with self.assertRaises(UserError):
            hold.sudo().unlink()
        other = self.volume()
        hold.write({"volume_ids": [(4, other.id)]})
        self.assertEqual(hold.division_id, self.east_village)
        self.assertEqual(other._on_hold(), other)
        forged = self.hold(
            volume_ids=[(6, 0, self.due.ids)],
        ).with_context(default_set_by_id=self.supervisor.id)
        self.assertEqual(forged.set_by_id, self.officer)

    def test_it_covers_something(self):
        with self.assertRaises(ValidationError):
            self.hold(division_id=self.east_village.id)

    def test_review(self):
        with freeze_time("2026-01-10"):
            hold = self.hold(volume_ids=[(6, 0, self.due.ids)])
        # 180 days, by the policy
        self.assertEqual(str(hold.review_date), "2026-07-09")
        holds = self.env["dibao.hold"]
        with freeze_time("2026-06-24"):
            holds._cron_review()
        self.assertFalse(hold.activity_ids)
        with freeze_time("2026-06-25"):
            holds._cron_review()
            holds._cron_review()
        self.assertRecordValues(
            hold.activity_ids,
            [{"user_id": self.officer.id, "date_deadline": hold.review_date}],
        )
        with freeze_time("2026-07-01"):
            hold.action_keep()
        self.assertEqual(str(hold.review_date), "2026-12-28")
        self.assertFalse(hold.activity_ids)

    def test_seen_by_place(self):
        hold = self.hold(volume_ids=[(6, 0, self.due.ids)])
        clerk = self.make_user("west_clerk_h", "township_clerk", self.west)
        seen = self.env["dibao.hold"]
        self.assertIn(hold, seen.with_user(self.clerk).search([]))
        self.assertNotIn(hold, seen.with_user(clerk).search([]))
        action = self.due.with_user(self.clerk).action_open_holds()
        self.assertEqual(action["domain"], [("id", "in", hold.ids)])

    def test_bars_the_transfer(self):
        self.hold(item_ids=[(6, 0, self.due.item_ids[0].ids)])
        transfer = self.env["dibao.transfer"].create(
            {"direction": "out", "fonds_id": self.fonds.id}
        )
        self.assertIn("on hold", self.due._transfer_refusal(transfer))
        with self.assertRaisesRegex(UserError, "on hold"):
            self.due._set_transferred()
