# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import fixity, keys, vault
from .transfer_common import TransferCase

VAULT = "odoo.addons.dibao_archive.vault"


@tagged("post_install", "-at_install")
class TestSealedFixity(TransferCase):
    """Rounds after the first read the encrypted files: they find the same faults."""

    def setUp(self):
        super().setUp()
        self.rounds = self.env["dibao.fixity"].sudo()
        self.rounds._acting().search([])._by_act({"state": "done"})
        self.originals = self.make_volume(papers=5).item_ids.original_ids.sudo()
        self.first = self.run_round()
        self.age("last_on", "1 hour")

    def run_round(self):
        current = self.rounds._begin()
        while current.state == "running":
            current._check_chunk(3)
        return current

    def age(self, column, by):
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE dibao_fixity_check SET {column} ="
            " timezone('UTC', clock_timestamp()) - %s::interval",
            (by,),
        )
        self.env.invalidate_all()

    def checks(self):
        return self.env["dibao.fixity.check"].search(
            [
                ("model", "=", "dibao.original"),
                ("res_id", "in", self.originals.ids),
            ]
        )

    def kinds(self, current):
        return {
            finding.original_id: finding.kind
            for finding in current.finding_ids
            if finding.original_id in self.originals
        }

    def test_the_first_round_decrypts_the_next_does_not(self):
        self.assertEqual(self.first.opened_count, self.first.done)
        with patch.object(vault, "reader", side_effect=AssertionError("decrypted")):
            second = self.run_round()
        self.assertEqual(second.done, self.first.done)
        self.assertEqual(second.opened_count, 0)
        self.assertEqual(second.size, self.first.size)
        self.assertFalse(self.kinds(second))
        self.assertEqual(set(self.checks().mapped("check_count")), {2})

    def test_each_file_is_decrypted_again_in_time(self):
        self.age("opened_on", "364 days")
        self.assertEqual(self.run_round().opened_count, 0)
        self.age("last_on", "1 hour")
        self.age("opened_on", "366 days")
        third = self.run_round()
        self.assertEqual(third.opened_count, third.done)
        self.age("last_on", "1 hour")
        self.assertEqual(self.run_round().opened_count, 0)

    @mute_logger(VAULT)
    def test_planted_faults_are_found_without_decrypting_the_rest(self):
        flip, cut, gone, other, good = self.originals
        with open(self.path(flip), "r+b") as stream:
            stream.seek(-20, 2)
            stream.write(b"\x00\x01")
        with open(self.path(cut), "r+b") as stream:
            stream.truncate(os.path.getsize(self.path(cut)) - 9)
        os.unlink(self.path(gone))
        with open(self.path(good), "rb") as stream:
            exchanged = stream.read()
        with open(self.path(other), "wb") as stream:
            stream.write(exchanged)
        second = self.run_round()
        self.assertEqual(
            self.kinds(second),
            {flip: "damaged", cut: "truncated", gone: "missing", other: "damaged"},
        )
        # What is damaged, and what was put in another's place.
        self.assertEqual(second.opened_count, 2)

    @mute_logger(VAULT)
    def test_another_digest_another_key_and_a_lost_key(self):
        digest, lost, swapped, *_rest = self.originals
        digest.write({"sha256": "0" * 64})
        lost.write({"vault_key": {**lost.vault_key, "k": "gone"}})
        swapped.write({"vault_key": self.originals[4].vault_key})
        self.assertEqual(
            self.kinds(self.run_round()),
            {digest: "digest", lost: "key", swapped: "key"},
        )

    def test_a_key_wrapped_again_is_tried(self):
        one = self.originals[0]
        ring = keys.ring(self.env)
        one.write({"vault_key": vault.rewrap(ring, one.token, one.vault_key)})
        second = self.run_round()
        self.assertFalse(self.kinds(second))
        self.assertEqual(second.opened_count, 1)

    @mute_logger(VAULT)
    def test_a_proof_is_not_made_without_the_key_file(self):
        """Who exchanges file and proof in disk and database is found out."""
        victim, source, *_rest = self.originals
        with open(self.path(source), "rb") as stream:
            content = stream.read()
        with open(self.path(victim), "wb") as stream:
            stream.write(content)
        checks = {check.res_id: check for check in self.checks()}
        self.env.cr.execute(
            "UPDATE dibao_fixity_check SET proof = %s WHERE id = %s",
            (checks[source.id].proof, checks[victim.id].id),
        )
        self.env.invalidate_all()
        self.assertEqual(self.kinds(self.run_round()), {victim: "damaged"})

    @mute_logger(VAULT)
    def test_what_failed_is_decrypted_until_it_is_right(self):
        flip = self.originals[0]
        with open(self.path(flip), "rb") as stream:
            kept = stream.read()
        with open(self.path(flip), "r+b") as stream:
            stream.seek(-1, 2)
            stream.write(bytes([kept[-1] ^ 1]))
        self.assertTrue(self.kinds(self.run_round()))
        self.assertFalse(self.checks().filtered(lambda c: c.res_id == flip.id).proof)
        with open(self.path(flip), "wb") as stream:
            stream.write(kept)
        self.age("last_on", "1 hour")
        third = self.run_round()
        self.assertFalse(self.kinds(third))
        self.assertEqual(third.opened_count, 1)

    def test_rows_behind_the_position_are_not_left_out(self):
        """A row committed late has a number below those already read."""
        late = self.originals[0]
        self.env.cr.execute(
            "DELETE FROM dibao_fixity_check WHERE model = %s", (late._name,)
        )
        position = {late._name: max(self.originals.ids)}
        outcome = fixity.check(self.env, self.env.cr.now(), 1000, position)
        self.assertGreaterEqual(outcome.count, 5)
        self.assertEqual(set(self.checks().mapped("res_id")), set(self.originals.ids))
