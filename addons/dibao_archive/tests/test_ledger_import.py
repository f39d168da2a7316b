# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A ledger on its way into the registry."""

import base64
import tempfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..ledger import source
from ..models import dibao_job_ledger
from ..sealed import unseal_field
from ..tools.county import County
from ..tools.county_ledger import write_csv
from .common import make_id
from .ledger_common import HEADER, LedgerImportCase, as_csv, member_row
from .test_tools_workbook import add_part, make_xlsx

# Differ from one way to the other by their nature: ids and times; and what the ORM
# keeps beside the content (posts of the chatter).
IGNORED = {
    "id",
    "create_date",
    "write_date",
    "create_uid",
    "write_uid",
    "message_main_attachment_id",
}


class TestLedgerImport(LedgerImportCase):
    def test_takes_over_households(self):
        ledger = self.take_over(self.rows(*self.family(), *self.family("A2", 11)))
        self.assertRecordValues(
            ledger,
            [
                {
                    "state": "done",
                    "household_count": 2,
                    "person_count": 4,
                    "faulty_count": 0,
                    "create_count": 2,
                    "created_count": 2,
                    "updated_count": 0,
                    "skipped_count": 0,
                }
            ],
        )
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        self.assertRecordValues(
            household,
            [
                {
                    "division_id": self.east_village.id,
                    "county_id": self.county.id,
                    "urban_rural": "rural",
                    "state": "active",
                    "allowance": 300.0,
                    "member_count": 2,
                    "counted_count": 2,
                    "create_uid": self.clerk.id,
                }
            ],
        )
        self.assertEqual(household.head_id.name, "张三")
        self.assertEqual(household.head_id.household_id, household)
        self.assertEqual(household.event_ids.mapped("kind"), ["imported"])
        found = self.env["dibao.person"].with_user(self.clerk)
        found = found.search([("id_number", "=", make_id())])
        self.assertEqual(found, household.head_id)
        self.assertEqual(
            self.env["dibao.person"].search([("search_name", "ilike", "zhangs")]).ids,
            self.env["dibao.person"].search([("name", "=", "张三")]).ids,
        )

    def test_the_same_columns_as_the_orm(self):
        """The same ledger through both ways: every column of every row is equal."""
        county = County(60, seed=11, mean_size=3, first=1)
        self.env["dibao.county"]._load_places(county)
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            write_csv(file.name, county, "member")
            data = file.read()
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT ways")
        self.take_over(data, user=self.officer, office=self.county)
        by_job = self.registered()
        self.assertEqual(len(by_job["dibao_household"]), 60)
        self.env.cr.execute("ROLLBACK TO SAVEPOINT ways")
        self.env.invalidate_all(flush=False)
        self.create_by_orm(data)
        by_orm = self.registered()
        for table, rows in by_orm.items():
            self.assertEqual(len(by_job[table]), len(rows))
            for key, row in rows.items():
                mine = by_job[table][key]
                differing = {k: (mine[k], row[k]) for k in row if mine[k] != row[k]}
                self.assertFalse(differing, f"{table} {key}")

    def registered(self):
        """Rows of households, persons and members, links by what they mean."""
        self.env.flush_all()
        self.env.invalidate_all()
        persons = self.env["dibao.person"].search([])
        clear = unseal_field(persons, "id_number")
        names = {person.id: f"{person.name} {clear[person.id]}" for person in persons}
        numbers = {h.id: h.number for h in self.env["dibao.household"].search([])}
        links = {
            "head_id": names,
            "person_id": names,
            "account_holder_id": names,
            "household_id": numbers,
        }
        found = {}
        for model in ("dibao.household", "dibao.person", "dibao.household.member"):
            table = self.env[model]._table
            self.env.cr.execute(f"SELECT * FROM {table}")
            columns = [column.name for column in self.env.cr.description]
            rows = {}
            for values in self.env.cr.fetchall():
                row = dict(zip(columns, values, strict=True))
                for name, value in row.items():
                    if name in links and value:
                        row[name] = links[name][value]
                    elif isinstance(value, dict):  # sealed: all but the ciphertext
                        row[name] = {k: v for k, v in value.items() if k != "c"}
                key = names[row["id"]] if "birth_date" in row else row.get("number")
                key = key or row["person_id"]
                rows[key] = {k: v for k, v in row.items() if k not in IGNORED}
            found[table] = rows
        return found

    def create_by_orm(self, data):
        ledger = self.upload(data, user=self.officer, office=self.county)
        with source.opened(ledger) as book:
            households = list(source.checker(ledger, book).households(book.rows))
        names = {"cause": "cause_ids", "account_holder": "account_holder_id"}
        for household in households:
            values = {names.get(k, k): v for k, v in household.values.items()}
            if values.get("cause_ids"):
                values["cause_ids"] = [Command.set(values["cause_ids"])]
            since = values.get("allowance_from")
            values["state"] = "active"
            values["state_date"] = since
            values["member_ids"] = [
                Command.create(
                    {
                        **member.values,
                        "date_from": max(since, member.values["birth_date"]),
                    }
                )
                for member in household.members
            ]
            self.env["dibao.household"].with_context(lang=self.officer.lang).create(
                values
            )

    def test_clear_numbers_are_nowhere(self):
        ledger = self.check(
            self.rows(
                *self.family(银行账号="9901220000123456", 联系电话="15412345678"),
                member_row("A2", make_id(order=51), make_id(order=51)[:-1] + "Y"),
                member_row("A3", "王五", make_id(order=53), 家庭住址=make_id(order=53)),
            )
        )
        self.env.flush_all()
        clear = [make_id(), "9901220000123456", "15412345678", make_id(order=53)]
        for table in (
            "dibao_ledger_import",
            "dibao_ledger_household",
            "dibao_ledger_person",
            "dibao_ledger_finding",
            "dibao_ledger_column",
            "dibao_job",
        ):
            self.env.cr.execute(f"SELECT t::text FROM {table} t")
            text = "\n".join(row[0] for row in self.env.cr.fetchall())
            for number in clear[:3] if table == "dibao_ledger_household" else clear:
                self.assertNotIn(number, text, table)
        for finding in ledger.finding_ids:
            self.assertNotRegex(finding.value or "", r"\d{5}")
        read = ledger.with_user(self.clerk).read(["file"])[0]["file"]
        self.assertNotIn(b"990101", base64.b64decode(read, validate=False) or b"")


