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

DISABILITY_TYPES = ("4", "6", "5", "1", "2", "3", "7")
DISABILITY_TYPE_WEIGHTS = (52, 14, 12, 10, 7, 2, 3)
DISABILITY_GRADES = ("1", "2", "3", "4")
DISABILITY_GRADE_WEIGHTS = (22, 36, 24, 18)
ILLNESSES = (
    "恶性肿瘤",
    "尿毒症",
    "脑卒中后遗症",
    "严重精神障碍",
    "冠心病",
    "肝硬化",
    "类风湿关节炎",
    "系统性红斑狼疮",
)
LEVELS = ("80", "70", "60", "40", "30")  # of education, GB/T 4658
LEVEL_WEIGHTS = {"rural": (45, 40, 10, 4, 1), "urban": (20, 42, 22, 10, 6)}
ETHNIC = ("01", "22", "11", "08", "15")
ETHNIC_WEIGHTS = (955, 25, 10, 6, 4)

# Chance of a disability certificate by urban/rural and living alone or not, for
# an adult; elderly and minors have a part of it.
DISABILITY_CHANCE = {
    ("rural", True): 0.34,
    ("rural", False): 0.22,
    ("urban", True): 0.38,
    ("urban", False): 0.31,
}
AGE_FACTOR = {"elder": 0.6, "adult": 1.0, "minor": 0.6}
ILLNESS_CHANCE = {"elder": 0.18, "adult": 0.40, "minor": 0.05}


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


def is_married(person: Person, relations: set[str]) -> bool:
    """Whether the spouse is in the same house."""
    if person.relation in ("02", "11", "12"):
        return not relations.isdisjoint(("11", "12"))
    return person.relation in ("51", "52") and relations.issuperset(("51", "52"))


def fill_person(rng, person: Person, urban_rural: str, relations: set[str]):
    """Health, labour ability, schooling and the rest, from age, place and family."""
    group = age_group(person.age)
    alone = len(relations) == 1
    chance = DISABILITY_CHANCE[urban_rural, alone] * AGE_FACTOR[group]
    if alone and group == "minor":
        chance = 0.9  # a child alone on the roll is a single-person case
    if person.age >= 2 and rng.random() < chance:
        (kind,) = rng.choices(DISABILITY_TYPES, DISABILITY_TYPE_WEIGHTS)
        (grade,) = rng.choices(DISABILITY_GRADES, DISABILITY_GRADE_WEIGHTS)
        person.disability_type, person.disability_grade = kind, grade
    elif rng.random() < ILLNESS_CHANCE[group]:
        person.serious_illness = True
        person.illness = rng.choice(ILLNESSES)
    chronic = group == "adult" and rng.random() < 0.25
    person.labour = labour_ability(person, chronic)
    person.health = _health(person, group, chronic)
    (person.ethnic,) = rng.choices(ETHNIC, ETHNIC_WEIGHTS)
    person.marriage = _marriage(rng, person, group, is_married(person, relations))
    _school_and_work(rng, person, group, urban_rural)


def labour_ability(person: Person, chronic: bool) -> str:
    """``able``, ``part``, ``lost`` or ``none`` by the county table's definitions.

    Lost: severe disability other than hearing and speech, or a serious disease;
    none: under 18 or from 60 (Dehua monthly table, domain notes 4.1).
    """
    severe = person.disability_grade in ("1", "2")
    if person.serious_illness or (severe and person.disability_type not in ("2", "3")):
        return "lost"
    if age_group(person.age) != "adult":
        return "none"
    return "part" if person.disability_grade or chronic else "able"


def _health(person, group, chronic):
    if person.disability_grade:
        return "6"
    if person.serious_illness or chronic:
        return "3"
    return "2" if group == "elder" else "1"


def _marriage(rng, person, group, has_spouse):
    if group == "minor":
        return "10"
    if has_spouse:
        return "20"
    draw = rng.random()
    if group == "elder":
        return "30" if draw < 0.7 else "10" if draw < 0.9 else "40"
    if person.relation.startswith(("2", "3", "7")) or person.age < 25:
        return "10"
    return "10" if draw < 0.45 else "40" if draw < 0.8 else "30"


def _school_and_work(rng, person, group, urban_rural):
    age = person.age
    rural = urban_rural == "rural"
    if group == "minor" and age >= 6:
        person.education = "80" if age < 12 else "70" if age < 15 else "60"
        if person.labour != "lost" or rng.random() < 0.3:
            person.occupation = "31"
            stage = "小学" if age < 12 else "初级中学" if age < 15 else "高级中学"
            person.school = f"示例县第{'一二三'[rng.randrange(3)]}{stage}"
    elif group == "elder":
        person.education = "80" if rng.random() < 0.75 else "90"
        person.occupation = "27" if rural else "80"
    elif group == "adult":
        (person.education,) = rng.choices(LEVELS, LEVEL_WEIGHTS[urban_rural])
        if person.labour in ("able", "part"):
            person.occupation = "27" if rural else rng.choice(("70", "51", "24"))
