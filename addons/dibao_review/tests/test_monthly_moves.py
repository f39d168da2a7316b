# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from datetime import date

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .statistics_common import DEC, FEB, JAN, MAR, StatisticsCase


@tagged("post_install", "-at_install")
class TestMonthlyMoves(StatisticsCase, HttpCase):
    """The month's entries and exits on paper: who, why, by which case."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        village, person = cls.east_village, cls.person_values
        cls.old = cls.make_people([person("19500101", "2")], 400.0, DEC, village)
        cls.alone = cls.make_people([person("19900101")], 300.0, DEC, village)
        cls.far = cls.make_people([person("19700101")], 300.0, DEC, cls.west_village)
        with freeze_time("2026-02-01"):
            cls.freeze(JAN)
        cls.new = cls.make_people([person()], 200.0, FEB, village)
        cls.joined = cls.make_person_in(cls.alone, person("20200101", "2"))
        cls.grant(cls.alone, 600.0, FEB)
        cls.old._in_force(JAN)._end(JAN, "示例：人均收入高于标准")
        cls.far._in_force(JAN)._end(JAN, "示例：迁出")
        with freeze_time("2026-03-01"):
            cls.freeze(FEB)
        cls.township = village.parent_id
        cls.clerk = cls.make_user("m_clerk", "township_clerk", cls.township)

    def wanted(self, user=None, month=FEB, place=None):
        wanted = self.env["dibao.monthly.moves"].with_user(user or self.clerk)
        return wanted.create(
            {"month": month, "division_id": (place or self.township).id}
        )

    def told(self, listing):
        """{move: [(head, member, reason)]} as it stands on the paper."""
        return {
            part["move"]: sorted((row[2], row[3], row[5]) for row in part["rows"])
            for part in listing["parts"]
        }

    def test_who_and_why(self):
        """The clerk's township alone; the far village is another's."""
        listing = self.wanted(month=date(2026, 2, 17))._listing()
        name = [one.head_id.name for one in (self.new, self.alone, self.old)]
        entered = [
            (name[0], name[0], "New household"),
            (name[1], self.joined.name, "Joined a household on the roll"),
        ]
        left = [(name[2], name[2], "Benefit ended：示例：人均收入高于标准")]
        self.assertEqual(self.told(listing), {"entry": sorted(entered), "exit": left})
        self.assertEqual(
            [(part["households"], part["persons"]) for part in listing["parts"]],
            [(2, 2), (1, 1)],
        )

    def test_the_place_that_is_asked_for(self):
        """An officer of the county sees both townships; the list is of one, or all."""
        officer = self.make_user("m_officer", "county_officer", self.county)

        def left(place):
            [_entered, parts] = self.wanted(officer, place=place)._listing()["parts"]
            return {row[2] for row in parts["rows"]}

        near, far = self.old.head_id.name, self.far.head_id.name
        self.assertEqual(left(self.township), {near})
        self.assertEqual(left(self.far.division_id), {far})
        self.assertEqual(left(self.county), {near, far})

    def test_what_is_learned_later_is_on_it(self):
        """Somebody died in January already, told in March: February has no such exit.

        The correction takes the roll of February back; the list says what holds now.
        """
        officer = self.make_user("m_officer", "county_officer", self.county)
        wanted = self.wanted(officer, place=self.county)
        self.assertEqual(len(wanted._listing()["parts"][0]["rows"]), 2)
        self.joined.death_date = date(2026, 1, 20)
        self.freeze(MAR)
        facts = self.env["dibao.monthly.fact"]
        back = facts.search([("sign", "<", 0), ("person_id", "=", self.joined.id)])
        self.assertEqual((back.move, back.booked_month), ("entry", MAR))
        names = [row[3] for row in wanted._listing()["parts"][0]["rows"]]
        self.assertEqual(names, [self.new.head_id.name])

    def test_a_month_that_is_not_frozen_is_told(self):
        for act in ("print", "workbook"):
            with self.assertRaisesRegex(UserError, "2026-04"):
                getattr(self.wanted(month=date(2026, 4, 1)), f"action_{act}")()

    def test_on_paper_and_logged(self):
        wanted = self.wanted()
        logs = self.env["dibao.access.log"]
        before = logs.search_count([("action", "=", "export")])
        report = self.env["ir.actions.report"].with_user(self.clerk)
        html = report._render_qweb_html("dibao_review.report_monthly_moves", wanted.ids)
        text = html[0].decode()
        self.assertIn(self.joined.name, text)
        self.assertNotIn(self.far.head_id.name, text)
        self.assertEqual(logs.search_count([("action", "=", "export")]), before + 1)
        last = logs.search([("action", "=", "export")], order="id desc", limit=1)
        self.assertTrue(last.detail.startswith("monthly_moves"))
        self.assertEqual(last.count, 3)

    def test_workbook_for_who_asked(self):
        self.clerk.password = self.clerk.login
        wanted = self.wanted()
        url = wanted.action_workbook()["url"]
        self.authenticate(self.clerk.login, self.clerk.login)
        book = openpyxl.load_workbook(io.BytesIO(self.url_open(url).content))
        entries, exits = book.worksheets
        self.assertEqual(entries.max_row, 6)
        self.assertIn("示例：人均收入高于标准", exits.cell(5, 6).value)
        other = self.make_user("m_other", "township_clerk", self.township)
        other.password = other.login
        self.authenticate(other.login, other.login)
        self.assertEqual(self.url_open(url).status_code, 404)