class TestDryRun(LedgerImportCase):
    def test_changes_nothing(self):
        self.take_over(self.rows(*self.family()))
        before = self.snapshot()
        ledger = self.check(
            self.rows(
                *self.family(月保障金额=999, 村="新村"),
                *self.family("A2", 21),
            ),
            create_villages=True,
        )
        self.assertEqual(ledger.state, "checked")
        self.assertEqual(
            (ledger.create_count, ledger.update_count, ledger.same_count), (1, 1, 0)
        )
        self.assertEqual(self.snapshot(), before)

    def test_findings_have_row_column_and_remedy(self):
        good = make_id()
        wrong = good[:-1] + ("1" if good[-1] != "1" else "2")
        ledger = self.check(self.rows(member_row("A1", "张三", wrong)))
        [finding] = ledger.finding_ids
        self.assertEqual((finding.row, finding.rule), (2, "id_check_digit"))
        self.assertEqual(finding.column, "F 身份证号")
        self.assertEqual(finding.value, "9901" + "*" * 14)
        self.assertTrue(finding.message)
        self.assertTrue(finding.remedy)
        self.assertEqual(ledger.error_count, 1)

    def test_texts_are_filled(self):
        rows = self.rows(*self.family(), *self.family("A2"))
        ledger = self.check(rows)
        messages = ledger.with_context(lang="en_US").finding_ids.mapped("message")
        self.assertIn(
            "This ID number stands in the file more than once (first in row 2).",
            messages,
        )
        labels = dict(
            self.env["dibao.ledger.finding"]
            ._fields["rule"]
            ._description_selection(self.env(context={"lang": "en_US"}))
        )
        self.assertFalse([label for label in labels.values() if "%(" in label])

    def test_back_and_check_again(self):
        ledger = self.check(self.rows(member_row("A1", "张三", "123")))
        self.assertEqual(ledger.faulty_count, 1)
        ledger.action_back()
        self.assertEqual(ledger.state, "mapping")
        self.assertFalse(ledger.finding_ids)
        ledger.action_check()
        self.run_job(ledger)
        self.assertEqual(len(ledger.finding_ids), 1)

    def test_other_choices_make_it_void(self):
        ledger = self.check(self.rows(*self.family()))
        ledger.create_villages = True
        self.assertEqual(ledger.state, "mapping")
        with self.assertRaises(UserError):
            ledger.action_import()


