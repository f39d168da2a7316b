# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Typed values of policies, kept as one text in canonical form."""

import json
import math
import re
import unicodedata

TRUE_WORDS = {"true", "yes", "1", "是", "有"}
FALSE_WORDS = {"false", "no", "0", "否", "无"}
_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{1,6})?")


class PolicyValueError(ValueError):
    """A text that is no value of its type; ``reason`` is a key, not a sentence."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def _number(text):
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _NUMBER.fullmatch(plain):
        raise PolicyValueError("not_number")
    value = float(plain)
    if not math.isfinite(value):
        raise PolicyValueError("not_number")
    return value


def _integer(text):
    value = _number(text)
    if value != int(value):
        raise PolicyValueError("not_integer")
    return int(value)


def _boolean(text):
    word = unicodedata.normalize("NFKC", text).strip().casefold()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise PolicyValueError("not_boolean")


def _json(text):
    def refuse(_constant):
        raise PolicyValueError("not_json")

    try:
        return json.loads(text, parse_constant=refuse)
    except (json.JSONDecodeError, RecursionError) as error:
        raise PolicyValueError("not_json") from error


def parse(value_type, text, options=(), low=None, high=None):
    """The typed value of a text.

    :param value_type: integer, float, boolean, selection, text or json
    :param options: allowed texts of a selection
    :param low: smallest number allowed, None without limit; ``high`` likewise
    :return: int, float, bool, str or what the JSON holds
    :raise PolicyValueError: with a reason key
    """
    if text is None or text is False or not str(text).strip():
        raise PolicyValueError("empty")
    text = str(text)
    if value_type == "selection":
        if text.strip() not in options:
            raise PolicyValueError("not_option")
        return text.strip()
    if value_type == "text":
        return text.strip()
    reader = {
        "integer": _integer,
        "float": _number,
        "boolean": _boolean,
        "json": _json,
    }
    value = reader[value_type](text)
    if value_type in ("integer", "float"):
        if low is not None and value < low:
            raise PolicyValueError("too_low")
        if high is not None and value > high:
            raise PolicyValueError("too_high")
    return value


def to_text(value_type, value):
    """Canonical text of a typed value: what ``parse`` reads back unchanged."""
    if value_type == "boolean":
        return "true" if value else "false"
    if value_type == "float":
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if value_type == "json":
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return str(value)
