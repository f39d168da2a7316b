# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the persons of a fictional dibao household are: health, labour, school, work.

The shares come from the sources named in `county_people`.
"""

from .county_people import Person, age_group

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
