# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-59: whatever a superuser of the database does to the log is found."""

import os
import tempfile
from unittest.mock import patch

from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import BaseCase, tagged
from odoo.tools import SQL, mute_logger

from ..tools import anchor, chain, keyring
from .common import DibaoCase


class TestChain(BaseCase):
    rows = [(1, "a", None), (2, "b", "x"), (3, "c", "y")]

    def _digest(self, rows):
        segment = chain.Segment(chain.START)
        segment.add(rows)
        return segment.hexdigest()

    def test_any_difference_shows(self):
        first, second, third = self.rows
        for other in (
            [first, third, second],
            [first, second],
            [second, third],
            [first, second, third, third],
            [first, (2, "b", "z"), third],
            [first, (2, None, "x"), third],
            [first, (2, "bx", ""), third],
        ):
            self.assertNotEqual(self._digest(other), self._digest(self.rows))

    def test_batches_do_not_matter(self):
        segment = chain.Segment(chain.START)
        segment.add(self.rows[:1])
        segment.add(self.rows[1:])
        self.assertEqual(segment.hexdigest(), self._digest(self.rows))

    def test_signature(self):
        ring = keyring.generate()
        mark = ring.active(keyring.INDEX).index(b"content", chain.SEAL)
        self.assertTrue(chain.signed(ring, mark, b"content", chain.SEAL))
        self.assertIs(chain.signed(ring, mark, b"other", chain.SEAL), False)
        self.assertIs(chain.signed(ring, mark, b"content", chain.ROW), False)
        self.assertIs(chain.signed(ring, None, b"content", chain.SEAL), False)
        self.assertIs(chain.signed(ring, "AAAA", b"content", chain.SEAL), None)
        gone = keyring.generate()
        self.assertIsNone(chain.signed(gone, mark, b"content", chain.SEAL))

    def test_note(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "anchors", "db.jsonl")
            self.assertEqual(anchor.read(path), [])
            anchor.append(path, {"last_ref": 1})
            anchor.append(path, {"last_ref": 2})
            with open(path, "a", encoding="utf-8") as handle:
                handle.write('{"last_ref": 3, "dig')
            self.assertEqual([entry["last_ref"] for entry in anchor.read(path)], [1, 2])
            self.assertEqual(os.stat(path).st_mode & 0o077, 0)


