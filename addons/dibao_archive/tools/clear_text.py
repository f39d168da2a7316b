# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Protected numbers where they do not belong: in names, notes, titles and messages."""

import html
import re

from . import resident_id
from .chinese import narrow

# 18 characters, with at most two separators between neighbours, as numbers are read
# out and copied: 990101 19800101 9919. Looked ahead, so that runs may overlap.
_BETWEEN = r"[\s\-‐‑‒–—.·_/]{0,2}"
_RUNS = re.compile(
    rf"(?<![0-9])(?=((?:[0-9]{_BETWEEN}){{17}}[0-9XxХхΧχ×])(?![0-9]))", re.ASCII
)
_SEPARATOR = re.compile(_BETWEEN.removesuffix("{0,2}"), re.ASCII)
_TAGS = re.compile(r"<[^<>]*>")


def holds_id_number(text):
    """Does a text, plain or HTML, contain a well-formed ID number of 18 characters?

    Full-width digits, separators between the digits and tags within do not hide it.

    >>> holds_id_number("张三 990101198001019916")
    True
    >>> holds_id_number("990101 1980-0101 <b>9916</b>")
    True
    >>> holds_id_number("990101198001019915, order 202601010000000001")
    False
    """
    return isinstance(text, str) and any(map(_holds, _readings(text)))


def _readings(text):
    """The text as it stands, and as it is read when it is HTML."""
    yield text
    if "<" in text or "&" in text:
        yield html.unescape(_TAGS.sub("", text))


def _holds(text):
    return any(
        not resident_id.check(_SEPARATOR.sub("", run)).errors
        for run in _RUNS.findall(narrow(text))
    )
