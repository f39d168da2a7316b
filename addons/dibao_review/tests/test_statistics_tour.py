# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

import openpyxl

from odoo.tests import HttpCase, tagged

from .statistics_common import DEC, FEB, JAN, StatisticsCase


@tagged("post_install", "-at_install")
class TestStatisticsScreens(StatisticsCase, HttpCase):
    """The entry screen and the official table in a browser, and the workbook."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls.person_values
        cls.make_people([person(), person("20150101", "2")], 300.0, DEC)
        cls.make_people([person()], 200.0, FEB, cls.west_village)
        cls.freeze(JAN)
        cls.freeze(FEB)
        cls.officer.password = "p_officer"

    def test_from_the_dashboard_to_the_households(self):
        self.start_tour(
            "/odoo/action-dibao_review.dibao_dashboard_action",
            "dibao_dashboard_tour",
            login="p_officer",
        )

    def book(self, **asked):
        self.authenticate("p_officer", "p_officer")
        text = "&".join(f"{key}={value}" for key, value in asked.items())
        return self.url_open(f"/dibao/statistics/table.xlsx?{text}")

    def test_workbook(self):
        answer = self.book(layout="county", division=self.county.id)
        self.assertEqual(answer.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        self.assertEqual(rows[8][1], "=SUM(B7:B8)")
        # Below the table its rules in words, each with what the formulas found.
        said = [row[4] for row in rows[11:]]
        self.assertEqual(len(said), 5)
        self.assertEqual(said[0], '=IF(COUNTIF(AG7:AG9,"✗")=0,"✓","✗")')

    def test_workbook_is_for_those_in_charge(self):
        answer = self.book(division=self.places["990100000000"].id)
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.book(division="x").status_code, 400)
        self.assertEqual(self.book(layout="x").status_code, 400)
