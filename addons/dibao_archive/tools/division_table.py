# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The official divisions that come with the add-on, and lists of villages.

``data/divisions.csv.xz`` has one line a division, by code: short code (2, 4, 6 or 9
digits), name, initials of the pinyin. ``scripts/divisions.py`` makes it.
"""

import csv
import io
import lzma
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from . import csv_text
from .division_code import (
    PREFIX_WIDTH,
    WIDTH,
    DivisionCodeError,
    free_village_code,
    level_of,
    normalize,
    parent_code,
)
from .place_name import initials

TABLE = Path(__file__).parent.parent / "data" / "divisions.csv.xz"
NAME_LIMIT = 100
#: Level and digits of the level above, by the digits of a short code.
SHORT_LEVELS = {
    width: (level, above)
    for (level, width), above in zip(
        PREFIX_WIDTH.items(), (0, *PREFIX_WIDTH.values()), strict=False
    )
}
HEADINGS = {
    "code": {"code", "代码", "区划代码", "行政区划代码", "统计用区划代码", "村代码"},
    "township": {"township", "township_code", "乡镇代码", "乡镇区划代码", "街道代码"},
    "name": {"name", "名称", "村名", "村居名称", "村(居)名称", "村社区", "区划名称"},
}
HEADINGS["code"] |= {"village_code", "村居代码", "村(居)代码"}
HEADINGS["name"] |= {"village", "村", "村(社区)", "村(居)"}


class Row(NamedTuple):
    """A division to load; the code has twelve digits."""

    code: str
    name: str
    initials: str
    level: str
    parent: str | None
    acts_as_county: bool = False


class Problem(NamedTuple):
    """A refused line: number from 1, the cell, the key of the reason."""

    line: int
    cell: str
    reason: str


def make_row(code, name):
    """Row of a twelve-digit code."""
    return Row(code, name, initials(name), level_of(code), parent_code(code))


def fold(lines):
    """Rows from ``(short code, name, initials)`` in the order of the codes.

    Two oddities of the published tables go: a city without districts stands there a
    second time as a county with its own code (441900), and a county without
    townships as a township numbered 000 (350527000). Filled up with zeros they would
    be the same division twice; the city is marked instead.
    """
    city = None
    for short, name, letters in lines:
        if len(short) == 9 and short.endswith("000"):
            continue
        if len(short) == 6 and short.endswith("00"):
            city = city._replace(acts_as_county=True)
            continue
        if city:
            yield city
            city = None
        level, above = SHORT_LEVELS[len(short)]
        parent = short[:above].ljust(WIDTH, "0") if above else None
        row = Row(short.ljust(WIDTH, "0"), name, letters, level, parent)
        if level == "city":
            city = row
        else:
            yield row
    if city:
        yield city


def read_table(provinces=None, townships=True):
    """Rows of the shipped table, parents before children.

    :param provinces: two-digit codes, None for the whole country
    :param townships: whether to go below the counties
    """
    with lzma.open(TABLE, "rt", encoding="utf-8", newline="") as stream:
        lines = csv.reader(stream)
        chosen = (
            line
            for line in lines
            if (provinces is None or line[0][:2] in provinces)
            and (townships or len(line[0]) <= 6)
        )
        yield from fold(chosen)


@lru_cache(maxsize=1)
def provinces():
    """``(two-digit code, name, counties, townships)`` of the shipped table."""
    names, counts = {}, {}
    for row in read_table():
        province = row.code[:2]
        if row.level == "province":
            names[province] = row.name
        counted = counts.setdefault(province, {"county": 0, "township": 0})
        if row.level in counted:
            counted[row.level] += 1
        elif row.acts_as_county:
            counted["county"] += 1
    return tuple(
        (code, name, counts[code]["county"], counts[code]["township"])
        for code, name in names.items()
    )


def _heading(cell):
    plain = "".join((cell or "").replace("（", "(").replace("）", ")").split()).lower()
    return next((key for key, names in HEADINGS.items() if plain in names), None)


def _village_cells(data):
    """``(line, {heading: text})`` of a CSV file; without headings code and name."""
    columns = None
    for number, cells in csv_text.rows(data, csv_text.detect_encoding(data)):
        if columns is None:
            columns = {
                key: at for at, cell in enumerate(cells) if (key := _heading(cell))
            }
            if "name" in columns and columns.keys() & {"code", "township"}:
                continue
            columns = {"code": 0, "name": 1}
        yield (
            number,
            {
                key: (cells[at] or "").strip() if at < len(cells) else ""
                for key, at in columns.items()
            },
        )


def read_villages(data, known=None):
    """Villages of a CSV file.

    A line has the twelve digits of the village, or those of its township (nine or
    twelve) and gets a number of its own, the one it has already under that name.

    :param data: bytes, UTF-8 or GB18030
    :param known: ``{code: name}`` of the villages there are
    :return: (official rows, own rows, problems)
    :raise csv_text.TextError: the file is no text table
    """
    known = dict(known or {})
    numbers = {(code[:9], name): code for code, name in known.items()}
    official, own, problems = {}, {}, []
    for line, cells in _village_cells(data):
        cell = cells.get("code") or cells.get("township") or ""
        try:
            code, name = normalize(cell), " ".join(cells.get("name", "").split())
            if not name:
                raise DivisionCodeError("no_name")
            if len(name) > NAME_LIMIT:
                raise DivisionCodeError("name_length")
            level = level_of(code)
            if level == "village":
                target = official
            elif level == "township":
                target = own
                code = numbers.get((code[:9], name)) or free_village_code(code, known)
            else:
                raise DivisionCodeError("not_village")
            if known.get(code) != name and code in (official | own):
                raise DivisionCodeError("twice")
        except DivisionCodeError as error:
            problems.append(Problem(line, cell, error.reason))
            continue
        target[code] = make_row(code, name)
        known[code] = name
        numbers[code[:9], name] = code
    return list(official.values()), list(own.values()), problems


def pack(lines):
    """Bytes of the shipped table from ``(short code, name)``."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for short, name in sorted(lines):
        writer.writerow([short, name, initials(name)])
    return lzma.compress(text.getvalue().encode(), preset=9 | lzma.PRESET_EXTREME)
