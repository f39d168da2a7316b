# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The set-based loader writes what the ORM would write."""

from odoo.tests import TransactionCase
from odoo.tools import SQL

from ..sealed import unseal_field
from ..tools.county import County

MODELS = (
    "dibao.household",
    "dibao.household.member",
    "dibao.person",
    "dibao.custodian",
)


class TestCountyLoad(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The demo county may be there already: take one that is not.
        cls.county = County(60, seed=5, variety=True, first=90)
        cls.families = list(cls.county.families())
        cls.done = cls.env["dibao.county"]._load(cls.county)
        cls.households = cls.env["dibao.household"].search(
            [("number", "in", [family.number for family in cls.families])],
            order="number",
        )

    def _rows(self, records, names):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM %s WHERE id IN %s ORDER BY id",
                SQL(", ").join(map(SQL.identifier, names)),
                SQL.identifier(records._table),
                tuple(records.ids),
            )
        )
        return [dict(zip(names, row, strict=True)) for row in self.env.cr.fetchall()]

    def _records(self, model_name):
        if model_name == "dibao.household":
            return self.households
        if model_name == "dibao.person":
            return self.households.member_ids.person_id
        return self.env[model_name].search(
            [("household_id", "in", self.households.ids)]
        )

    def test_counts(self):
        persons = sum(len(family.members) for family in self.families)
        self.assertEqual(self.done, {"households": 60, "persons": persons})
        self.assertEqual(len(self.households), 60)
        self.assertEqual(len(self.households.member_ids), persons)
        events = self.households.event_ids
        self.assertEqual(events.mapped("kind"), ["registered"] * 60)

    def test_values(self):
        for household, family in zip(self.households, self.families, strict=True):
            self.assertEqual(household.head_id.name, family.head.name)
            self.assertEqual(household.division_id.code, family.place.code)
            self.assertEqual(household.state, family.state)
            self.assertEqual(household.allowance, family.allowance)
            self.assertEqual(
                sorted(household.cause_ids.mapped("code")), sorted(family.causes)
            )
            self.assertEqual(
                household.member_ids.sorted("id").relation_id.mapped("code")[:1], ["02"]
            )

    def test_sealed_values_open_again(self):
        persons = self.households.member_ids.person_id
        for name, of_person in (
            ("id_number", "id_number"),
            ("phone", "phone"),
            ("disability_certificate", "disability_certificate"),
        ):
            wanted = sorted(
                getattr(person, of_person)
                for family in self.families
                for person in family.members
                if getattr(person, of_person)
            )
            found = sorted(filter(None, unseal_field(persons, name).values()))
            self.assertEqual(found, wanted)
        accounts = unseal_field(self.households, "account_number")
        self.assertEqual(
            sorted(accounts.values()), sorted(f.account for f in self.families)
        )

    def test_no_clear_value_is_stored(self):
        family = self.families[0]
        clear = [family.account, family.head.id_number]
        for model_name in MODELS:
            records = self._records(model_name)
            if not records:
                continue
            self.env.cr.execute(
                SQL(
                    "SELECT t::text FROM %s t WHERE id IN %s",
                    SQL.identifier(records._table),
                    tuple(records.ids),
                )
            )
            text = " ".join(row[0] for row in self.env.cr.fetchall())
            for value in clear:
                self.assertNotIn(value, text)

    def test_stored_computes_hold(self):
        """Computing every stored field anew changes nothing."""
        for model_name in MODELS:
            records = self._records(model_name)
            names = [
                name
                for name, field in records._fields.items()
                if field.store and field.compute and field.column_type
            ]
            if not records or not names:
                continue
            before = self._rows(records, names)
            for name in names:
                self.env.add_to_compute(records._fields[name], records)
            for old, new in zip(before, self._rows(records, names), strict=True):
                self.assertEqual(old, new, model_name)

    def test_what_the_orm_fills_is_filled(self):
        """No column that a created record has is empty in all loaded ones."""
        household = self.env["dibao.household"].create(
            {"division_id": self.households[0].division_id.id}
        )
        member = self.env["dibao.household.member"].create(
            {
                "household_id": household.id,
                "name": "示例人",
                "no_id_reason": "other",
                "relation_id": self.env["dibao.code"]._code_ids("relation")["02"],
            }
        )
        for made in (household, member, member.person_id):
            names = [
                name
                for name, field in made._fields.items()
                if field.store and field.column_type and name != "id"
            ]
            [filled] = self._rows(made, names)
            loaded = self._rows(self._records(made._name), names)
            for name, value in filled.items():
                if value is not None:
                    empty = all(row[name] is None for row in loaded)
                    self.assertFalse(empty, f"{made._name}.{name}")

    def test_search_finds_the_loaded(self):
        family = max(self.families, key=lambda family: len(family.members))
        person = family.members[-1]
        for text in (person.name[:2], family.number):
            found = self.env["dibao.household"].search([("search_name", "ilike", text)])
            self.assertIn(family.number, found.mapped("number"))
        found = self.env["dibao.person"].search([("id_number", "=", person.id_number)])
        self.assertEqual(found.name, person.name)

    def test_second_load_uses_the_same_places(self):
        places = self.env["dibao.division"].search_count([("code", "=like", "990190%")])
        numbers = self.env["dibao.county"]._load_places(self.county)
        again = self.env["dibao.division"].search_count([("code", "=like", "990190%")])
        self.assertEqual(places, again)
        self.assertEqual(len(numbers), len(self.county.places()))
