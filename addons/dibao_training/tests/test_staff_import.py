# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io
from datetime import date

import xlsxwriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id
from odoo.addons.dibao_archive.tools import workbook

from ..tools import staff_ledger, staff_tables
from .test_staff import StaffCase

STAFF_HEADS = [
    "姓名",
    "单位",
    "岗位",
    "专兼职",
    "任职时间",
    "身份证号",
    "出生年份",
    "学历",
    "职称",
    "职称取得时间",
]
HOUR_HEADS = ["姓名", "培训名称", "日期", "学时", "科目", "证明材料"]


def book_of(*rows, above=("工作人员登记表",)):
    """An XLSX with a title row, headings and rows, in base64."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([list(above), *rows]):
            sheet.write_row(number, 0, cells)
    return base64.b64encode(out.getvalue())


@tagged("post_install", "-at_install")
class TestStaffImport(StaffCase):
    def _import(self, *rows, kind="staff", heads=None):
        heads = heads or (STAFF_HEADS if kind == "staff" else HOUR_HEADS)
        ledger = self.env["dibao.staff.import"].with_user(self.coordinator)
        return ledger.create(
            {
                "kind": kind,
                "file": book_of(heads, *rows),
                "file_name": "名册.xlsx",
                "division_id": self.county.id,
            }
        )

    def _row(self, name="孙测试", place="东镇", **values):
        row = dict(zip(STAFF_HEADS, [name, place, "档案员", "兼职"], strict=False))
        row |= values
        return [row.get(head, "") for head in STAFF_HEADS]

    def _codes(self, ledger):
        return [(one.row, one.column, one.code) for one in ledger.finding_ids]

    def test_dry_run_writes_nothing(self):
        before = self.env["hr.employee"].search_count([])
        ledger = self._import(self._row())
        ledger.action_check()
        self.assertEqual((ledger.row_count, ledger.new_count), (1, 1))
        self.assertFalse(ledger.finding_ids)
        self.assertEqual(self.env["hr.employee"].search_count([]), before)

    def test_import(self):
        number = make_id("19750506", 3)
        ledger = self._import(
            self._row(
                任职时间="2020年3月",
                身份证号=number,
                学历="大专",
                职称="馆员",
                职称取得时间="2018-12-01",
            )
        )
        ledger.action_check()
        ledger.action_import()
        self.assertEqual((ledger.state, ledger.done_count), ("done", 1))
        staff = self.env["dibao.staff"].search([("name", "=", "孙测试")])
        self.assertRecordValues(
            staff,
            [
                {
                    "division_id": self.township.id,
                    "kind": "archivist",
                    "engagement": "part",
                    "post_since": date(2020, 3, 1),
                    "birth_year": 1975,
                    "title_level": "3",
                    "id_number": number[:4] + "*" * 14,
                }
            ],
        )
        self.assertEqual(staff.education_id.code, "30")

    def _certificates(self, *rows):
        heads = [
            "姓名",
            "证书名称",
            "发证机关",
            "证书编号",
            "发证日期",
            "有效期至",
            "存放处",
        ]
        return self._import(*rows, kind="certificates", heads=heads)

    @freeze_time("2026-05-01")
    def test_certificates_wait_for_a_second_person(self):
        kind = self.env.ref("dibao_training.certificate_kind_archive")
        staff = self._staff("孙测试")
        row = [
            "孙测试",
            kind.name,
            "省档案局",
            "A-7",
            "2025-03-05",
            "2027-03-04",
            "人事柜",
        ]
        for expected in ((1, 0), (0, 1)):  # once more: nothing is given twice
            ledger = self._certificates(row)
            ledger.action_check()
            self.assertEqual(
                self._codes(ledger), [] if expected[0] else [(3, "kind", "given")]
            )
            self.assertEqual((ledger.new_count, ledger.same_count), expected)
            ledger.action_import()
        held = self.env["dibao.training.certificate"].search(
            [("employee_id", "=", staff.sudo().employee_id.id)]
        )
        self.assertRecordValues(
            held,
            [
                {
                    "kind_id": kind.id,
                    "state": "pending",
                    "source": "external",
                    "issuer": "省档案局",
                    "external_number": "A-7",
                    "valid_to": date(2027, 3, 4),
                    "evidence": "人事柜",
                    "submitted_by_id": self.coordinator.id,
                }
            ],
        )
        with self.assertRaisesRegex(AccessError, "second person"):
            held.with_user(self.coordinator).action_verify()
        head = self._persona("t_head", "archive_supervisor")
        held.with_user(head).action_verify()
        self.assertEqual((held.state, held.standing), ("valid", "valid"))

    @freeze_time("2026-05-01")
    def test_certificates_that_cannot_be(self):
        kind = self.env.ref("dibao_training.certificate_kind_archive").name
        self._staff("孙测试")
        first = ["孙测试", kind, "省档案局", "", "2025-03-05", "", "人事柜"]
        ledger = self._certificates(
            ["孙测试", "无此证书", "省档案局", "", "2025-03-05", "", "人事柜"],
            ["无人测试", kind, "省档案局", "", "2025-03-05", "", "人事柜"],
            ["孙测试", kind, "省档案局", "", "2024-03-05", "2026-04-30", "人事柜"],
            ["孙测试", kind, "省档案局", "", "2026-03-05", "2025-04-30", "人事柜"],
            ["孙测试", kind, "省档案局", "", "2020-03-05", "", "人事柜"],
            ["孙测试", kind, "省档案局", "", "2026-06-05", "", "人事柜"],
            ["孙测试", kind, "省档案局", "", "2025-03-05", "", ""],
            first,
            first,
        )
        ledger.action_check()
        self.assertEqual(
            self._codes(ledger),
            [
                (3, "kind", "certificate"),
                (4, "name", "person"),
                (5, "valid_to", "ended"),
                (6, "valid_to", "order"),
                (7, "issued_on", "ended"),  # 24 months by policy
                (8, "issued_on", "future"),
                (9, "evidence", "paper"),
                (11, "kind", "twice"),
            ],
        )
        self.assertEqual((ledger.new_count, ledger.faulty_count), (1, 8))

    def test_again_changes_nothing(self):
        row = self._row(身份证号=make_id("19750506", 5), 任职时间="2020-03-01")
        for expected in ((1, 0), (0, 1)):
            ledger = self._import(row)
            ledger.action_check()
            self.assertEqual((ledger.new_count, ledger.same_count), expected)
            ledger.action_import()
        self.assertEqual(
            self.env["dibao.staff"].search_count([("name", "=", "孙测试")]), 1
        )

    def test_changed_row(self):
        number = make_id("19750506", 7)
        self._staff("孙测试", id_number=number)
        ledger = self._import(self._row(身份证号=number, 出生年份="1975"))
        ledger.action_check()
        self.assertEqual((ledger.new_count, ledger.changed_count), (0, 1))
        ledger.action_import()
        [staff] = self.env["dibao.staff"].search([("name", "=", "孙测试")])
        self.assertEqual(staff.birth_year, 1975)

    def test_what_is_wrong_is_told_and_the_rest_is_written(self):
        good = self._row("好测试")
        ledger = self._import(
            self._row("", "东镇"),
            self._row("错测试一", "无名镇"),
            self._row("错测试二", 任职时间="2999-01-01"),
            self._row("错测试三", 学历="博士后的后"),
            self._row("错测试四", 身份证号="990101198001019915"),
            good,
            good,
        )
        ledger.action_check()
        self.assertEqual(
            self._codes(ledger),
            [
                (3, "name", "missing"),
                (4, "division", "place"),
                (5, "since", "future"),
                (6, "education", "word"),
                (7, "id_number", "id_number"),
                (9, "name", "twice"),
            ],
        )
        self.assertEqual((ledger.new_count, ledger.faulty_count), (1, 6))
        # a wrong number is still a number: it is not shown in clear
        hidden = ledger.finding_ids.filtered(lambda one: one.row == 7).value
        self.assertNotIn("19800101", hidden)
        ledger.action_import()
        staff = self.env["dibao.staff"].search([("division_id", "=", self.township.id)])
        self.assertIn("好测试", staff.mapped("name"))
        self.assertFalse([name for name in staff.mapped("name") if "错" in name])

    def test_place_outside_the_office(self):
        ledger = self._import(self._row(place="邻县"))
        ledger.action_check()
        self.assertEqual(self._codes(ledger), [(3, "division", "place")])

    def test_person_of_another_office(self):
        number = make_id("19750506", 9)
        self.env["dibao.staff"].create(
            {
                "name": "外测试",
                "division_id": self.other_county.id,
                "id_number": number,
            }
        )
        ledger = self._import(self._row(身份证号=number))
        ledger.action_check()
        self.assertEqual(self._codes(ledger), [(3, "id_number", "elsewhere")])

    def test_hours(self):
        staff = self._staff("孙测试")
        rows = (
            ["孙测试", "省档案局培训班", "2026-03-05", "16学时", "专业", "结业证存1盒"],
            ["孙测试", "无凭证", "2026-03-06", 8, "专业", ""],
            ["查无此人", "培训班", "2026-03-05", 8, "公需", "证"],
            ["孙测试", "过多", "2026-03-07", 4000, "专业", "证"],
        )
        ledger = self._import(*rows, kind="hours")
        ledger.action_check()
        self.assertEqual(
            self._codes(ledger),
            [
                (4, "evidence", "evidence"),
                (5, "name", "person"),
                (6, "hours", "hours"),
            ],
        )
        ledger.action_import()
        [credit] = self.env["dibao.training.credit"].search(
            [("employee_id", "=", staff.sudo().employee_id.id)]
        )
        self.assertEqual((credit.hours, credit.professional), (16, True))
        again = self._import(*rows[:1], kind="hours")
        again.action_check()
        self.assertEqual((again.new_count, again.same_count), (0, 1))
        again.action_import()
        self.assertEqual(
            self.env["dibao.training.credit"].search_count(
                [("employee_id", "=", staff.sudo().employee_id.id)]
            ),
            1,
        )

    def test_namesakes(self):
        self._staff("孙测试")
        self._staff("孙测试", division_id=self.county.id)
        ledger = self._import(
            ["孙测试", "培训班", "2026-03-05", 8, "专业", "证"], kind="hours"
        )
        ledger.action_check()
        self.assertEqual(self._codes(ledger), [(3, "name", "person_twice")])

    def test_large_table_goes_to_a_job(self):
        rows = [self._row(f"多测试{number:03d}") for number in range(301)]
        ledger = self._import(*rows)
        ledger.action_check()
        ledger.action_import()
        self.assertEqual(ledger.state, "importing")
        job = ledger.sudo().job_id
        # a chunk, as if the process had been killed behind it
        self.assertFalse(job._job_staff_import())
        self.assertEqual(job.cursor, 200)
        # the chunk that was under way is done once more: nothing stands there twice
        job.cursor = 100
        while not job._job_staff_import():
            pass
        self.assertEqual((ledger.state, ledger.done_count), ("done", 301))
        self.assertEqual(
            self.env["dibao.staff"].search_count([("name", "like", "多测试")]), 301
        )

    def test_malformed_file(self):
        ledger = self._import(self._row())
        ledger.file = base64.b64encode(b"PK\x03\x04 cut off")
        with self.assertRaises(UserError):
            ledger.action_check()
        ledger.file = book_of(["甲", "乙"])
        with self.assertRaisesRegex(UserError, "No row of headings"):
            ledger.action_check()

    def test_new_file_makes_the_dry_run_void(self):
        ledger = self._import(self._row())
        ledger.action_check()
        ledger.file = book_of(STAFF_HEADS, self._row("别人"))
        self.assertEqual(ledger.state, "upload")
        with self.assertRaisesRegex(UserError, "not the next step"):
            ledger.action_import()

    def test_others_do_not_import(self):
        with self.assertRaises(AccessError):
            self.env["dibao.staff.import"].with_user(
                self._persona("t_archivist", "archivist")
            ).create({"file_name": "x"})


@tagged("post_install", "-at_install")
class TestStaffLedgerTool(TransactionCase):
    def _staff(self, **cells):
        names = list(cells)
        columns = {name: place for place, name in enumerate(names)}
        return staff_ledger.read_staff(
            3, list(cells.values()), columns, date(2026, 6, 1)
        )

    def test_words_and_forms(self):
        row = self._staff(
            name="王　测试",
            division="东镇",
            kind="兼职档案员",
            birth="1980年",
            title="副高",
        )
        self.assertFalse(row.problems)
        self.assertEqual(row.values["engagement"], "part")
        self.assertEqual(row.values["birth_year"], 1980)
        self.assertEqual(row.values["title"], "4")

    def test_birth_year_must_be_possible(self):
        for birth in ("2020", "1900", "19800", "八零后"):
            row = self._staff(name="王测试", division="东镇", birth=birth)
            self.assertEqual([code for _c, code, _s in row.problems], ["year"], birth)

    def test_number_spoilt_by_a_spreadsheet(self):
        row = self._staff(name="王测试", division="东镇", id_number=9.90101198001019e17)
        self.assertEqual([code for _c, code, _s in row.problems], ["id_number"])

    def test_every_problem_has_words(self):
        for wrong, remedy in staff_ledger.TEXTS.values():
            self.assertTrue(wrong and remedy)


@tagged("post_install", "-at_install")
class TestTemplate(StaffCase, HttpCase):
    """An empty table to fill in, which the import understands."""

    def test_the_import_understands_its_own_table(self):
        self.coordinator.password = "coordinator-pass"
        self.authenticate(self.coordinator.login, "coordinator-pass")
        for kind in ("staff", "hours", "certificates"):
            answer = self.url_open(f"/dibao/staff-import/{kind}/template")
            self.assertEqual(answer.status_code, 200)
            with workbook.open_book(answer.content) as book:
                rows = list(book.rows)
            self.assertEqual(len(rows), 1)
            row, columns = staff_tables.find_heading(rows, kind)
            self.assertEqual(row, rows[0][0])
            self.assertEqual(set(columns), set(staff_tables.COLUMNS[kind]))
        self.assertEqual(
            self.url_open("/dibao/staff-import/other/template").status_code, 404
        )

    def test_who_imports_nothing_gets_no_table(self):
        self.stranger = self._persona("t_archivist", "archivist")
        self.stranger.password = "stranger-pass"
        self.authenticate(self.stranger.login, "stranger-pass")
        answer = self.url_open("/dibao/staff-import/staff/template")
        self.assertEqual(answer.status_code, 404)
