# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the name of a scan says: a reference code or a household number, kind, page.

DA/T 31-2017: scans are named by the reference code, one file an item, or by the code
and a running page number, one page a file. Offices also name files or folders by the
household number and the kind of paper.
"""

import re
from typing import NamedTuple

from . import reference_code

_SPLIT = re.compile(r"[\s_,，、·.()（）/\\]+")
_PAGE = re.compile(r"^(.*?)[-_ ]?(?:p|P|第)?([0-9]{1,4})(?:页)?$")


class Named(NamedTuple):
    """Candidates of a name, the likeliest first; who knows the registry chooses.

    :param codes: ``[(reference code, page or 0)]``
    :param words: pieces that may be a household number or a kind of paper
    """

    codes: list
    words: list


def read(name, folder=""):
    """What a file name and the folders above it may say.

    >>> read("J019-ZY·DB·2024·D30-001-003-002.jpg").codes[0]
    ('J019-ZY·DB·2024·D30-001-003-002', 0)
    """
    stem = name.rpartition(".")[0] or name
    whole = reference_code.normalise(stem.strip())
    codes = [(whole, 0)]
    # The last number may be a page's: one file a page.
    paged = re.match(r"^(.+)-([0-9]{1,4})$", whole)
    if paged:
        codes.append((paged[1], int(paged[2])))
    pieces = [stem, *_SPLIT.split(stem)]
    for part in reversed([one for one in re.split(r"[/\\]", folder) if one]):
        pieces += [part, *_SPLIT.split(part)]
    words = []
    for piece in pieces:
        found = _PAGE.match(piece)
        words += [piece, *([found[1].rstrip("-_ ")] if found else [])]
        words += _joins(piece.split("-"))
    return Named(codes, list(dict.fromkeys(word for word in words if word)))


def _joins(parts):
    """Neighbouring parts put together again: numbers of households have a hyphen."""
    return [
        "-".join(parts[first : last + 1])
        for first in range(min(len(parts), 8))
        for last in range(first, min(len(parts), 8))
    ]


def page_of(name):
    """The running number at the end of a name; 0 of none."""
    stem = name.rpartition(".")[0] or name
    found = re.search(r"([0-9]{1,4})页?$", stem)
    return int(found[1]) if found else 0
