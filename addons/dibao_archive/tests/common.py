# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from ..tools.resident_id import check_character


def make_id(birth="19600101", order=1, place="990101"):
    """A well-formed ID number in a place code that is not in use.

    Odd order numbers are men, even ones women.
    """
    first = f"{place}{birth}{order:03d}"
    return first + check_character(first)


class DibaoCase(TransactionCase):
    """A small county with two townships and one user a role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Acts that log in a transaction of their own stay inside the test's.
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        division = cls.env["dibao.division"]
        rows = [
            ("990000000000", "示例省", None),
            ("990100000000", "示例市", "990000000000"),
            ("990101000000", "示例县", "990100000000"),
            ("990101001000", "东镇", "990101000000"),
            ("990101001001", "东一村", "990101001000"),
            ("990101002000", "西镇", "990101000000"),
            ("990101002001", "西一村", "990101002000"),
        ]
        cls.places = {}
        for code, name, parent in rows:
            cls.places[code] = division.create(
                {
                    "code": code,
                    "name": name,
                    "parent_id": parent and cls.places[parent].id,
                }
            )
        cls.county = cls.places["990101000000"]
        cls.east = cls.places["990101001000"]
        cls.east_village = cls.places["990101001001"]
        cls.west = cls.places["990101002000"]
        cls.west_village = cls.places["990101002001"]

    @classmethod
    def make_user(cls, login, role, divisions):
        """A user with one role and jurisdiction."""
        user = new_test_user(
            cls.env, login, f"dibao_archive.group_{role}", tz="Asia/Shanghai"
        )
        user.dibao_division_ids = [Command.set(divisions.ids)]
        return user

    @classmethod
    def relation(cls, code):
        """The code record of a relation to the head."""
        return cls.env["dibao.code"].browse(
            cls.env["dibao.code"]._code_ids("relation")[code]
        )

    @classmethod
    def make_household(cls, village=None, members=(), **vals):
        """A household with members given as (name, ID number, relation code)."""
        return cls.env["dibao.household"].create(
            {
                "division_id": (village or cls.east_village).id,
                "member_ids": [
                    Command.create(
                        {
                            "name": name,
                            "id_number": number,
                            "relation_id": cls.relation(relation).id,
                            "date_from": "2020-01-01",
                        }
                    )
                    for name, number, relation in members
                ],
                **vals,
            }
        )

    @contextmanager
    def refused(self, error):
        """Like assertRaises, but what was written in between stays (it undoes it)."""
        told = []
        try:
            yield told
        except error as caught:
            told.append(str(caught))
        else:
            self.fail(f"{error.__name__} not raised")
