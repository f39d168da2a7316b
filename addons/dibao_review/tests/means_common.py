# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A household written down in few words, and the rules of a fictional place."""

from datetime import date
from decimal import Decimal

from ..tools import allowance, means_test
from ..tools.reckoning import Fact, Member, Rules

DAY = date(2026, 3, 10)
#: The country's defaults as they come with the add-on, and what a county sets.
DEFAULTS = {
    "income_window_months": 12,
    "income_window_anchor": "application",
    "income_window_kinds": {},
    "income_authority": "year",
    "compare_income": "exact",
    "disregard_tested_on": "income_month",
    "disregard_basic_pension": True,
    "income_not_counted": [
        *("special_care", "family_planning", "scholarship"),
        *("courage_reward", "social_assistance"),
    ],
    "disability_allowance_counts": False,
    "support_disregard_share": 100.0,
    "work_disregard": {},
    "negative_income": "floor",
    "deductions": [
        {"code": "work_cost", "expenses": ["work_cost"], "against": "wage"},
        {
            "code": "disability_cost",
            "expenses": ["rehabilitation"],
            "who": "disabled",
        },
        {"code": "illness_cost", "expenses": ["medical"], "who": "ill"},
    ],
    "imputed_income": False,
    "imputed_table": {
        "working_age": {"from": 16, "male": 59, "female": 54},
        "able": 1,
        "light": 0.2,
        "severe": 0,
    },
    "ripening_day": "reckoning",
    "count_rules": {
        **{"in_laws": True, "postgraduates": False, "unmarried_soldier": False},
        **{"divorced": False, "newborn": True, "together_months": 12},
        "clergy_years": 3,
    },
    "severe_disability": {"grades": ["1", "2"], "grade3_types": []},
    "single_disability": {"grades": ["1", "2"], "grade3_types": ["5", "6"]},
    "single_unemployed_edge": False,
    "single_income": "own",
    "single_property": "household",
    "financial_kinds": [
        *("cash", "deposit", "securities", "fund", "insurance", "claim", "online"),
    ],
    "property_exempt": ["mobility_vehicle", "motorcycle", "tool"],
    "property_of_uncounted": "spouse",
    "property_financial_illness": 0.0,
    "property_to_look_at": ["homes", "business"],
    "sign_expenses": {"utilities": 300, "school_choice": 0},
    "edge_multiplier": 1.5,
    "amount_method": "gap",
    "round_unit": 0.01,
    "round_mode": "half_up",
    "round_level": "household",
    "smallest_amount": 0.0,
    "zero_amount": "unit",
    "base_ceiling": True,
    "supplement_elderly_age": 60,
    "supplement_stacking": "highest",
    "price_subsidy": 0.0,
    "refusal_percent": 100.0,
    "refusal_divisor": "keep",
    "taper_share": 100.0,
    # of the county
    "supplement_elderly": 10.0,
    "supplement_minor": 10.0,
    "supplement_severe_disability": 30.0,
    "supplement_serious_illness": 20.0,
    "supplement_local": {"single_parent": 15},
    "property_financial_multiple": 24.0,
    "property_homes": 1,
    "property_vehicle": False,
    "property_machine": 0,
    "property_shop": 0,
    "property_business": False,
}


def rules_of(**changes):
    """Rules of the fictional county with changes; None takes a rule away."""
    table = {**DEFAULTS, **changes}

    def read(key, day):
        value = table.get(key)
        return value(day or DAY) if callable(value) else value

    return Rules(read)


def person(key, age=40, **values):
    """A member of so many completed years on the day of the tables."""
    born = date(DAY.year - age, 1, 1)
    return Member(key, born, **{"labour": "able", **values})


def year(kind, amount, member=None, group=None, **values):
    """A total of the twelve months before March 2026: a mean of a twelfth."""
    group = group or {"pension": "transfer", "basic_pension": "transfer"}.get(kind)
    return Fact(
        kind,
        Decimal(str(amount)),
        group or kind,
        member,
        date(2025, 3, 1),
        date(2026, 2, 28),
        **values,
    )


def asset(kind, amount=0, member="a"):
    return Fact(kind, Decimal(str(amount)), "", member)


def household(members, standard=600, **values):
    values = {"applied_on": DAY, "day": DAY, **values}
    lists = {
        name: tuple(values.pop(name, ())) for name in ("incomes", "assets", "expenses")
    }
    return means_test.Household(
        tuple(members), Decimal(str(standard)), **lists, **values
    )


def reckon(family, rules, urban_rural="rural", tier=None):
    """(means, allowance or None) of a household by rules."""
    means = means_test.reckon(family, rules)
    if means.verdict != "eligible":
        return means, None
    amount = allowance.reckon(
        rules,
        means.income,
        means.members,
        family.standard,
        urban_rural,
        means_test.ripe_day(family, rules),
        tier,
    )
    return means, amount
