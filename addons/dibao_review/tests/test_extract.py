# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import csv
import doctest
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged

from ..tools import k_anonymity
from .statistics_common import FEB, JAN, StatisticsCase


class TestKAnonymity(BaseCase):
    def test_examples(self):
        self.assertFalse(doctest.testmod(k_anonymity).failed)

    @given(
        st.lists(
            st.fixed_dictionaries(
                {"a": st.integers(0, 3), "b": st.booleans(), "s": st.integers(0, 2)}
            ),
            max_size=30,
        ),
        st.integers(1, 6),
    )
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_whoever_is_kept_has_others_like_him(self, rows, k):
        found = k_anonymity.check(rows, ["a", "b"], ["s"], k)
        sizes = Counter((row["a"], row["b"]) for row in found.kept)
        self.assertTrue(all(size >= k for size in sizes.values()))
        self.assertEqual(found.left_out + len(found.kept), len(rows))
        # Nobody is left out without need.
        everybody = Counter((row["a"], row["b"]) for row in rows)
        self.assertEqual(
            len(found.kept), sum(size for size in everybody.values() if size >= k)
        )


@tagged("post_install", "-at_install")
class TestExtract(StatisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Six men of fifty with an illness, one woman of twenty: she is the odd one out.
        for _number in range(6):
            cls.make_people([cls.person_values("19750101", "1")], causes=["illness"])
        cls.make_people([cls.person_values("20050101", "2")])
        cls.freeze(JAN)

    def made(self, **values):
        extract = self.env["dibao.extract"].with_user(self.officer)
        return extract.create(
            {
                "division_id": self.county.id,
                "month": "2026-01-20",
                "recipient": "示例大学",
                "letter": "函〔2026〕9号",
                "purpose": "致贫原因研究",
                "undertaking": True,
                **values,
            }
        )

    def policy(self, code, value):
        self.env["dibao.policy"].search([("key_id.code", "=", code)]).value = value

    def test_the_odd_one_is_left_out(self):
        extract = self.made()
        extract.action_check()
        self.assertEqual((extract.k, extract.row_count, extract.left_out), (5, 6, 1))
        self.assertEqual((extract.smallest, extract.class_count), (6, 1))

    def test_two_persons_and_the_file(self):
        extract = self.made(file_format="csv")
        extract.action_check()
        extract.action_request()
        with self.assertRaises(AccessError):
            extract.action_approve()
        with self.assertRaises(UserError):
            extract.age_level = "5"
        extract.with_user(self.confirmer).action_approve()
        with TemporaryDirectory() as folder:
            path = Path(folder, "x.csv")
            extract._write_file(path)
            with path.open(encoding="utf-8-sig", newline="") as handle:
                rows = list(csv.DictReader(handle))
        self.assertEqual(len(rows), 6)
        self.assertEqual({row["age"] for row in rows}, {"50-59"})
        self.assertEqual({row["causes"] for row in rows}, {"illness"})
        self.assertEqual(extract.state, "provided")
        row = self.env["dibao.access.log"].search([("reference", "=", extract.name)])
        self.assertEqual((row.action, row.count), ("provide", 6))
        given = self.env["dibao.exchange.provision"].search([], limit=1)
        self.assertRecordValues(
            given,
            [
                {
                    "way": "file",
                    "recipient": extract.recipient,
                    "purpose": extract.purpose,
                    "count": 6,
                    "reference": extract.letter,
                }
            ],
        )
        self.assertIn("sex", given.data)
        self.assertIn("示例大学", row.detail_shown)

    def test_workbook(self):
        extract = self.made()
        extract.action_check()
        extract.action_request()
        extract.with_user(self.confirmer).action_approve()
        with TemporaryDirectory() as folder:
            path = Path(folder, "x.xlsx")
            extract._write_file(path)
            book = openpyxl.load_workbook(path, read_only=True)
            self.assertEqual(book["data"].max_row, 7)
            told = dict(book["about"].values)
            self.assertIn("示例大学", told.values())
            book.close()

    def test_too_fine_is_refused(self):
        extract = self.made(undertaking=False)
        extract.action_check()
        with self.assertRaisesRegex(UserError, "undertaking"):
            extract.action_request()
        extract.undertaking = True
        self.policy("extract_left_out", "10")
        with self.assertRaisesRegex(UserError, "coarser"):
            extract.action_request()
        extract.write({"with_sex": False, "age_level": "none"})
        self.assertEqual(extract.state, "draft")
        extract.action_check()
        self.assertEqual(extract.left_out, 0)
        extract.action_request()

    def test_a_rule_relaxed_later_opens_nothing(self):
        """What was approved with five alike is not provided with three."""
        for _number in range(2):
            self.make_people([self.person_values("20050101", "2")])
        self.freeze(FEB)
        self.policy("extract_left_out", "50")
        extract = self.made(month=FEB)
        extract.action_check()
        extract.action_request()
        extract.with_user(self.confirmer).action_approve()
        self.assertEqual((extract.smallest, extract.left_out), (6, 3))
        self.policy("extract_k", "3")
        with (
            TemporaryDirectory() as folder,
            self.assertRaisesRegex(UserError, "changed"),
        ):
            extract._write_file(Path(folder, "x.xlsx"))
        self.assertEqual(extract.state, "approved")

    def test_needs_a_frozen_month(self):
        extract = self.made(month="2025-11-01")
        with self.assertRaisesRegex(UserError, "Freeze the month"):
            extract.action_check()
