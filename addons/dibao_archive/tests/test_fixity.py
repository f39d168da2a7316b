# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
import time
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import fixity, vault
from .transfer_common import TransferCase

VAULT = "odoo.addons.dibao_archive.vault"


@tagged("post_install", "-at_install")
class TestFixity(TransferCase):
    def setUp(self):
        super().setUp()
        self.rounds = self.env["dibao.fixity"].sudo()
        self.rounds._acting().search([])._by_act({"state": "done"})
        self.volume = self.make_volume(papers=5)
        self.originals = self.volume.item_ids.original_ids.sudo()

    def run_round(self, chunk=1000):
        current = self.rounds._begin()
        while current.state == "running":
            current._check_chunk(chunk)
        return current

    def kinds(self, current):
        return sorted(current.finding_ids.mapped("kind"))

    def change(self, original, act):
        with open(self.path(original), "r+b") as stream:
            act(stream)

    @mute_logger(VAULT)
    def test_planted_faults_are_found_and_only_they(self):
        flip, cut, gone, one, other = self.originals
        self.change(flip, lambda s: (s.seek(-20, 2), s.write(b"\x00\x01")))
        self.change(cut, lambda s: s.truncate(os.path.getsize(self.path(cut)) - 9))
        os.unlink(self.path(gone))
        first, second = self.path(one), self.path(other)
        os.rename(first, first + ".x")
        os.rename(second, first)
        os.rename(first + ".x", second)
        stray = os.path.join(os.path.dirname(first), "f" * 32)
        with open(stray, "wb") as stream:
            stream.write(b"x")
        # Two days later: young files may belong to work under way.
        later = time.time() + 2 * 86400
        with patch.object(fixity.time, "time", lambda: later):
            current = self.run_round()
        found = {
            finding.original_id: finding.kind
            for finding in current.finding_ids
            if finding.original_id
        }
        self.assertEqual(
            found,
            {
                flip: "damaged",
                cut: "truncated",
                gone: "missing",
                one: "damaged",
                other: "damaged",
            },
        )
        surplus = current.finding_ids.filtered(lambda f: f.kind == "surplus")
        self.assertIn("f" * 32, surplus.mapped("token"))
        self.assertEqual(current.failure_count, len(current.finding_ids))

    def test_a_touched_file_is_no_alarm(self):
        for original in self.originals:
            os.utime(self.path(original), (1, 1))
        current = self.run_round()
        self.assertFalse(current.finding_ids.filtered("original_id"))
        self.assertGreaterEqual(current.done, 5)
        self.assertGreater(current.size, 0)

    @mute_logger(VAULT)
    def test_a_digest_that_is_another(self):
        self.originals[0].write({"sha256": "0" * 64})
        self.assertIn("digest", self.kinds(self.run_round()))

    @mute_logger(VAULT)
    def test_first_latest_and_failures_are_kept(self):
        original = self.originals[0]
        self.run_round()
        self.change(original, lambda s: (s.seek(-20, 2), s.write(b"\x00\x01")))
        before = self.env["dibao.fixity.finding"].search_count([])
        self.env.cr.execute(
            "UPDATE dibao_fixity SET"
            " started_on = timezone('UTC', now()) - interval '1h'"
        )
        self.env.cr.execute(
            "UPDATE dibao_fixity_check SET"
            " last_on = timezone('UTC', now()) - interval '2h',"
            " first_on = timezone('UTC', now()) - interval '2h'"
        )
        self.env.invalidate_all()
        self.run_round()
        check = self.env["dibao.fixity.check"].search(
            [("model", "=", original._name), ("res_id", "=", original.id)]
        )
        self.assertEqual(
            (check.first_result, check.last_result, check.check_count),
            ("pass", "fail", 2),
        )
        self.assertLess(check.first_on, check.last_on)
        # The same failure is not told twice, and stays when it is mended.
        self.env.cr.execute(
            "UPDATE dibao_fixity_check SET"
            " last_on = timezone('UTC', now()) - interval '2h'"
        )
        self.env.invalidate_all()
        self.run_round()
        findings = self.env["dibao.fixity.finding"].search([])
        self.assertEqual(len(findings), before + 1)

    @mute_logger(VAULT)
    def test_mended_only_when_it_is_what_was_kept(self):
        original = self.originals[0]
        with open(self.path(original), "rb") as stream:
            kept = stream.read()
        self.change(original, lambda s: (s.seek(-20, 2), s.write(b"\x00\x01")))
        finding = self.run_round().finding_ids.filtered("original_id")
        finding = finding.with_user(self.supervisor)
        with self.assertRaises(UserError):
            finding.action_check_again()
        finding.remedy = "自备份恢复"
        with self.assertRaisesRegex(UserError, "still"):
            finding.action_check_again()
        with open(self.path(original), "wb") as stream:
            stream.write(kept)
        finding.action_check_again()
        self.assertEqual(
            (finding.state, finding.solved_by_id), ("solved", self.supervisor)
        )
        with self.assertRaises(UserError):
            finding.unlink()

    def test_a_round_goes_on_where_it_was_broken_off(self):
        current = self.rounds._begin()
        current._check_chunk(2)
        self.assertEqual((current.done, current.state), (2, "running"))
        self.assertEqual(self.rounds._current(), current)
        while current.state == "running":
            current._check_chunk(2)
        self.assertEqual(current.done, fixity.count(self.env))
        times = self.env["dibao.fixity.check"].search([]).mapped("check_count")
        self.assertEqual(set(times), {1})

    def test_each_file_is_read_within_the_days(self):
        """Whatever the day, the gap between two readings stays within the policy."""
        current = self.rounds._begin()
        days = self.rounds._days()
        self.assertEqual(days, 90)
        self.assertEqual(current.due_on - current.started_on, timedelta(days=days / 2))
        current._by_act({"total": 1_000_000, "done": 0})
        left, now, nights = 1_000_000, current.started_on, 0
        while left > 0:
            share = current._share(now)
            left -= share
            current._by_act({"done": 1_000_000 - max(left, 0)})
            now += timedelta(days=1)
            nights += 1
        self.assertLessEqual(now, current.due_on)
        self.assertGreater(nights, 30, "not all in the first night")
        with self.assertRaises(ValidationError):
            self.env["dibao.policy"].search(
                [("key_id.code", "=", "fixity_days")]
            ).value = "91"

    def test_the_next_round_begins_in_time(self):
        current = self.run_round()
        self.assertFalse(self.rounds._current(), "not twice in a row")
        current._by_act({"started_on": fields.Datetime.now() - timedelta(days=46)})
        self.assertTrue(self.rounds._current())

    def test_nobody_writes_results(self):
        current = self.run_round().with_user(self.supervisor)
        with self.assertRaises(AccessError):
            current.write({"failure_count": 0})
        with self.assertRaises(AccessError):
            self.env["dibao.fixity.check"].with_user(self.supervisor).search(
                [], limit=1
            ).write({"last_result": "pass"})
        with self.assertRaises(UserError):
            current.unlink()


