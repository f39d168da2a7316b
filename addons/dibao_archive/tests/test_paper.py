# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import json
import subprocess
import tempfile
from unittest.mock import patch

import pypdf
from PIL import Image, ImageChops, ImageFilter

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tools import file_open, mute_logger

from ..tools import pdf, pdf_font
from .common import DibaoCase, make_id

REPORT = "dibao_archive.household_sheet_report"


class TestPdf(BaseCase):
    def test_nothing_is_fetched_from_outside(self):
        asked = []

        def read(path):
            asked.append(path)
            raise ValueError(path)

        page = """<link rel="stylesheet" href="https://example.org/a.css"/>
            <img src="file:///etc/hostname"/><img src="/web/content/1"/>
            <link rel="stylesheet" href="/dibao_archive/static/report/paper.css"/>x"""
        with mute_logger("weasyprint"):
            content = pdf.render(page, read)
        self.assertTrue(content.startswith(b"%PDF-1.7"))
        self.assertEqual(
            asked, ["/dibao_archive/static/report/paper.css", "/web/content/1"]
        )

    def test_fonts_hold_what_the_page_shows(self):
        text = "低保档案，公示。2024 第１号"
        page = f'<html lang="zh-CN"><style>*{{font-family:serif}}</style><p>{text}'
        page += f"<h1>{text}</h1></html>"
        small = pdf.render(page, None)
        with patch.object(pdf_font, "_subset", return_value=None):
            whole = pdf.render(page, None)
        self.assertIn(text, pypdf.PdfReader(io.BytesIO(small)).pages[0].extract_text())
        # What the engine keeps of the other sixty thousand glyphs is over 100 kB.
        self.assertLess(len(small), 25_000)
        self.assertGreater(len(whole), 100_000)
        drawn = [self._ink(content) for content in (small, whole)]
        # Hinting may move an edge by a point; no stroke is more than that away.
        for one, other in (drawn, drawn[::-1]):
            near = other.filter(ImageFilter.MaxFilter(3))
            self.assertFalse(ImageChops.subtract(one, near).getbbox())

    def test_pages_of_others_stay_as_they_are(self):
        page = pdf.weasyprint.HTML(string="<p lang='zh'>档案</p>").write_pdf()
        self.assertNotIn(b"/CIDFontType0C", page)
        self.assertIn(b"/OpenType", page)

    def _ink(self, content):
        """Black points of the only page, white on black."""
        shown = subprocess.run(
            ["pdftoppm", "-gray", "-r", "150", "-"],
            input=content,
            check=True,
            capture_output=True,
        ).stdout
        return Image.open(io.BytesIO(shown)).point(lambda grey: 255 * (grey < 128))

    def test_without_pango(self):
        with (
            patch.object(pdf, "weasyprint", None),
            self.assertRaises(pdf.EngineMissing),
        ):
            pdf.render("x", None)


