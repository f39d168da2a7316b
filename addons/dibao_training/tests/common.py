# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command
from odoo.tests import new_test_user


class TrainingPersonas:
    """Two counties with a coordinator each; mixed into a test class."""

    @classmethod
    def _setup_personas(cls):
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        divisions = cls.env["dibao.division"].create(
            [
                {"code": "990191000000", "name": "试验县"},
                {"code": "990192000000", "name": "邻县"},
            ]
        )
        cls.county, cls.other_county = divisions
        cls.township = cls.env["dibao.division"].create(
            {
                "code": "990191001000",
                "name": "东镇",
                "parent_id": cls.county.id,
            }
        )
        cls.coordinator = cls._persona("t_coordinator", "training_coordinator")
        cls.other_coordinator = cls._persona(
            "t_other", "training_coordinator", cls.other_county
        )
        cls.employee = cls.env["hr.employee"].create(
            {"name": "周测试", "dibao_division_id": cls.township.id}
        )
        cls.course = cls.env["dibao.training.course"].create(
            {
                "name": "Induction",
                "division_id": cls.county.id,
                "planned_on": "2024-03-05",
                "hours": 8,
            }
        )

    @classmethod
    def _persona(cls, login, group, divisions=None):
        user = new_test_user(cls.env, login, f"dibao_archive.group_{group}")
        places = cls.county if divisions is None else divisions
        user.dibao_division_ids = [Command.set(places.ids)]
        return user

    @classmethod
    def _hold(cls, course=None):
        course = course or cls.course
        course.action_plan()
        course.action_hold()
        return course
