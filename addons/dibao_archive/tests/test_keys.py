# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import json
import os
import tempfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tools import config, mute_logger

from ..sealed import unseal_field
from ..sealed_blob import open_blob
from ..tools import keyring
from .common import DibaoCase, make_id
from .key_process import device


def _in_pieces(key, token, place):
    return key.decrypt_from(lambda at, size: token[at : at + size], len(token), place)


class TestKeys(DibaoCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "keys.json")
        model = type(self.env["dibao.key"])
        patcher = patch.object(model, "_path", lambda model: self.path)
        patcher.start()
        self.addCleanup(patcher.stop)
        ring = keyring.generate()
        keyring.save(ring, self.path)
        self.keys = self.env["dibao.key"]
        self.keys.search([]).write({"state": "destroyed"})
        self.keys._enlist(ring)
        self.person = self.env["dibao.person"].create(
            {
                "name": "示例甲",
                "id_number": make_id("19600101", 1),
                "phone": "19900000001",
                "division_id": self.east_village.id,
            }
        )
        self.env.flush_all()

    def _run_job(self):
        job = self.env["dibao.job"].search([("kind", "=", "key_rotation")], limit=1)
        with patch.object(type(job), "_commit", lambda self: None):
            self.assertTrue(job._run())
        return job

    def test_rotation_to_a_device(self):
        """R-64: what is there moves to a device, and searching goes on."""
        device(self)
        before = config.options.get("dibao_key_provider")
        config.options["dibao_key_provider"] = "device"
        self.addCleanup(config.options.__setitem__, "dibao_key_provider", before)
        number = make_id("19600101", 1)
        for use in (keyring.SEAL, keyring.INDEX):
            active = self.keys.search([("use", "=", use), ("state", "=", "active")])
            active.action_rotate()
            self._run_job()
        providers = {key.use: key.provider for key in keyring.load(self.path)}
        self.assertEqual(set(providers.values()), {"device"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(
            unseal_field(self.person, "id_number"), {self.person.id: number}
        )
        found = self.env["dibao.person"].search([("id_number", "=", number)])
        self.assertEqual(found, self.person)

    def test_file_is_private(self):
        self.assertEqual(os.stat(self.path).st_mode & 0o077, 0)

    def test_wrong_key_refuses(self):
        with open(self.path, encoding="utf-8") as handle:
            rows = json.load(handle)
        other = keyring.generate()
        for row, key in zip(rows["keys"], other, strict=True):
            row["secret"] = base64.b64encode(key.secret).decode()
        with open(self.path, "w", encoding="utf-8") as handle:
            json.dump(rows, handle)
        with mute_logger("odoo.addons.dibao_archive.keys"):
            with self.assertRaises(UserError):
                self.person.phone = "19900000009"
            with self.assertRaises(UserError):
                unseal_field(self.person, "phone")

    def test_missing_file_refuses(self):
        os.unlink(self.path)
        with (
            mute_logger("odoo.addons.dibao_archive.keys"),
            self.assertRaises(UserError),
        ):
            self.person.phone = "19900000009"

    def test_long_token_is_opened_in_pieces(self):
        key = keyring.generate().active(keyring.SEAL)
        for size in (0, 1, keyring.PIECE - 1, keyring.PIECE, keyring.PIECE + 1):
            clear = os.urandom(size)
            token = key.encrypt(clear, b"place")
            self.assertEqual(_in_pieces(key, token, b"place"), clear)
            with self.assertRaises(keyring.KeyringError):
                _in_pieces(key, token, b"another place")
        changed = bytearray(token)
        changed[len(token) // 2] ^= 1
        with self.assertRaises(keyring.KeyringError):
            _in_pieces(key, bytes(changed), b"place")

    def test_big_file_comes_back_as_it_was(self):
        data = os.urandom(keyring.PIECE + 12_345)
        ledger = self.env["dibao.ledger.import"].create(
            {
                "file": base64.b64encode(data),
                "file_name": "big.csv",
                "division_id": self.east.id,
            }
        )
        self.assertEqual(open_blob(ledger, "file"), data)

    def test_rotation_of_the_sealing_key(self):
        old = self.keys.search([("use", "=", "seal"), ("state", "=", "active")])
        old.action_rotate()
        self.assertEqual(old.state, "retired")
        # Values sealed before still open, and new ones take the new key.
        self.assertEqual(
            unseal_field(self.person, "phone")[self.person.id], "19900000001"
        )
        with self.assertRaises(UserError):
            old.action_destroy()
        self._run_job()
        self.env.cr.execute(
            "SELECT id_number->>'k' FROM dibao_person WHERE id = %s", [self.person.id]
        )
        self.assertNotEqual(self.env.cr.fetchone()[0], old.code)
        self.assertEqual(
            unseal_field(self.person, "id_number")[self.person.id],
            make_id("19600101", 1),
        )

    def test_rotation_of_the_index_key(self):
        old = self.keys.search([("use", "=", "index"), ("state", "=", "active")])
        model = self.env["dibao.person"]
        domain = [("id_number", "=", make_id("19600101", 1))]
        old.action_rotate()
        self.assertEqual(model.search(domain), self.person, "while the job waits")
        self._run_job()
        self.assertEqual(model.search(domain), self.person, "after the job")
        self.env.cr.execute(
            "SELECT id_number->>'i' FROM dibao_person WHERE id = %s", [self.person.id]
        )
        self.assertNotIn(old.code, self.env.cr.fetchone()[0])

    def test_only_the_security_officer(self):
        key = self.keys.search([("state", "=", "active")], limit=1)
        auditor = self.make_user("keys_auditor", "auditor", self.county)
        with self.assertRaises(AccessError):
            key.with_user(auditor).action_rotate()