@tagged("post_install", "-at_install")
class TestHouseholdSheet(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.numbers = [make_id("19600101", 1), make_id("20150601", 2)]
        cls.household = cls.make_household(
            members=[
                ("张三", cls.numbers[0], "02"),
                ("张小燕", cls.numbers[1], "31"),
            ],
            account_number="6200000000000019",
            account_bank="示例银行",
        )
        cls.clerk = cls.make_user("paper_clerk", "township_clerk", cls.east)
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _print(self, households, user=None, lang="zh_CN"):
        reports = self.env["ir.actions.report"].with_user(user or self.clerk)
        content, kind = reports.with_context(
            lang=lang, force_report_rendering=True
        )._render_qweb_pdf(REPORT, households.ids)
        self.assertEqual(kind, "pdf")
        return content

    def _tool(self, name, content, *options):
        with tempfile.NamedTemporaryFile(suffix=".pdf") as stream:
            stream.write(content)
            stream.flush()
            return subprocess.run(
                [name, *options, stream.name, *(["-"] if name == "pdftotext" else [])],
                check=True,
                capture_output=True,
                text=True,
            ).stdout

    def test_sheet(self):
        content = self._print(self.household)
        text = self._tool("pdftotext", content, "-layout")
        for shown in ("张三", "张小燕", "9901**", "示例银行", self.household.number):
            self.assertIn(shown, text)
        for hidden in (*self.numbers, "6200000000000019", "19600101"):
            self.assertNotIn(hidden, text)
        fonts = self._tool("pdffonts", content).splitlines()[2:]
        self.assertTrue(fonts)
        for font in fonts:
            self.assertRegex(font, r"Noto-\S*-CJK-SC\S* .* yes yes yes ")

    def test_offered_to_those_who_may_read_what_it_tells(self):
        """Incomes and property stand on it: not what keeping archives asks for."""
        offered = {}
        for role in ("township_clerk", "county_officer", "auditor", "archivist"):
            user = self.make_user(f"sheet_{role}", role, self.county)
            actions = self.env["ir.actions.actions"].with_user(user)
            bound = actions.get_bindings("dibao.household").get("report", ())
            names = [one["name"] for one in bound]
            offered[role] = self.env.ref(REPORT).name in names
            income = self.env["dibao.income"].with_user(user)
            self.assertEqual(offered[role], income.has_access("read"), role)
        self.assertTrue(offered["township_clerk"])
        self.assertFalse(offered["archivist"])

    def test_archival_format(self):
        content = self._print(self.household)
        metadata = pypdf.PdfReader(io.BytesIO(content)).xmp_metadata
        data = metadata.stream.get_data().decode()
        self.assertRegex(data, r'pdfaid:part(="|>)3')
        self.assertRegex(data, r'pdfaid:conformance(="|>)U')

    def test_pages_are_counted_for_each_household(self):
        many = self.make_household(
            members=[
                (
                    f"示例{order}",
                    make_id("19800101", order),
                    "02" if order == 1 else "99",
                )
                for order in range(1, 61)
            ]
        )
        self.env.invalidate_all()
        content = self._print(many + self.household, lang="en_US")
        text = self._tool("pdftotext", content, "-layout")
        pages = len(pypdf.PdfReader(io.BytesIO(content)).pages)
        self.assertGreaterEqual(pages, 3)
        self.assertIn(f"Page {pages - 1} of {pages - 1}", text)
        self.assertIn("Page 1 of 1", text)
        for page in text.split("\f"):
            if "9901**" in page:
                self.assertIn("ID number", page, "table heads are repeated")

    def test_a_print_is_logged_and_kept_to_the_area(self):
        log = self.env["dibao.access.log"].sudo()
        before = log.search_count([("action", "=", "export")])
        self._print(self.household)
        row = log.search([("action", "=", "export")], limit=1)
        self.assertEqual(log.search_count([("action", "=", "export")]), before + 1)
        self.assertEqual(
            (row.login, row.model, row.res_ids),
            ("paper_clerk", "dibao.household", str(self.household.id)),
        )
        stranger = self.make_user("paper_stranger", "township_clerk", self.west)
        with self.refused(AccessError):
            self._print(self.household, stranger)

    def test_only_static_files_are_read(self):
        reports = self.env["ir.actions.report"]
        with file_open("dibao_archive/static/report/paper.css", "rb") as stream:
            self.assertEqual(
                reports._read_static("/dibao_archive/static/report/paper.css"),
                stream.read(),
            )
        for path in (
            "/web/content/1",
            "/dibao_archive/static/../security/rights.yml",
            "/../static/x",
        ):
            with self.subTest(path), self.assertRaises(ValueError):
                reports._read_static(path)

    def test_other_reports_keep_their_engine(self):
        view = self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "name": "other",
                "key": "dibao_archive.test_other_report",
                "arch": '<t t-name="x"><html><main>x</main></html></t>',
            }
        )
        other = self.env["ir.actions.report"].create(
            {
                "name": "Other",
                "model": "res.partner",
                "report_type": "qweb-pdf",
                "report_name": view.key,
            }
        )
        base = "odoo.addons.base.models.ir_actions_report.IrActionsReport"
        with (
            patch(f"{base}._run_wkhtmltopdf", return_value=b"%PDF other") as engine,
            patch(f"{base}.get_wkhtmltopdf_state", return_value="ok"),
            patch.object(pdf, "render", side_effect=AssertionError),
        ):
            content, _kind = other.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(other.id, self.env.user.partner_id.ids)
        self.assertEqual(content, b"%PDF other")
        engine.assert_called_once()

    def test_missing_libraries_are_told(self):
        with (
            patch.object(pdf, "weasyprint", None),
            self.assertRaisesRegex(UserError, "libpango"),
        ):
            self._print(self.household, lang="en_US")


@tagged("post_install", "-at_install")
class TestHouseholdSheetDownload(DibaoCase, HttpCase):
    def test_download(self):
        # The log writes in a transaction of its own; a test has one for all.
        self.set_registry_readonly_mode(False)
        household = self.make_household(
            members=[("李四", make_id("19700202", 3), "02")]
        )
        self.make_user("paper_loader", "township_clerk", self.east)
        self.authenticate("paper_loader", "paper_loader")
        context = json.dumps({"force_report_rendering": True})
        path = f"/report/pdf/dibao_archive.household_sheet/{household.id}"
        with patch(
            "odoo.addons.base.models.ir_actions_report._wkhtml",
            side_effect=AssertionError,
        ):
            response = self.url_open(f"{path}?context={context}")
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertTrue(response.content.startswith(b"%PDF"))
