# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import file_corpus as corpus

from .test_session import SessionCase
from .test_staff import StaffCase, pdf_bytes


@tagged("post_install", "-at_install")
class TestCreditPaper(StaffCase):
    """Hours from elsewhere: what proves them becomes a paper of the archives."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        credits = cls.env["dibao.training.credit"].with_user(cls.coordinator)
        cls.credit = credits.create(
            {
                "employee_id": cls.employee.id,
                "subject": "省级培训班",
                "date": "2024-06-01",
                "hours": 16,
                "evidence": "结业证明，3号盒",
            }
        )

    def _wizard(self, user=None, content=None, credit=None):
        wizard = self.env["dibao.training.credit.paper"]
        return wizard.with_user(user or self.coordinator).create(
            {
                "credit_id": (credit or self.credit).id,
                "file": base64.b64encode(pdf_bytes() if content is None else content),
                "file_name": "结业证明.pdf",
            }
        )

    def _items(self):
        return self.env["dibao.item"].search_count(
            [("source_model", "=", "dibao.training.credit")]
        )

    def _unfiled(self, user=None):
        credits = self.env["dibao.training.credit"].with_user(user or self.coordinator)
        return credits.search(credits._unfiled_domain())

    def _correct(self, hours):
        correction = self.env["dibao.training.correction"].with_user(self.coordinator)
        values = {"credit_id": self.credit.id, "hours": hours, "reason": "按证明更正"}
        correction.create(values).action_correct()
        return self.env["dibao.training.credit"].search(
            [("corrects_id", "=", self.credit.id)]
        )

    def test_filed_once(self):
        self.assertEqual(self._unfiled(), self.credit)
        self.assertFalse(self.credit.paper_filed)
        shown = self.credit.action_file_paper()
        self.assertEqual(shown["res_model"], "dibao.training.credit.paper")
        self.assertEqual(shown["context"]["default_credit_id"], self.credit.id)
        first, second = self._wizard(), self._wizard()
        first.action_file()
        item = self.credit.sudo().item_id
        self.assertEqual(item.source_id, self.credit.id)
        self.assertIn("省级培训班, 周测试", item.title)
        self.assertEqual(item.kind_id.code, "TRAINING")
        self.assertEqual(item.volume_id.division_id, self.township)
        self.assertEqual(item.volume_id.year, 2024)
        self.assertEqual(item.original_ids.name, "结业证明.pdf")
        self.assertFalse(first.file, "the file left the row of the wizard")
        self.assertTrue(self.credit.paper_filed)
        self.assertFalse(self._unfiled())
        with self.assertRaisesRegex(UserError, "filed already"):
            second.action_file()
        with self.assertRaisesRegex(UserError, "filed already"):
            self.credit.action_file_paper()
        self.assertEqual(self._items(), 1)
        self.assertEqual(len(item.original_ids), 1)

    def test_what_was_taken_back_takes_no_paper(self):
        wizard = self._wizard()
        self._correct(0)
        reversal = self.env["dibao.training.credit"].search(
            [("reversal_of_id", "=", self.credit.id)]
        )
        for refused in (wizard, self._wizard(credit=reversal)):
            with self.assertRaisesRegex(UserError, "taken back already"):
                refused.action_file()
        self.assertFalse(self._items())
        self.assertFalse(self._unfiled())

    def test_correcting_entry_keeps_the_paper(self):
        self._wizard().action_file()
        anew = self._correct(12)
        self.assertEqual(anew.hours, 12)
        self.assertTrue(anew.item_id)
        self.assertEqual(anew.item_id, self.credit.sudo().item_id)
        with self.assertRaisesRegex(UserError, "filed already"):
            self._wizard(credit=anew).action_file()

    def test_bad_files_leave_the_entry_as_it_is(self):
        script = corpus.drawn_pdf(1, corpus.on_open("JavaScript", JS="x"))
        for content, why in (
            (b"", "Upload the paper"),
            (b"no paper at all", "PDF or a picture"),
            (script, "JavaScript"),
        ):
            wizard = self._wizard(content=content)
            with (
                self.subTest(why),
                self.assertRaisesRegex(UserError, why),
                self.env.cr.savepoint(),
            ):
                wizard.action_file()
        self.env.invalidate_all()
        self.assertFalse(self.credit.sudo().item_id)
        self.assertFalse(self._items())

    def test_others_file_nothing(self):
        reader = self._persona("t_reader", "archivist")
        with self.assertRaises(AccessError):
            self.credit.with_user(reader).action_file_paper()
        with self.assertRaises(AccessError):
            self._wizard(self.other_coordinator)
        # a row that somehow came to be opens no way either
        values = {"credit_id": self.credit.id, "file": base64.b64encode(pdf_bytes())}
        wizards = self.env["dibao.training.credit.paper"]
        forged = wizards.with_user(self.other_coordinator).sudo().create(values)
        with self.assertRaises(AccessError):
            forged.sudo(False).action_file()
        with self.assertRaises(AccessError):
            self.credit.with_user(self.other_coordinator).action_file_paper()
        self.assertFalse(self._items())

    def test_forged_link_to_a_paper(self):
        self._wizard().action_file()
        credits = self.env["dibao.training.credit"].with_user(self.coordinator)
        with self.assertRaises(AccessError):
            credits.create(
                {
                    "employee_id": self.employee.id,
                    "subject": "x",
                    "date": "2024-07-01",
                    "hours": 2,
                    "evidence": "x",
                    "item_id": self.credit.sudo().item_id.id,
                }
            )

    def test_board_counts_what_is_not_filed(self):
        boards = self.env["dibao.training.board"].with_user(self.coordinator)
        self.assertEqual(boards.dibao_board()["tiles"]["unfiled"], 1)
        other = boards.with_user(self.other_coordinator).dibao_board()
        self.assertEqual(other["tiles"]["unfiled"], 0)
        self._wizard().action_file()
        self.assertEqual(boards.dibao_board()["tiles"]["unfiled"], 0)


@tagged("post_install", "-at_install")
class TestSessionPaper(SessionCase):
    def test_sheet_of_the_session_is_the_paper(self):
        """Hours of a session need no paper of their own once its sheet is filed."""
        seat = self._register(self.one)
        seat.action_set_done()
        [credit] = seat.dibao_credit_ids
        # who may read hours, but no sessions
        reader = self._persona("t_reader", "archivist")
        credits = self.env["dibao.training.credit"].with_user(reader)
        self.assertEqual(credits.search(credits._unfiled_domain()), credit)
        self.lesson._dibao_file_sheet(filename="签到表.pdf", content=pdf_bytes())
        self.assertFalse(credits.search(credits._unfiled_domain()))
        self.assertEqual(credits.search([("paper_filed", "=", True)]), credit)
        self.assertTrue(credits.browse(credit.id).paper_filed)
        with self.assertRaisesRegex(UserError, "filed already"):
            credit.with_user(self.coordinator).action_file_paper()
