# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Full text in Chinese by pairs of characters, for PostgreSQL's ``tsvector``.

Chinese is written without spaces. Each run is cut into overlapping pairs with their
places, so that a word of two characters is one look-up in the index and a longer one a
phrase of pairs. The last character of a run stands alone, too: together with pairs by
prefix it answers questions of one character.
"""

import re

from .chinese import IDEOGRAPHS, clean_text, is_ideograph

#: PostgreSQL keeps places up to 16383 and 256 of a word; beyond them they begin again.
_PLACES = 16_000
_RUN = re.compile(f"[{IDEOGRAPHS}]+|[^\\W_{IDEOGRAPHS}]+")
#: Digits with what stands between the groups of a number read from paper.
_DIGITS = re.compile(r"[0-9][0-9\s\-.·_/xX]{5,}")
_MOST_DIGITS = 6
_DATE = re.compile(r"(?:19|20)[0-9]{2}[\s\-.·_/]+[01]?[0-9][\s\-.·_/]+[0-3]?[0-9]\s?")


def drop_numbers(text):
    """Text without digits that could be an ID, an account or a phone number.

    Dates stay. What was read from paper has gaps in its numbers: they are closed first.

    >>> drop_numbers("号 9901 0119 8001 0199 16, 2024-05-06")
    '号 , 2024-05-06'
    """

    def judged(run):
        digits = sum(sign.isdigit() for sign in run[0])
        return run[0] if digits <= _MOST_DIGITS or _DATE.fullmatch(run[0]) else " "

    return _DIGITS.sub(judged, clean_text(text or "")).replace("  ", " ")


def _words(text):
    for run in _RUN.findall(clean_text(text or "").lower()):
        yield is_ideograph(run[0]), run


def _lexemes(text):
    """(lexeme, place) of a text."""
    place = 0
    for chinese, run in _words(text):
        if not chinese:
            place += 1
            yield run[:200], place
            continue
        for at in range(len(run)):
            place += 1
            yield run[at : at + 2], place


def _quoted(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def vector(*texts):
    """Text for ``%s::tsvector`` of several texts; earlier ones weigh more.

    :param texts: up to four, with weights A to D
    """
    places, offset = {}, 0
    for weight, text in zip("ABCD", texts, strict=False):
        last = 0
        for lexeme, place in _lexemes(text):
            last = place
            spot = (offset + place - 1) % _PLACES + 1
            places.setdefault(lexeme, []).append(f"{spot}{weight}")
        # A gap, so that no phrase reaches over the end of a text.
        offset += last + 1
    return " ".join(
        f"{_quoted(lexeme)}:{','.join(found[:255])}" for lexeme, found in places.items()
    )


def query(text):
    """Text for ``%s::tsquery`` that finds all words of what a user typed; "" of none.

    Words parted by blanks must all be there, in any order; what is written together
    must stand together.
    """
    parts = []
    for word in (text or "").split():
        # Signs within a word part its pieces, as they do in what is searched.
        for chinese, run in _words(word):
            if not chinese or len(run) == 1:
                parts.append(f"{_quoted(run)}:*")
            else:
                pairs = [run[at : at + 2] for at in range(len(run) - 1)]
                parts.append("(" + " <-> ".join(map(_quoted, pairs)) + ")")
    return " & ".join(parts)


def snippet(text, asked, around=24):
    """The first place where a word of the question stands, with what is around it.

    Numbers of more than six digits are masked. "" when nothing is found.
    """
    text = " ".join(drop_numbers(text).split())
    lowered = text.lower()
    places = [
        at
        for word in (asked or "").split()
        for _chinese, run in _words(word)
        for at in [lowered.find(run)]
        if at >= 0
    ]
    if not places:
        return ""
    begin = max(0, min(places) - around)
    end = min(places) + around * 2
    return (
        ("…" if begin else "")
        + text[begin:end].strip()
        + ("…" if end < len(text) else "")
    )
