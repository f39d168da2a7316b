# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .payment_common import JAN, PaymentCase


@tagged("post_install", "-at_install")
class TestShare(PaymentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_id("19600101", 911)
        cls.here = cls.make_household(
            None, [("示例甲", cls.number, "02")], state="active", urban_rural="rural"
        )
        cls.stopped_number = make_id("19600101", 913)
        cls.stopped = cls.make_household(
            None, [("示例乙", cls.stopped_number, "02")], state="stopped"
        )
        cls.account = new_test_user(cls.env, "s_medical", "base.group_user")
        cls.theirs = X25519PrivateKey.generate()
        cls.entitlement = (
            cls.env["dibao.share.entitlement"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "示例县医疗保障局",
                    "division_id": cls.county.id,
                    "user_id": cls.account.id,
                    "may_pull_decisions": True,
                    "purpose": "资助参保",
                    "legal_basis": "《社会救助暂行办法》第58条",
                    "letter": "共享〔2026〕1号",
                    "public_key": base64.b64encode(
                        cls.theirs.public_key().public_bytes_raw()
                    ).decode(),
                    "valid_from": "2020-01-01",
                    "valid_to": "2099-12-31",
                }
            )
        )
        cls.share = cls.env["dibao.share"].with_user(cls.account)

    def approve(self):
        self.entitlement.with_user(self.confirmer).action_approve()

    def status(self, *numbers, reference="YB-1"):
        return self.share.status(list(numbers), reference)

    def test_not_before_a_second_person_approved(self):
        with self.assertRaises(AccessError):
            self.status(self.number)
        with self.assertRaises(AccessError):
            self.entitlement.action_approve()
        self.approve()
        self.assertTrue(self.status(self.number)[0]["receives"])

    def test_yes_or_no_and_class_only(self):
        self.approve()
        today = fields.Date.to_string(fields.Date.context_today(self.share))
        yes = {"receives": True, "class": "rural", "as_of": today}
        no = {"receives": False, "class": None, "as_of": today}
        unknown = make_id("19600101", 915)
        answers = self.status(self.number.lower(), self.stopped_number, unknown)
        self.assertEqual(answers, [yes, no, no])
        [wrong] = self.status("990101196001010000")
        self.assertEqual((wrong["receives"], wrong["problem"]), (None, "number"))

    def test_of_the_dead_nothing_is_drawn(self):
        """Also while the case that ends the benefit is still open."""
        self.approve()
        self.here.head_id.sudo().death_date = "2026-01-05"
        self.env.flush_all()
        self.assertFalse(self.status(self.number)[0]["receives"])

    def test_account_reads_nothing_else(self):
        self.approve()
        for model in (
            "dibao.person",
            "dibao.household",
            "dibao.share.entitlement",
            "dibao.share.event",
            "dibao.access.log",
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.account).search_read([], ["id"])

    def test_outside_the_place_nobody_draws(self):
        self.entitlement.division_id = self.west
        self.approve()
        self.assertFalse(self.status(self.number)[0]["receives"])

    def test_restricted_is_answered_in_writing(self):
        self.approve()
        self.env.cr.execute(
            "UPDATE dibao_household SET restricted = TRUE WHERE id = %s", [self.here.id]
        )
        [answer] = self.status(self.number)
        self.assertEqual((answer["receives"], answer["problem"]), (None, "ask"))

    def test_logged_with_the_person(self):
        self.approve()
        self.status(self.number, make_id("19600101", 917), reference="YB-77")
        row = self.env["dibao.access.log"].search([("reference", "=", "YB-77")])
        self.assertEqual(
            (row.action, row.purpose, row.count), ("provide", "sharing", 2)
        )
        self.assertEqual(row.res_ids, str(self.here.head_id.id))
        self.assertIn("医疗保障局", row.detail_shown)
        self.assertNotIn(self.number, row.detail)

    def test_in_the_register_of_what_is_given(self):
        """Recipient, purpose, basis, which data and how many: for each answer."""
        register = self.env["dibao.exchange.provision"]
        before = register.search([])
        self.approve()
        self.status(self.number, make_id("19600101", 917), reference="YB-78")
        start = self.share.decisions()["cursor"]
        self.grant(self.here, 300.0, JAN)
        self.settle()
        self.share.decisions(start)
        # nothing new is nothing given
        self.share.decisions(self.env["dibao.share.event"].search([], limit=1).id)
        given = (register.search([]) - before).sorted("id")
        common = {
            "way": "answer",
            "recipient": "示例县医疗保障局",
            "purpose": "资助参保",
            "legal_basis": "《社会救助暂行办法》第58条",
            "division_id": self.county.id,
            "user_id": self.account.id,
        }
        self.assertRecordValues(
            given[-2:],
            [
                {**common, "count": 2, "reference": "YB-78"},
                {**common, "count": 1, "reference": "共享〔2026〕1号"},
            ],
        )
        self.assertEqual(len(given), 2)
        self.assertTrue(all(given.mapped("data")))
        with self.assertRaises(AccessError):
            register.with_user(self.account).search([])

    def test_each_method_names_its_basis(self):
        for name in ("status", "decisions"):
            text = getattr(type(self.share), name).__doc__
            self.assertIn("Basis:", text, name)

    def test_limits(self):
        self.approve()
        for code, value in (("share_per_hour", "3"), ("share_batch", "2")):
            self.env["dibao.policy"].search([("key_id.code", "=", code)]).value = value
        with self.assertRaisesRegex(UserError, "2 persons at most"):
            self.status(self.number, self.number, self.number)
        self.status(self.number, self.stopped_number)
        self.status(self.number)
        with self.assertRaisesRegex(UserError, "limit of 3"):
            self.status(self.number)
        with self.assertRaises(UserError):
            self.status(self.number, reference=" ")
        with self.assertRaises(UserError):
            self.share.status(self.number, "a text, not a list")

    def test_over_and_ended(self):
        self.entitlement.valid_to = "2021-01-01"
        self.approve()
        with self.assertRaises(AccessError):
            self.status(self.number)
        other = self.entitlement.sudo().copy({"valid_to": "2099-12-31"})
        self.entitlement.with_user(self.officer).action_end()
        other.with_user(self.confirmer).action_approve()
        self.status(self.number)
        other.with_user(self.confirmer).action_end()
        with self.assertRaises(AccessError):
            self.status(self.number)

    def test_entries(self):
        with self.assertRaises(ValidationError):
            self.entitlement.public_key = "none"
        self.approve()
        with self.assertRaises(UserError):
            self.entitlement.legal_basis = "changed"
        with self.assertRaises(UserError):
            self.entitlement.unlink()

    def settle(self):
        """As if what was written had been committed: it is of an older transaction."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE dibao_share_event SET xact = '3'")

    def test_decisions(self):
        self.approve()
        start = self.share.decisions()["cursor"]
        self.assertFalse(self.share.decisions(start)["events"])
        benefit = self.grant(self.here, 300.0, JAN)
        # Written, and not committed: another reader must not pass it.
        self.assertFalse(self.share.decisions(start)["events"])
        self.settle()
        answer = self.share.decisions(start)
        self.assertEqual(answer, self.share.decisions(start))
        [event] = answer["events"]
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(answer["public_key"]))
        key.verify(base64.b64decode(event["signature"]), event["payload"].encode())
        said = json.loads(event["payload"])
        self.assertEqual((said["kind"], said["from"]), ("granted", "2026-01-01"))
        self.assertEqual(said["subjects"], [self.their_subject(self.number)])
        self.assertNotIn(self.number, json.dumps(answer))
        self.assertFalse(self.share.decisions(answer["cursor"])["events"])
        benefit._end(JAN, "示例")
        self.settle()
        [event] = self.share.decisions(answer["cursor"])["events"]
        self.assertEqual(json.loads(event["payload"])["kind"], "ended")

    def their_subject(self, number):
        """Reckoned as the department does, from its own secret."""
        ours = base64.b64decode(self.entitlement.our_public_key)
        shared = self.theirs.exchange(X25519PublicKey.from_public_bytes(ours))
        key = HKDF(SHA256(), 32, salt=None, info=b"dibao decisions 1").derive(shared)
        return hmac.new(key, number.encode(), hashlib.sha256).hexdigest()

    def test_decisions_in_pages(self):
        self.approve()
        start = self.share.decisions()["cursor"]
        for at in range(3):
            self.make_paid(7000 + at)
        self.settle()
        seen, cursor, more = [], start, True
        while more:
            answer = self.share.decisions(cursor, 2)
            seen += [event["id"] for event in answer["events"]]
            cursor, more = answer["cursor"], answer["more"]
        self.assertEqual(len(seen), 3)
        self.assertEqual(seen, sorted(set(seen)))
        with self.assertRaises(UserError):
            self.share.decisions("x")

    def test_decisions_are_limited_by_themselves(self):
        """Three within the hour; questions about persons are counted apart."""
        self.approve()
        self.env["dibao.policy"].search(
            [("key_id.code", "=", "share_decisions_per_hour")]
        ).value = "3"
        start = self.share.decisions()["cursor"]
        for at in range(2):
            self.make_paid(7100 + at)
        self.settle()
        self.assertEqual(len(self.share.decisions(start)["events"]), 2)
        self.assertEqual(len(self.share.decisions(start, 1)["events"]), 1)
        with self.assertRaisesRegex(UserError, "limit of 3"):
            self.share.decisions(start, 1)
        row = self.env["dibao.access.log"].search(
            [("user_ref", "=", self.account.id), ("action", "=", "refused")]
        )
        self.assertTrue(row)
        # Nothing new is no decision handed out.
        cursor = self.env["dibao.share.event"].search([], limit=1).id
        self.assertFalse(self.share.decisions(cursor)["events"])
        self.assertTrue(self.status(self.number)[0]["receives"])
