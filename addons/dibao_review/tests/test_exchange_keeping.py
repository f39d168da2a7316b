# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is kept of other departments' lists, how long, and what is on record of it."""

import base64
import csv
import io
import tracemalloc
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import BaseCase, freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id
from odoo.addons.dibao_archive.tools import ledger_values, workbook

from ..tools import exchange_read
from .exchange_common import TODAY, ExchangeCase

ONE, TWO, THREE = (make_id("19700101", order) for order in (1, 2, 3))
HEAD = ["身份证号", "姓名", "火化日期"]
BANK = ["身份证号", "资产类型", "余额"]
HR = ["身份证号", "姓名", "类型", "居住地"]


class KeepingCase(ExchangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            None,
            [("示例甲", ONE, "02"), ("示例乙", TWO, "10")],
            state="active",
            urban_rural="rural",
        )

    def setUp(self):
        super().setUp()
        # The test is one transaction.
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_one: 1)

    def purge(self, day):
        with freeze_time(f"{day} 02:00:00"):
            self.batches.sudo()._cron_purge()

    def row_of(self, batch, number):
        """The columns of a row as they stand in the database."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT * FROM dibao_exchange_row WHERE batch_id = %s AND number = %s",
            [batch.id, number],
        )
        return self.env.cr.dictfetchone()


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 02:00:00")
class TestKeeping(KeepingCase):
    # HOW LONG

    def test_a_county_keeps_for_its_own_number_of_days(self):
        self.local_rule("exchange_keep_days", "45")
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        self.assertEqual(str(batch.keep_until), "2026-05-04")

    def test_a_shorter_rule_shortens_what_is_there(self):
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        self.assertEqual(str(batch.keep_until), "2026-09-16")
        self.local_rule("exchange_keep_days", "10")
        self.purge("2026-03-30")
        self.assertEqual((batch.state, str(batch.keep_until)), ("used", "2026-03-30"))
        self.purge("2026-03-31")
        self.assertEqual((batch.state, self.row_count(batch)), ("purged", 0))

    def test_rows_go_when_the_basis_ends(self):
        """The agreement ends: nothing is received any more, and all rows go."""
        source = self.source("funeral")
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        source.basis_until = "2026-04-10"
        self.purge("2026-04-10")
        self.assertEqual((batch.state, str(batch.keep_until)), ("used", "2026-04-10"))
        self.purge("2026-04-11")
        self.assertEqual((batch.state, self.row_count(batch)), ("purged", 0))
        with freeze_time("2026-04-11 02:00:00"):
            late = self.deliver("funeral", [HEAD, [TWO, "", "2026-02-11"]])
        self.assertEqual((late.state, late.refusal), ("refused", "no_basis"))
        self.assertIn("2026-04-10", late.refusal_shown)
        self.assertFalse(late.sudo().content)

    def test_the_basis_limits_the_days(self):
        self.source("funeral").basis_until = "2026-04-10"
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        self.assertEqual(str(batch.keep_until), "2026-04-10")

    def test_a_file_that_nobody_reads_goes_too(self):
        self.local_rule("exchange_keep_by_source", '{"funeral": 30}')
        batch = self.batches.create(
            {
                "source_id": self.source("funeral").id,
                "division_id": self.county.id,
                "data_on": "2026-03-01",
                "content": base64.b64encode(self.as_csv([HEAD])),
            }
        )
        self.env.cr.execute(
            "UPDATE dibao_exchange_batch SET create_date = %s WHERE id = %s",
            [f"{TODAY} 02:00:00", batch.id],
        )
        self.env.invalidate_all()
        self.purge("2026-04-19")
        self.assertTrue(batch.sudo().content)
        self.purge("2026-04-20")
        self.assertEqual((batch.state, batch.sudo().content), ("draft", False))
        with self.assertRaises(UserError):
            batch.action_read()

    def test_reading_that_failed_goes_too(self):
        batch = self.batches.create(
            {
                "source_id": self.source("funeral").id,
                "division_id": self.county.id,
                "data_on": "2026-03-01",
                "content": base64.b64encode(self.as_csv([HEAD])),
            }
        )
        batch.action_read()
        self.env.cr.execute(
            "UPDATE dibao_exchange_batch SET create_date = %s WHERE id = %s",
            [f"{TODAY} 02:00:00", batch.id],
        )
        self.env.invalidate_all()
        # a job in hand is left alone
        self.purge("2026-09-17")
        self.assertEqual(batch.state, "reading")
        batch.job_id.sudo().state = "failed"
        self.purge("2026-09-17")
        self.assertEqual((batch.state, batch.refusal), ("refused", "lapsed"))
        self.assertFalse(batch.sudo().content)

    # AUTHORISATION

    def consent(self, person, **values):
        return self.env["dibao.consent"].create(
            {
                "person_id": person.id,
                "kind": "authorisation",
                "scope": "查询银行存款、证券、保险",
                "given_on": "2026-01-01",
                **values,
            }
        )

    def test_banks_of_who_took_the_authorisation_back(self):
        """A delivery keeps no row of them, and the night deletes what there is."""
        one, two = self.household.member_ids.person_id.sorted("id")
        consent = self.consent(one)
        rows = [BANK, [ONE, "存款", 5], [TWO, "存款", 6], [THREE, "存款", 7]]
        batch = self.deliver("bank", rows)
        # Nobody whom we do not know has signed anything for us.
        self.assertEqual(
            (self.row_count(batch), batch.counts["no_authorisation"]), (2, 1)
        )
        consent.withdraw_note = "来函撤回"
        consent.action_withdraw()
        self.purge(TODAY)
        kept = self.env["dibao.exchange.row"].search([("batch_id", "=", batch.id)])
        self.assertEqual(kept.person_id, two)
        again = self.deliver("bank", rows, "2026-03-02")
        kept = self.env["dibao.exchange.row"].search([("batch_id", "=", again.id)])
        self.assertEqual(kept.person_id, two)
        # given anew, it holds again
        self.consent(one)
        third = self.deliver("bank", rows, "2026-03-03")
        self.assertEqual(self.row_count(third), 2)

    def test_banks_when_the_authorisation_ended(self):
        one = self.household.head_id
        self.consent(one, valid_to="2026-03-31")
        batch = self.deliver("bank", [BANK, [ONE, "存款", 5]])
        self.purge("2026-03-31")
        self.assertEqual(self.row_count(batch), 1)
        self.purge("2026-04-01")
        self.assertEqual(self.row_count(batch), 0)

    def test_other_sources_need_none(self):
        self.consent(self.household.head_id, valid_to="2026-03-01")
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        self.purge(TODAY)
        self.assertEqual(self.row_count(batch), 1)

    # WHAT

    def test_only_who_may_be_missed_is_named(self):
        """Of a list of a million pensions nobody's name is kept."""
        batch = self.deliver(
            "hr",
            [
                HR,
                [make_id("19800101", 31), "示例漏", "失业登记", "东镇东一村"],
                [make_id("19800101", 32), "示例养", "养老金", "东镇东一村"],
            ],
        )
        named, other = (self.row_of(batch, number) for number in (2, 3))
        self.assertEqual(
            (named["name"], named["place_id"]), ("示例漏", self.east_village.id)
        )
        self.assertTrue(named["id_number"] and named["birth_date"])
        for column in ("name", "place_id", "id_number", "birth_date"):
            self.assertIsNone(other[column], column)
        self.assertTrue(other["id_index"])

    def test_named_without_a_number(self):
        head = ["姓名", "出生日期", "类型", "日期", "居住地"]
        batch = self.deliver(
            "health", [head, ["示例病", "1980-04-04", "重病", "2026-01-01", "东一村"]]
        )
        self.assertEqual(batch.state, "used", batch.refusal_shown)
        row = self.row_of(batch, 2)
        self.assertEqual((row["name"], row["id_number"]), ("示例病", None))

    def test_every_column_is_needed_by_a_rule(self):
        """No source has a column that no rule looks at (PIPL art. 6)."""
        # by source: what its rules look at (alert/), beside who it is
        needed = {
            "police": {"kind", "fact_on", "other_id"},
            "funeral": {"fact_on"},
            "health": {"kind", "fact_on", "place"},
            "marriage": {"kind", "fact_on", "other_id"},
            "schemes": {"kind", "fact_on"},
            "justice": {"kind", "fact_on", "end_on"},
            "hr": {"kind", "amount", "fact_on", "place"},
            "payroll": {"kind", "fact_on"},
            "medical": {"kind", "amount", "fact_on"},
            "market": {"kind", "status", "object", "amount", "fact_on"},
            "tax": {"kind", "amount", "fact_on"},
            "housing": {"kind", "object", "fact_on", "status"},
            "traffic": {"kind", "object", "status", "fact_on"},
            "transport": {"kind", "object", "fact_on"},
            "fund": {"amount", "fact_on"},
            "bank": {"kind", "amount", "object", "fact_on"},
            "education": {"kind", "amount", "fact_on"},
            "disabled": {"kind", "grade", "status", "fact_on", "place"},
            "agriculture": {"fact_on", "place"},
            "utility": {"quantity", "object", "fact_on"},
        }
        who = {"id_number", "name", "birth_date"}
        for source in self.env["dibao.exchange.source"].search([]):
            if source.code in needed:
                have = set(source.field_ids.mapped("slot")) - who
                self.assertEqual(have, needed[source.code], source.code)
                self.assertTrue(source.rhythm and source.file_format, source.code)

    def test_rows_that_say_the_same_twice_are_told(self):
        rows = [
            HEAD,
            [ONE, "", "2026-02-11"],
            [TWO, "", "2026-02-11"],
            [ONE, "", "2026-02-11"],
            [ONE, "", "2026-02-12"],
            [ONE, "", "2026-02-11"],
        ]
        batch = self.deliver("funeral", rows)
        self.assertEqual((batch.state, batch.counts["row_twice"]), ("used", 2))
        self.assertRecordValues(
            batch.finding_ids.sorted("number"),
            [
                {"code": "row_twice", "number": 4, "severity": "note"},
                {"code": "row_twice", "number": 6, "severity": "note"},
            ],
        )

    def test_a_refused_list_says_how_many_rows_were_bad(self):
        rows = [HEAD, *(["123", "", "2026-02-11"] for _n in range(9))]
        batch = self.deliver("funeral", rows)
        self.assertEqual((batch.refusal, batch.faulty_count), ("junk", 9))

    def test_numbers_of_both_lengths_meet_both_ways(self):
        """15 digits in the registry and 18 on the list; and the other way round."""
        born = make_id("19400303", 7)
        old = make_id("19400303", 9)
        household = self.make_household(
            None,
            [("示例老", born[:6] + born[8:17], "02"), ("示例新", old, "10")],
            state="active",
        )
        rows = [HEAD, [born, "", "2026-02-11"], [old[:6] + old[8:17], "", "2026-02-11"]]
        batch = self.deliver("funeral", rows)
        self.assertEqual(batch.matched_count, 2)
        found = self.env["dibao.exchange.row"].search([("batch_id", "=", batch.id)])
        self.assertEqual(found.person_id, household.member_ids.person_id)

    # EVIDENCE

    def test_evidence_after_the_rows_are_gone(self):
        """True and open leads keep what they told; the others keep their outcome."""
        payroll = ["身份证号", "人员类别"]
        numbers = [make_id("19750505", order) for order in range(1, 6)]
        homes = [
            self.make_household(None, [(f"示例{n}", number, "02")], state="active")
            for n, number in enumerate(numbers)
        ]
        batch = self.deliver("payroll", [payroll, *([n, "公务员"] for n in numbers)])
        alerts = {one.household_id: one for one in self.found("A06")}
        true, wrong, explained, still, later = (alerts[home] for home in homes)
        clerk = self.make_user("k_clerk", "township_clerk", self.east)
        true.with_user(clerk)._close("meeting", "会议认定属实")
        wrong.with_user(clerk)._close("wrong_data", "同名他人")
        explained.with_user(clerk)._close("explained", "已离职")
        self.purge("2026-09-17")
        self.assertEqual(batch.state, "purged")
        self.assertEqual(self.found("A06", day="2026-09-17"), still | later)
        for kept in (true, still, later):
            self.assertEqual(kept.said, {"kind": "civil_servant"})
            self.assertIn("civil servant", kept.sentence)
            self.assertIn("2026-09-17", kept.evidence)
        for gone in (wrong, explained):
            self.assertFalse(gone.said)
            self.assertNotIn("civil servant", gone.sentence)
            self.assertIn("示例", gone.sentence)
            self.assertTrue(gone.outcome_note)
        # what was open then loses its words when it is found to be nothing
        still.with_user(clerk)._close("explained", "非本人")
        later.with_user(clerk)._close("meeting", "属实")
        self.assertFalse(still.said)
        self.assertTrue(later.said)
        # wrong rows can still be told to the source: by delivery and number of the row
        told = self.env["dibao.alert"].with_user(self.officer)
        [row] = told._feedback(batch.source_id, self.county)
        self.assertEqual((row[2], row[4]), (3, "同名他人"))
        # and the same fact by the next list opens none of them
        with freeze_time("2026-09-18 02:00:00"):
            self.deliver(
                "payroll",
                [payroll, *([n, "公务员"] for n in numbers)],
                "2026-09-18",
            )
            self.assertFalse(self.found("A06", day="2026-09-18"))

    def test_no_row_is_left_anywhere_of_a_purged_list(self):
        """Not the number, the index nor the name of somebody on a list of need."""
        lost = make_id("19800101", 41)
        head = ["身份证号", "姓名", "残疾等级", "居住地"]
        batch = self.deliver("disabled", [head, [lost, "示例漏某", "一级", "东一村"]])
        index = self.row_of(batch, 2)["id_index"]
        self.alerts._search_all(TODAY, codes=["A06"])
        self.assertTrue(self.env["dibao.outreach"].search([("name", "=", "示例漏某")]))
        self.purge("2026-09-17")
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT count(*) FROM (
                   SELECT o::text AS line FROM dibao_outreach o UNION ALL
                   SELECT a::text FROM dibao_alert a UNION ALL
                   SELECT b::text FROM dibao_exchange_batch b UNION ALL
                   SELECT f::text FROM dibao_exchange_finding f UNION ALL
                   SELECT r::text FROM dibao_exchange_row r) AS all_lines
                WHERE position(%s IN line) > 0 OR position('示例漏某' IN line) > 0
                      OR position(%s IN line) > 0""",
            [index, lost],
        )
        self.assertEqual(self.env.cr.fetchall(), [(0,)])

    # RECEIPTS

    def test_every_receipt_is_logged_also_the_refused(self):
        good = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        bad = self.deliver("funeral", [["编号"], ["1"]])
        log = self.env["dibao.access.log"].sudo()
        for batch, state in ((good, "used"), (bad, "refused")):
            self.assertEqual(batch.state, state)
            rows = log.search(
                [
                    ("model", "=", "dibao.exchange.batch"),
                    ("action", "=", "import"),
                    ("res_ids", "=", str(batch.id)),
                ]
            )
            self.assertEqual((len(rows), rows.login), (1, "x_officer"))

    def test_the_register_outlives_three_years(self):
        """No job and nobody deletes from it (网络数据安全管理条例 art. 12)."""
        note = self.env["dibao.exchange.provision"].with_user(self.officer)
        made = note._note(
            self.county, "answer", "示例局", "核对", "第58条", "是否享受", 3
        )
        with freeze_time("2029-04-01 02:00:00"):
            for cron in self.env["ir.cron"].sudo().search([]):
                if "purge" in (cron.code or ""):
                    cron.ir_actions_server_id.run()
            with self.assertRaises(UserError):
                made.sudo().unlink()
        self.assertRecordValues(
            made, [{"recipient": "示例局", "purpose": "核对", "count": 3}]
        )
        self.assertEqual(made.data, "是否享受")


@tagged("post_install", "-at_install")
class TestMatchAgain(KeepingCase):
    """A night reads the rows of who was changed, and still finds everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.changed = cls.env["dibao.exchange.changed"]

    def setUp(self):
        super().setUp()
        self.batch = self.deliver(
            "funeral",
            [HEAD, *([n, "", "2026-02-11"] for n in (ONE, TWO, THREE))],
        )
        self.rest()

    def rest(self):
        """As it is in the evening: all is matched, and no place was changed lately."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_division SET write_date = now() - interval '9 days'"
        )
        self.changed._match()
        self.assertTrue(self.changed._is_enough())

    def match(self):
        self.env.flush_all()
        self.assertTrue(self.changed._is_enough())
        found = self.changed._match()
        self.env.invalidate_all()
        return found

    def rows(self):
        """``{row number: person}`` of the rows that match."""
        rows = self.env["dibao.exchange.row"].search([("person_id", "!=", False)])
        return {row.number: row.person_id for row in rows}

    def test_nothing_changed(self):
        before = self.rows()
        self.assertEqual(set(before), {2, 3})
        self.env.cr.execute("SELECT count(*) FROM dibao_exchange_changed")
        self.assertEqual(self.env.cr.fetchall(), [(0,)])
        self.assertEqual(self.match(), 0)
        self.assertEqual(self.rows(), before)

    def test_registered_since(self):
        home = self.make_household(None, [("示例丙", THREE, "02")], state="active")
        self.assertEqual(self.match(), 1)
        self.assertEqual(self.rows()[4], home.head_id)
        self.assertEqual(self.match(), 0)

    def test_written_past_the_orm(self):
        """An import by COPY tells of its people as well."""
        self.env.cr.execute(
            """INSERT INTO dibao_person (name, division_id, active, id_number)
               SELECT '示例丁', p.division_id, true, jsonb_build_object('i', r.id_index,
                      'm', '9901')
                 FROM dibao_person p, dibao_exchange_row r
                WHERE p.id = %s AND r.number = 4 RETURNING id""",
            [self.household.head_id.id],
        )
        [[person]] = self.env.cr.fetchall()
        self.assertEqual(self.match(), 1)
        self.assertEqual(self.rows()[4].id, person)

    def test_number_put_right(self):
        """The lead was about somebody else's row: it is let go, the right one found."""
        one, two = self.rows()[2], self.rows()[3]
        alert = self.alerts.browse()
        self.alerts._search_all(TODAY, codes=["A01"])
        alert = self.alerts.search([("person_id", "=", one.id)])
        self.assertEqual(alert.state, "open")
        one.id_number = THREE
        self.assertEqual(self.match(), 1)
        self.assertEqual(self.rows(), {3: two, 4: one})
        self.alerts._search_all(TODAY, codes=["A01"])
        self.assertEqual((alert.state, alert.row_number), ("open", 4))
        one.id_number = make_id("19700101", 77)
        self.assertEqual(self.match(), 0)
        self.assertEqual(self.rows(), {3: two})
        self.alerts._search_all(TODAY, codes=["A01"])
        self.assertEqual(alert.state, "gone")

    def test_number_entered_later_is_another(self):
        """A weak match ends when the person turns out to bear another number."""
        member = self.env["dibao.household.member"].create(
            {
                "household_id": self.household.id,
                "name": "示例戊",
                "no_id_reason": "other",
                "birth_date": "1970-01-01",
                "relation_id": self.relation("50").id,
            }
        )
        number = make_id("19700101", 88)
        self.deliver("funeral", [HEAD, [number, "示例戊", "2026-02-12"]], "2026-03-02")
        row = self.env["dibao.exchange.row"].search([("match_kind", "=", "weak")])
        self.assertEqual(row.person_id, member.person_id)
        self.rest()
        member.person_id.write(
            {"id_number": make_id("19700101", 90), "no_id_reason": False}
        )
        self.match()
        self.assertFalse(row.person_id)

    def test_moved(self):
        """Within the area the place follows; outside of it the row is let go."""
        one = self.rows()[2]
        for village, expected in ((self.west_village, True), (None, False)):
            place = village or self.env["dibao.division"].create(
                {
                    "code": "990102000000",
                    "name": "邻县",
                    "parent_id": self.places["990100000000"].id,
                }
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE dibao_division SET write_date = now() - interval '9 days'"
            )
            self.env.cr.execute(
                "UPDATE dibao_person SET division_id = %s WHERE id = %s",
                [place.id, one.id],
            )
            self.match()
            self.assertEqual(2 in self.rows(), expected)
        row = self.env["dibao.exchange.row"].search([("number", "=", 3)])
        self.assertEqual(row.division_id, self.east_village)

    def test_archived(self):
        one = self.rows()[2]
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_person SET active = false WHERE id = %s", [one.id]
        )
        self.match()
        self.assertNotIn(2, self.rows())

    def test_all_rows_when_places_change_and_once_a_week(self):
        self.county.name = "示例新县"
        self.env.flush_all()
        self.assertFalse(self.changed._is_enough())
        self.rest()
        self.env["ir.config_parameter"].sudo().set_param(
            "dibao_review.exchange_matched", "2020-01-01 00:00:00"
        )
        self.assertFalse(self.changed._is_enough())

    def test_a_changed_rule_is_seen_at_once(self):
        """Matching aside, each search asks the rules of the day."""
        self.deliver("utility", [["身份证号", "月用量"], [ONE, 90]])
        self.rest()
        self.assertFalse(self.found("Y04"))
        self.local_rule("alert_utility_high", "80")
        self.assertEqual(self.found("Y04").household_id, self.household)


