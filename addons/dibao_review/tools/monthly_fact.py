# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a month's statistics count, in words of one person and one month's roll.

The freeze asks the same in SQL for a whole county; a test compares the two.
Definitions of the county table: able = of working age and healthy; part lost = reduced
by disability or illness; fully lost = severe disability (hearing and speech not
counted) or serious illness; none = under 18 or over 60. The classes overlap: which one
goes first is a reading that the place chooses.
"""

from dataclasses import dataclass

#: Labour ability, in the order of the table.
LABOUR = ("able", "part", "lost", "none")
#: Causes of hardship, in the order of the table (codes of the list ``cause``).
CAUSES = ("illness", "disability", "schooling", "disaster", "labour", "other")
#: Figures of a place, a month and a class that add up over places and classes.
STOCKS = (
    *("households", "persons", "female", "elderly", "minor", "disabled"),
    *(f"labour_{name}" for name in LABOUR),
    *(f"cause_{name}" for name in CAUSES),
)
FLOWS = (
    *("entry_households", "entry_persons", "exit_households", "exit_persons"),
    *("transfer_households", "transfer_persons"),
)
MONEY = ("allowance", "price", "age_supplement", "other_supplement", "spending")
OTHERS = ("entitled", "taper_households", "same_amount")
MEASURES = (*STOCKS, *FLOWS, *MONEY, *OTHERS)
#: Width of a band of the allowance per person, in yuan, and of the age pyramid.
BAND, YEARS, OLDEST = 50, 10, 90


@dataclass(frozen=True)
class Rules:
    """The readings that a place has chosen (policies ``statistics_…``)."""

    minor_age: int = 18
    elderly_age: int = 60
    none_over: int = 60
    labour_first: str = "severity"
    severe_grades: tuple = ("1", "2")
    grade3_types: tuple = ()
    severe_not_types: tuple = ("2", "3")


def age_on(birth, day):
    """Completed years, or None when the birth date is not known."""
    if birth is None:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def age_class(age, rules=None):
    """``minor``, ``adult`` or ``elderly``; who has no birth date counts as adult."""
    rules = rules or Rules()
    if age is None:
        return "adult"
    if age < rules.minor_age:
        return "minor"
    return "elderly" if age >= rules.elderly_age else "adult"


def severe(grade, kind, rules=None):
    """Severe for the labour classes: hearing and speech are not counted."""
    rules = rules or Rules()
    if kind in rules.severe_not_types:
        return False
    return grade in rules.severe_grades or (grade == "3" and kind in rules.grade3_types)


def labour(
    age, grade=None, kind=None, serious=False, ill=False, noted=None, rules=None
):
    """Labour class of a person: one of ``LABOUR``.

    :param grade, kind: of the disability, as coded
    :param serious: a serious illness; ``ill``: another illness is on record
    :param noted: what the registry says of the ability, used for what it alone knows
    """
    rules = rules or Rules()
    young_or_old = age is not None and (age < rules.minor_age or age > rules.none_over)
    lost = serious or noted == "lost" or severe(grade, kind, rules)
    if rules.labour_first == "age" and young_or_old:
        return "none"
    if lost:
        return "lost"
    if young_or_old:
        return "none"
    return "part" if grade or kind or ill or noted == "part" else "able"


def moves(before, now):
    """Who came, left or changed place between two months.

    :param before, now: ``{person: (household, place)}``; a place is a village and its
        class (urban or rural)
    :return: ``{person: "entry" | "exit" | "moved"}``, who stayed is not named
    """
    found = {}
    for person in before.keys() | now.keys():
        if person not in before:
            found[person] = "entry"
        elif person not in now:
            found[person] = "exit"
        elif before[person] != now[person]:
            found[person] = "moved"
    return found


def parts(amount, lines):
    """Split what was paid into the columns of the table.

    :param amount: what was paid
    :param lines: ``[(component, ground, amount)]`` of the benefit when it was paid as
        granted; empty for arrears of a part, corrections and what was taken back, which
        go with the basic allowance
    :return: ``{"allowance", "price", "age_supplement", "other_supplement"}``, which add
        up to the amount
    """
    price = sum(yuan for component, _code, yuan in lines if component == "price")
    age = sum(
        yuan
        for component, code, yuan in lines
        if component == "supplement" and code == "elderly"
    )
    other = sum(
        yuan
        for component, code, yuan in lines
        if component == "supplement" and code != "elderly"
    )
    return {
        "allowance": amount - price - age - other,
        "price": price,
        "age_supplement": age,
        "other_supplement": other,
    }
