# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The planted county, end to end: lists in, ranked and explained leads out.

32 anomalies are found and explained, 40 look-alikes rank below all of them, 25 missed
people are on the outreach list, and no ID number is met in clear anywhere.
"""

import base64
import csv
import io
import json
import sys
import tempfile
from pathlib import Path

import xlsxwriter

from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import DibaoCase
from odoo.addons.dibao_review import exchange_book
from odoo.addons.dibao_review.tests.test_disclosure import attack
from odoo.addons.dibao_review.tools import monthly_fact

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "probe")]

import planted  # noqa: E402
import scan  # noqa: E402
from canary import Canary  # noqa: E402
from office import Office  # noqa: E402

NOON = f"{planted.DAY} 04:00:00"


def as_csv(head, rows):
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode("gb18030")


def as_json(head, rows):
    return json.dumps(
        [dict(zip(head, row, strict=True)) for row in rows], ensure_ascii=False
    ).encode()


def as_xlsx(head, rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate([head, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


FORMATS = (as_csv, as_json, as_xlsx)


@tagged("post_install", "-at_install")
class TestPlantedCounty(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry_enter_test_mode_cls()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        job = type(cls.env["dibao.job"])
        cls.classPatch(job, "_commit", lambda one: one.env.flush_all())
        cls.plan = planted.plan()
        cls.env["dibao.county"]._load(cls.plan.county)
        with freeze_time(NOON):
            cls.build()

    @classmethod
    def build(cls):
        code = next(p.code for p in cls.plan.county.places() if p.level == "county")
        cls.county = cls.env["dibao.division"].search([("code", "=", code)])
        cls.users = {
            name: DibaoCase.make_user.__func__(cls, f"pc_{name}", role, cls.county)
            for name, role in (
                ("officer", "county_officer"),
                ("confirmer", "county_confirmer"),
                ("second", "county_confirmer"),
                ("clerk", "township_clerk"),
                ("reviewer", "township_reviewer"),
            )
        }
        cls.office = Office(cls.env, cls.plan, cls.users)
        cls.office.settle(cls.county)
        cls.office.plant_registry()
        cls.office.grant_all()
        cls.office.plant_payments()
        cls.office.pay()
        cls.office.plant_cases()
        cls.batches = cls.feed()
        cls.env["dibao.due"]._search_all(planted.DAY)
        cls.told = cls.env["dibao.alert"]._search_all(planted.DAY)
        cls.alerts = cls.env["dibao.alert"].search([("state", "=", "open")])
        freeze = cls.env["dibao.monthly.freeze"].create(
            {"division_id": cls.county.id, "month": "2026-01-01"}
        )
        freeze._freeze()

    @classmethod
    def feed(cls):
        """Every list, by the wizard's way, in turn as CSV, JSON and XLSX."""
        batches = cls.env["dibao.exchange.batch"].with_user(cls.users["officer"])
        made = batches
        for number, (source, rows) in enumerate(cls.plan.lists.items()):
            data = FORMATS[number % 3](planted.HEADS[source], rows)
            batch = batches.create(
                {
                    "source_id": cls.env["dibao.exchange.source"]
                    .search([("code", "=", source)])
                    .id,
                    "division_id": cls.county.id,
                    "data_on": "2026-03-01",
                    "content": base64.b64encode(data),
                }
            )
            batch.action_read()
            job = batch.job_id.sudo()
            job.state = "running"
            while not job._job_exchange_import():
                pass
            job.state = "done"
            batch.invalidate_recordset()
            made |= batch
        return made

    def of(self, household):
        return self.alerts.filtered(lambda one: one.household_id == household)

    def by_rule(self, code):
        return self.alerts.filtered(lambda one: one.rule_id.code == code)

    def planted_alert(self, code):
        """The alert that a planted fact must have raised."""
        alerts = self.by_rule(code)
        if code == "A23":
            village = self.office.a23
            return alerts.filtered(lambda one: one.division_id == village)
        households = self.office.planted(code)
        if code == "A21":
            households = self.office.a21
        if code == "A04":
            households |= self.env["dibao.household"].search(
                [("number", "like", "-"), ("county_id", "=", self.county.id)]
            )
        return alerts.filtered(lambda one: one.household_id in households)

    # ------------------------------------------------------------------ the plan

    def test_numbers_of_the_plan(self):
        self.assertEqual(
            sorted([*self.plan.planted, "A25"]), [f"A{n:02d}" for n in range(1, 33)]
        )
        self.assertEqual(len(self.plan.alike), 40)
        self.assertEqual(len(set(self.plan.missed)), 25)

    def test_every_list_came_into_use(self):
        self.assertEqual(
            {one.source_id.code: one.state for one in self.batches},
            dict.fromkeys(planted.HEADS, "used"),
            self.batches.mapped("refusal_shown"),
        )
        self.assertFalse(sum(self.batches.mapped("faulty_count")))

    # ------------------------------------------------------------------ what is found

    def test_every_planted_fact_is_found_and_explained(self):
        missing, unexplained = [], []
        for code, family in self.plan.planted.items():
            alert = self.planted_alert(code)
            if not alert:
                missing.append(code)
                continue
            # Of two households that are told for one fact, the planted one first.
            own = alert & self.of(self.office.planted(code))
            alert = (own or alert)[0]
            told = alert.with_context(lang="en_US").sentence
            if "%(" in told or not alert.evidence or not alert.action_text:
                unexplained.append((code, told))
            about = (family.number, *(one.name for one in family.members))
            village = alert.division_id.name
            if not any(one in told for one in (*about, village)) and code != "A21":
                unexplained.append((code, told))
        self.assertFalse(missing)
        self.assertFalse(unexplained)

    def test_missed_people_are_on_the_outreach_list(self):
        listed = self.env["dibao.outreach"].search([("state", "=", "open")])
        self.assertEqual(sorted(listed.mapped("name")), sorted(self.plan.missed))
        self.assertFalse(set(listed.mapped("name")) & set(self.plan.not_missed))
        self.assertFalse(
            listed.filtered(lambda one: one.division_id.level != "village")
        )

    def test_no_look_alike_ranks_above_a_planted_one(self):
        lowest = min(
            max(self.planted_alert(code).mapped("score")) for code in self.plan.planted
        )
        allowed = self.office.a14 | self.office.a21
        above = {
            name: [(one.rule_id.code, one.score) for one in self.of(household)]
            for name, family in self.plan.alike.items()
            for household in self.office.household(family)
            if household not in allowed
            and max(self.of(household).mapped("score"), default=0) >= lowest
        }
        self.assertFalse(above)

    def test_searching_again_changes_nothing(self):
        with freeze_time(NOON):
            again = self.env["dibao.alert"]._search_all(planted.DAY)
        changed = {
            code: one
            for code, one in again.items()
            if one["new"] or one["changed"] or one["gone"]
        }
        self.assertFalse(changed)

    def test_no_benefit_was_changed(self):
        """Leads alone: what the search does touches no benefit and no household."""
        before = self._state()
        with freeze_time(NOON):
            self.env["dibao.alert"]._search_all(planted.DAY)
        self.assertEqual(self._state(), before)

    def _state(self):
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT (SELECT md5(string_agg(b::text, '' ORDER BY id))
                         FROM dibao_benefit b),
                      (SELECT md5(string_agg(h::text, '' ORDER BY id))
                         FROM dibao_household h)"""
        )
        return self.env.cr.fetchall()

    # ------------------------------------------------------------------ tables

    def figures(self, place):
        rows = self.env["dibao.monthly.sum"].search(
            [("division_id", "=", place.id), ("month", "=", "2026-01-01")]
        )
        return {
            name: round(sum(rows.mapped(name)), 2) for name in monthly_fact.MEASURES
        }

    def test_the_official_table_adds_up(self):
        """The check rules of the county table (domain 4.1), and a plain recount."""
        county = self.figures(self.county)
        self.assertGreater(county["persons"], 400)
        labour = (f"labour_{one}" for one in monthly_fact.LABOUR)
        self.assertEqual(county["persons"], sum(county[one] for one in labour))
        causes = sum(county[f"cause_{one}"] for one in monthly_fact.CAUSES)
        self.assertLessEqual(county["persons"], causes + county.get("cause_none", 0))
        money = sum(county[one] for one in monthly_fact.MONEY if one != "spending")
        self.assertAlmostEqual(county["spending"], money, 2)
        townships = self.env["dibao.division"].search(
            [("parent_id", "=", self.county.id), ("level", "=", "township")]
        )
        for name, total in county.items():
            if name != "same_amount":
                below = sum(self.figures(one)[name] for one in townships)
                self.assertAlmostEqual(below, total, 2, name)
        self.env.cr.execute(
            """SELECT count(DISTINCT b.household_id) FROM dibao_benefit b
                 JOIN dibao_household h ON h.id = b.household_id
                WHERE h.county_id = %s AND b.state IN ('in_force', 'ended')
                  AND b.date_from <= '2026-01-31'
                  AND (b.date_to IS NULL OR b.date_to >= '2026-01-31')""",
            [self.county.id],
        )
        [[households]] = self.env.cr.fetchall()
        self.assertEqual(county["households"], households)

    def test_the_attack_on_the_public_table_fails(self):
        """No small cell can be narrowed down to fewer than the policy allows."""
        least = self.env["dibao.policy"]._require("small_cell", self.county)
        with freeze_time(NOON):
            one = self.env["dibao.disclosure"].with_user(self.users["officer"])
            one = one.create({"division_id": self.county.id, "month": "2026-01-01"})
            one.action_prepare()
        one = one.sudo()
        rows = one._rows(one.content["depth"])
        found = attack(one.content, rows)
        self.assertTrue(found)
        for cell, (truth, low, high) in found.items():
            if truth < least:
                self.assertLessEqual(low, truth)
                self.assertTrue(high is None or high >= least, cell)

    # ------------------------------------------------------------------ leaks

    def test_no_number_in_clear(self):
        """Every table, every screen of the officer, every workbook: 0 hits."""
        canaries = [
            Canary("id_number", number, "list") for number in sorted(self.plan.numbers)
        ]
        with tempfile.TemporaryDirectory() as folder:
            spool = scan.Spool(folder)
            self._tables(spool)
            self._screens(spool)
            self._books(spool, folder)
            hits = spool.find(canaries)
            self.assertGreater(spool.size, 1_000_000)
        self.assertFalse(hits[:10])

    def test_the_scan_would_see_one(self):
        number = next(iter(self.plan.numbers))
        with tempfile.TemporaryDirectory() as folder:
            spool = scan.Spool(folder)
            spool.add("x", number.encode())
            self.assertTrue(spool.find([Canary("id_number", number, "list")]))

    def _tables(self, spool):
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        for (table,) in cr.fetchall():
            out = io.StringIO()
            cr.copy_expert(f'COPY "{table}" TO STDOUT', out)
            spool.add(table, out.getvalue().encode())
        scan.add_binaries(spool, cr)

    def _screens(self, spool):
        for model in (
            "dibao.alert",
            "dibao.alert.work",
            "dibao.outreach",
            "dibao.exchange.batch",
            "dibao.exchange.row",
            "dibao.exchange.finding",
        ):
            records = self.env[model].with_user(self.users["officer"]).search([])
            self.assertTrue(records or model == "dibao.exchange.finding", model)
            names = [
                name
                for name, field in records._fields.items()
                if records._has_field_access(field, "read")
            ]
            told = json.dumps(records.read(names), default=str, ensure_ascii=False)
            spool.add(model, told.encode())

    def _books(self, spool, folder):
        for batch in self.batches:
            path = Path(folder) / f"result-{batch.id}.xlsx"
            exchange_book.save(batch, str(path))
            spool.add(f"result {batch.source_id.code}", path.read_bytes())
