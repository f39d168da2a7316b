# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .common import DibaoCase


class TestCode(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Code = cls.env["dibao.code"]
        cls.admin = cls.make_user("t_code", "system_admin", cls.county.browse())
        cls.han = cls.env.ref("dibao_archive.code_ethnic_01")

    def local(self, **vals):
        return self.Code.with_user(self.admin).create(
            {
                "list": "ethnic",
                "code": "9701",
                "name": "Chuanqing",
                "maps_to_id": self.env.ref("dibao_archive.code_ethnic_97").id,
                **vals,
            }
        )

    def test_tables_are_whole(self):
        """Numbers of entries in the published tables."""
        own = self.env["ir.model.data"].search(
            [("model", "=", "dibao.code"), ("module", "=", "dibao_archive")]
        )
        # other add-ons bring finer kinds of their own
        domain = [("id", "in", own.mapped("res_id"))]
        counts = dict(self.Code._read_group(domain, ["list"], ["__count"]))
        published = {
            "ethnic": 58,  # 56 groups, 97 and 98: GB/T 3304-1991
            "marriage": 8,  # GB/T 2261.2-2003
            "health": 4,  # GB/T 2261.3-2003, main codes
            "relation": 84,  # GB/T 4761-2008 without 10 general heads of 9x
            "income": 5,  # 民发〔2021〕57号 art. 13
            "cause": 6,
        }
        for name, number in published.items():
            self.assertEqual(counts[name], number, name)
        self.assertEqual(
            set(counts), {key for key, _label in self.Code._fields["list"].selection}
        )
        self.assertFalse(self.Code.search([("is_local", "=", True)]))

    def test_some_codes_by_heart(self):
        for name, code, label in (
            ("ethnic", "05", "Uygur"),
            ("relation", "02", "Head of the household"),
            ("relation", "28", "Son-in-law"),
            ("relation", "95", "Sister's son"),
            ("education", "14", "Master, graduated"),
            ("marriage", "40", "Divorced"),
            ("health", "6", "Disabled"),
            ("occupation", "27", "Farmer"),
        ):
            record = self.Code.browse(self.Code._code_ids(name)[code])
            self.assertEqual(record.name, label)

    def test_ids_are_cached_and_renewed(self):
        self.Code._code_ids("ethnic")
        with self.assertQueryCount(0):
            self.assertEqual(self.Code._code_ids("ethnic")["01"], self.han.id)
        local = self.local()
        self.assertEqual(self.Code._code_ids("ethnic")["9701"], local.id)
        local.active = False
        self.assertNotIn("9701", self.Code._code_ids("ethnic"))
        local.active = True
        local.unlink()
        self.assertNotIn("9701", self.Code._code_ids("ethnic"))

    def test_what_ledgers_write_is_understood(self):
        def match(name, text):
            found = self.Code._match(name, text)
            return found and self.Code.browse(found).code

        cases = [
            ("ethnic", "汉", "01"),
            ("ethnic", "汉族", "01"),
            ("ethnic", " 汉 族 ", "01"),
            ("ethnic", "Han", "01"),
            ("ethnic", "1", "01"),
            ("ethnic", "01", "01"),
            ("ethnic", "僳僳族", "20"),
            ("relation", "户主", "02"),
            ("relation", "本人", "01"),
            ("relation", "妻", "12"),
            ("relation", "儿子", "20"),
            ("relation", "孙子、孙女", "40"),
            ("education", "初中", "70"),
            ("education", "大专", "30"),
            ("health", "健康", "1"),
            ("marriage", "离异", "40"),
            ("cause", "因病", "illness"),
            ("income", "工资性收入", "wage"),
            ("ethnic", "火星族", None),
            ("ethnic", "", None),
            ("ethnic", None, None),
        ]
        for name, text, code in cases:
            self.assertEqual(match(name, text), code, (name, text))

    def test_no_label_means_two_codes(self):
        """Names and synonyms of one list lead to the record that carries them."""
        for entry in self.Code.search([]):
            for label in (entry.name, *(entry.synonyms or "").split()):
                self.assertEqual(
                    self.Code._match(entry.list, label), entry.id, (entry.code, label)
                )

    def test_published_codes_stay(self):
        han = self.han.with_user(self.admin)
        for vals in (
            {"name": "X"},
            {"code": "99"},
            {"is_local": True},
            {"standard": "x"},
        ):
            with self.assertRaises(UserError):
                han.write(vals)
        with self.assertRaises(UserError):
            han.update_field_translations("name", {"en_US": "X"})
        with self.assertRaises(UserError):
            han.unlink()
        han.synonyms = "汉 汉族 汉民"
        self.assertEqual(self.Code._match("ethnic", "汉民"), han.id)
        han.active = False
        self.assertNotIn("01", self.Code._code_ids("ethnic"))

    def test_published_codes_are_not_added_by_hand(self):
        with self.assertRaises(UserError):
            self.local(is_local=False, maps_to_id=False)

    def test_local_codes_point_at_published_ones(self):
        local = self.local()
        local.name = "Chuanqing people"
        with self.assertRaises(ValidationError):
            self.local(code="9702", maps_to_id=False)
        with self.assertRaises(ValidationError):
            self.local(code="9702", maps_to_id=local.id)
        with self.assertRaises(ValidationError):
            self.local(
                code="9702",
                maps_to_id=self.env.ref("dibao_archive.code_health_1").id,
            )
        # Lists of the office's own need no counterpart.
        self.local(list="cause", code="debt", name="Debt", maps_to_id=False)
        local.unlink()

    def test_codes_are_unique_in_their_list(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.local(code="01")

    def test_rights(self):
        clerk = self.make_user("t_code_clerk", "township_clerk", self.east)
        self.assertEqual(self.han.with_user(clerk).name, "Han")
        with self.assertRaises(AccessError):
            self.han.with_user(clerk).synonyms = "x"
        with self.assertRaises(AccessError):
            self.local().with_user(clerk).unlink()
