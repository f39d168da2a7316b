# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What may be shown of a protected value, and which outputs show too much (R-51)."""

import datetime
from typing import NamedTuple

from . import resident_id
from .chinese import clean_name, is_ideograph

STAR = "*"

# Surnames of two characters (the living ones of 百家姓 and later lists).
_COMPOUND = """
欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台
皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 闾丘
子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐
段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚
左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 即墨 达奚
褚师 纳兰 单于 完颜 叶赫 那拉 爱新
"""
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())


def surname(name):
    """Family name of a Chinese name, first character of any other."""
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2]
    return name[:1]


def mask_name(value):
    """Surname and a star; of dotted and Latin names the first character alone."""
    name = clean_name(value)
    if not name:
        return ""
    if "·" in name or not is_ideograph(name[0]):
        return name[0] + STAR
    return surname(name) + STAR


def _head_tail(value, head, tail):
    return value[:head] + STAR * (len(value) - head - tail) + value[len(value) - tail :]


def _mask_number(value):
    # Short certificates would be nearly readable with four characters shown.
    return _head_tail(value, 4 if len(value) >= 8 else len(value) // 4, 0)


def _mask_phone(value):
    if len(value) >= 10:
        return _head_tail(value, 3, 4)
    return _head_tail(value, 0, max(0, min(4, len(value) - 5)))


def _mask_account(value):
    return _head_tail(value, 0, 4 if len(value) >= 8 else 0)


_MASKS = {
    "id_number": _mask_number,
    "certificate": _mask_number,
    "phone": _mask_phone,
    "account": _mask_account,
    "name": mask_name,
}


def mask(kind, value):
    """The stored mask of a normalised value.

    ``kind``: id_number and certificate show the first four characters, phone three
    and four, account the last four, name the surname. Unknown kinds show nothing.
    """
    if not value:
        return ""
    shape = _MASKS.get(kind)
    return shape(value) if shape else STAR * len(value)


def is_masked(value):
    """True for text that is a mask: it must never be sealed as if it were a value."""
    return isinstance(value, str) and STAR in value


class Profile(NamedTuple):
    """What one output shows of a person beside each other.

    ``id_head``/``id_tail``: visible ends of the ID number. ``shows``: any of
    ``birth_date``, ``birth_month``, ``birth_year``, ``age``, ``sex``, ``photo``.
    """

    id_head: int = 0
    id_tail: int = 0
    shows: frozenset = frozenset()


SCREEN = Profile(4, 0, frozenset(("birth_date", "age", "sex")))
EXPORT = Profile(4, 0, frozenset(("birth_date", "age", "sex")))
NOTICE = Profile()  # 公示: name, number of members, amount; no number at all

# who reads the output must be left with at least so many numbers.
LEAST_CANDIDATES = 1000
_BIRTH = frozenset(("birth_date", "birth_month", "birth_year", "age", "photo"))


def _births(shows, day):
    if "birth_date" in shows:
        return day, day
    if "birth_month" in shows:
        following = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
        return day.replace(day=1), following - datetime.timedelta(days=1)
    if shows & _BIRTH:
        return day.replace(month=1, day=1), day.replace(month=12, day=31)
    return datetime.date(1930, 1, 1), datetime.date(2026, 12, 31)


def candidates_left(profile, number):
    """How many ID numbers fit all that the profile shows of ``number``."""
    hidden = STAR * (18 - profile.id_head - profile.id_tail)
    shown = number[: profile.id_head] + hidden + number[18 - profile.id_tail :]
    sex_code = resident_id.sex(number) if "sex" in profile.shows else None
    births = _births(profile.shows, resident_id.birth_date(number))
    return resident_id.candidates(shown, births, sex_code)


def profile_problem(profile):
    """Code why an output with this profile is refused, "" if it may leave.

    ``tail_beside_birth``: last characters next to birth date, age or photo;
    ``too_few_candidates``: less than 1,000 numbers would remain (R-51).
    """
    if profile.id_tail and profile.shows & _BIRTH:
        return "tail_beside_birth"
    # Any number serves: the count depends on positions, hardly on digits.
    sample = resident_id.lift("990101700101001")
    if candidates_left(profile, sample) < LEAST_CANDIDATES:
        return "too_few_candidates"
    return ""
