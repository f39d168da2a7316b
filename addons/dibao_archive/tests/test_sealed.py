# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from ..sealed import blind_indexes, seal_values, unseal_field
from ..tools import keyring
from .common import DibaoCase, make_id


class TestSealed(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_id("19600101", 1)
        cls.person = cls.env["dibao.person"].create(
            {
                "name": "示例甲",
                "id_number": cls.number,
                "phone": "199 0000 0001",
                "division_id": cls.east_village.id,
            }
        )
        cls.clerk = cls.make_user("sealed_clerk", "township_clerk", cls.east)
        cls.viewer = cls.make_user("sealed_viewer", "village_assistant", cls.east)

    def _column(self, name="id_number"):
        self.env.flush_all()
        self.env.cr.execute(
            f"SELECT {name} FROM dibao_person WHERE id = %s",  # noqa: S608
            [self.person.id],
        )
        return self.env.cr.fetchone()[0]

    def test_column_holds_no_clear_value(self):
        column = self._column()
        self.assertEqual(set(column), {"k", "i", "c", "m"})
        self.assertNotIn(self.number, json.dumps(column))
        self.assertNotIn(self.number[4:], json.dumps(column))

    def test_every_read_gives_the_mask(self):
        mask = "9901" + "*" * 14
        self.env.invalidate_all()
        person = self.person
        domain = [("id", "=", person.id)]
        model = self.env["dibao.person"]
        self.assertEqual(person.id_number, mask)
        self.assertEqual(person.read(["id_number"])[0]["id_number"], mask)
        self.assertEqual(model.search_read(domain, ["id_number"])[0]["id_number"], mask)
        self.assertEqual(person.export_data(["id_number"])["datas"], [[mask]])
        self.assertEqual(
            model._read_group(domain, ["id_number"], ["__count"]), [(mask, 1)]
        )
        self.assertEqual(person.phone, "199****0001")

    def test_value_just_written_reads_as_mask(self):
        self.person.write({"phone": "19900000002"})
        self.assertEqual(str(self.person.phone), "199****0002")
        self.assertEqual(self.person.read(["phone"])[0]["phone"].split("*")[0], "199")

    def test_equality_search_normalises(self):
        model = self.env["dibao.person"]
        wide = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in self.number)
        for typed in (self.number, f" {self.number[:6]} {self.number[6:]}", wide):
            self.assertEqual(model.search([("id_number", "=", typed)]), self.person)
        self.assertIn(
            self.person, model.search([("id_number", "!=", make_id(order=9))])
        )
        self.assertFalse(model.search([("id_number", "=", make_id(order=9))]))

    def test_parts_never_match(self):
        model = self.env["dibao.person"]
        for operator in ("like", "ilike", "=like", "=ilike"):
            self.assertFalse(
                model.search([("id_number", operator, f"{self.number[:6]}%")]), operator
            )
        for operator in (">", "<"):
            self.assertFalse(model.search([("id_number", operator, "1")]), operator)

    def test_filtered_domain_compares_values_not_masks(self):
        other = self.env["dibao.person"].create(
            {
                "name": "示例乙",
                "id_number": make_id("19600101", 3),
                "division_id": self.east_village.id,
            }
        )
        both = self.person + other
        self.assertEqual(
            both.filtered_domain([("id_number", "=", self.number)]), self.person
        )

    def test_mask_is_not_written_back(self):
        with self.assertRaises(UserError):
            self.person.id_number = "9901" + "*" * 14
        self.assertEqual(
            unseal_field(self.person, "id_number"), {self.person.id: self.number}
        )

    def test_two_values_with_one_mask_are_two_values(self):
        first = self._column()
        self.person.write({"id_number": make_id("19600101", 5)})
        self.assertNotEqual(self._column()["i"], first["i"])

    def test_wrong_numbers_are_refused_without_quoting_them(self):
        good = make_id("19700101", 1)
        bad = good[:-1] + ("0" if good[-1] != "0" else "1")
        for number in (bad, "99010119701301001X", "12345"):
            with self.assertRaises(ValidationError) as caught:
                self.env["dibao.person"].create(
                    {
                        "name": "示例丙",
                        "id_number": number,
                        "division_id": self.east_village.id,
                    }
                )
            self.assertNotIn(number, str(caught.exception))

    def test_old_number_is_lifted(self):
        number = make_id("19550505", 7)
        old = number[:6] + number[8:17]
        person = self.env["dibao.person"].create(
            {"name": "示例丁", "id_number": old, "division_id": self.east_village.id}
        )
        self.assertEqual(unseal_field(person, "id_number")[person.id], number)
        self.assertEqual(
            self.env["dibao.person"].search([("id_number", "=", old)]), person
        )

    def test_unknown_place_is_a_warning(self):
        self.assertEqual(self.person.id_number_marks, "place_unknown")
        self.assertIn("in no current list", self.person.id_number_warning)
        # In the words of who reads it, whoever entered the number.
        chinese = self.person.with_context(lang="zh_CN").id_number_warning
        self.assertTrue(chinese)
        self.assertNotIn("list", chinese)

    def test_ciphertext_is_bound_to_its_place(self):
        """A ciphertext moved to another field does not open."""
        self.env.cr.execute(
            "UPDATE dibao_person SET phone = id_number WHERE id = %s", [self.person.id]
        )
        with self.assertRaises(keyring.KeyringError):
            unseal_field(self.person, "phone")

    def test_form_does_not_get_the_value_back(self):
        values = self.env["dibao.person"].onchange(
            {"name": "示例戊", "id_number": make_id("19800808", 2)},
            ["id_number"],
            {"id_number": {}, "birth_date": {}, "sex": {}},
        )["value"]
        self.assertNotIn("id_number", values)
        self.assertEqual(str(values["birth_date"]), "1980-08-08")
        self.assertEqual(values["sex"], "2")

    def test_form_keeps_the_number_when_something_else_changes(self):
        with Form(self.person) as form:
            form.note = "x"
        self.assertEqual(
            unseal_field(self.person, "id_number")[self.person.id], self.number
        )

    def test_unique_in_the_database(self):
        """Past every check in Python, the index refuses the second."""
        other = self.env["dibao.person"].create(
            {
                "name": "示例己",
                "id_number": make_id("19600101", 9),
                "division_id": self.east_village.id,
            }
        )
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE dibao_person SET id_number ="
                " (SELECT id_number FROM dibao_person WHERE id = %s) WHERE id = %s",
                [self.person.id, other.id],
            )

    # ------------------------------------------------------------------ bulk

    def test_bulk_equals_single(self):
        values = [make_id("19910101", 1), "", make_id("19910101", 3)]
        columns = seal_values(self.env, "dibao.person", "id_number", values)
        self.assertIsNone(columns[1])
        self.assertEqual(
            [column["i"] for column in columns if column],
            [
                blind_indexes(self.env, "id_number", value)[0]
                for value in values
                if value
            ],
        )
