# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A server whose clock was set back: nothing twice, nothing lost, no limit wider."""

import os
import tempfile
from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import SQL

from .. import vault
from .archive_common import ArchiveCase
from .test_loan import LoanCase

LATER, BACK, RIGHT = (
    "2026-03-02 10:00:00",
    "2026-03-02 08:30:00",
    "2026-03-02 11:30:00",
)


@contextmanager
def clock_at(env, moment):
    """The clocks of the program and of the database show this moment (UTC).

    A function of the same name in a schema looked through before the system's own is
    what a query then asks, and it goes with the transaction.
    """
    for query in (
        SQL("CREATE SCHEMA IF NOT EXISTS clock_back"),
        SQL(
            "CREATE OR REPLACE FUNCTION clock_back.clock_timestamp()"
            " RETURNS timestamptz LANGUAGE sql AS %s",
            f"SELECT '{moment}+00'::timestamptz",
        ),
        SQL("SET LOCAL search_path = clock_back, pg_catalog, public"),
    ):
        env.cr.execute(query)
    try:
        with freeze_time(moment):
            yield
    finally:
        env.cr.execute(SQL("SET LOCAL search_path TO DEFAULT"))


@tagged("post_install", "-at_install")
class TestClockBack(ArchiveCase):
    def test_numbers_go_on(self):
        """No number twice and none left out, over New Year and back again."""
        numbers = {}

        def filed(volume):
            volume._file("旧档")
            self.assertEqual(volume.state, "filed")
            numbers[volume.reference_code] = (volume.year, volume.number)

        def opened(order):
            volume = self.volume(self.make_family(self.east_village, order))
            self.paper(volume, "F01", day="2025-12-01")
            return volume

        with clock_at(self.env, LATER):
            filed(opened(2))
            waiting = opened(3)
        with clock_at(self.env, "2025-12-31 10:00:00"):
            filed(waiting)
            filed(opened(4))
        with clock_at(self.env, RIGHT):
            filed(opened(5))
        self.assertEqual(
            list(numbers.values()), [(2026, 1), (2026, 2), (2025, 1), (2026, 3)]
        )
        volumes = self.env["dibao.reference"].search(
            [("fonds_id", "=", self.fonds.id), ("model", "=", "dibao.volume")]
        )
        self.assertEqual(set(volumes.mapped("code")), numbers.keys())

    def test_an_hour_is_no_longer(self):
        """Who used up a limit gets no second one; when the hour is over, he does."""
        rule = self.env["dibao.policy"].search(
            [("key_id.code", "=", "reveal_per_hour")]
        )
        rule.value = "2"
        head = self.household.member_ids[:1].person_id.with_user(self.clerk)
        with clock_at(self.env, LATER):
            for _time in range(2):
                head.dibao_reveal("id_number", "verification")
        with clock_at(self.env, BACK), self.refused(UserError):
            head.dibao_reveal("id_number", "verification")
        with clock_at(self.env, RIGHT):
            self.assertTrue(head.dibao_reveal("id_number", "verification"))

    def test_the_log_keeps_the_order_of_what_happened(self):
        """Rows are chained by their numbers: an earlier time is no change."""
        log, seals = self.env["dibao.access.log"], self.env["dibao.access.seal"]
        self.env.cr.execute("DELETE FROM dibao_access_seal")
        table = "ALTER TABLE dibao_access_log %s TRIGGER dibao_append_only"
        self.env.cr.execute(table % "DISABLE")
        self.env.cr.execute("DELETE FROM dibao_access_log")
        self.env.cr.execute(table % "ENABLE")
        with tempfile.TemporaryDirectory() as folder:
            note = os.path.join(folder, "anchors", "db.jsonl")
            with patch.object(type(seals), "_anchor_path", lambda _seals: note):
                for moment in (LATER, BACK, RIGHT, BACK):
                    with clock_at(self.env, moment):
                        log._log("export", reference=moment)
                        self.assertTrue(seals._cron_seal())
                with clock_at(self.env, BACK):
                    log._log("export", reference=BACK)
                self.assertEqual(seals._verify(), [])
        rows = log.search([], order="id")
        told = [LATER, BACK, RIGHT, BACK, BACK]
        self.assertEqual(rows.mapped("reference"), told)
        # What the clock showed is kept as it was: nothing is put right silently.
        self.assertEqual(list(map(str, rows.mapped("logged_at"))), told)
        self.assertEqual(log.search([], limit=1), rows[-1], "the last comes first")

    def test_what_seems_to_come_is_not_swept(self):
        """Files of an open transaction lie in the future of a clock set back."""
        stored = vault.put(self.env, b"content", "test")
        path = vault.path_of(self.env.cr.dbname, stored.token)
        self.addCleanup(vault._unlink, path)
        with clock_at(self.env, BACK):
            vault.sweep(self.env)
        self.assertTrue(os.path.exists(path))


@tagged("post_install", "-at_install")
class TestLoanClockBack(LoanCase):
    def test_who_has_it_follows_the_acts(self):
        with clock_at(self.env, LATER):
            loan = self.lend()
        with clock_at(self.env, BACK):
            self.assertTrue(self.volume.is_lent)
            loan.action_take_back()
            self.assertEqual(loan.state, "returned")
            self.assertFalse(self.volume.is_lent)
            again = self.lend()
        self.assertEqual(again.state, "out")
        self.assertEqual(self.volume.loan_id, again)
        self.assertEqual(again.line_ids.out_on, Datetime.to_datetime(BACK))
        moves = self.volume.movement_ids.sorted("id")
        self.assertEqual(moves.mapped("reason"), ["placed", "lent", "returned", "lent"])
