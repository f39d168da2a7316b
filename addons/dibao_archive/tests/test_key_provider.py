# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
import tempfile

from odoo.tests import BaseCase

from ..tools import key_provider, keyring
from .key_process import device


class TestKeyProvider(BaseCase):
    """Keys of a device do what keys of the program do (R-64)."""

    def setUp(self):
        super().setUp()
        self.device = device(self)

    def both(self, use, algorithm):
        for name in (key_provider.SOFTWARE, "device"):
            ring, key = keyring.Keyring([]).with_new(use, algorithm, name)
            with self.subTest(provider=name, algorithm=algorithm):
                yield ring, key

    def test_what_is_sealed_is_opened_and_nothing_else(self):
        for algorithm in keyring.CIPHERS:
            for _ring, key in self.both(keyring.SEAL, algorithm):
                for size in (0, 1, 100, keyring.PIECE + 1):
                    clear = os.urandom(size)
                    token = key.encrypt(clear, b"here")
                    self.assertEqual(len(token), size + 28)
                    self.assertEqual(key.decrypt(token, b"here"), clear)
                    read = lambda at, n, token=token: token[at : at + n]  # noqa: E731
                    self.assertEqual(key.decrypt_from(read, len(token), b"here"), clear)
                self.assertEqual(key.decrypt(key.sealer(b"x")(b"y"), b"x"), b"y")
                bad = token[:-1] + bytes([token[-1] ^ 1])
                for wrong, context in ((bad, b"here"), (token, b"there")):
                    with self.assertRaises(keyring.KeyringError):
                        key.decrypt(wrong, context)

    def test_indexes(self):
        for algorithm in keyring.DIGESTS:
            for _ring, key in self.both(keyring.INDEX, algorithm):
                one = key.index(b"value", b"id")
                self.assertEqual(one, key.index(b"value", b"id"))
                self.assertEqual(one, key.indexer(b"id")(b"value"))
                self.assertNotEqual(one, key.index(b"value", b"phone"))
                self.assertNotEqual(one, key.index(b"other", b"id"))

    def test_the_file_holds_a_handle(self):
        ring, key = keyring.generate().with_new(keyring.SEAL, "SM4-GCM", "device")
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "keys.json")
            keyring.save(ring, path)
            again = keyring.load(path).get(key.id)
        self.assertEqual(again, key)
        self.assertEqual(len(key.secret), 8, "no key of 16 bytes")
        self.assertEqual(again.decrypt(key.encrypt(b"x", b"c"), b"c"), b"x")
        self.assertEqual(again.check_value, key.check_value)

    def test_a_device_that_is_not_there(self):
        _ring, key = keyring.Keyring([]).with_new(keyring.SEAL, "SM4-GCM", "device")
        lost = keyring.Key(**{**vals_of(key), "provider": "nobody"})
        for act in (lambda: lost.encrypt(b"x", b"c"), lambda: lost.check_value):
            with self.assertRaisesRegex(keyring.KeyringError, "nobody is not there"):
                act()
        with self.assertRaises(keyring.KeyringError):
            keyring.Keyring([]).with_new(keyring.SEAL, "HMAC-SM3")


def vals_of(key):
    return {name: getattr(key, name) for name in key.__dataclass_fields__}