@tagged("post_install", "-at_install")
class TestLogChain(DibaoCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.note = os.path.join(folder.name, "anchors", "db.jsonl")
        self.seals = self.env["dibao.access.seal"]
        self.log = self.env["dibao.access.log"]
        patcher = patch.object(type(self.seals), "_anchor_path", lambda _s: self.note)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.env.cr.execute("DELETE FROM dibao_access_seal")
        self._as_superuser("DELETE FROM dibao_access_log")
        for number in range(1, 7):
            self.log._log("export", reference=f"case {number}", count=number)
            if number in (2, 4):
                self.seals._cron_seal()
        self.ids = self.log.search([], order="id").ids
        self.assertEqual(self.seals._verify(), [])

    def _as_superuser(self, query, *args):
        """What somebody with the database in hand, and no key file, can do."""
        cr = self.env.cr
        cr.execute("ALTER TABLE dibao_access_log DISABLE TRIGGER dibao_append_only")
        cr.execute(SQL(query, *args))
        cr.execute("ALTER TABLE dibao_access_log ENABLE TRIGGER dibao_append_only")
        self.env.invalidate_all()

    def _assert_found(self, act):
        with self.subTest(act), self.env.cr.savepoint() as point:
            self._as_superuser(act.query, *act.args)
            self.assertTrue(self.seals._verify())
            # Sealing what was done to it does not whitewash it.
            self.seals._cron_seal()
            self.assertTrue(self.seals._verify())
            point.close(rollback=True)
            self.env.invalidate_all()
            os.truncate(self.note, self.noted)

    def test_every_single_row_change(self):
        self.noted = os.stat(self.note).st_size
        for number in self.ids:
            for assignment in (
                "login = 'somebody'",
                "user_ref = user_ref + 1",
                "count = 99",
                "count = NULL",
                "purpose = 'payment'",
                "reference = NULL",
                "detail = 'x'",
                "action = 'reveal'",
                "logged_at = logged_at - interval '1 microsecond'",
                "address = '10.0.0.1'",
                "mac = NULL",
                "mac = 'AAAA.BBBB'",
            ):
                self._assert_found(
                    Act(
                        f"UPDATE dibao_access_log SET {assignment} WHERE id = %s",
                        number,
                    )
                )

    def test_every_single_row_removed(self):
        self.noted = os.stat(self.note).st_size
        # The very last row leaves no mark until the next one is written.
        for number in self.ids[:-1]:
            self._assert_found(
                Act("DELETE FROM dibao_access_log WHERE id = %s", number)
            )
        self._as_superuser("DELETE FROM dibao_access_log WHERE id = %s", self.ids[-1])
        self.log._log("export")
        self.assertTrue(self.seals._verify())

    def test_rows_put_in(self):
        self.noted = os.stat(self.note).st_size
        copy = (
            "INSERT INTO dibao_access_log (id, logged_at, user_ref, login, action, mac)"
            " SELECT %s, logged_at, user_ref, login, action, mac FROM dibao_access_log"
            " WHERE id = %s"
        )
        for place in (self.ids[0] - 1, self.ids[-1] + 1):
            self._assert_found(Act(copy, place, self.ids[-1]))

    def test_order_changed(self):
        self.noted = os.stat(self.note).st_size
        for first, second in zip(self.ids, self.ids[1:], strict=False):
            self._assert_found(
                Act(
                    "UPDATE dibao_access_log a SET reference = b.reference,"
                    " count = b.count, logged_at = b.logged_at, mac = b.mac"
                    " FROM dibao_access_log b WHERE a.id IN %s AND b.id IN %s"
                    " AND a.id <> b.id",
                    (first, second),
                    (first, second),
                )
            )

    def test_seals_changed_or_removed(self):
        self.noted = os.stat(self.note).st_size
        first, second = self.seals.search([], order="first_ref").ids
        for act in (
            Act("DELETE FROM dibao_access_seal WHERE id = %s", first),
            Act("DELETE FROM dibao_access_seal WHERE id = %s", second),
            Act("DELETE FROM dibao_access_seal"),
            Act("UPDATE dibao_access_seal SET signature = NULL WHERE id = %s", first),
            Act("UPDATE dibao_access_seal SET row_count = 1 WHERE id = %s", first),
            Act("UPDATE dibao_access_seal SET digest = previous WHERE id = %s", second),
        ):
            self._assert_found(act)

    def test_chain_made_anew_without_the_key(self):
        """All digests are right, and yet nobody signed them."""
        change = "UPDATE dibao_access_log SET login = 'x' WHERE id = %s"
        self._as_superuser(change, self.ids[0])
        previous = chain.START
        for seal in self.seals.search([], order="first_ref"):
            segment = chain.Segment(previous)
            for rows in self.seals._rows(seal.first_ref - 1, seal.last_ref):
                segment.add(rows)
            self.env.cr.execute(
                "UPDATE dibao_access_seal SET previous = %s, digest = %s WHERE id = %s",
                [previous, segment.hexdigest(), seal.id],
            )
            previous = segment.hexdigest()
        self.env.invalidate_all()
        self.assertTrue(self.seals._verify())

    def test_the_database_writes_rows_as_python_does(self):
        """The fast digest is that of ``chain.text_of`` for whatever a row may hold."""
        [(last,)] = self.env.execute_query(SQL("SELECT MAX(id) FROM dibao_access_log"))
        odd = "".join(map(chr, range(1, 256))) + "\\u0041 中𠮷😀\u2028\u2029\ufeff"
        times = (
            "2026-01-01 10:00:00",
            "2026-01-01 10:00:00.1",
            "1999-12-31 0:0:0.00001",
        )
        for place, at in enumerate(times, 1):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO dibao_access_log"
                    " (id, logged_at, user_ref, login, action, detail, count)"
                    " VALUES (%s, %s, -1, %s, 'search', %s, %s)",
                    last + place,
                    at,
                    odd,
                    "" if place == 1 else odd[::-1],
                    None if place == 1 else -place,
                )
            )
        seal = self.seals.new({"previous": chain.START, "last_ref": last + len(times)})
        by_row = seal._digest_by_row(0)
        self.assertEqual(seal._digest_by_text(0), by_row)
        self.assertGreater(by_row[0], len(times))

    def test_end_cut_off(self):
        """Rows and seals of the end are gone: only the note outside tells."""
        last = self.seals.search([], limit=1)
        self._as_superuser(
            "DELETE FROM dibao_access_log WHERE id >= %s", last.first_ref
        )
        self.env.cr.execute("DELETE FROM dibao_access_seal WHERE id = %s", [last.id])
        self.env.invalidate_all()
        [finding] = self.seals._verify()
        self.assertIn(str(self.ids[3]), finding)
        # Everything gone, as if the log were new.
        self._as_superuser("DELETE FROM dibao_access_log")
        self.env.cr.execute("DELETE FROM dibao_access_seal")
        self.env.invalidate_all()
        self.assertTrue(self.seals._verify())

    def test_note_lost_and_made_anew(self):
        os.unlink(self.note)
        self.assertTrue(self.seals._verify())
        self.seals._anchor_anew()
        self.assertEqual(self.seals._verify(), [])

    def test_the_database_refuses(self):
        for query in (
            "UPDATE dibao_access_log SET login = 'x'",
            "DELETE FROM dibao_access_log",
            "TRUNCATE dibao_access_log",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(RaiseException),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(query)

    def test_the_program_refuses(self):
        for model, vals in ((self.log, {"login": "x"}), (self.seals, {"digest": "x"})):
            record = model.search([], limit=1)
            for act in (lambda r=record, v=vals: r.write(v), record.unlink):
                with self.assertRaises(UserError):
                    act()
        with self.assertRaises(UserError):
            self.log.create({"action": "reveal", "user_ref": 1})

    def test_who_verifies(self):
        auditor = self.make_user("chain_auditor", "auditor", self.county)
        told = self.seals.with_user(auditor).action_verify()
        self.assertEqual(told["params"]["type"], "success")
        self._as_superuser("UPDATE dibao_access_log SET login = 'x'")
        told = self.seals.with_user(auditor).action_verify()
        self.assertEqual(told["params"]["type"], "danger")
        clerk = self.make_user("chain_clerk", "township_clerk", self.county)
        with self.assertRaises(AccessError):
            self.seals.with_user(clerk).action_verify()

    def test_verify_as_a_browser_asks(self):
        """The button of a list sends the ids of what is selected, or none."""
        auditor = self.make_user("chain_auditor", "auditor", self.county)
        told = call_kw(self.seals.with_user(auditor), "action_verify", [[]], {})
        self.assertEqual(told["params"]["type"], "success")

    def test_the_log_in_words(self):
        self.log._log("reveal", self.log.browse(), ["login"], purpose="audit")
        row = self.log.search([], limit=1)
        self.assertEqual(row.purpose_shown, "Audit")
        self.assertEqual(row.subject, "Access Log: Login")


class Act:
    def __init__(self, query, *args):
        self.query, self.args = query, args

    def __repr__(self):
        return f"{self.query} {self.args}"


@tagged("post_install", "-at_install")
class TestLogKeys(DibaoCase):
    """Proofs outlive the rotation of the key they were made with."""

    def test_rotation(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "keys.json")
        keys = self.env["dibao.key"]
        patcher = patch.object(type(keys), "_path", lambda _self: path)
        patcher.start()
        self.addCleanup(patcher.stop)
        ring = keyring.generate()
        keyring.save(ring, path)
        keys.search([]).write({"state": "destroyed"})
        keys._enlist(ring)
        seals, log = self.env["dibao.access.seal"], self.env["dibao.access.log"]
        self.env.cr.execute(
            "ALTER TABLE dibao_access_log DISABLE TRIGGER dibao_append_only;"
            "DELETE FROM dibao_access_log; DELETE FROM dibao_access_seal;"
            "ALTER TABLE dibao_access_log ENABLE TRIGGER dibao_append_only"
        )
        log._log("export")
        seals._cron_seal()
        log._log("export")
        old = keys.search([("use", "=", "index"), ("state", "=", "active")])
        old.action_rotate()
        job = self.env["dibao.job"].search([("kind", "=", "key_rotation")], limit=1)
        with patch.object(type(job), "_commit", lambda self: None):
            self.assertTrue(job._run())
        self.assertEqual(seals._verify(), [], "retired")
        old.action_destroy()
        self.assertEqual(seals._verify(), [], "destroyed")
        log._log("export")
        seals._cron_seal()
        self.assertEqual(seals._verify(), [], "and on")
