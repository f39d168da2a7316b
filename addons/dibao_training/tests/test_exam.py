# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from collections import Counter

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Date
from odoo.tests import tagged

from .duty_common import DutyCase


class ExamCase(DutyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exam = cls.env["dibao.training.exam"]._draw_up(cls.kind_archive, cls.county)

    def start(self, user=None, kind=None):
        kind = (kind or self.kind_archive).with_user(user or self.archivist)
        action = kind.action_take_exam()
        token = re.search(r"answer_token=([\w-]+)", action["url"])[1]
        return self.env["survey.user_input"].search([("access_token", "=", token)])

    def answer(self, sitting, right):
        """Answer so many questions right, the others wrong, and hand in."""
        sitting.state = "in_progress"
        for place, question in enumerate(sitting.predefined_question_ids):
            options = question.suggested_answer_ids
            chosen = options.filtered(
                lambda one, good=place < right: one.is_correct == good
            )[:1]
            sitting._save_lines(question, str(chosen.id))
        sitting._mark_done()

    def certificates(self, employee=None):
        return self.env["dibao.training.certificate"].search(
            [("employee_id", "=", (employee or self.worker).id)]
        )


@tagged("post_install", "-at_install")
class TestQuestionBank(DutyCase):
    def test_bank(self):
        bank = self.env["dibao.training.question"].search([])
        self.assertGreaterEqual(len(bank), 120)
        by_topic = Counter(question.topic_id for question in bank)
        self.assertEqual(len(by_topic), 6)
        self.assertGreaterEqual(min(by_topic.values()), 20)
        self.assertTrue(
            all("《" in (q.source or "") or "DA/T" in q.source for q in bank)
        )
        self.assertEqual(len(set(bank.mapped("text"))), len(bank))
        places = Counter(
            [right for _text, right in question._answers()].index(True)
            for question in bank
        )
        # no place of the right answer is worth a guess
        self.assertLess(max(places.values()) / len(bank), 0.4)

    def test_update_keeps_what_the_office_changed(self):
        bank = self.env["dibao.training.question"]
        count = bank.search_count([])
        mine, other = bank.search([("code", "in", ("ZC001", "ZC002"))], order="code")
        mine.with_user(self.coordinator).source = "本县规定"
        other.write({"text": "旧题", "is_local": False})
        bank._load_bank()
        self.assertEqual(bank.search_count([]), count)
        self.assertEqual((mine.source, mine.is_local), ("本县规定", True))
        self.assertNotEqual(other.text, "旧题")

    def test_one_right_answer(self):
        question = self.env["dibao.training.question"].search([], limit=1)
        for wrong in ("*甲\n*乙", "甲\n乙", "*甲", "*甲\n甲"):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                question.options = wrong

    def test_clerks_read_no_question(self):
        with self.assertRaises(AccessError):
            self.env["dibao.training.question"].with_user(self.clerk).search([])


@tagged("post_install", "-at_install")
class TestExam(ExamCase):
    def test_drawn_at_random_the_same_number_from_each_topic(self):
        self.set_policy("exam_wait_days", "0")
        drawn = []
        for _again in range(3):
            sitting = self.start()
            questions = sitting.predefined_question_ids
            pages = Counter(questions.mapped("page_id"))
            self.assertEqual(len(questions), 20)
            self.assertEqual(
                [len(questions & page.question_ids) for page in pages], [5] * 4
            )
            drawn.append(set(questions.mapped("title")))
            self.answer(sitting, 0)
        self.assertGreater(len(set.union(*drawn)), 30)

    def test_passing_gives_a_certificate(self):
        with freeze_time("2026-05-04 02:00:00"):
            self.answer(self.start(), 16)
            certificate = self.certificates()
            self.assertRecordValues(
                certificate,
                [
                    {
                        "kind_id": self.kind_archive.id,
                        "state": "valid",
                        "standing": "valid",
                        "score": 80.0,
                        "valid_from": Date.to_date("2026-05-04"),
                        "valid_to": Date.to_date("2028-05-03"),
                        "division_id": self.county.id,
                    }
                ],
            )
            self.assertRegex(certificate.number, r"^PX2026-\d{5}$")
        with freeze_time("2028-05-04"):
            certificate.invalidate_recordset()
            self.assertEqual(certificate.standing, "expired")

    def test_passed_and_allowed_to_file(self):
        self.ask()
        item = self.paper(self.volume(), "F01").with_user(self.archivist)
        with freeze_time("2026-05-04 02:00:00"):
            with self.assertRaises(AccessError):
                item._file()
            self.answer(self.start(), 20)
            item._file()
        self.assertEqual(item.state, "filed")

    def test_one_point_short(self):
        self.answer(self.start(), 15)
        self.assertFalse(self.certificates())
        attempt = self.exam.attempt_ids
        self.assertEqual((attempt.state, attempt.score), ("failed", 75.0))

    def test_two_windows_are_one_sitting(self):
        sitting = self.start()
        self.assertEqual(self.start(), sitting)
        self.answer(sitting, 20)
        sitting._mark_done()  # the other window hands in as well
        self.assertEqual(len(self.certificates()), 1)
        self.assertEqual(len(self.exam.attempt_ids), 1)
        self.assertEqual(len(self.worker.resume_line_ids), 1)

    def test_retake_rules(self):
        with freeze_time("2026-05-04 02:00:00"):
            self.answer(self.start(), 0)
            with self.assertRaisesRegex(UserError, "2026-05-05"):
                self.start()
        for day in ("2026-05-05", "2026-05-06"):
            with freeze_time(f"{day} 02:00:00"):
                self.answer(self.start(), 0)
        with (
            freeze_time("2026-05-07 02:00:00"),
            self.assertRaisesRegex(UserError, "2026-06-05"),
        ):
            self.start()
        with freeze_time("2026-06-05 02:00:00"):
            self.answer(self.start(), 20)
        self.assertEqual(len(self.certificates()), 1)

    def test_time_is_up(self):
        with freeze_time("2026-05-04 02:00:00"):
            first = self.start()
        with freeze_time("2026-05-06 02:00:00"):
            self.env["dibao.training.attempt"]._settle_overdue()
            self.assertEqual(self.exam.attempt_ids.state, "expired")
            self.assertNotEqual(self.start(), first)

    def test_renewal_keeps_the_former(self):
        with freeze_time("2026-05-04 02:00:00"):
            self.answer(self.start(), 20)
        with freeze_time("2028-03-01 02:00:00"):
            self.answer(self.start(), 20)
        self.assertEqual(
            [str(day) for day in self.certificates().sorted("id").mapped("valid_to")],
            ["2028-05-03", "2030-02-28"],
        )
        lines = self.worker.resume_line_ids.sorted("date_start")
        self.assertEqual(
            [(str(one.date_start), str(one.date_end)) for one in lines],
            [("2026-05-04", "2028-05-03"), ("2028-03-01", "2030-02-28")],
        )
        skills = self.worker.employee_skill_ids
        self.assertEqual(
            {(str(one.valid_from), str(one.valid_to)) for one in skills},
            {("2026-05-04", "2028-05-03"), ("2028-03-01", "2030-02-28")},
        )
        self.assertTrue(skills.skill_type_id.is_certification)

    def test_no_employee_no_exam(self):
        other = self.make_user("lone_archivist", "archivist", self.county)
        with self.assertRaises(UserError):
            self.start(other)

    def test_nearest_exam_and_new_version(self):
        near = self.env["dibao.training.exam"]._draw_up(self.kind_archive, self.east)
        exams = self.env["dibao.training.exam"]
        self.assertEqual(exams._for(self.kind_archive, self.east_village), near)
        self.assertEqual(exams._for(self.kind_archive, self.west), self.exam)
        with self.assertRaises(UserError):
            self.start(kind=self.kind_review)
        open_sitting = self.start()
        new = self.kind_archive.with_user(self.coordinator).action_draw_up()
        self.assertFalse(self.exam.active)
        self.assertEqual(self.start(), open_sitting)
        self.assertEqual(exams._for(self.kind_archive, self.west).id, new["res_id"])

    def test_bank_too_small_is_told(self):
        self.set_policy("exam_questions_topic", "50")
        with self.assertRaises(UserError):
            self.kind_archive.with_user(self.coordinator).action_draw_up()

    def test_clock_of_china(self):
        """Passed after midnight in China: the certificate is of the new day."""
        self.archivist.tz = "Asia/Shanghai"
        with freeze_time("2026-05-04 16:30:00"):
            sitting = self.start()
            self.answer(sitting.with_user(self.archivist).sudo(), 20)
        self.assertEqual(str(self.certificates().valid_from), "2026-05-05")
