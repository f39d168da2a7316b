# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_session import SessionCase


@tagged("post_install", "-at_install")
class TestBoard(SessionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._post(cls.one, "2020-01-01")
        cls._post(cls.two, "2020-01-01", engagement="part")
        cls.env["dibao.training.credit"].create(
            {
                "employee_id": cls.one.sudo().employee_id.id,
                "subject": "x",
                "date": fields.Date.today(),
                "hours": 90,
                "professional": True,
                "evidence": "x",
            }
        )
        cls.env.flush_all()

    def _board(self, user=None, division=False):
        board = self.env["dibao.training.board"].with_user(user or self.coordinator)
        return board.dibao_board(division)

    def test_figures(self):
        """甲 has 90 hours, 乙 and 周 (without staff record) have none."""
        board = self._board()
        [row] = [one for one in board["rows"] if one["id"] == self.township.id]
        self.assertEqual(row["figures"]["persons"], 3)
        self.assertEqual(row["figures"]["short"], 2)
        self.assertEqual(row["figures"]["staff"], 2)
        self.assertEqual(
            row["cells"],
            {
                "hours": 33,
                "professional": 33,
                "full_time": 50,
                "promised": 0,
                "certified": 0,
            },
        )
        self.assertEqual(board["tiles"]["short"], 2)

    def test_certified(self):
        """One of the two of the staff holds a certificate; an ended one counts not."""
        kind = self.env["dibao.training.certificate.kind"].search([], limit=1)
        today = fields.Date.today()
        certificates = self.env["dibao.training.certificate"]._acting()
        common = {"kind_id": kind.id, "state": "valid"}
        certificates.create(
            [
                {
                    **common,
                    "employee_id": self.one.sudo().employee_id.id,
                    "issued_on": today,
                    "valid_from": today,
                    "valid_to": fields.Date.add(today, days=10),
                },
                {
                    **common,
                    "employee_id": self.two.sudo().employee_id.id,
                    "issued_on": fields.Date.subtract(today, days=30),
                    "valid_from": fields.Date.subtract(today, days=30),
                    "valid_to": fields.Date.subtract(today, days=1),
                },
            ]
        )
        self.env.flush_all()
        board = self._board()
        [row] = [one for one in board["rows"] if one["id"] == self.township.id]
        self.assertEqual(row["cells"]["certified"], 50)
        self.assertEqual([one["name"] for one in board["expiring"]], ["甲测试"])
        rows = self.env["dibao.staff.structure"].search(
            [
                ("staff_id", "in", (self.one | self.two).ids),
                ("year", "=", str(today.year)),
            ]
        )
        certified = {row.staff_id.name: row.certified_count for row in rows}
        self.assertEqual(certified, {"甲测试": 1, "乙测试": 0})

    def test_seats_ahead_make_the_forecast(self):
        """乙 has 82 hours, and a seat worth 8: short today, not at the year's end."""
        if fields.Date.today().strftime("%m-%d") == "12-31":
            return  # no session of this year is to come
        self.env["dibao.training.credit"].create(
            {
                "employee_id": self.two.sudo().employee_id.id,
                "subject": "x",
                "date": fields.Date.today(),
                "hours": 82,
                "professional": True,
                "evidence": "x",
            }
        )
        self._register(self.two, session=self._session(minutes=90))
        self.env.flush_all()
        [row] = self.env["dibao.training.year"].search(
            [
                ("employee_id", "=", self.two.sudo().employee_id.id),
                ("year", "=", str(fields.Date.today().year)),
            ]
        )
        self.assertEqual((row.hours, row.coming_hours), (82, 8))
        self.assertEqual((row.is_short, row.will_be_short), (True, False))

    def test_sessions_and_plans(self):
        self.env["dibao.training.plan"].create(
            {"division_id": self.county.id, "year": fields.Date.today().year}
        )
        board = self._board()
        self.assertIn(self.lesson.id, [one["id"] for one in board["sessions"]])
        self.assertEqual(len(board["plans"]), 1)
        self.assertTrue(board["may_plan"])

    def test_other_county_sees_its_own(self):
        board = self._board(self.other_coordinator)
        self.assertEqual((board["rows"], board["sessions"]), ([], []))
        self.assertFalse(self._board(self.other_coordinator, self.county.id)["rows"])

    def test_supervisor_reads_and_plans_nothing(self):
        board = self._board(self._persona("t_super", "archive_supervisor"))
        self.assertFalse(board["may_plan"])
        self.assertTrue(board["rows"])

    def test_clerk_sees_no_board(self):
        with self.assertRaises(AccessError):
            self._board(self._persona("t_clerk", "township_clerk"))

    def test_few_queries(self):
        """The board asks the same number of questions for any number of people."""
        self._board()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._board()
        few = self.env.cr.sql_log_count - before
        for number in range(20):
            self._staff(f"多测试{number}")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._board()
        self.assertLessEqual(self.env.cr.sql_log_count - before, few + 3)
