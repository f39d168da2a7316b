# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo.tests import BaseCase

from ..tools import label_token


class TestLabelToken(BaseCase):
    def test_shape(self):
        seen = {label_token.new() for _ in range(2000)}
        self.assertEqual(len(seen), 2000)
        for token in seen:
            self.assertRegex(token, r"^A1-[0-9A-HJKMNP-TV-Z]{13}$")
            self.assertEqual(label_token.parse(token), token)

    def test_what_scanners_and_people_type(self):
        token = "A1-0000000000012"
        for typed in (
            "a1-0000000000012",
            " A1-0000 0000 00012\r",
            "A10000000000012",
            "Ａ１－" + "０" * 11 + "１２",
            "AI—OOOOOOOOOOOL2",
        ):
            with self.subTest(typed):
                self.assertEqual(label_token.parse(typed), token)
        for other in ("", None, False, "A1-", token + "0", "B" + token[1:], "A1-U" * 4):
            with self.subTest(other):
                self.assertIsNone(label_token.parse(other))

    def test_every_wrong_character_is_found(self):
        token = "A1-7K3M9QZ0RTWX"
        token += label_token.check_character(token[3:])
        for place in range(3, len(token)):
            for character in label_token.ALPHABET:
                if character != token[place]:
                    wrong = token[:place] + character + token[place + 1 :]
                    self.assertIsNone(label_token.parse(wrong), wrong)

    def test_every_swap_is_found(self):
        for _ in range(50):
            token = label_token.new()
            for one in range(3, len(token)):
                for two in range(one + 1, len(token)):
                    if token[one] == token[two]:
                        continue
                    signs = list(token)
                    signs[one], signs[two] = signs[two], signs[one]
                    self.assertIsNone(label_token.parse("".join(signs)))

    def test_nothing_but_the_alphanumeric_mode_of_qr(self):
        for _ in range(50):
            self.assertTrue(re.fullmatch(r"[0-9A-Z\-]+", label_token.new()))
