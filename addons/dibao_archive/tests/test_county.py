# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The fictional county against the published figures it imitates."""

import csv
import os
import tempfile
from collections import Counter
from datetime import date
from itertools import islice

import openpyxl
from stdnum import luhn
from stdnum.cn import ric

from odoo.tests import BaseCase
from odoo.tools import file_open

from ..tools import county_ledger, resident_id
from ..tools.county import County
from ..tools.county_family import STANDARDS
from ..tools.county_variety import EXCLUSIONS

# Published shares of persons (domain notes 4.2, Fujian 2022) and how far a county of
# 20,000 households may lie off.
SHARES = {
    "rural": {"female": 0.44, "elderly": 0.26, "minor": 0.16, "disabled": 0.21},
    "urban": {"female": 0.46, "elderly": 0.23, "disabled": 0.30},
}
TOLERANCE = 0.025


def count_county(families):
    """Counts by urban and rural: households, persons and what each person is."""
    counts = {"urban": Counter(), "rural": Counter()}
    for family in families:
        count = counts[family.urban_rural]
        count["households"] += 1
        count["allowance"] += family.allowance
        count.update(f"cause_{cause}" for cause in family.causes)
        for person in family.members:
            count["persons"] += 1
            count["female"] += person.sex == "2"
            count["elderly"] += person.age >= 60
            count["minor"] += person.age < 18
            count["disabled"] += bool(person.disability_grade)
            count["labour_" + person.labour] += 1
    return counts


