# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One fictional household: who lives there, with which numbers and amounts."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from .county_names import NameStock
from .county_people import ADULT_FROM, Person, draw_family
from .county_traits import fill_person
from .resident_id import check_character

# Guarantee standards of the demo county, yuan per person and month.
STANDARDS = {"urban": 810, "rural": 660}
# Share of the standard that a person has as income: mean 0.23 urban, 0.41 rural,
# so that the grants come near 623 and 389 yuan a person.
INCOME_SHAPE = {"urban": (1.2, 4.0), "rural": (1.6, 2.3)}
STATE_SHARES = {
    "active": 88,
    "suspended": 3,
    "tapering": 4,
    "stopped": 3,
    "draft": 2,
}
BANK = "示例农村商业银行"
# Coprime to powers of ten: numbers are spread over their range without repeats.
SPREAD = 37_139_213
PERSONS_PER_COUNTY = 80_000


@dataclass(frozen=True, slots=True)
class Place:
    """A division: 12-digit code, name, level and the parent's code.

    Villages carry their number of households and whether they are urban.
    """

    code: str
    name: str
    level: str
    parent: str = ""
    households: int = 0
    urban_rural: str = ""


@dataclass(slots=True)
class Family:
    """A household with its persons; the head is the first.

    ``income`` and ``allowance`` are yuan a month for the whole household.
    """

    number: str
    certificate: str
    place: Place
    township: Place
    members: list[Person]
    address: str
    income: int
    allowance: int
    account: str
    since: date
    causes: list[str]
    recheck_class: str
    state: str = "active"
    state_date: date | None = None
    custodian: Person | None = None
    bank: str = field(default=BANK)

    @property
    def head(self) -> Person:
        return self.members[0]

    @property
    def urban_rural(self) -> str:
        return self.place.urban_rural

    @property
    def counted(self) -> int:
        return sum(person.is_counted for person in self.members)


def luhn_digit(body: str) -> str:
    """Check digit of a bank card number."""
    digits = [int(digit) for digit in reversed(body)]
    total = sum(digits[1::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[::2])
    return str(-total % 10)


def years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


class Settlement:
    """The families of one county: what must not repeat is counted here."""

    def __init__(self, seed, code6: str, county_name: str, as_of: date):
        self.as_of = as_of
        self.code6 = code6
        self.county_name = county_name
        self.rng = random.Random(f"{seed}:{code6}")
        self.names = NameStock(self.rng)
        self.households = 0
        self.persons = 0
        self.sequence = defaultdict(int)
        self.offset = int(code6[2:]) * PERSONS_PER_COUNTY

    def family(self, township: Place, place: Place, size_weights) -> Family:
        """The next household of ``place``."""
        rng = self.rng
        (size,) = rng.choices((1, 2, 3, 4, 5, 6), size_weights)
        members = draw_family(rng, size, place.urban_rural)
        relations = {person.relation for person in members}
        self.households += 1
        for person in members:
            fill_person(rng, person, place.urban_rural, relations)
            self._identify(person)
        self._name(members)
        return self._household(township, place, members)

    def _household(self, township, place, members):
        rng = self.rng
        number = f"{self.code6}{self.households:06d}"
        standard = STANDARDS[place.urban_rural]
        share = rng.betavariate(*INCOME_SHAPE[place.urban_rural])
        income = round(share * standard * len(members))
        group = rng.choice("一二三四五六") + ("网格" if place.households > 79 else "组")
        since = self.as_of - timedelta(days=rng.randint(31, 3650))
        return Family(
            number=number,
            certificate=f"SL{number}",
            place=place,
            township=township,
            members=members,
            address=f"{self.county_name}{township.name}{place.name}{group}"
            f"{rng.randint(1, 180)}号",
            income=income,
            allowance=standard * len(members) - income,
            account=self._account(),
            since=since.replace(day=1),
            causes=causes(members),
            recheck_class="unstable"
            if any(p.labour in ("able", "part") for p in members)
            else "stable",
        )

    def outsider(self, low: int, high: int) -> Person:
        """Somebody who is no member, a guardian for instance."""
        sex = "1" if self.rng.random() < 0.5 else "2"
        person = Person(sex=sex, age=self.rng.randint(low, high), relation="99")
        self._identify(person)
        person.name = self.names.full_name(self.names.surname(), sex)
        return person

    def _identify(self, person):
        rng = self.rng
        born = years_before(self.as_of, person.age) - timedelta(rng.randrange(365))
        person.birth_date = born
        place = born.toordinal()
        nth = self.sequence[place, person.sex]
        self.sequence[place, person.sex] += 1
        if nth >= 499:
            raise ValueError("More births on a day than ID numbers")
        # The rotation avoids that nearly everybody has 001 or 002.
        nth = (place * 7 + nth) % 499
        serial = 2 * nth + 1 if person.sex == "1" else 2 * nth + 2
        body = f"{self.code6}{born:%Y%m%d}{serial:03d}"
        person.id_number = body + check_character(body)
        if person.disability_type:
            person.disability_certificate = (
                person.id_number + person.disability_type + person.disability_grade
            )
        chance = 0.85 if person.relation == "02" else 0.3
        if person.age >= ADULT_FROM and rng.random() < chance:
            self.persons += 1
            number = (self.offset + self.persons) * SPREAD % 10**8
            person.phone = f"154{number:08d}"

    def _account(self):
        number = (self.offset + self.households) * SPREAD % 10**14
        body = f"9901{number:014d}"
        return body + luhn_digit(body)

    def _name(self, members):
        names = self.names
        head = members[0]
        head_name, spouse_name = names.surname(), names.surname()
        man = head.sex == "1"
        # Children bear the father's name where he is in the house.
        couple = any(person.relation in ("11", "12") for person in members)
        father_name = head_name if man or not couple else spouse_name
        for person in members:
            relation = person.relation
            if relation in ("11", "12"):
                surname = spouse_name
            elif relation[0] in "234":
                surname = father_name
            elif relation in ("52", "43", "44"):
                surname = names.surname()
            else:
                surname = head_name
            person.name = names.full_name(surname, person.sex)


def causes(members) -> list[str]:
    """Causes of poverty that the members show; never empty (domain notes 4.1)."""
    found = []
    if any(person.serious_illness for person in members):
        found.append("illness")
    if any(person.disability_grade for person in members):
        found.append("disability")
    if any(person.occupation == "31" for person in members):
        found.append("schooling")
    if not found and all(person.labour in ("none", "lost") for person in members):
        found.append("labour")
    return found or ["other"]