@tagged("post_install", "-at_install")
class TestFlatMemory(BaseCase):
    """Two million rows, half of them junk, take no more memory than a few."""

    COLUMNS = (
        exchange_read.Column("id_number", ("身份证号",), True),
        exchange_read.Column("name", ("姓名",)),
        exchange_read.Column("kind", ("类型",), True, {"死亡": "death"}),
        exchange_read.Column("fact_on", ("日期",), True),
    )

    def peak(self, count):
        """Most memory in use while that many rows pass, and what was counted."""

        def rows():
            yield 1, ["身份证号", "姓名", "类型", "日期"]
            for number in range(count):
                good = number % 2
                serial = number // 2
                birth = (
                    f"{1930 + serial % 80}{1 + serial % 12:02d}{1 + serial % 28:02d}"
                )
                yield (
                    number + 2,
                    [
                        make_id(birth, serial // 80 % 1000) if good else f"坏{number}",
                        f"示例{number}",
                        "死亡" if good else f"词{number}",
                        "2026-01-15" if good else f"{number}",
                    ],
                )

        first = [(1, ["身份证号", "姓名", "类型", "日期"])]
        heading = exchange_read.find_heading(first, self.COLUMNS)
        reader = exchange_read.ListReader(self.COLUMNS, heading, date(2026, 3, 20))
        tracemalloc.start()
        for number, cells in rows():
            reader.take(number, cells)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak, reader.counts

    def test_memory_does_not_grow_with_the_rows(self):
        # caches are full after some rows; here sooner
        self.patch(ledger_values, "_MOST_REMEMBERED", 1000)
        small, _counts = self.peak(5_000)
        large, counts = self.peak(25_000)
        self.assertEqual((counts["rows"], counts["faulty"]), (25_000, 12_500))
        self.assertLess(large, small * 1.2)

    def test_a_long_file_is_walked(self):
        """Of a workbook or CSV no more than a piece is in hand besides the file."""
        out = io.StringIO()
        lines = csv.writer(out)
        lines.writerow(["身份证号", "日期"])
        for number in range(120_000):
            lines.writerow([f"99010119700101{number % 1000:04d}", "2026-01-15"])
        data = out.getvalue().encode()
        tracemalloc.start()
        with workbook.open_book(data, "") as book:
            count = sum(1 for _row in book.rows)
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        self.assertEqual(count, 120_001)
        self.assertLess(peak, 3 * len(data))
