# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who lives together in a fictional dibao household.

Families are drawn from a list of compositions by size. Their weights are chosen so
that the whole county shows the published shares of women, elderly, minors and
disabled persons (Fujian yearbook 2022; Dehua monthly table, October 2024).
"""

from dataclasses import dataclass

ELDERLY_FROM, ADULT_FROM = 60, 18

# size: (weight, head, the others). Head: age group and the chance of a man.
# Others: s spouse, c minor child, a adult child, g minor grandchild, p parent,
# b brother or sister.
SINGLES = {
    "rural": (
        (32, "elder", 0.62, ""),
        (66, "adult", 0.66, ""),
        (2, "minor", 0.56, ""),
    ),
    "urban": (
        (21, "elder", 0.54, ""),
        (74, "adult", 0.57, ""),
        (5, "minor", 0.54, ""),
    ),
}
COMPOSITIONS = {
    2: (
        (14, "elder", 0.85, "s"),
        (17, "adult", 0.42, "c"),
        (28, "adult", 0.80, "s"),
        (14, "elder", 0.55, "a"),
        (4, "elder", 0.50, "g"),
        (14, "adult", 0.75, "p"),
        (8, "adult", 0.75, "b"),
        (1, "minor", 0.55, "b"),
    ),
    3: (
        (32, "adult", 0.80, "sc"),
        (6, "adult", 0.40, "cc"),
        (16, "elder", 0.85, "sa"),
        (6, "elder", 0.75, "sg"),
        (16, "adult", 0.80, "cp"),
        (24, "adult", 0.85, "sp"),
    ),
    4: (
        (44, "adult", 0.85, "scc"),
        (32, "adult", 0.85, "scp"),
        (14, "elder", 0.75, "sag"),
        (10, "adult", 0.45, "ccp"),
    ),
    5: (
        (45, "adult", 0.85, "sccp"),
        (30, "adult", 0.85, "sccc"),
        (25, "adult", 0.85, "scpp"),
    ),
    6: (
        (60, "adult", 0.85, "sccpp"),
        (40, "adult", 0.85, "scccp"),
    ),
}
# Age: from, to, most frequent.
AGE_GROUPS = {"elder": (60, 93, 66), "adult": (26, 59, 52), "minor": (2, 17, 12)}
YOUNG_PARENT = (26, 56, 40)  # heads who have minor children


@dataclass(slots=True)
class Person:
    """One fictional person; codes as in the GB/T tables of the registry."""

    name: str = ""
    sex: str = "1"
    age: int = 0
    birth_date: object = None
    id_number: str = ""
    no_id_reason: str = ""
    relation: str = "02"
    ethnic: str = "01"
    marriage: str = "10"
    health: str = "1"
    education: str = "90"
    occupation: str = "90"
    disability_type: str = ""
    disability_grade: str = ""
    disability_certificate: str = ""
    serious_illness: bool = False
    illness: str = ""
    labour: str = "none"
    school: str = ""
    phone: str = ""
    is_counted: bool = True
    exclusion: str = ""


def age_group(age: int) -> str:
    return "minor" if age < ADULT_FROM else "elder" if age >= ELDERLY_FROM else "adult"


def draw_family(rng, size: int, urban_rural: str) -> list[Person]:
    """Persons with sex, age and relation; the head stands first."""
    options = SINGLES[urban_rural] if size == 1 else COMPOSITIONS[size]
    (composition,) = rng.choices(options, weights=[option[0] for option in options])
    _weight, group, man, others = composition
    low, high, mode = AGE_GROUPS[group]
    if group == "adult" and "c" in others:
        low, high, mode = YOUNG_PARENT
    if group == "elder" and "a" in others:
        high = 84
    head = Person(
        sex="1" if rng.random() < man else "2",
        age=int(rng.triangular(low, high + 1, mode)),
        relation="02",
    )
    family = [head]
    for role in others:
        family.append(_DRAW[role](rng, head, family))
    _number_children(family)
    return family


def _spouse(rng, head, family):
    floor = 50 if head.age >= 55 else 22
    age = max(floor, head.age + rng.randint(-6, 6))
    man = head.sex == "2"
    return Person(sex="1" if man else "2", age=age, relation="11" if man else "12")


def _between(rng, low, high):
    return rng.randint(low, max(low, high))


def _youngest_parent(head, family):
    return min([head.age] + [p.age for p in family if p.relation in ("11", "12")])


def _child(rng, head, family):
    parent = _youngest_parent(head, family)
    oldest = min(ADULT_FROM - 1, parent - 20)
    age = _between(rng, max(0, min(oldest, parent - 45)), oldest)
    sex = "1" if rng.random() < 0.54 else "2"
    return Person(sex=sex, age=age, relation="20" if sex == "1" else "30")


def _adult_child(rng, head, family):
    parent = _youngest_parent(head, family)
    age = _between(rng, max(ADULT_FROM, parent - 42), min(59, parent - 20))
    sex = "1" if rng.random() < 0.72 else "2"
    return Person(sex=sex, age=age, relation="20" if sex == "1" else "30")


def _grandchild(rng, head, family):
    oldest = min(ADULT_FROM - 1, head.age - 40)
    sex = "1" if rng.random() < 0.54 else "2"
    side = rng.random() < 0.85  # the son's child far oftener than the daughter's
    relation = {("1", True): "41", ("2", True): "42", ("1", False): "43"}.get(
        (sex, side), "44"
    )
    return Person(sex=sex, age=_between(rng, 1, oldest), relation=relation)


def _parent(rng, head, family):
    taken = {p.relation for p in family}
    man = "52" in taken or ("51" not in taken and rng.random() < 0.38)
    age = min(96, max(head.age + rng.randint(20, 34), ELDERLY_FROM - 8))
    return Person(sex="1" if man else "2", age=age, relation="51" if man else "52")


def _sibling(rng, head, family):
    low, high = (2, 17) if head.age < ADULT_FROM else (24, 59)
    age = min(high, max(low, head.age + rng.choice((-7, -5, -3, -2, 2, 3, 5, 7))))
    sex = "1" if rng.random() < 0.6 else "2"
    older = age > head.age
    relation = ("71" if older else "73") if sex == "1" else ("75" if older else "77")
    return Person(sex=sex, age=age, relation=relation)


_DRAW = {
    "s": _spouse,
    "c": _child,
    "a": _adult_child,
    "g": _grandchild,
    "p": _parent,
    "b": _sibling,
}


def _number_children(family):
    """Only child 21/31; else first, second … son 22…, daughter 32… (GB/T 4761)."""
    children = [p for p in family if p.relation in ("20", "30")]
    if len(children) == 1:
        children[0].relation = "21" if children[0].sex == "1" else "31"
        return
    count = {"1": 0, "2": 0}
    for child in sorted(children, key=lambda p: -p.age):
        first = "2" if child.sex == "1" else "3"
        child.relation = first + str(2 + count[child.sex])
        count[child.sex] += 1