class TestBadInput(LedgerImportCase):
    """Told, never half-imported."""

    def all_or_nothing(self, *rows, rules, **options):
        before = self.snapshot()
        ledger = self.check(self.rows(*self.family("Z1", 31), *rows), **options)
        self.assertEqual(self.rules(ledger), sorted(rules))
        with self.assertRaises(UserError):
            ledger.action_import()
        self.assertEqual(self.snapshot(), before)
        ledger.faultless_only = True
        self.assertEqual(ledger.state, "checked")
        ledger.action_import()
        self.run_job(ledger)
        self.assertEqual((ledger.created_count, ledger.skipped_count), (1, 1))
        return ledger

    def test_wrong_check_digit(self):
        wrong = make_id()[:-1] + ("1" if make_id()[-1] != "1" else "2")
        self.all_or_nothing(member_row("A1", "张三", wrong), rules=["id_check_digit"])

    def test_two_heads(self):
        rows = (*self.family(), member_row("A1", "王五", make_id(order=7)))
        self.all_or_nothing(*rows, rules=["head_twice"])

    def test_impossible_date(self):
        row = member_row("A1", "张三", make_id(), 享受起始日期="2023-02-30")
        self.all_or_nothing(row, rules=["date_impossible"])

    def test_unknown_division(self):
        row = member_row("A1", "张三", make_id(), 村="不存在村")
        self.all_or_nothing(row, rules=["division_unknown"])

    def test_a_village_of_another_township(self):
        row = member_row("A1", "张三", make_id(), 乡镇="西镇", 村="西一村")
        self.all_or_nothing(row, rules=["division_unknown"])

    def test_urban_or_rural_missing(self):
        row = member_row("A1", "张三", make_id(), 低保类别=None)
        self.all_or_nothing(row, rules=["urban_rural_missing"])

    def test_formula_cells(self):
        rows = self.rows(*self.family("Z1", 31), member_row("A1", "张三", make_id()))

        def build(_book, sheet):
            sheet.write_formula(3, HEADER.index("月保障金额"), "=1+1", value=2)

        ledger = self.check(make_xlsx(rows, build), name="台账.xlsx")
        self.assertEqual(self.rules(ledger), ["formula"])
        self.assertEqual(ledger.finding_ids.column, "L 月保障金额")
        self.assertEqual(ledger.faulty_count, 1)

    def test_refused_files_leave_no_trace(self):
        for data, told in (
            (b"%PDF-1.7 ...", "PDF"),
            (add_part(make_xlsx(), "xl/vbaProject.bin", b"x"), "macro"),
            (add_part(make_xlsx(), "xl/media/a.bin", b"\0" * (80 << 20)), "proportion"),
            (as_csv([HEADER]) + "张三,1\n".encode("gb18030"), "GB18030"),
            (b"\x00\x01\x02", "neither"),
            (b"PK\x03\x04 cut", "damaged"),
            (as_csv([["a", "b"], ["c", "d"]]), "headings"),
        ):
            with self.subTest(told=told), self.assertRaises(UserError) as caught:
                self.upload(data, name="台账.xlsx", user=self.clerk_in_english())
            self.assertIn(told, str(caught.exception))

    def clerk_in_english(self):
        self.clerk.lang = "en_US"
        return self.clerk

    def test_gb18030(self):
        ledger = self.take_over(as_csv(self.rows(*self.family()), "gb18030"))
        self.assertEqual(ledger.created_count, 1)
        self.assertTrue(self.env["dibao.person"].search([("name", "=", "李四")]))

    def test_fifteen_digits(self):
        self.take_over(self.rows(member_row("A1", "张三", "990101700101001")))
        self.assertEqual(self.person("99010119700101001X").name, "张三")


