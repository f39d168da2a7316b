# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ast import literal_eval
from datetime import date

import psycopg2
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import monthly_fact
from .statistics_common import APR, DEC, FEB, JAN, MAR, StatisticsCase


@tagged("post_install", "-at_install")
class TestMonthlyFreeze(StatisticsCase):
    """A county's months: classes, moves, money, corrections, and that they hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        village = cls.east_village
        person = cls.person_values
        cls.ill = cls.make_people(
            [
                person("19700101", "1", serious_illness=True),
                person("19720101", "2", disability_grade="3", disability_type="4"),
                person("20150601", "2"),
            ],
            900.0,
            DEC,
            village,
            causes=("illness", "schooling"),
        )
        cls.old = cls.make_people(
            [person("19500101", "2")], 400.0, DEC, cls.west_village, urban_rural="urban"
        )
        cls.alone = cls.make_people(
            [person("19900101", "1")], 300.0, DEC, village, causes=("labour",)
        )

    def recount(self, month, households):
        """Classes of the members by the pure rules; independent of the statements."""
        day = {JAN: date(2026, 1, 31), FEB: date(2026, 2, 28)}[month]
        found = []
        for person in households.member_ids.person_id:
            age = monthly_fact.age_on(person.birth_date, day)
            found.append(
                (
                    person.id,
                    monthly_fact.age_class(age),
                    monthly_fact.labour(
                        age,
                        person.disability_grade or None,
                        person.disability_type or None,
                        person.serious_illness,
                        bool(person.illness),
                        person.labour_ability or None,
                    ),
                )
            )
        return sorted(found)

    def test_same_as_the_pure_rules(self):
        """Row by row, over all that the registry can say of a person."""
        person = self.person_values
        many = self.env["dibao.household"]
        for birth in ("19400101", "19650201", "19660201", "20080131", "20080201"):
            for values in (
                {},
                {"illness": "慢性病"},
                {"labour_ability": "part"},
                {"labour_ability": "lost"},
                {"disability_grade": "1", "disability_type": "2"},
                {"disability_grade": "2", "disability_type": "7"},
                {"disability_grade": "3", "disability_type": "6"},
                {"serious_illness": True},
            ):
                many |= self.make_people([person(birth, "2", **values)], 100.0)
        frozen = self.freeze(JAN)
        rows = self.facts.search(
            [("freeze_id", "=", frozen.id), ("household_id", "in", many.ids)]
        )
        self.assertEqual(
            sorted((row.person_id.id, row.age_class, row.labour) for row in rows),
            self.recount(JAN, many),
        )

    def test_the_table_of_a_month(self):
        self.freeze(JAN)
        east = self.figures(self.east, JAN)
        self.assertEqual(
            {name: east[name] for name in monthly_fact.STOCKS},
            {
                "households": 2,
                "persons": 4,
                "female": 2,
                "elderly": 0,
                "minor": 1,
                "disabled": 1,
                "labour_able": 1,
                "labour_part": 1,
                "labour_lost": 1,
                "labour_none": 1,
                "cause_illness": 3,
                "cause_disability": 0,
                "cause_schooling": 3,
                "cause_disaster": 0,
                "cause_labour": 1,
                "cause_other": 0,
            },
        )
        urban = self.figures(self.county, JAN, urban_rural="urban")
        self.assertEqual((urban["households"], urban["elderly"]), (1, 1))
        self.assertEqual((urban["cause_other"], urban["spending"]), (1, 400))
        whole = self.figures(self.county, JAN)
        self.assertEqual((whole["persons"], whole["spending"]), (5, 1600))
        self.assertEqual(whole["entry_persons"], 0, "they all drew in December")

    def test_who_comes_and_leaves(self):
        self.freeze(JAN)
        new = self.make_people([self.person_values()], 200.0, FEB, self.east_village)
        joined = self.make_person_in(self.alone, self.person_values("20200101", "2"))
        self.grant(self.alone, 600.0, FEB)
        self.old._in_force(JAN)._end(JAN, "测试")
        gone = self.ill.member_ids.sorted("id")[-1].person_id
        gone.death_date = date(2026, 1, 20)
        self.freeze(FEB)
        rows = self.facts.search([("month", "=", FEB), ("move", "!=", False)])
        self.assertEqual(
            sorted((row.person_id.id, row.move, row.reason) for row in rows),
            sorted(
                [
                    (new.head_id.id, "entry", "new"),
                    (joined.id, "entry", "member"),
                    (self.old.head_id.id, "exit", "stopped"),
                    (gone.id, "exit", "died"),
                ]
            ),
        )
        # The month's list of entries and exits shows the same, each with its reason.
        action = self.env.ref("dibao_review.dibao_monthly_move_action")
        domain = [*literal_eval(action.domain), ("month", "=", FEB)]
        self.assertEqual(self.facts.search(domain), rows)
        january, february = (self.figures(self.county, m) for m in (JAN, FEB))
        self.assertEqual(february["entry_households"], 1)
        self.assertEqual(february["exit_households"], 1)
        for what in ("households", "persons"):
            self.assertEqual(
                february[what],
                january[what]
                + february[f"entry_{what}"]
                - february[f"exit_{what}"]
                + february[f"transfer_{what}"],
            )

    def test_a_move_is_neither_entry_nor_exit(self):
        self.freeze(JAN)
        self.ill.division_id = self.west_village
        self.freeze(FEB)
        east, west, county = (
            self.figures(place, FEB) for place in (self.east, self.west, self.county)
        )
        self.assertEqual(east["transfer_persons"], -3)
        self.assertEqual(west["transfer_persons"], 3)
        self.assertEqual((east["transfer_households"], west["persons"]), (-1, 4))
        for name in ("transfer_persons", "entry_persons", "exit_persons"):
            self.assertEqual(county[name], 0, name)
        self.assertEqual(county["persons"], 5)

    def test_what_is_learned_later_is_booked_later(self):
        with freeze_time("2026-02-01"):
            self.freeze(JAN)
        published = self.figures(self.county, JAN, JAN)
        # Decided in February, for January already; and somebody had died at Christmas.
        late = self.make_people([self.person_values()], 250.0, JAN, self.east_village)
        self.alone.head_id.death_date = date(2025, 12, 25)
        february = self.freeze(FEB)
        self.assertGreater(february.corrections, 0)
        self.assertEqual(self.figures(self.county, JAN, JAN), published)
        known = self.figures(self.county, JAN)
        self.assertEqual(known["persons"], published["persons"])
        self.assertEqual(known["entry_persons"], 1)
        self.assertEqual(known["exit_persons"], 1)
        self.assertEqual(known["spending"], published["spending"] + 250 - 300)
        rows = self.facts.search([("month", "=", JAN), ("household_id", "=", late.id)])
        self.assertEqual((rows.booked_month, rows.sign), (FEB, 1))
        now = self.figures(self.county, FEB)
        self.assertEqual(now["entry_persons"] + now["exit_persons"], 0)
        self.assertEqual(now["persons"], known["persons"])

    def test_a_later_disability_is_no_correction(self):
        with freeze_time("2026-02-01"):
            self.freeze(JAN)
        self.alone.head_id.write({"disability_grade": "1", "disability_type": "4"})
        self.grant(self.alone, 350.0, FEB)
        frozen = self.freeze(FEB)
        self.assertEqual(frozen.corrections, 0)
        self.assertEqual(self.figures(self.county, JAN)["labour_lost"], 1)
        self.assertEqual(self.figures(self.county, FEB)["labour_lost"], 2)

    def test_money_is_what_was_paid(self):
        """Arrears come in the month they are paid in; what bounced was not spent."""
        paid = self.make_paid(1, 500.0)
        run = self.locked(JAN)
        self.freeze(JAN)
        figures = self.figures(self.county, JAN)
        self.assertEqual(figures["spending"], run.total)
        self.assertEqual(figures["entitled"], 2100)
        line = run.line_ids.filtered(lambda one: one.household_id == paid)
        line.sudo()._by_act({"state": "bounced"})
        self.freeze(FEB)
        self.assertEqual(
            self.figures(self.county, JAN)["spending"], run.total - line.amount
        )

    def test_money_in_its_parts(self):
        household = self.make_people([self.person_values("19500101")], 0)
        person = household.head_id
        self.env["dibao.benefit"]._draft(
            household,
            JAN,
            [
                {"component": "base", "code": "gap", "amount": 400.0},
                {"component": "price", "amount": 20.0},
                {
                    "component": "supplement",
                    "code": "elderly",
                    "person_id": person.id,
                    "amount": 80.0,
                },
                {"component": "supplement", "code": "serious_illness", "amount": 50.0},
            ],
            [{"person_id": person.id, "is_counted": True, "is_paid": True}],
        )._start(JAN)
        self.freeze(JAN)
        row = self.facts.search(
            [("household_id", "=", household.id), ("month", "=", JAN)]
        )
        self.assertEqual(
            (row.allowance, row.price, row.age_supplement, row.other_supplement),
            (400, 20, 80, 50),
        )
        self.assertEqual(row.spending, 550)

    # HOW IT HOLDS

    def test_twice_is_once(self):
        frozen = self.freeze(JAN)
        count = self.facts.search_count([("freeze_id", "=", frozen.id)])
        self.assertFalse(frozen._freeze())
        self.assertEqual(
            self.facts.search_count([("freeze_id", "=", frozen.id)]), count
        )

    def test_order_of_months(self):
        self.freeze(FEB)
        with self.assertRaisesRegex(UserError, "later month"):
            self.freeze(JAN)
        with freeze_time("2026-03-31"), self.assertRaisesRegex(UserError, "not over"):
            self.freeze(MAR)

    def test_deleted_link_goes_figures_stay(self):
        """Without a foreign key the database sees to it by itself, for each table."""
        frozen = self.freeze(JAN)
        row = self.facts.search(
            [("freeze_id", "=", frozen.id), ("is_lead", "=", True)], limit=1
        )
        cr = self.env.cr
        for table, column in (
            ("dibao_person", "person_id"),
            ("dibao_household", "household_id"),
        ):
            names = [
                name
                for name, field in self.env[table.replace("_", ".")]._fields.items()
                if field.store and field.column_type and field.required
            ]
            if "no_id_reason" in self.env[table.replace("_", ".")]._fields:
                names.append("no_id_reason")
            columns = ", ".join(name for name in names if name != "id")
            ids = []
            for suffix in ("one", "two"):
                values = ", ".join(
                    {"number": f"number || '{suffix}'", "no_id_reason": "'none'"}.get(
                        name, name
                    )
                    for name in names
                    if name != "id"
                )
                cr.execute(
                    f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}"
                    " WHERE id = %s RETURNING id",
                    [row[column].id],
                )
                ids += [one for (one,) in cr.fetchall()]
                cr.execute(
                    f"INSERT INTO dibao_monthly_fact (freeze_id, month, booked_month,"
                    f" sign, row_kind, division_id, spending, {column})"
                    f" SELECT freeze_id, month, booked_month, sign, row_kind,"
                    f" division_id, 7, %s FROM dibao_monthly_fact WHERE id = %s",
                    [ids[-1], row.id],
                )
            cr.execute(f"DELETE FROM {table} WHERE id = %s", [ids[0]])
            cr.execute(
                f"SELECT {column} FROM dibao_monthly_fact WHERE spending = 7"
                " AND freeze_id = %s ORDER BY id DESC LIMIT 2",
                [frozen.id],
            )
            self.assertEqual(cr.fetchall(), [(ids[1],), (None,)], table)

    def test_nobody_edits(self):
        frozen = self.freeze(JAN)
        row = self.facts.search([("freeze_id", "=", frozen.id)], limit=1)
        with self.assertRaises(UserError):
            row.write({"sign": 2})
        with self.assertRaises(UserError):
            row.unlink()
        for statement in (
            "UPDATE dibao_monthly_fact SET spending = 1 WHERE id = %s",
            "DELETE FROM dibao_monthly_fact WHERE id = %s",
        ):
            with (
                self.assertRaises(psycopg2.errors.RaiseException),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [row.id])
        self.env.cr.execute(
            "UPDATE dibao_monthly_fact SET person_id = NULL, household_id = NULL"
            " WHERE id = %s",
            [row.id],
        )

    def test_the_night_leaves_no_month_out(self):
        self.freeze(JAN)
        with freeze_time("2026-04-05"):
            self.freezes._cron_freeze()
            months = self.freezes.search([("division_id", "=", self.county.id)])
            self.assertEqual(sorted(months.mapped("month")), [JAN, FEB, MAR])
            job = months.job_id.sudo()
            job._run()
        self.assertEqual(job.state, "done", job.message)
        self.assertEqual(set(months.mapped("state")), {"frozen"})
        with freeze_time("2026-04-06"):
            self.freezes._cron_freeze()
        self.assertFalse(
            self.freezes.search_count([("month", "=", APR)]), "April is not over"
        )

    def test_a_killed_work_goes_on(self):
        """Half of the months are done; the next piece begins behind them."""
        months = self.freezes.create(
            [{"division_id": self.county.id, "month": m} for m in (JAN, FEB)]
        )
        job = months._order_work().sudo()
        job.write({"state": "running"})
        self.assertFalse(job._job_statistics_freeze())
        self.assertEqual(job.cursor, {"at": 1})
        # The machine died here; a second worker takes the job up.
        job._run()
        self.assertEqual(job.state, "done", job.message)
        self.assertEqual(months.mapped("state"), ["frozen", "frozen"])

    def test_acts_are_the_officers(self):
        one = self.freezes.with_user(self.officer).create(
            {"division_id": self.county.id, "month": JAN}
        )
        one.action_freeze()
        self.assertEqual(one.job_id.kind, "statistics_freeze")
        with self.assertRaises(UserError):
            one.with_user(self.cashier).action_freeze()
