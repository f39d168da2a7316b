# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A fictional county of any size, the same for the same seed.

For demonstrations, tests and benches. Everything in it is invented: the division
code prefix 99 has never been given out, names follow a scheme (``county_names``),
telephone numbers begin with 154, which no operator has, and bank accounts with
9901, which is no issuer. ID numbers have valid check digits (GB 11643-1999), so that
they pass every check a real one has to pass.

Proportions are those of the published statistics: persons in a household, urban and
rural share, women, elderly, minors and disabled as in Fujian 2022, causes and labour
ability in the order of Dehua's monthly table.
"""

from datetime import date

from .county_family import Place, Settlement
from .county_names import TOWNSHIPS, VILLAGES, chinese_number, numbered
from .county_variety import vary

URBAN_SHARE = 0.14
# Mean household size; Fujian 2022 has 1.51 urban and 1.80 rural.
MEAN_SIZE = {"urban": 1.51, "rural": 1.80}
HOUSEHOLDS_PER_COUNTY = 12_000
HOUSEHOLDS_PER_TOWNSHIP = 570
HOUSEHOLDS_PER_VILLAGE = {"urban": 80, "rural": 41}


def size_weights(mean: float, largest: int = 6) -> list[float]:
    """Shares of households with 1..``largest`` persons, geometric, of that mean."""
    sizes = range(1, largest + 1)
    low, high = 0.01, 20.0
    for _step in range(60):
        ratio = (low + high) / 2
        weights = [ratio**size for size in sizes]
        if sum(s * w for s, w in zip(sizes, weights, strict=True)) < mean * sum(
            weights
        ):
            low = ratio
        else:
            high = ratio
    return weights


def _shares(total: int, parts: int) -> list[int]:
    whole, rest = divmod(total, parts)
    return [whole + (part < rest) for part in range(parts)]


class County:
    """The demo county (several of them above 12,000 households).

    :param size: households
    :param seed: another seed, other people
    :param mean_size: mean persons per household (1 to 6); default about 1.76
    :param as_of: day on which the ages hold
    :param variety: also households that are not simply active, persons without a
        number, members who do not count; for demonstrations
    :param first: number of the first county, so that two loads do not collide
    """

    def __init__(
        self,
        size: int,
        seed: int = 1,
        mean_size: float | None = None,
        as_of: date = date(2026, 1, 1),
        variety: bool = False,
        first: int = 1,
    ):
        if size < 1:
            raise ValueError("A county has at least one household")
        self.size = size
        self.seed = seed
        self.as_of = as_of
        self.variety = variety
        self.first = first
        if mean_size and not 1 < mean_size < 6:
            raise ValueError("The mean size lies between 1 and 6")
        scale = mean_size / 1.76 if mean_size else 1
        self._sizes = {
            kind: size_weights(min(5.9, max(1.02, mean * scale)))
            for kind, mean in MEAN_SIZE.items()
        }

    def places(self) -> list[Place]:
        """Divisions, parents first; villages carry their number of households."""
        places = {"99": Place("990000000000", "示例省", "province")}
        for code6, share in self._counties():
            city, county = code6[:4], code6[4:]
            places.setdefault(
                city,
                Place(
                    city + "0" * 8,
                    f"示例{_ordinal(int(city[2:]))}市",
                    "city",
                    "990000000000",
                ),
            )
            places[code6] = Place(
                code6 + "0" * 6,
                f"示例{_ordinal(int(county))}县",
                "county",
                city + "0" * 8,
            )
            for place in self._townships(code6, share):
                places[place.code] = place
        return list(places.values())

    def families(self):
        """Yield every :class:`Family`, village by village."""
        settlement = township = None
        for place in self.places():
            if place.level == "county":
                settlement = Settlement(
                    self.seed, place.code[:6], place.name, self.as_of
                )
            elif place.level == "township":
                township = place
            for _number in range(place.households):
                weights = self._sizes[place.urban_rural]
                family = settlement.family(township, place, weights)
                if self.variety:
                    vary(family, settlement)
                yield family

    def _counties(self):
        parts = -(-self.size // HOUSEHOLDS_PER_COUNTY)
        for place, share in enumerate(_shares(self.size, parts), self.first - 1):
            city, county = divmod(place, 99)
            yield f"99{city + 1:02d}{county + 1:02d}", share

    def _townships(self, code6, total):
        parts = max(3 if total >= 30 else 1, round(total / HOUSEHOLDS_PER_TOWNSHIP))
        county = code6 + "0" * 6
        village = 0
        for index, share in enumerate(_shares(total, parts)):
            code9 = f"{code6}{index + 1:03d}"
            name = numbered(TOWNSHIPS, index) + ("镇" if index % 3 == 0 else "乡")
            yield Place(code9 + "000", name, "township", county)
            urban = round(share * URBAN_SHARE)
            for kind, households in (("urban", urban), ("rural", share - urban)):
                if not households:
                    continue
                norm = HOUSEHOLDS_PER_VILLAGE[kind]
                least = 4 if kind == "rural" and households >= 20 else 1
                villages = max(least, round(households / norm))
                for number, part in enumerate(_shares(households, villages), 1):
                    base = 0 if kind == "urban" else 200
                    stem = numbered(VILLAGES, village % 360)
                    village += 1
                    yield Place(
                        f"{code9}{base + number:03d}",
                        stem + ("社区" if kind == "urban" else "村"),
                        "village",
                        code9 + "000",
                        part,
                        kind,
                    )


def _ordinal(number):
    return "" if number == 1 else chinese_number(number)
