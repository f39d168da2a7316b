# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pinyin of names: character by character with the readings surnames have."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from .chinese import is_ideograph
from .mask import COMPOUND_SURNAMES

# Characters read differently as a surname than in ordinary text.
SURNAME_READINGS = {
    "单": "shan",
    "仇": "qiu",
    "区": "ou",
    "查": "zha",
    "解": "xie",
    "曾": "zeng",
    "盖": "ge",
    "乐": "yue",
    "朴": "piao",
    "秘": "bi",
    "洗": "xian",
    "缪": "miao",
    "翟": "zhai",
    "折": "she",
    "黑": "he",
    "种": "chong",
    "召": "shao",
    "员": "yun",
    "贠": "yun",
    "覃": "qin",
    "繁": "po",
    "么": "yao",
    "祭": "zhai",
    "隗": "wei",
    "句": "gou",
    "能": "nai",
    "阚": "kan",
    "郇": "xun",
    "炅": "gui",
    "重": "chong",
    "卜": "bu",
    "佴": "nai",
    "万俟": "mo qi",
    "尉迟": "yu chi",
    "单于": "chan yu",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "令狐": "ling hu",
    "皇甫": "huang fu",
    "宰父": "zai fu",
    "亓官": "qi guan",
    "呼延": "hu yan",
    "乐正": "yue zheng",
    "夏侯": "xia hou",
    "拓跋": "tuo ba",
}


@lru_cache(maxsize=65536)
def of_character(char):
    """Syllable of one character without tone (ü as v), "" where unknown."""
    return "".join(lazy_pinyin(char, style=Style.NORMAL, errors="ignore"))


def _surname_syllables(name):
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        reading = SURNAME_READINGS.get(name[:2])
        return reading.split() if reading else list(map(of_character, name[:2]))
    reading = SURNAME_READINGS.get(name[:1])
    return [reading] if reading else []


def readings(name):
    """``(syllables, plain syllables)`` of a Chinese name, as tuples.

    The first reads the surname as a surname, the second every character as in
    ordinary text: how an unsure reader types it. Other characters are left out.
    """
    chars = [char for char in name if is_ideograph(char)]
    plain = [of_character(char) for char in chars]
    head = _surname_syllables("".join(chars)) if "·" not in name else []
    sounded = [*head, *plain[len(head) :]]
    return tuple(filter(None, sounded)), tuple(filter(None, plain))


def syllables(name):
    """Syllables of a Chinese name, its surname read as a surname, as a tuple."""
    return readings(name)[0]


def full(name):
    """zhangsanfeng for 张三丰."""
    return "".join(syllables(name))


def initials(name):
    """zsf for 张三丰."""
    return "".join(syllable[0] for syllable in syllables(name))
