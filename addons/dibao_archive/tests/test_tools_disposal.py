# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import subprocess
from datetime import date

from odoo.tests import BaseCase

from ..tools import disposal_list, sampling

CODES = [f"J019-ZY·DB·2020·D3-{number:03d}" for number in range(1, 101)]


class TestDisposalList(BaseCase):
    def test_digests_are_those_of_the_rows(self):
        rows = [{"code": "J019-1", "title": "低保"}, {"code": "J019-2", "title": "x"}]
        text = (
            '{"code":"J019-1","title":"低保"}\n{"code":"J019-2","title":"x"}\n'
        ).encode()
        sha256, sm3 = disposal_list.digests(rows)
        self.assertEqual(sha256, hashlib.sha256(text).hexdigest())
        other = subprocess.run(
            ["openssl", "dgst", "-sm3", "-r"], input=text, capture_output=True
        )
        self.assertEqual(sm3, other.stdout.decode().split()[0])

    def test_every_change_shows(self):
        rows = [{"code": str(number), "title": "x"} for number in range(5)]
        known = disposal_list.digests(rows)
        changed = [
            rows[1:],
            rows[::-1],
            [*rows, rows[0]],
            [{**rows[0], "title": "y"}, *rows[1:]],
        ]
        for one in changed:
            for told, other in zip(known, disposal_list.digests(one), strict=True):
                self.assertNotEqual(told, other)

    def test_fingerprint_hangs_on_the_salt(self):
        state = {"title": "辰宿张"}
        first = disposal_list.fingerprint("a", state)
        self.assertEqual(first, disposal_list.fingerprint("a", dict(state)))
        self.assertNotEqual(first, disposal_list.fingerprint("b", state))
        self.assertNotEqual(first, disposal_list.fingerprint("a", {"title": "辰宿"}))

    def test_names_are_reduced(self):
        reduce_names = disposal_list.reduce_names
        self.assertEqual(reduce_names("低保: 辰宿张", ["辰宿张"]), "低保: 辰*")
        self.assertEqual(reduce_names("欧阳大川与欧阳", ["欧阳大川"]), "欧阳*与欧阳")
        # A name inside a longer one leaves nothing of the longer one.
        self.assertEqual(reduce_names("龙大川", ["龙大", "龙大川"]), "龙*")
        self.assertEqual(reduce_names("a.c abc", ["a.c"]), "a* abc")
        self.assertEqual(reduce_names("申请书", ["", None, "书"]), "申请书")

    def test_kept_for(self):
        kept_for = disposal_list.kept_for
        self.assertEqual(kept_for(date(2020, 2, 29), date(2023, 2, 28)), (2, 11))
        self.assertEqual(kept_for(date(2020, 1, 1), date(2023, 1, 1)), (3, 0))
        self.assertEqual(kept_for(date(2023, 1, 2), date(2023, 1, 1)), (0, 0))


class TestSampling(BaseCase):
    def test_share_is_rounded_up(self):
        for rule in (sampling.RANDOM, sampling.EVERY):
            for share, count in (
                (0, 0),
                (1, 1),
                (1.5, 2),
                (5, 5),
                (33, 33),
                (100, 100),
            ):
                drawn = sampling.draw(CODES, rule, share, "s")
                self.assertEqual(len(drawn), count, (rule, share))
                self.assertLessEqual(drawn, set(CODES))

    def test_the_same_seed_draws_the_same(self):
        for rule in (sampling.RANDOM, sampling.EVERY):
            first = sampling.draw(CODES, rule, 5, "2026-a")
            self.assertEqual(first, sampling.draw(CODES[::-1], rule, 5, "2026-a"))
            others = [sampling.draw(CODES, rule, 5, str(n)) for n in range(20)]
            self.assertTrue(any(first != other for other in others))

    def test_what_stays_in_the_list_keeps_its_place(self):
        """A code that leaves the list makes room for one, and moves no other."""
        first = sampling.draw(CODES, sampling.RANDOM, 10, "s")
        less = [code for code in CODES if code not in list(first)[:1]]
        again = sampling.draw(less, sampling.RANDOM, 10, "s")
        self.assertEqual(len(first & again), 9)

    def test_every_code_has_its_chance(self):
        hits = dict.fromkeys(CODES, 0)
        for seed in range(400):
            for code in sampling.draw(CODES, sampling.RANDOM, 10, str(seed)):
                hits[code] += 1
        # 40 expected; five deviations of a binomial distribution to each side.
        self.assertTrue(all(10 <= count <= 70 for count in hits.values()))

    def test_every_nth_lies_evenly(self):
        drawn = sampling.draw(CODES, sampling.EVERY, 10, "s")
        places = sorted(CODES.index(code) for code in drawn)
        self.assertEqual(
            {b - a for a, b in zip(places, places[1:], strict=False)}, {10}
        )

    def test_nonsense_is_refused(self):
        for rule, share in (("x", 5), (sampling.RANDOM, -1), (sampling.RANDOM, 101)):
            with self.assertRaises(ValueError):
                sampling.draw(CODES, rule, share, "s")