class TestRegistry(LedgerImportCase):
    """What the registry knows already."""

    def test_the_same_file_twice_changes_nothing(self):
        rows = self.rows(
            *self.family(银行账号="9901220000123456"), *self.family("A2", 21)
        )
        self.take_over(rows)
        before = self.snapshot()
        ledger = self.take_over(rows)
        self.assertEqual(
            (ledger.create_count, ledger.update_count, ledger.same_count), (0, 0, 2)
        )
        self.assertEqual((ledger.created_count, ledger.updated_count), (0, 0))
        self.assertEqual(self.snapshot(), before)

    def test_updates_only_what_differs(self):
        self.take_over(self.rows(*self.family(), *self.family("A2", 21)))
        before = self.snapshot()
        changed = self.family(
            月保障金额=350, 家庭住址="东一村12号", 联系电话="15412345678"
        )
        ledger = self.take_over(self.rows(*changed, *self.family("A2", 21)))
        self.assertEqual((ledger.created_count, ledger.updated_count), (0, 1))
        after = self.snapshot()
        for table in ("dibao_household", "dibao_person", "dibao_household_member"):
            ours = {row[1]: row for row in before[table]}
            moved = [row[1] for row in after[table] if ours.get(row[1]) != row]
            expected = {"dibao_household_member": 0}.get(table, 1)
            self.assertEqual(len(moved), expected, table)
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        self.assertEqual(household.allowance, 350.0)
        self.assertIn("12", household.search_tokens)
        head = household.head_id
        self.assertEqual(unseal_field(head, "phone")[head.id], "15412345678")

    def test_an_empty_cell_erases_nothing(self):
        self.take_over(self.rows(*self.family(家庭住址="东一村12号")))
        self.take_over(self.rows(*self.family(月保障金额=None)))
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        self.assertEqual(household.living_address, "东一村12号")
        self.assertEqual(household.allowance, 300.0)

    def test_state_name_and_place_go_through_the_orm(self):
        other = self.env["dibao.division"].create(
            {"code": "990101001002", "name": "东二村", "parent_id": self.east.id}
        )
        self.take_over(self.rows(*self.family()))
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        rows = self.family(状态="停保", 村="东二村")
        rows[1][HEADER.index("姓名")] = "李四喜"
        ledger = self.take_over(self.rows(*rows))
        self.assertEqual(ledger.updated_count, 1)
        self.assertEqual(self.rules(ledger), ["name_differs"])
        self.assertEqual((household.state, household.division_id), ("stopped", other))
        self.assertEqual(household.member_ids.person_id.division_id, other)
        self.assertIn("state", household.event_ids.mapped("kind"))
        self.assertIn("moved", household.event_ids.mapped("kind"))
        self.assertIn("李四喜", household.member_ids.mapped("name"))

    def test_head_changes_with_the_ledger(self):
        self.take_over(self.rows(*self.family()))
        head, wife = self.family()
        head[HEADER.index("与户主关系")], wife[HEADER.index("与户主关系")] = (
            "夫",
            "户主",
        )
        self.take_over(self.rows(wife, head))
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        self.assertEqual(household.head_id.name, "李四")

    def test_who_is_not_in_the_ledger_stays_and_is_told(self):
        self.take_over(self.rows(*self.family()))
        ledger = self.take_over(self.rows(self.family()[0]))
        self.assertEqual(self.rules(ledger), ["member_missing"])
        self.assertEqual(ledger.finding_ids.value, "李四")
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        self.assertEqual(household.member_count, 2)

    def test_somebody_joins(self):
        self.take_over(self.rows(*self.family()))
        son = member_row("A1", "张小", make_id("20100303", 3), "长子")
        ledger = self.take_over(self.rows(*self.family(), son))
        self.assertEqual((ledger.created_count, ledger.updated_count), (0, 1))
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        self.assertEqual((household.member_count, household.counted_count), (3, 3))
        joined = self.person(make_id("20100303", 3))
        self.assertEqual(joined.household_id, household)
        self.assertIn("member_in", household.event_ids.mapped("kind"))

    def test_a_former_member_comes_back(self):
        self.take_over(self.rows(*self.family()))
        wife = self.person(make_id("19620202", 2))
        wife.membership_ids.write({"date_to": "2024-01-01", "end_reason": "moved"})
        self.assertFalse(wife.household_id)
        self.take_over(self.rows(*self.family()))
        self.assertEqual(len(wife.membership_ids), 2)
        self.assertEqual(wife.household_id.number, "A1")

    def test_never_moved_silently(self):
        self.take_over(self.rows(*self.family()))
        wife = member_row("B1", "李四", make_id("19620202", 2), "妻")
        rows = self.rows(member_row("B1", "王五", make_id(order=41)), wife)
        ledger = self.check(rows)
        self.assertEqual(self.rules(ledger), ["elsewhere"])
        self.assertIn("A1 东一村", ledger.finding_ids.message)
        ledger.faultless_only = True
        ledger.action_import()
        self.run_job(ledger)
        self.assertEqual(ledger.skipped_count, 1)
        self.assertFalse(self.env["dibao.household"].search([("number", "=", "B1")]))
        self.assertEqual(self.person(make_id("19620202", 2)).household_id.number, "A1")

    def test_who_lives_elsewhere_is_told_to_the_supervisor_only(self):
        self.make_household(self.west_village, [("赵六", make_id(order=61), "02")])
        ledger = self.check(self.rows(member_row("B1", "赵六", make_id(order=61))))
        self.assertEqual(self.rules(ledger), ["elsewhere_hidden"])
        self.assertNotIn("西", ledger.finding_ids.message)
        lead = self.env["dibao.duplicate"].search([])
        self.assertEqual(lead.person_id, self.person(make_id(order=61)))
        self.assertEqual(lead.entered_in_id, self.east)

    def test_number_of_another_household(self):
        self.take_over(self.rows(*self.family()))
        ledger = self.check(self.rows(*self.family(order=71)))
        self.assertEqual(self.rules(ledger), ["member_missing"] * 2 + ["number_taken"])

    def test_number_in_another_area(self):
        self.make_household(
            self.west_village, [("赵六", make_id(order=61), "02")], number="W1"
        )
        ledger = self.check(self.rows(member_row("W1", "钱七", make_id(order=63))))
        self.assertIn("number_other_area", self.rules(ledger))
        self.assertNotIn(
            "赵六", " ".join(ledger.finding_ids.mapped(lambda f: f.value or ""))
        )

    def test_without_number_gets_the_next_one(self):
        rows = self.rows(member_row(None, "张三", make_id()))
        self.take_over(rows)
        household = self.person(make_id()).household_id
        self.assertTrue(household.number)
        before = self.snapshot()
        self.take_over(rows)
        self.assertEqual(self.snapshot(), before)

    def test_without_id_number_there_is_a_task(self):
        header = [*HEADER, "无证原因", "出生日期"]
        child = [*member_row("A1", "张小", None, "长子"), "新生儿", "2025-05-05"]
        rows = [header, [*self.family()[0], None, None], child]
        self.take_over(rows)
        person = self.env["dibao.person"].search([("name", "=", "张小")])
        self.assertEqual(person.no_id_reason, "newborn")
        self.assertEqual(len(person.activity_ids), 1)
        before = self.snapshot()
        self.take_over(rows)
        self.assertEqual(self.snapshot(), before)
        child[HEADER.index("身份证号")] = make_id("20250505", 5)
        child[-2] = None
        self.take_over(rows)
        self.assertEqual(self.person(make_id("20250505", 5)), person)
        self.assertFalse(person.no_id_reason)
        self.assertFalse(person.activity_ids)

    def test_villages_are_created_by_choice(self):
        rows = self.rows(*self.family(村="南山村"), *self.family("A2", 21, 村="南山村"))
        ledger = self.take_over(rows, create_villages=True)
        village = self.env["dibao.division"].search([("name", "=", "南山村")])
        self.assertEqual((len(village), village.parent_id), (1, self.east))
        self.assertEqual(ledger.created_count, 2)
        self.assertEqual(set(self.rules(ledger)), {"village_new"})

    def test_payments_change_the_allowance_alone(self):
        self.take_over(self.rows(*self.family()))
        rows = [
            ["家庭编号", "户主姓名", "户主身份证号", "发放日期", "低保金"],
            ["A1", "张三", make_id(), "2026-01-10", 410],
        ]
        ledger = self.take_over(rows)
        self.assertEqual(ledger.layout, "payment")
        self.assertFalse(ledger.finding_ids)
        household = self.env["dibao.household"].search([("number", "=", "A1")])
        self.assertEqual((household.allowance, household.member_count), (410.0, 2))
        self.assertEqual(str(household.allowance_from), "2023-03-01")

    def test_changed_between_dry_run_and_import(self):
        ledger = self.check(self.rows(*self.family(), *self.family("A2", 21)))
        self.make_household(self.west_village, [("张三", make_id(order=21), "02")])
        before = self.snapshot()
        ledger.action_import()
        job = ledger.job_id.sudo()
        job.state = "running"
        with self.refused(UserError):
            job._job_ledger_import()
        ledger.invalidate_recordset()
        self.assertEqual((ledger.state, ledger.faulty_count), ("checked", 1))
        self.assertEqual(self.snapshot(), before)


