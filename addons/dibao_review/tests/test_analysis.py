# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

import openpyxl
import pypdfium2
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..analysis_book import AnalysisBook
from .statistics_common import APR, DEC, FEB, JAN, MAR, StatisticsCase


@tagged("post_install", "-at_install")
class TestAnalysis(StatisticsCase):
    """The bureau's report: what it says, keeps, and prints."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        person = cls.person_values
        for _one in range(8):
            cls.make_people([person()], 300.0, DEC, cls.east_village)
        cls.freeze(JAN)
        cls.make_people([person(sex="2")], 150.0, FEB, cls.west_village)
        cls.freeze(FEB)
        cls.freeze(MAR)
        cls.report = (
            cls.env["dibao.analysis"]
            .with_user(cls.officer)
            .create({"division_id": cls.county.id, "year": 2026, "quarter": "1"})
        )

    def test_what_it_says(self):
        self.report.note = "请各乡镇按期复核。"
        self.report.action_make()
        content = self.report.content
        self.assertEqual((content["first"], content["last"]), ("2026-01", "2026-03"))
        self.assertTrue(content["whole"])
        rows = {row["label"]: row["now"] for row in content["overview"]}
        self.assertEqual(rows["Number of persons"], 9)
        self.assertEqual(rows["New persons"], 1)
        self.assertEqual(rows["Spending of the period (yuan)"], 3 * 2400 + 2 * 150)
        self.assertEqual([one["place"] for one in content["visits"]], ["东一村"])
        self.assertIn("东一村", " ".join(content["suggestions"]))
        self.assertIn("<svg", content["trend"])
        self.assertIn("东一村", self.report.finding_html)

    def test_a_year_before(self):
        """The same period a year before: only where all of it is known."""

        def spent(report):
            report.action_make()
            [row] = [
                row
                for row in report.content["overview"]
                if row["label"].startswith("Spending")
            ]
            return row["now"], row["year"]

        report = self.report.copy({"year": 2027})
        with freeze_time("2028-01-05"):
            self.freeze(JAN.replace(year=2027))
            self.assertEqual(spent(report), (2550, 2400))
            # Two months more, which are then known of both years.
            self.freeze(FEB.replace(year=2027))
            self.freeze(MAR.replace(year=2027))
            self.assertEqual(spent(report), (3 * 2550, 7500))
            partly = self.report.copy({"year": 2026, "quarter": "2"})
            early = self.report.copy({"year": 2027, "quarter": "2"})
            self.freeze(APR.replace(year=2027))
            self.assertEqual(spent(early), (2550, None))
        with self.assertRaises(UserError):
            partly.action_make()

    def test_it_says_tomorrow_what_it_said(self):
        self.report.action_make()
        before = self.report.content
        self.make_people([self.person_values()], 500.0, JAN)
        self.freeze(self.shift(MAR))
        self.report.invalidate_recordset()
        self.assertEqual(self.report.content, before)
        with self.assertRaises(AccessError):
            self.report.content = {}

    @staticmethod
    def shift(month):
        return month.replace(month=month.month + 1)

    def test_on_paper(self):
        with self.assertRaisesRegex(UserError, "Reckon"):
            self.report.action_print()
        self.report.action_make()
        content, kind = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("dibao_review.analysis_report", self.report.ids)
        )
        self.assertEqual(kind, "pdf")
        pages = pypdfium2.PdfDocument(content)
        text = "".join(page.get_textpage().get_text_range() for page in pages)
        self.assertIn("东一村", text)
        self.assertIn("2026-03", text)
        for household in self.env["dibao.household"].search([]):
            self.assertNotIn(household.number, text)

    def test_effects_of_a_draft_are_told(self):
        draft = (
            self.env["dibao.what.if"]
            ._acting()
            .create(
                {
                    **{"division_id": self.county.id, "name": "提标测算示例"},
                    **{"day": "2026-03-10", "state": "done"},
                }
            )
        )
        self.env["dibao.what.if.result"].create(
            [
                {
                    **{"what_if_id": draft.id, "division_id": town.id},
                    **{"cost_now": now, "cost_then": then, "entering": 31 * n},
                    **{"leaving": 7 * n},
                }
                for n, (town, now, then) in enumerate(
                    ((self.east, 2400.0, 2900.0), (self.west, 150.0, 223.0))
                )
            ]
        )
        self.report.what_if_ids = draft
        self.report.action_make()
        [told] = self.report.content["what_if"]
        self.assertEqual((told["now"], told["more"]), (2550, 573))
        self.assertEqual((told["entering"], told["leaving"]), (31, 7))
        page = (
            self.env["ir.actions.report"]
            ._render_qweb_html("dibao_review.analysis_report", self.report.ids)[0]
            .decode()
        )
        for text in ("提标测算示例", "3,123", "573"):
            self.assertIn(text, page)

    def test_as_a_workbook(self):
        self.report.action_make()
        book = openpyxl.load_workbook(
            io.BytesIO(AnalysisBook(self.env, self.report).content())
        )
        self.assertEqual(len(book.worksheets), 5)
        places = list(book.worksheets[3].iter_rows(values_only=True))
        self.assertEqual([row[0] for row in places[1:3]], ["东镇", "西镇"])
        self.assertEqual(places[3][2], "=SUM(C2:C3)")

    def test_a_village_far_from_its_neighbours_is_visited(self):
        villages = self.env["dibao.division"].create(
            [
                {
                    "code": f"99010100222{n}",
                    "name": f"远{n}村",
                    "parent_id": self.west.id,
                }
                for n in range(5)
            ]
        )
        for n, village in enumerate(villages):
            amount = 700.0 if n == 3 else 150.0 + n
            self.make_people([self.person_values()], amount, APR, village)
        self.freeze(APR)
        report = self.report.copy({"quarter": "2"})
        report.action_make()
        reasons = {one["place"]: one["reasons"] for one in report.content["visits"]}
        self.assertIn("neighbours", reasons.pop("远3村"))
        self.assertNotIn("neighbours", " ".join(reasons.values()))

    def test_nothing_frozen(self):
        empty = self.report.copy({"year": 2020})
        with self.assertRaisesRegex(UserError, "nothing to report"):
            empty.action_make()

    def test_whose_report(self):
        clerk = self.make_user("a_clerk", "township_clerk", self.county)
        with self.assertRaises(AccessError):
            self.report.with_user(clerk).read(["content"])
