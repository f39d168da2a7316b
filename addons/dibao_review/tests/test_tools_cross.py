# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import doctest
import hashlib
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.dibao_archive.tests.common import make_id

from ..tools import cross_file
from ..tools.blind_match import BlindMatchError, blinder, new_secret, pair_code, point

#: Shared machines draw slowly.
CALM = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
HEAD = {
    **{
        "token": "T1",
        "from": "990101000000",
        "to": "990102000000",
        "from_name": "甲县",
    },
    **{"purpose": "查重", "basis": "办法", "day": "2026-03-01", "before": ""},
}


def on_curve(element):
    """Euler's criterion by hand: is there a v with v² = u³ + 486662 u² + u?"""
    p = 2**255 - 19
    u = int.from_bytes(element, "little")
    return pow(u**3 + 486662 * u**2 + u, (p - 1) // 2, p) == 1


class TestBlindMatch(BaseCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(cross_file).failed)

    def test_equal_numbers_meet_and_no_others(self):
        ours = [make_id(order=n) for n in range(1, 40)]
        theirs = [make_id(order=n) for n in range(30, 60)]
        mine, yours = blinder(new_secret()), blinder(new_secret())
        left = {yours(mine(point(one))): one for one in ours}
        right = {mine(yours(point(one))): one for one in theirs}
        met = {left[one] for one in left.keys() & right.keys()}
        self.assertEqual(met, set(ours) & set(theirs))
        self.assertEqual(len(met), 10)
        for one in left.keys() & right.keys():
            self.assertEqual(left[one], right[one])

    def test_published_vector(self):
        """The multiplication is that of RFC 7748, 6.1: base point by Alice's key."""
        secret = "77076d0a7318a57d3c16c17251b2664"
        secret += "5df4c2f87ebc0992ab177fba51db92c2a"
        public = "8520f0098930a754748b7ddcb43ef75a"
        public += "0dbf3a0d26381af4eba4a98eaa9b4e6a"
        base = (9).to_bytes(32, "little")
        made = blinder(bytes.fromhex(secret))(base)
        self.assertEqual(made.hex(), public)

    @given(st.text("0123456789X", min_size=18, max_size=18))
    @settings(max_examples=50, **CALM)
    def test_points_lie_on_the_curve(self, identity):
        """So that blinding keeps no bit of a number (a point stays on its curve)."""
        made = point(identity)
        self.assertTrue(on_curve(made))
        self.assertEqual(made, point(identity))
        self.assertTrue(on_curve(blinder(new_secret())(made)))

    def test_points_of_small_order_are_refused(self):
        blind = blinder(new_secret())
        for bad in (bytes(32), (1).to_bytes(32, "little"), b"short"):
            with self.assertRaises(BlindMatchError):
                blind(bad)

    def test_the_other_office_cannot_try_numbers(self):
        """What it got is none of what it can reckon from a number it guesses."""
        number, theirs = make_id(), blinder(new_secret())
        sent = blinder(new_secret())(point(number))
        tries = {
            point(number),
            theirs(point(number)),
            theirs(theirs(point(number))),
            hashlib.sha256(number.encode()).digest(),
        }
        self.assertNotIn(sent, tries)
        # A second exchange shows others: two of them cannot be laid side by side.
        self.assertNotEqual(sent, blinder(new_secret())(point(number)))

    def test_pair_codes(self):
        one = blinder(new_secret())(point(make_id()))
        self.assertRegex(pair_code(one), r"^[A-Z2-7]{10}$")
        self.assertNotEqual(pair_code(one), pair_code(point(make_id())))


class TestCrossFile(BaseCase):
    def setUp(self):
        super().setUp()
        self.secret, self.public = cross_file.new_signing_key()
        blind = blinder(new_secret())
        self.own = [blind(point(make_id(order=n))) for n in (1, 2, 3)]
        self.doubled = [blind(one) for one in self.own[:2]]

    def made(self, own=None, doubled=None, said=None):
        own = self.own if own is None else own
        doubled = self.doubled if doubled is None else doubled
        head = {**HEAD, "step": 2, "own": len(own), "doubled": len(doubled)}
        head |= said or {}
        handle = io.BytesIO()
        cross_file.write(handle, self.secret, head, own, doubled)
        return handle.getvalue()

    def refused(self, data, why, public=None):
        with self.assertRaises(cross_file.CrossFileError) as caught:
            cross_file.read(data, public or self.public)
        self.assertEqual(caught.exception.args, (why,))

    def test_there_and_back(self):
        letter = cross_file.read(self.made(), self.public)
        self.assertEqual((letter.own, letter.doubled), (self.own, self.doubled))
        self.assertEqual(letter.head["purpose"], "查重")

    def test_what_is_refused(self):
        good = self.made()
        rows = good.split(b"\n")
        self.refused(b"", "format")
        self.refused(b"ID,name\n1,2\n", "format")
        self.refused(b'{"format": "dibao-cross-region", "version": 9}\n', "version")
        self.refused(good[:-1], "cut")
        self.refused(good[:-150], "cut")
        # One line left out, one changed, two changed round: all seen by the signature.
        self.refused(b"\n".join(rows[:1] + rows[2:]), "signature")
        self.refused(good.replace(rows[1], rows[2]), "signature")
        self.refused(b"\n".join([rows[0], rows[2], rows[1], *rows[3:]]), "signature")
        self.refused(good, "signature", cross_file.new_signing_key()[1])
        self.refused(self.made(own=[self.own[0]] * 2), "twice")
        self.refused(self.made(own=[b"short"]), "element")
        self.refused(self.made(said={"own": 9}), "cut")
        self.refused(self.made(said={"own": -1}), "format")

    def test_nothing_of_a_number_is_in_it(self):
        data = self.made()
        for number in (make_id(order=n) for n in (1, 2, 3)):
            for shape in (
                number.encode(),
                base64.b64encode(number.encode()),
                base64.b64encode(point(number)),
                hashlib.sha256(number.encode()).hexdigest().encode(),
            ):
                self.assertNotIn(shape, data)
