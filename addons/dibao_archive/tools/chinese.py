# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What people type into Chinese ledgers, made plain: widths, spaces, dates, amounts."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTH.update({0x3000: 0x20, 0xA0: 0x20, 0x2007: 0x20, 0x202F: 0x20, 0x09: 0x20})
# Marks without width that come along when text is copied out of web pages.
_WIDTH.update(dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x200E, 0x200F)))

_DOTS = {ord(dot): "·" for dot in "•・‧∙⋅●．"}
_DIGITS = {ord(char): str(value) for value, char in enumerate("〇一二三四五六七八九")}
_DIGITS[ord("零")] = "0"
_DIGITS[ord("○")] = "0"

#: A character class of all Chinese characters, for patterns.
IDEOGRAPHS = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    "\ue000-\uf8ff"  # private area: characters for names that no font house has yet
)
_INNER_SPACE = re.compile(f"(?<=[{IDEOGRAPHS}·]) +(?=[{IDEOGRAPHS}·])")
_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
_SEPARATED = re.compile(r"^(\d{4})([-./])(\d{1,2})(?:\2(\d{1,2}))?$")
_MARKED = re.compile(r"^(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号]?)?$")
_SOLID = re.compile(r"^(\d{4})(\d{2})(\d{2})?$")
_TIME_TAIL = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_CHINESE_DATE = re.compile(
    r"^[〇零○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月"
)
_AMOUNT_TAIL = re.compile(r"(?:人民币|元整|元|圆|￥|¥|整|/月|/年|每月|每年|/人)+$")
_PLAIN_NAME = re.compile(r"^[\u4e00-\u9fff]{1,8}$")
_ISO = re.compile(r"^\d{4}-\d{2}-\d{2}$")

# Day 0 of the 1900 date system, shifted by the leap day that never was.
EXCEL_EPOCH = datetime.date(1899, 12, 30)
# Serials of 1900-01-01 and 2199-12-31; anything else is not meant as a serial.
_SERIAL_MIN, _SERIAL_MAX = 1, 109574

EMPTY_WORDS = frozenset(
    ("", "-", "--", "—", "——", "/", "\\", "无", "空", "NULL", "N/A")
)


def narrow(text):
    """Half-width form of ``text`` without invisible marks, trimmed."""
    if text.isascii():
        return text.strip()
    return text.translate(_WIDTH).strip()


def compact(text):
    """``narrow`` without any white space: for numbers and codes."""
    text = narrow(text)
    return "".join(text.split()) if " " in text or "\n" in text else text


def is_ideograph(char):
    """True for a Chinese character, rare planes and the private area included."""
    return "\u4e00" <= char <= "\u9fff" or bool(_IDEOGRAPH.match(char))


def clean_name(text):
    """A person's name in its one written form.

    Spaces between Chinese characters vanish, the many middle dots become U+00B7,
    Latin names keep single spaces.
    """
    if _PLAIN_NAME.match(text):
        return text
    text = " ".join(narrow(text.translate(_DOTS)).split())
    return _INNER_SPACE.sub("", text) if " " in text else text


def clean_text(text):
    """Free text (addresses, remarks): half-width, single spaces."""
    return " ".join(narrow(text).split())


def is_empty(value):
    """True for what clerks write into a cell that has nothing to say."""
    if value is None:
        return True
    return isinstance(value, str) and compact(value).upper() in EMPTY_WORDS


def _chinese_numerals(text):
    """二〇二三年三月十五日 -> 2023年3月15日."""
    year, rest = text.split("年", 1)
    parts = [year.translate(_DIGITS) + "年"]
    for number, unit in re.findall("([一二三四五六七八九十]+)([月日号])", rest):
        tens, ten, ones = number.partition("十")
        if ten:
            tens = tens.translate(_DIGITS) or "1"
            ones = ones.translate(_DIGITS) or "0"
        parts.append(f"{tens}{ones}".translate(_DIGITS) + unit)
    return "".join(parts)


def _build(year, month, day):
    precision = "day" if day else "month"
    try:
        return datetime.date(int(year), int(month), int(day or 1)), precision
    except ValueError:
        return None


def _from_number(value):
    if _SERIAL_MIN <= value <= _SERIAL_MAX and int(value) >= 10000:
        return EXCEL_EPOCH + datetime.timedelta(days=int(value)), "day"
    if value == int(value) and 190001 <= value <= 99991231:
        return parse_date(str(int(value)))
    return None


def parse_date(value):
    """Date of a ledger cell as ``(date, "day" | "month")``, None if there is none.

    Understands dates, Excel serials, 2023年3月, 2023年3月5日, 二〇二三年三月,
    2023.03.15, 2023-3-15, 2023/3/15, 20230315, 202303. A month stands for its
    first day. Impossible dates (31 February) give None: the caller reports them.
    """
    if isinstance(value, str):
        return _from_text(value)
    if isinstance(value, datetime.datetime):
        return value.date(), "day"
    if isinstance(value, datetime.date):
        return value, "day"
    if isinstance(value, bool) or value is None:
        return None
    return _from_number(value)


def _from_text(value):
    if _ISO.match(value):
        return _build(value[:4], value[5:7], value[8:])
    text = compact(_TIME_TAIL.sub("", narrow(value)))
    if _CHINESE_DATE.match(text):
        text = _chinese_numerals(text)
    if found := _MARKED.match(text) or _SOLID.match(text):
        return _build(*found.groups())
    if found := _SEPARATED.match(text):
        year, _separator, month, day = found.groups()
        return _build(year, month, day)
    if text.isdigit() and len(text) == 5:
        return _from_number(int(text))
    return None


def parse_amount(value):
    """Yuan of a ledger cell as Decimal with two places, None if it is no amount.

    Understands 1,234.5, 300元, ￥300, 300元/月, 1.2万元. Rounds half up to the fen.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        text = repr(value) if isinstance(value, float) else str(value)
        factor = 1
    else:
        text = compact(value).lstrip("￥¥")
        text = _AMOUNT_TAIL.sub("", text).replace(",", "")
        factor = 1
        if text.endswith("万"):
            text, factor = text[:-1], 10000
    try:
        amount = Decimal(text) * factor
        return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    except InvalidOperation:
        return None


def parse_yes_no(value):
    """True, False or None (not said) for 是/否, 有/无, 1/0, Y/N, √/×."""
    text = compact(str(value)).upper() if value is not None else ""
    if text in ("是", "有", "1", "1.0", "Y", "YES", "TRUE", "√", "✓", "✔"):
        return True
    if text in ("否", "无", "没有", "0", "0.0", "N", "NO", "FALSE", "×", "X"):
        return False
    return None
