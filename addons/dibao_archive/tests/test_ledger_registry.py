# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A ledger against what the registry knows."""

from odoo.exceptions import UserError

from ..sealed import unseal_field
from .common import make_id
from .ledger_common import HEADER, LedgerImportCase, member_row


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
