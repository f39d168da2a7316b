# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A ledger on its way into the registry."""

import base64
import tempfile

from odoo.exceptions import UserError
from odoo.fields import Command

from ..ledger import source
from ..sealed import unseal_field
from ..tools.county import County
from ..tools.county_ledger import write_csv
from .common import make_id
from .ledger_common import LedgerImportCase, member_row

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
