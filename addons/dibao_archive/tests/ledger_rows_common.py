# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rows of ledgers as the reader takes them, without a database."""

import csv
import datetime

from odoo.tests import BaseCase
from odoo.tools import file_open

from ..tools import ledger_columns
from ..tools.code_label import label_key
from ..tools.ledger_check import LedgerCheck

TODAY = datetime.date(2026, 1, 1)
COUNTY, EAST, WEST, EAST1, WEST1, WEST2 = range(1, 7)
DIVISIONS = [
    (COUNTY, "990101000000", "示例县", "county", None),
    (EAST, "990101001000", "东镇", "township", COUNTY),
    (WEST, "990101002000", "西街道", "township", COUNTY),
    (EAST1, "990101001001", "一村", "village", EAST),
    (WEST1, "990101002001", "一社区", "village", WEST),
    (WEST2, "990101002002", "双河村", "village", WEST),
]


def code_tables():
    """``{list: {label: code}}`` of the shipped code tables."""
    labels = {}
    with file_open("dibao_archive/data/dibao.code.csv") as stream:
        for row in csv.DictReader(stream):
            table = labels.setdefault(row["list"], {})
            for word in (row["code"], row["name"], *row["synonyms"].split()):
                table.setdefault(label_key(word), row["code"])
    return labels


RELATIONS = {"head": "02", "head_like": {"01", "02"}, "other_exclusion": "other"}


class LedgerCase(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.labels = code_tables()

    def check(self, rows, office=COUNTY, mapping=None, options=None, formulas=()):
        """Households and findings of rows, the header first."""
        numbered = list(enumerate(rows, 1))
        mapping = mapping or ledger_columns.recognise(numbered)
        below = {COUNTY: DIVISIONS, EAST: [DIVISIONS[1], DIVISIONS[3]]}[office]
        check = LedgerCheck(
            mapping,
            self.labels,
            RELATIONS,
            (office, below),
            options=options,
            formulas=frozenset(formulas),
            today=TODAY,
        )
        households = list(check.households(numbered))
        return households, check.take_findings()

    def codes(self, findings):
        return [finding.code for finding in findings]
