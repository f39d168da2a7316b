# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import hashlib
import hmac
import io
import tempfile

import openpyxl
import xlsxwriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .. import exchange_book
from ..models import dibao_job_exchange as work
from ..tools import exchange_read
from .exchange_common import ExchangeCase

ONE, TWO, THREE = (make_id("19700101", order) for order in (1, 2, 3))
#: A number whose check character is X (GB 11643-1999), found by trying.
WITH_X = next(
    number
    for number in (make_id("19650505", order) for order in range(1, 200))
    if number.endswith("X")
)
HEAD = ["身份证号", "姓名", "火化日期"]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-20 02:00:00")
class TestExchange(ExchangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.household = cls.make_household(
            None,
            [("示例甲", ONE, "02"), ("示例乙", TWO, "10"), ("示例丙", WITH_X, "50")],
            state="active",
            urban_rural="rural",
        )
        cls.people = cls.household.member_ids.person_id

    def person(self, number):
        return self.people.search([("id_number", "=", number)])

    # ARRIVAL

    def test_matched_by_id(self):
        batch = self.deliver(
            "funeral", [HEAD, [ONE, "示例甲", "2026-02-11"], [THREE, "x", "2026-02-12"]]
        )
        self.assertRecordValues(
            batch,
            [
                {
                    "state": "used",
                    "row_count": 2,
                    "matched_count": 1,
                    "weak_count": 0,
                    "faulty_count": 0,
                    "received_by_id": self.officer.id,
                }
            ],
        )
        row = self.env["dibao.exchange.row"].search([("person_id", "!=", False)])
        self.assertEqual(row.person_id, self.person(ONE))
        self.assertEqual(str(row.fact_on), "2026-02-11")

    def test_only_index_and_needed_fields_are_kept(self):
        """Neither the file nor a clear number, nor a name, nor a column of no rule."""
        head = [*HEAD, "联系电话"]
        batch = self.deliver("funeral", [head, [ONE, "示例甲", "2026-02-11", "154000"]])
        self.assertFalse(batch.sudo().content)
        self.env.cr.execute(
            "SELECT r::text FROM dibao_exchange_row r WHERE batch_id = %s", [batch.id]
        )
        [[text]] = self.env.cr.fetchall()
        for clear in (ONE, "示例甲", "154000"):
            self.assertNotIn(clear, text)

    def test_index_is_that_of_the_registry(self):
        self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        self.env.cr.execute(
            """SELECT r.id_index = p.id_number->>'i' FROM dibao_exchange_row r
                 JOIN dibao_person p ON p.id = r.person_id"""
        )
        self.assertEqual(self.env.cr.fetchall(), [(True,)])

    def test_nobody_reads_an_index(self):
        self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        rows = self.env["dibao.exchange.row"].with_user(self.officer)
        row = rows.search([])
        self.assertEqual(len(row), 1)
        with self.assertRaises(AccessError):
            row.read(["id_index"])
        with self.assertRaises(AccessError):
            rows.search([("id_index", "!=", False)])

    def test_fifteen_digits_meet_eighteen(self):
        """GB 11643-1989 numbers are the same person."""
        old = ONE[:6] + ONE[8:17]
        batch = self.deliver("funeral", [HEAD, [old, "", "2026-02-11"]])
        self.assertEqual(batch.matched_count, 1)

    def test_lower_case_x(self):
        batch = self.deliver("funeral", [HEAD, [WITH_X.lower(), "", "2026-02-11"]])
        self.assertEqual((batch.matched_count, batch.faulty_count), (1, 0))

    def test_weak_match_is_marked(self):
        """Name, birth date and place: a lead only, and never instead of a number."""
        self.make_household(None, state="active")
        lone = self.env["dibao.household.member"].create(
            {
                "household_id": self.household.id,
                "name": "示例丁",
                "no_id_reason": "unregistered",
                "birth_date": "1980-04-04",
                "relation_id": self.relation("20").id,
            }
        )
        head = ["身份证号", "姓名", "出生日期", "火化日期"]
        batch = self.deliver(
            "funeral",
            [
                head,
                ["", "示例丁", "1980-04-04", "2026-02-11"],
                [THREE, "示例甲", "1970-01-01", "2026-02-11"],
            ],
        )
        self.assertEqual((batch.matched_count, batch.weak_count), (0, 1))
        row = self.env["dibao.exchange.row"].search([("person_id", "!=", False)])
        self.assertEqual((row.person_id, row.match_kind), (lone.person_id, "weak"))

    def test_two_of_one_name_and_birth_date_are_nobody(self):
        for _once in range(2):
            household = self.make_household(None, state="active")
            member = self.env["dibao.household.member"].create(
                {
                    "household_id": household.id,
                    "name": "示例丁",
                    "no_id_reason": "other",
                    "birth_date": "1980-04-04",
                    "relation_id": self.relation("02").id,
                }
            )
        head = ["姓名", "出生日期", "火化日期"]
        batch = self.deliver("funeral", [head, ["示例丁", "1980-04-04", "2026-02-11"]])
        self.assertEqual((batch.state, batch.weak_count), ("used", 0))
        # one of them alone is somebody
        member.person_id.active = False
        self.env.flush_all()
        batch = self.deliver(
            "funeral", [head, ["示例丁", "1980-04-04", "2026-02-12"]], "2026-03-02"
        )
        self.assertEqual((batch.state, batch.weak_count), ("used", 1))

    def test_other_area_is_not_matched(self):
        other = self.env["dibao.division"].create(
            {
                "code": "990102000000",
                "name": "邻县",
                "parent_id": self.places["990100000000"].id,
            }
        )
        self.officer.dibao_division_ids = [(4, other.id)]
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]], county=other)
        self.assertEqual((batch.state, batch.matched_count), ("used", 0))

    def test_xlsx_json_gb18030(self):
        rows = [HEAD, [ONE, "示例甲", "2026-02-11"]]
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["2月火化名单"])
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
        book.close()
        for data in (
            out.getvalue(),
            self.as_json(rows),
            self.as_csv(rows, "gb18030"),
        ):
            batch = self.deliver("funeral", data)
            self.assertEqual((batch.state, batch.matched_count), ("used", 1))

    def test_by_interface(self):
        told = self.batches.dibao_receive(
            "funeral", "2026-03-01", rows=[{"身份证号": ONE, "火化日期": "2026-02-11"}]
        )
        batch = self.carried_out(self.batches.browse(told["batch"]))
        self.assertEqual(
            (batch.state, batch.channel, batch.matched_count), ("used", "rpc", 1)
        )
        for wrong in (
            {"source": "nobody", "data_on": "2026-03-01", "rows": [{}]},
            {"source": "funeral", "data_on": "2026-03-01", "rows": []},
            {"source": "funeral", "data_on": "2026-03-01", "content": "*"},
            {
                "source": "funeral",
                "data_on": "2026-03-01",
                "rows": [{}],
                "division": "110000000000",
            },
        ):
            with self.assertRaises(UserError):
                self.batches.dibao_receive(**wrong)

    def test_interface_needs_the_right(self):
        clerk = self.make_user("x_clerk", "township_clerk", self.east)
        with self.assertRaises(AccessError):
            self.batches.with_user(clerk).dibao_receive(
                "funeral", "2026-03-01", rows=[{"身份证号": ONE}]
            )

    # BAD INPUT

    def assert_refused(self, batch, code, *words):
        self.assertEqual((batch.state, batch.refusal), ("refused", code))
        self.assertEqual(self.row_count(batch), 0)
        self.assertFalse(batch.sudo().content)
        for word in words:
            self.assertIn(word, batch.refusal_shown)

    def test_wrong_columns(self):
        batch = self.deliver("funeral", [["编号", "金额"], ["1", "2"]])
        self.assert_refused(batch, "columns_missing", "火化日期", "编号")

    def test_a_number_in_the_heading_is_not_quoted(self):
        batch = self.deliver("funeral", [[ONE, "金额"], ["1", "2"]])
        self.assert_refused(batch, "columns_missing")
        self.assertNotIn(ONE, batch.refusal_shown)

    def test_wrong_encoding(self):
        batch = self.deliver(
            "funeral", "身份證號,火化日期\n".encode("big5") + b"\xff\xff"
        )
        self.assertEqual(batch.state, "refused")
        self.assertTrue(batch.refusal_shown)
        batch = self.deliver("funeral", '[{"身份证号": "'.encode("gb18030"))
        self.assert_refused(batch, "json")

    def test_empty(self):
        self.assert_refused(self.deliver("funeral", b"  \n"), "empty")
        self.assert_refused(self.deliver("funeral", [HEAD]), "no_rows")
        self.assert_refused(self.deliver("funeral", b"[]"), "empty")

    def test_half_junk(self):
        rows = [HEAD]
        for order in range(20):
            rows.append([make_id("19700101", 100 + order), "", "2026-02-11"])
            rows.append(["12345", "", "2026-02-31"])
        batch = self.deliver("funeral", rows)
        self.assert_refused(batch, "junk", "20", "40", "50")
        self.assertEqual(
            {one.code for one in batch.finding_ids}, {"id_length", "date_impossible"}
        )
        self.assertNotIn(
            "12345", "".join(filter(None, batch.finding_ids.mapped("value")))
        )

    def test_a_few_bad_rows_are_left_out(self):
        rows = [
            HEAD,
            *([make_id("19700101", 100 + n), "", "2026-02-11"] for n in range(9)),
        ]
        rows.append([ONE[:-1] + ("0" if ONE[-1] != "0" else "1"), "", "2026-02-11"])
        batch = self.deliver("funeral", rows)
        self.assertEqual((batch.state, batch.faulty_count), ("used", 1))
        self.assertRecordValues(
            batch.finding_ids, [{"code": "id_check_digit", "number": 11}]
        )

    def test_hashed_by_a_foreign_key(self):
        rows = [HEAD] + [
            [
                hmac.new(b"foreign", str(n).encode(), hashlib.sha256).hexdigest(),
                "",
                "2026-02-11",
            ]
            for n in range(5)
        ]
        self.assert_refused(self.deliver("funeral", rows), "hashed")
        rows = [HEAD] + [
            [
                base64.b64encode(hashlib.sha256(str(n).encode()).digest()).decode(),
                "",
                "2026-02-11",
            ]
            for n in range(5)
        ]
        self.assert_refused(self.deliver("funeral", rows), "hashed")

    def test_repeated_delivery(self):
        rows = [HEAD, [ONE, "", "2026-02-11"]]
        first = self.deliver("funeral", rows)
        self.assert_refused(self.deliver("funeral", rows, "2026-03-02"), "repeated")
        self.assertEqual((first.state, self.row_count(first)), ("used", 1))

    def test_unchanged_list_of_the_next_month(self):
        rows = [["身份证号", "人员类别"], [ONE, "公务员"]]
        first = self.deliver("payroll", rows, "2026-02-01")
        self.assert_refused(self.deliver("payroll", rows, "2026-02-01"), "repeated")
        second = self.deliver("payroll", rows, "2026-03-01")
        self.assertEqual((first.state, second.state), ("replaced", "used"))

    def test_older_after_newer(self):
        head = ["身份证号", "人员类别"]
        newer = self.deliver("payroll", [head, [ONE, "公务员"]], "2026-03-01")
        older = self.deliver("payroll", [head, [TWO, "公务员"]], "2026-02-01")
        self.assert_refused(older, "older", "2026-02-01", "2026-03-01")
        self.assertEqual((newer.state, self.row_count(newer)), ("used", 1))

    def test_newer_comes_into_use_while_the_older_is_read(self):
        """The older one is refused at its end, and the newer stays."""
        self.patch(work, "CHUNK", 2)
        head = ["身份证号", "人员类别"]
        rows = [head] + [[make_id("19700101", 100 + n), "公务员"] for n in range(4)]
        older = self.batches.create(
            {
                "source_id": self.source("payroll").id,
                "division_id": self.county.id,
                "data_on": "2026-02-01",
                "content": base64.b64encode(self.as_csv(rows)),
            }
        )
        older.action_read()
        job = older.job_id.sudo()
        job.state = "running"
        newer, begun = [], []

        def meanwhile(one):
            if not begun:
                begun.append(True)
                newer.append(self.deliver("payroll", [head, [TWO, "公务员"]]))
            return True

        self.patch(type(job), "_next_chunk", meanwhile)
        self.assertTrue(job._job_exchange_import())
        older.invalidate_recordset()
        self.assert_refused(older, "older")
        self.assertEqual((newer[0].state, self.row_count(newer[0])), ("used", 1))

    def test_a_day_to_come(self):
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]], "2026-04-01")
        self.assert_refused(batch, "future", "2026-04-01")

    def test_whole_list_replaces_the_one_before(self):
        head = ["身份证号", "人员类别"]
        first = self.deliver("payroll", [head, [ONE, "公务员"]], "2026-02-01")
        second = self.deliver("payroll", [head, [TWO, "公务员"]], "2026-03-01")
        self.assertEqual((first.state, first.replaced_by_id), ("replaced", second))
        self.assertEqual((self.row_count(first), self.row_count(second)), (0, 1))

    def test_last_good_stays_when_the_next_is_refused(self):
        head = ["身份证号", "人员类别"]
        first = self.deliver("payroll", [head, [ONE, "公务员"]], "2026-02-01")
        self.deliver("payroll", [head, ["x", "公务员"]], "2026-03-01")
        self.assertEqual((first.state, self.row_count(first)), ("used", 1))

    def test_events_add_up(self):
        first = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]], "2026-02-20")
        second = self.deliver("funeral", [HEAD, [TWO, "", "2026-03-01"]], "2026-03-10")
        self.assertEqual((first.state, second.state), ("used", "used"))

    def test_interrupted_reading_goes_on(self):
        """A killed process leaves rows of whole chunks; nothing comes twice."""
        self.patch(work, "CHUNK", 2)
        rows = [HEAD] + [
            [make_id("19700101", 100 + n), "", "2026-02-11"] for n in range(7)
        ]
        batch = self.batches.create(
            {
                "source_id": self.source("funeral").id,
                "division_id": self.county.id,
                "data_on": "2026-03-01",
                "content": base64.b64encode(self.as_csv(rows)),
            }
        )
        batch.action_read()
        job = batch.job_id.sudo()
        calls = []

        def killed(one):
            calls.append(one)
            return len(calls) != 2

        self.patch(type(job), "_next_chunk", killed)
        self.assertFalse(job._job_exchange_import())
        self.assertEqual(batch.state, "reading")
        self.assertEqual(self.row_count(batch), 3)
        self.assertTrue(job._job_exchange_import())
        self.assertEqual((batch.state, batch.row_count), ("used", 7))
        self.assertEqual(self.row_count(batch), 7)

    def test_unread_word_and_unneeded_value(self):
        """A word that the source does not define costs the row; others not."""
        head = ["身份证号", "类型", "金额", "日期"]
        good = [[make_id("19700101", 100 + n), "职工医保", "", ""] for n in range(10)]
        batch = self.deliver(
            "medical",
            [head, *good, [ONE, "居民医保", "", ""], [TWO, "职工医保", "许多", ""]],
        )
        self.assertEqual((batch.state, batch.faulty_count), ("used", 1))
        self.assertEqual(
            {one.number: one.code for one in batch.finding_ids},
            {12: "word_unknown", 13: "value_left_out"},
        )

    # KEEPING

    def test_rows_go_when_their_time_is_over(self):
        self.local_rule("exchange_keep_by_source", '{"funeral": 30}')
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        self.assertEqual(str(batch.keep_until), "2026-04-19")
        # The test is one transaction.
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *_one: 1)
        with freeze_time("2026-04-19 02:00:00"):
            self.batches.sudo()._cron_purge()
        self.assertEqual(batch.state, "used")
        with freeze_time("2026-04-20 02:00:00"):
            self.batches.sudo()._cron_purge()
        self.assertEqual((batch.state, self.row_count(batch)), ("purged", 0))

    def test_receipts_stay_and_are_logged(self):
        batch = self.deliver("funeral", [HEAD, [ONE, "", "2026-02-11"]])
        with self.assertRaises(UserError):
            batch.unlink()
        with self.assertRaises(UserError):
            batch.data_on = "2026-01-01"
        with self.assertRaises(AccessError):
            batch.state = "draft"
        log = (
            self.env["dibao.access.log"]
            .sudo()
            .search([("model", "=", "dibao.exchange.batch"), ("action", "=", "import")])
        )
        self.assertEqual(log.login, "x_officer")

    def test_provisions_are_on_record(self):
        note = self.env["dibao.exchange.provision"].with_user(self.officer)
        made = note._note(
            self.county,
            "answer",
            "示例局",
            "核对",
            "国务院令第649号第58条",
            "是否享受",
            3,
        )
        with self.assertRaises(UserError):
            made.sudo().write({"count": 1})
        with self.assertRaises(UserError):
            made.sudo().unlink()
        log = self.env["dibao.access.log"].sudo().search([("action", "=", "provide")])
        self.assertEqual(log[:1].count, 3)

    def test_result_workbook(self):
        rows = [
            HEAD,
            *([make_id("19700101", 100 + n), "", "2026-02-11"] for n in range(9)),
        ]
        rows.append([ONE[:17] + "A", "=1+1", "2026-02-11"])
        batch = self.deliver("funeral", rows)
        with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
            exchange_book.save(batch, file.name)
            book = openpyxl.load_workbook(file.name)
        cells = [cell.value for sheet in book for row in sheet for cell in row]
        self.assertIn(11, cells)
        self.assertFalse([one for one in cells if ONE[:17] in str(one)])

    def test_slots_of_the_columns(self):
        """Each slot that the reader knows can be chosen, and no other."""
        field = self.env["dibao.exchange.field"]._fields["slot"]
        self.assertEqual(
            {slot for slot, _name in field.selection}, set(exchange_read.SLOTS)
        )

    def test_every_source_can_be_read(self):
        """All sources that come with the program have what their rows are known by."""
        sources = self.env["dibao.exchange.source"].search([])
        self.assertGreaterEqual(len(sources), 19)
        for source in sources:
            slots = set(source.field_ids.mapped("slot"))
            self.assertIn("id_number", slots, source.code)
            self.assertTrue(source.legal_basis and source.meaning and source.action)
