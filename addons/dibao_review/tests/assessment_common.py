# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command

from .common import LOCAL as LOCAL
from .common import CasePersonas


class AssessmentPersonas(CasePersonas):
    """The county's rules, and a household with members and incomes."""

    @classmethod
    def _setup_rules(cls):
        cls._setup_personas()
        cls._set_rules()

    @classmethod
    def _code(cls, name, code):
        return cls.env["dibao.code"].search([("list", "=", name), ("code", "=", code)])

    @classmethod
    def _family(cls, *people):
        """A household of people: dicts of values of the member."""
        return cls.env["dibao.household"].create(
            {
                "division_id": cls.village.id,
                "member_ids": [
                    Command.create(
                        {
                            "name": f"示例{'甲乙丙丁戊'[number]}",
                            "no_id_reason": "unregistered",
                            "birth_date": "1980-01-01",
                            "labour_ability": "able",
                            "date_from": "2020-01-01",
                            **values,
                        }
                    )
                    for number, values in enumerate(people)
                ],
            }
        )

    @classmethod
    def _fact(cls, household, table, kind, amount, member=None, **values):
        return cls.env[f"dibao.{table}"].create(
            {
                "household_id": household.id,
                "kind_id": cls._code(table, kind).id,
                "declared": amount,
                "person_id": member and member.person_id.id,
                "source": "家庭申报",
                **values,
            }
        )

    @classmethod
    def _year(cls, household, kind, amount, member=None, table="income"):
        """A total of the twelve months before March 2026."""
        return cls._fact(
            *(household, table, kind, amount, member),
            period_from="2025-03-01",
            period_to="2026-02-28",
        )
