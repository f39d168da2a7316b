# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from .common import DibaoCase, make_id


class TestHousehold(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head_id_number = make_id("19600101", 1)
        cls.household = cls.make_household(
            members=[
                ("张三丰", cls.head_id_number, "02"),
                ("李小明", make_id("20150601", 3), "21"),
            ],
            monthly_income=600.0,
            living_address="东一村三组12号",
        )
        cls.head, cls.child = cls.household.member_ids.sorted("is_head", reverse=True)
        cls.clerk = cls.make_user("hh_clerk", "township_clerk", cls.east)

    def test_sums(self):
        self.assertRecordValues(
            self.household,
            [
                {
                    "member_count": 2,
                    "counted_count": 2,
                    "income_per_head": 300.0,
                    "head_name": "张三丰",
                }
            ],
        )
        exclusion = self.env["dibao.code"].search([("list", "=", "exclusion")], limit=1)
        self.child.write({"is_counted": False, "exclusion_id": exclusion.id})
        self.assertEqual(self.household.counted_count, 1)
        self.assertEqual(self.household.income_per_head, 600.0)

    def test_person_follows_the_household(self):
        person = self.head.person_id
        self.assertEqual(person.household_id, self.household)
        self.assertEqual(person.division_id, self.east_village)
        self.household.division_id = self.west_village
        self.assertEqual(person.division_id, self.west_village)
        self.assertEqual(self.head.division_id, self.west_village)

    def test_not_counted_needs_a_reason(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.child.is_counted = False
            self.child.flush_recordset()

    def test_second_head_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.child.relation_id = self.relation("02")
            self.env.flush_all()

    def test_history_is_kept(self):
        self.child.write({"date_to": "2026-01-31", "end_reason": "moved"})
        self.assertFalse(self.child.person_id.household_id)
        self.assertEqual(self.household.member_count, 1)
        self.assertIn(self.child, self.household.member_ids)
        other = self.make_household(members=[("王五", make_id("19700101", 1), "02")])
        joined = self.env["dibao.household.member"].create(
            {
                "household_id": other.id,
                "person_id": self.child.person_id.id,
                "relation_id": self.relation("49").id,
            }
        )
        self.assertEqual(self.child.person_id.household_id, other)
        self.assertEqual(self.child.person_id.membership_ids, self.child + joined)

    def test_end_needs_a_reason(self):
        with self.assertRaises(ValidationError):
            self.child.date_to = "2026-01-31"

    def test_one_person_one_live_membership(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env["dibao.household.member"].create(
                {
                    "household_id": self.make_household().id,
                    "person_id": self.child.person_id.id,
                }
            )
            self.env.flush_all()

    def test_registered_free_person_is_linked(self):
        person = self.child.person_id
        self.child.write({"date_to": "2026-01-31", "end_reason": "moved"})
        other = self.make_household(members=[("李小明", make_id("20150601", 3), "21")])
        self.assertEqual(other.member_ids.person_id, person)

    # ------------------------------------------------------------------ duplicates

    def _enter(self, user, number, name="李四"):
        self.env["dibao.person"].with_user(user).create(
            {
                "name": name,
                "id_number": number,
                "division_id": user.dibao_division_ids[:1].id,
            }
        )

    def test_known_number_tells_where_within_own_area(self):
        with self.assertRaises(ValidationError) as caught:
            self._enter(self.clerk, self.head_id_number)
        text = str(caught.exception)
        self.assertIn("张三丰", text)
        self.assertIn(self.household.number, text)
        self.assertNotIn(self.head_id_number, text)

    def test_known_number_elsewhere_opens_a_lead_and_tells_nothing(self):
        stranger = self.make_user("hh_west", "township_clerk", self.west)
        for _attempt in range(2):
            with self.refused(ValidationError) as told:
                self._enter(stranger, self.head_id_number)
            self.assertNotIn("张三丰", told[0])
            self.assertNotIn(self.household.number, told[0])
        lead = self.env["dibao.duplicate"].search(
            [("person_id", "=", self.head.person_id.id)]
        )
        self.assertRecordValues(
            lead,
            [
                {
                    "entered_by": "hh_west",
                    "entered_name": "李四",
                    "times": 2,
                    "state": "new",
                    "division_id": self.east_village.id,
                }
            ],
        )
        officer = self.make_user("hh_officer", "county_officer", self.county)
        lead.with_user(officer).action_confirm()
        self.assertEqual(lead.state, "confirmed")
        with self.assertRaises(UserError):
            lead.with_user(officer).action_dismiss()

    def test_same_person_keeps_own_number(self):
        self.head.person_id.write({"id_number": self.head_id_number})

    def test_likely_duplicates_of_the_registry(self):
        twin = self.env["dibao.person"].create(
            {
                "name": "张三丰",
                "no_id_reason": "unregistered",
                "birth_date": "1960-01-01",
                "sex": "1",
                "division_id": self.west_village.id,
            }
        )
        pairs = self.env["dibao.duplicate"]._find_all()
        self.assertIn((self.head.person_id.id, twin.id), pairs)

    # ------------------------------------------------------------------ people

    def test_number_and_birth_date_are_compared(self):
        with self.assertRaises(ValidationError):
            self.env["dibao.person"].create(
                {
                    "name": "李四",
                    "id_number": make_id("19600202", 1),
                    "birth_date": "1961-02-02",
                    "division_id": self.east_village.id,
                }
            )

    def test_person_without_number_needs_reason_and_gets_a_task(self):
        model = self.env["dibao.person"]
        vals = {"name": "新生儿", "division_id": self.east_village.id}
        with self.assertRaises(ValidationError):
            model.create(vals)
        person = model.create({**vals, "no_id_reason": "newborn"})
        self.assertEqual(
            person.activity_ids.activity_type_id,
            self.env.ref("dibao_archive.activity_id_number"),
        )
        person.write({"id_number": make_id("20260101", 1)})
        self.assertFalse(person.activity_ids)
        self.assertEqual(str(person.birth_date), "2026-01-01")

    @freeze_time("2026-06-01")
    def test_age_search_agrees_with_age(self):
        persons = self.head.person_id + self.child.person_id
        self.assertEqual(persons.mapped("age"), [66, 11])
        for operator in ("<", "<=", ">", ">="):
            for years in (10, 11, 12, 65, 66, 67):
                found = persons.search(
                    [("age", operator, years), ("id", "in", persons.ids)]
                )
                expected = persons.filtered(
                    lambda p, o=operator, y=years: {
                        "<": p.age < y,
                        "<=": p.age <= y,
                        ">": p.age > y,
                        ">=": p.age >= y,
                    }[o]
                )
                self.assertEqual(found, expected, (operator, years))

    # ------------------------------------------------------------------ search

    def test_search_by_name_pinyin_number_address(self):
        model = self.env["dibao.household"].with_user(self.clerk)
        for text in (
            "张三丰",
            "三丰",
            "李小",
            "zhangsan",
            "zsf",
            "ZSF",
            self.household.number,
            "三组12",
        ):
            self.assertIn(
                self.household, model.search([("search_name", "ilike", text)]), text
            )
            self.assertIn(self.household.id, [i for i, _n in model.name_search(text)])
        for text in ("三张", "zsx", "李大"):
            self.assertFalse(model.search([("search_name", "ilike", text)]), text)
        self.assertEqual(
            model.search([("id_number", "=", self.head_id_number)]), self.household
        )

    # ------------------------------------------------------------------ rules

    def test_account_holder(self):
        outsider = self.env["dibao.person"].create(
            {
                "name": "外人",
                "no_id_reason": "other",
                "division_id": self.east_village.id,
            }
        )
        with self.assertRaises(ValidationError):
            self.household.account_holder_id = outsider
        self.household.account_holder_id = self.child.person_id
        custodian = self.env["dibao.custodian"].create(
            {
                "household_id": self.household.id,
                "name": "村干部",
                "id_number": make_id("19750505", 1),
                "agreement_date": "2026-01-01",
            }
        )
        self.household.account_custodian_id = custodian
        other = self.make_household()
        with self.assertRaises(ValidationError):
            other.account_custodian_id = custodian

    def test_timeline(self):
        self.household.state = "active"
        self.child.write({"date_to": "2026-03-01", "end_reason": "moved"})
        self.household.account_number = "6200000000000001"
        kinds = self.household.event_ids.mapped("kind")
        for kind in ("registered", "member_in", "state", "member_out", "account"):
            self.assertIn(kind, kinds)
        with self.assertRaises(UserError):
            self.household.event_ids[0].summary = "x"

    def test_only_drafts_are_deleted(self):
        self.household.state = "active"
        with self.assertRaises(ValidationError):
            self.household.unlink()
        with self.assertRaises(ValidationError):
            self.child.unlink()

    def test_second_editor_is_told(self):
        first = self.household.with_user(self.clerk)
        seen = first.revision
        first.write({"note": "first", "revision": seen})
        with self.assertRaises(UserError) as caught:
            self.household.write({"note": "second", "revision": seen})
        self.assertIn(self.clerk.name, str(caught.exception))
        self.assertEqual(self.household.note, "first")

    def test_member_change_counts_as_change_of_the_household(self):
        seen = self.household.revision
        self.child.write({"is_counted": True})
        self.assertGreater(self.household.revision, seen)
        with self.assertRaises(UserError):
            self.household.write({"note": "x", "revision": seen})

    def test_nothing_is_pushed_into_another_area(self):
        elsewhere = self.make_household(self.west_village)
        with self.assertRaises(AccessError):
            self.household.with_user(self.clerk).division_id = self.west_village
        with self.assertRaises(AccessError):
            self.child.with_user(self.clerk).household_id = elsewhere
        with self.assertRaises(ValidationError):
            self.child.person_id.with_user(self.clerk).division_id = self.west_village
        officer = self.make_user("hh_mover", "county_officer", self.county)
        self.household.with_user(officer).division_id = self.west_village
        self.assertEqual(self.child.person_id.division_id, self.west_village)

    def test_facts(self):
        kind = self.env["dibao.code"].search([("list", "=", "income")], limit=1)
        fact = (
            self.env["dibao.income"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "person_id": self.head.person_id.id,
                    "kind_id": kind.id,
                    "declared": 100.0,
                    "is_verified": True,
                }
            )
        )
        self.assertFalse(fact.is_verified, "nobody declares himself verified")
        self.assertEqual(fact.amount, 100.0)
        fact.verified = 150.0
        self.assertEqual(fact.amount, 150.0)
        self.assertEqual(fact.verified_by, self.clerk)
        told = self.household.event_ids.filtered(lambda e: e.kind == "means")
        self.assertEqual(len(told), 2)

    def test_household_number_is_given_once(self):
        self.assertRegex(self.household.number, r"^H\d{4}-\d{6}$")
        other = self.make_household()
        self.assertNotEqual(other.number, self.household.number)

    def test_inline_members_of_the_form(self):
        household = (
            self.env["dibao.household"]
            .with_user(self.clerk)
            .create(
                {
                    "division_id": self.east_village.id,
                    "member_ids": [
                        Command.create(
                            {
                                "name": "钱七",
                                "id_number": make_id("19800808", 2),
                                "relation_id": self.relation("02").id,
                            }
                        )
                    ],
                }
            )
        )
        self.assertEqual(household.member_ids.sex, "2")
        self.assertEqual(household.head_id.name, "钱七")