@tagged("post_install", "-at_install")
class TestStorageMonitor(TransferCase):
    def setUp(self):
        super().setUp()
        self.env["dibao.backup"].search([]).unlink()
        self.env["dibao.fixity.finding"].sudo().search([]).write({"state": "solved"})
        self.monitors = self.env["dibao.storage.monitor"].sudo()

    def look(self):
        self.monitors._cron_watch()
        return {one.kind: one.state for one in self.monitors.search([])}

    def test_a_missing_backup_is_an_alarm_until_there_is_one(self):
        monitor = self.monitors.search([("kind", "=", "backup")])
        self.assertEqual(self.look()["backup"], "alarm")
        told = monitor.activity_ids.user_id
        self.assertIn(self.supervisor, told)
        self.look()
        self.assertEqual(len(monitor.activity_ids), len(told), "told once")
        self.env["dibao.backup"].create({"place": "备份站"})
        self.assertEqual(self.look()["backup"], "ok")
        self.assertFalse(monitor.activity_ids)

    def test_an_old_backup(self):
        self.env["dibao.backup"].create(
            {
                "place": "备份站",
                "taken_on": fields.Datetime.now() - timedelta(hours=27),
            }
        )
        self.assertEqual(self.look()["backup"], "alarm")
        with self.assertRaises(UserError):
            self.env["dibao.backup"].create(
                {"place": "x", "taken_on": fields.Datetime.now() + timedelta(days=1)}
            )

    def test_restoring_was_never_tried_or_long_ago(self):
        """R-38: the alarm stays until a trial went well."""
        self.assertEqual(self.look()["drill"], "alarm")
        backup = self.env["dibao.backup"].create({"place": "备份站"})
        self.assertEqual(self.look()["drill"], "alarm", "a backup is no trial")
        now = fields.Datetime.now()
        backup.write({"drill_on": now, "drill_ok": False})
        self.assertEqual(self.look()["drill"], "alarm", "a trial that failed is none")
        backup.drill_ok = True
        self.assertEqual(self.look()["drill"], "ok")
        days = self.env["dibao.policy"]._require("drill_days")
        backup.drill_on = now - timedelta(days=days + 1)
        self.assertEqual(self.look()["drill"], "alarm")

    def test_little_space(self):
        usage = type("Usage", (), {"free": 9, "total": 100})
        with patch("shutil.disk_usage", return_value=usage):
            self.assertEqual(self.look()["space"], "alarm")
        usage.free = 11
        with patch("shutil.disk_usage", return_value=usage):
            self.assertEqual(self.look()["space"], "ok")

    @mute_logger(VAULT)
    def test_an_unreadable_file_and_a_late_round(self):
        self.env["dibao.fixity"].sudo()._acting().search([])._by_act({"state": "done"})
        original = self.make_volume().item_ids.original_ids[0]
        os.unlink(self.path(original))
        current = self.env["dibao.fixity"].sudo()._begin()
        while current.state == "running":
            current._check_chunk(500)
        states = self.look()
        self.assertEqual(states["unreadable"], "alarm")
        self.assertEqual(states["fixity"], "ok")
        self.assertEqual(states["round"], "ok")
        current._by_act({"started_on": fields.Datetime.now() - timedelta(days=91)})
        self.assertEqual(self.look()["round"], "alarm")

    def test_the_folder_need_not_be_there(self):
        with patch.object(vault, "folder", lambda _name: "/nowhere/at/all"):
            self.assertIn(self.look()["space"], ("ok", "alarm"))