class TestResume(LedgerImportCase):
    """A process dies in the middle; the next one goes on."""

    def setUp(self):
        super().setUp()
        patcher = patch.object(dibao_job_ledger, "CHUNK", 3)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.data = self.rows(
            *(row for n in range(10) for row in self.family(f"A{n}", 10 * n + 1)),
            member_row("B1", "张三", make_id(order=1)),
        )

    def die_after(self, job, chunks, act):
        """Run until ``chunks`` are committed, then lose everything in memory."""
        alive = iter([True] * (chunks - 1) + [False])
        with patch.object(type(job), "_next_chunk", lambda _job: next(alive)):
            self.assertFalse(act())
        self.env.flush_all()
        self.env.invalidate_all()

    def test_dry_run(self):
        ledger = self.upload(self.data)
        ledger.action_check()
        job = ledger.job_id.sudo()
        job.state = "running"
        self.die_after(job, 2, job._job_ledger_check)
        self.assertEqual(job.cursor["seq"], 6)
        self.run_job(ledger)
        self.assertEqual((ledger.household_count, ledger.person_count), (11, 21))
        self.assertEqual(self.rules(ledger), ["id_twice"])
        self.assertEqual(ledger.create_count, 10)

    def test_import(self):
        ledger = self.check(self.data, faultless_only=True)
        ledger.action_import()
        job = ledger.job_id.sudo()
        job.state = "running"
        self.die_after(job, 2, job._job_ledger_import)
        registry = self.env["dibao.household"]
        self.assertEqual(registry.search_count([("number", "=like", "A%")]), 6)
        self.run_job(ledger)
        self.assertEqual(registry.search_count([("number", "=like", "A%")]), 10)
        self.assertEqual((ledger.created_count, ledger.skipped_count), (10, 1))

    def test_import_dies_within_a_chunk(self):
        """What a chunk has begun to write goes with its transaction."""
        ledger = self.check(self.data, faultless_only=True)
        ledger.action_import()
        job = ledger.job_id.sudo()
        job.state = "running"
        self.die_after(job, 1, job._job_ledger_import)
        writer = dibao_job_ledger.Writer
        with (
            patch.object(writer, "_join", side_effect=RuntimeError("killed")),
            self.assertRaises(RuntimeError),
            self.env.cr.savepoint(),
        ):
            job._job_ledger_import()
        self.env.invalidate_all()
        self.assertEqual(job.cursor["seq"], 3)
        self.run_job(ledger)
        self.assertEqual(ledger.created_count, 10)
        self.env.cr.execute(
            "SELECT 1 FROM dibao_household_member GROUP BY person_id"
            " HAVING COUNT(*) > 1"
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_cancel(self):
        ledger = self.check(self.data, faultless_only=True)
        ledger.action_import()
        ledger.action_cancel()
        self.assertEqual((ledger.state, ledger.job_id.state), ("checked", "cancelled"))
        self.assertFalse(ledger.job_id.sudo()._run())
        ledger.action_import()
        self.run_job(ledger)
        self.assertEqual(ledger.created_count, 10)


class TestLedgerRights(LedgerImportCase):
    def test_an_import_belongs_to_its_office(self):
        ledger = self.check(self.rows(*self.family("A1"), member_row("A2", "x", "1")))
        stranger = self.make_user("ledger_west", "township_clerk", self.west)
        for record in (ledger, ledger.finding_ids, ledger.column_ids):
            self.assertTrue(record.with_user(self.officer).has_access("read"))
            with self.assertRaises(AccessError):
                record.with_user(stranger).check_access("read")
            self.assertFalse(record.with_user(stranger).search([]))

    def test_no_import_into_another_area(self):
        with self.assertRaises(AccessError):
            self.upload(self.rows(*self.family()), office=self.west)
        with self.assertRaises(AccessError):
            self.upload(self.rows(*self.family()), office=self.county)

    def test_roles_without_it(self):
        for role in ("village_assistant", "statistics", "system_admin", "finance"):
            user = self.make_user(f"ledger_{role}", role, self.east)
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.upload(self.rows(*self.family()), user=user)

    def test_staged_rows_are_nobodys(self):
        self.check(self.rows(*self.family()))
        for model in ("dibao.ledger.household", "dibao.ledger.person"):
            for user in (self.clerk, self.officer):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_steps_are_not_written_by_hand(self):
        ledger = self.check(self.rows(member_row("A1", "张三", "1")))
        for vals in ({"faulty_count": 0}, {"state": "done"}, {"job_id": False}):
            with self.assertRaises(UserError):
                ledger.write(vals)
        with self.assertRaises(UserError):
            ledger.column_ids[0].write({"field": False})

    def test_rights_withdrawn_before_the_job_runs(self):
        ledger = self.check(self.rows(*self.family()))
        ledger.action_import()
        self.clerk.sudo().dibao_division_ids = [Command.set(self.west.ids)]
        job = ledger.job_id.sudo()
        job.state = "running"
        with self.assertRaises(AccessError):
            job._job_ledger_import()


class TestMapping(LedgerImportCase):
    def test_saved_columns_are_used_again(self):
        rows = [["编码", "人", "号", "关系", "村", "低保类别"]]
        rows.append(["A1", "张三", make_id(), "户主", "东一村", "农村"])
        header = ["户编号", "姓名", "证件号码", "关系", "村", "低保类别"]
        ledger = self.upload([header, rows[1]])
        column = ledger.column_ids.filtered(lambda c: c.header == "户编号")
        column.field = "certificate_number"
        ledger.action_save_mapping()
        again = self.upload([header, rows[1]])
        self.assertEqual(again.mapping_id, ledger.mapping_id)
        fields = dict(again.column_ids.mapped(lambda c: (c.header, c.field)))
        self.assertEqual(fields["户编号"], "certificate_number")
        other = self.upload([header, rows[1]], user=self.officer, office=self.west)
        self.assertFalse(other.mapping_id)

    def test_a_mapping_of_the_county_serves_its_townships(self):
        ledger = self.upload(
            self.rows(*self.family()), user=self.officer, office=self.county
        )
        ledger.action_save_mapping()
        below = self.upload(self.rows(*self.family()))
        self.assertEqual(below.mapping_id, ledger.mapping_id)

    def test_two_columns_for_one_field(self):
        ledger = self.upload(self.rows(*self.family()))
        ledger.column_ids.filtered(lambda c: c.header == "开户银行").field = "number"
        with self.assertRaises(UserError):
            ledger.action_check()

    def test_name_and_number_are_needed(self):
        ledger = self.upload(self.rows(*self.family()))
        ledger.column_ids.filtered(lambda c: c.header == "姓名").field = False
        with self.assertRaises(UserError):
            ledger.action_check()


class TestKeeping(LedgerImportCase):
    def test_uploads_are_dropped_in_time(self):
        ledger = self.take_over(self.rows(*self.family()))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_ledger_import SET write_date = '2020-01-01' WHERE id = %s",
            [ledger.id],
        )
        self.env["dibao.ledger.import"]._gc_uploads()
        self.env.cr.execute(
            "SELECT file IS NULL FROM dibao_ledger_import WHERE id = %s", [ledger.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (True,))
        self.assertEqual(ledger.created_count, 1)

    def test_nothing_staged_is_left_behind(self):
        self.take_over(self.rows(*self.family()))
        for table in ("dibao_ledger_household", "dibao_ledger_person"):
            self.env.cr.execute(f"SELECT COUNT(*) FROM {table}")
            self.assertEqual(self.env.cr.fetchone(), (0,))
