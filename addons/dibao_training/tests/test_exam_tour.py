# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Date, Datetime
from odoo.tests import HttpCase, tagged

from .duty_common import DutyCase


@tagged("post_install", "-at_install")
class TestExamTour(DutyCase, HttpCase):
    """In the browser: refused, pass the exam, allowed to file; lapse, refused again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.archivist.lang = "zh_CN"
        cls.ask()
        cls.set_policy("exam_questions_topic", "1")
        exam = cls.env["dibao.training.exam"]._draw_up(
            cls.kind_archive.with_context(lang="zh_CN"), cls.county
        )
        for option in exam.survey_id.question_ids.suggested_answer_ids:
            if option.is_correct:
                option.value = f"{option.value} ✓"

        cls.lesson = cls._lesson()

    @classmethod
    def _lesson(cls):
        """A session of tomorrow whose course serves the duty to file."""
        tomorrow = Datetime.add(Datetime.now(), days=1)
        course = cls.env["dibao.training.course"].create(
            {
                "name": "归档实务",
                "division_id": cls.county.id,
                "planned_on": tomorrow,
                "hours": 8,
                "duty_ids": cls.env.ref("dibao_training.duty_file").ids,
            }
        )
        return cls.env["event.event"].create(
            {
                "name": "归档实务第一期",
                "dibao_course_id": course.id,
                "date_begin": tomorrow,
                "date_end": Datetime.add(tomorrow, hours=8),
            }
        )

    def tour(self, name, item):
        self.start_tour(
            f"/odoo/action-dibao_archive.dibao_item_action/{item.id}",
            name,
            login=self.archivist.login,
            timeout=180,
        )

    def test_pass_and_file_then_lapse(self):
        volume = self.volume()
        first, second = self.paper(volume, "F01"), self.paper(volume, "F02")
        self.tour("dibao_exam_pass", first)
        self.assertEqual(self.lesson.registration_ids.dibao_employee_id, self.worker)
        certificate = self.env["dibao.training.certificate"].search(
            [("employee_id", "=", self.worker.id)]
        )
        self.assertEqual((certificate.state, certificate.score), ("valid", 100.0))
        self.tour("dibao_duty_allowed", first)
        self.assertEqual(first.state, "filed")
        yesterday = Date.subtract(Date.context_today(certificate), days=2)
        certificate._by_act({"valid_from": yesterday, "valid_to": yesterday})
        self.tour("dibao_duty_lapsed", second)
        self.assertEqual(second.state, "draft")