class TestCounty(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.county = County(20_000, seed=7)
        cls.families = list(cls.county.families())
        cls.persons = [p for family in cls.families for p in family.members]
        cls.counts = count_county(cls.families)

    def test_shares_of_persons(self):
        for kind, shares in SHARES.items():
            persons = self.counts[kind]["persons"]
            for name, share in shares.items():
                with self.subTest(kind=kind, name=name):
                    found = self.counts[kind][name] / persons
                    self.assertAlmostEqual(found, share, delta=TOLERANCE)

    def test_household_sizes(self):
        for kind, mean in (("urban", 1.51), ("rural", 1.80)):
            count = self.counts[kind]
            found = count["persons"] / count["households"]
            self.assertAlmostEqual(found, mean, delta=0.06)
        self.assertAlmostEqual(len(self.persons) / 20_000, 1.75, delta=0.05)
        sizes = {len(family.members) for family in self.families}
        self.assertEqual(sizes, {1, 2, 3, 4, 5, 6})
        share = self.counts["urban"]["households"] / 20_000
        self.assertAlmostEqual(share, 0.14, delta=0.005)

    def test_mean_size_can_be_asked_for(self):
        for mean in (1.2, 3, 4.5):
            persons = sum(
                len(family.members)
                for family in County(3000, mean_size=mean).families()
            )
            self.assertAlmostEqual(persons / 3000, mean, delta=0.1)

    def test_grants_per_person(self):
        """389 yuan rural and 623 urban, as in the township the notes cite."""
        for kind, grant in (("urban", 623), ("rural", 389)):
            count = self.counts[kind]
            found = count["allowance"] / count["persons"]
            self.assertAlmostEqual(found, grant, delta=15)

    def test_allowance_is_the_gap(self):
        for family in self.families:
            standard = STANDARDS[family.urban_rural] * family.counted
            self.assertEqual(family.allowance, standard - family.income)
            self.assertGreaterEqual(family.allowance, 0)

    def test_labour_and_causes_in_the_order_of_the_county_table(self):
        urban = self.counts["urban"]
        # Dehua 10/2024: 146 lost, 91 none, 42 able, 32 part of 311 persons.
        self.assertGreater(urban["labour_lost"], urban["labour_none"])
        self.assertGreater(urban["labour_none"], urban["labour_able"])
        self.assertGreater(urban["labour_able"], urban["labour_part"])
        self.assertGreater(urban["cause_disability"], urban["cause_illness"])
        self.assertFalse(urban["cause_disaster"])
        for count in self.counts.values():
            labour = sum(n for k, n in count.items() if k.startswith("labour_"))
            self.assertEqual(labour, count["persons"])

    def test_id_numbers(self):
        numbers = [person.id_number for person in self.persons]
        self.assertEqual(len(set(numbers)), len(numbers))
        for person in self.persons:
            number = person.id_number
            self.assertEqual(number[17], ric.calc_check_digit(number))
            told = resident_id.check(number, today=self.county.as_of)
            self.assertFalse(told.errors)
            self.assertEqual(told.birth_date, person.birth_date)
            self.assertEqual(told.sex, person.sex)
            # No table knows the place: it was never given out.
            self.assertEqual(number[:4], "9901")
            self.assertFalse(resident_id.place_known(number[:6]))

    def test_other_numbers_are_unique_and_fictional(self):
        phones = [person.phone for person in self.persons if person.phone]
        accounts = [family.account for family in self.families]
        numbers = [family.number for family in self.families]
        for values in (phones, accounts, numbers):
            self.assertEqual(len(set(values)), len(values))
        self.assertTrue(all(p.startswith("154") and len(p) == 11 for p in phones))
        for account in accounts:
            self.assertTrue(account.startswith("9901"))
            self.assertEqual(len(account), 19)
            self.assertTrue(luhn.is_valid(account))

    def test_ages_fit_relations(self):
        for family in self.families:
            head = family.head
            self.assertEqual(head.relation, "02")
            for person in family.members[1:]:
                kind = person.relation[0]
                gap = head.age - person.age
                if kind in "23":
                    self.assertGreaterEqual(gap, 18)
                elif kind == "4":
                    self.assertGreaterEqual(gap, 36)
                elif kind == "5":
                    self.assertLessEqual(gap, -18)
                elif person.relation in ("11", "12"):
                    self.assertNotEqual(person.sex, head.sex)
                    self.assertGreaterEqual(person.age, 22)
                    self.assertEqual(person.marriage, "20")
                self.assertIn(person.relation, county_ledger.RELATIONS)

    def test_birth_date_fits_age(self):
        day = self.county.as_of
        for person in self.persons:
            born = person.birth_date
            age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
            self.assertEqual(age, person.age)

    def test_same_seed_same_county(self):
        def some(seed, size=200):
            return [repr(family) for family in County(size, seed=seed).families()]

        self.assertEqual(some(3), some(3))
        self.assertNotEqual(some(3), some(4))

    def test_places(self):
        places = self.county.places()
        codes = {place.code: place for place in places}
        self.assertEqual(len(codes), len(places))
        total = 0
        for place in places:
            self.assertEqual(len(place.code), 12)
            self.assertTrue(place.code.startswith("99"))
            if place.parent:
                self.assertIn(place.parent, codes)
            total += place.households
        self.assertEqual(total, 20_000)
        self.assertEqual(codes["990101000000"].name, "示例县")
        self.assertEqual(codes["990102000000"].name, "示例二县")
        names = [(p.parent, p.name) for p in places]
        self.assertEqual(len(set(names)), len(names))

    def test_two_loads_can_lie_side_by_side(self):
        one = {f.number for f in County(300).families()}
        two = {f.number for f in County(300, first=2).families()}
        self.assertFalse(one & two)

    def test_a_million_persons_fit_the_numbers(self):
        """Enough counties, townships and ID numbers for a whole province."""
        county = County(570_000)
        levels = Counter(place.level for place in county.places())
        self.assertEqual(levels["county"], 48)
        self.assertLess(levels["township"] / levels["county"], 40)
        last = max(p.code for p in county.places() if p.level == "county")
        self.assertEqual(last, "990148000000")
        self.assertEqual(sum(1 for _f in islice(county.families(), 50)), 50)

    def test_wrong_wishes_are_refused(self):
        with self.assertRaises(ValueError):
            County(0)
        with self.assertRaises(ValueError):
            County(10, mean_size=7)


class TestCountyVariety(BaseCase):
    def test_variety(self):
        families = list(County(3000, variety=True).families())
        states = Counter(family.state for family in families)
        self.assertEqual(
            set(states), {"active", "suspended", "tapering", "stopped", "draft"}
        )
        self.assertAlmostEqual(states["active"] / 3000, 0.88, delta=0.03)
        persons = [p for family in families for p in family.members]
        excluded = [p for p in persons if not p.is_counted]
        self.assertTrue(excluded)
        self.assertTrue(all(p.exclusion in EXCLUSIONS for p in excluded))
        self.assertTrue(any(p.no_id_reason == "newborn" for p in persons))
        self.assertTrue(any(family.custodian for family in families))
        for family in families:
            self.assertTrue(family.head.is_counted)
            self.assertLessEqual(family.state_date, date(2026, 1, 1))
            self.assertGreaterEqual(family.state_date, family.since)


class TestCountyLedger(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "ledger.xlsx")
        self.county = County(150, mean_size=3)
        self.families = list(self.county.families())

    def _csv(self, layout, encoding):
        count = county_ledger.write_csv(self.path, self.county, layout, encoding)
        with open(self.path, newline="", encoding=encoding) as stream:
            rows = list(csv.DictReader(stream))
        self.assertEqual(len(rows), count)
        return rows

    def test_household_layout(self):
        for encoding in ("utf-8-sig", "utf-8", "gb18030"):
            with self.subTest(encoding=encoding):
                rows = self._csv("household", encoding)
                self.assertEqual(len(rows), 150)
                for row, family in zip(rows, self.families, strict=True):
                    self.assertEqual(row["户主身份证号"], family.head.id_number)
                    self.assertEqual(row["银行账号"], family.account)
                    found = [row[f"成员{slot}身份证号"] for slot in range(1, 7)]
                    wanted = [p.id_number for p in family.members[1:]]
                    self.assertEqual([n for n in found if n], wanted)

    def test_member_layout(self):
        rows = self._csv("member", "gb18030")
        wanted = [p for family in self.families for p in family.members]
        self.assertEqual(len(rows), len(wanted))
        for row, person in zip(rows, wanted, strict=True):
            self.assertEqual(row["姓名"], person.name)
            self.assertEqual(row["身份证号"], person.id_number)
            if person.disability_type:
                self.assertEqual(len(row["残疾证号"]), 20)

    def test_payment_layout(self):
        rows = self._csv("payment", "utf-8")
        self.assertEqual(len(rows), 150)
        paid = sum(int(row["低保金"]) for row in rows)
        self.assertEqual(paid, sum(family.allowance for family in self.families))

    def test_xlsx_keeps_numbers_as_text(self):
        count = county_ledger.write_xlsx(self.path, self.county, "household")
        sheet = openpyxl.load_workbook(self.path, read_only=True).active
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(len(rows) - 1, count)
        self.assertEqual(list(rows[0]), county_ledger.HOUSEHOLD_HEADER)
        self.assertEqual(rows[1][5], self.families[0].head.id_number)
        self.assertEqual(rows[1][8], self.families[0].account)


class TestCountyWords(BaseCase):
    """Every word of the ledgers is a known word of its code."""

    LISTS = {
        "relation": county_ledger.RELATIONS,
        "ethnic": county_ledger.ETHNIC,
        "marriage": county_ledger.MARRIAGES,
        "health": county_ledger.HEALTH,
        "education": county_ledger.EDUCATION,
        "cause": county_ledger.CAUSES,
    }

    def test_words_are_those_of_the_code_lists(self):
        with file_open("dibao_archive/data/dibao.code.csv") as stream:
            known = {
                (row["list"], row["code"]): row["synonyms"].split()
                for row in csv.DictReader(stream)
            }
        for list_name, words in self.LISTS.items():
            for code, word in words.items():
                with self.subTest(list=list_name, code=code):
                    self.assertIn(word, known[list_name, code])
        for exclusion in EXCLUSIONS:
            self.assertIn(("exclusion", exclusion), known)
