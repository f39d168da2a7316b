# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Search tokens of names, and the query for what a user types.

Chinese is written without spaces, so names are cut into single characters and pairs;
pinyin stands beside them. Tokens are kept in a text column and indexed by
``array_to_tsvector(string_to_array(tokens, ' '))``; ``tsquery`` gives the text of
the matching ``tsquery``.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from .chinese import IDEOGRAPHS, clean_name, clean_text, is_ideograph
from .pinyin import readings


class Lexeme(NamedTuple):
    text: str
    prefix: bool


_RUN = re.compile(f"[{IDEOGRAPHS}]+|[^\\W_{IDEOGRAPHS}]+")


def _runs(text):
    """Split into (is_chinese, run) pieces; punctuation and spaces only part them."""
    return [(is_ideograph(run[0]), run) for run in _RUN.findall(text)]


def _pairs(run):
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _sounds(sounded):
    """Tokens of one reading: from each syllable to the end, and the initials."""
    found = ["".join(sounded[at:]) for at in range(len(sounded))]
    found.append("".join(syllable[0] for syllable in sounded))
    # Passports write LYU, keyboards LV.
    return found + [token.replace("v", "yu") for token in found if "v" in token]


@lru_cache(maxsize=65536)
def name_tokens(name):
    """Space-separated, deduplicated tokens of a name; "" for an empty one."""
    name = clean_name(name or "").lower()
    found = []
    for chinese, run in _runs(name):
        found.extend([*run, *_pairs(run)] if chinese else [run])
    sounded, plain = readings(name)
    if sounded:
        found.extend(_sounds(sounded))
        if plain != sounded:
            found.extend(_sounds(plain))
    return " ".join(dict.fromkeys(found))


def query_lexemes(text):
    """Lexemes that a name must all hold to be found by ``text``.

    Chinese runs become pairs (a lone character itself), Latin runs a prefix of
    pinyin, initials or a Latin word. Empty list: nothing to search for.
    """
    found = []
    for chinese, run in _runs(clean_text(text or "").lower()):
        if chinese:
            found.extend(Lexeme(piece, False) for piece in (_pairs(run) or [run]))
        elif run:
            found.append(Lexeme(run, True))
    return list(dict.fromkeys(found))


def tsquery(text):
    """Text for ``%s::tsquery`` that finds names by ``text``; "" if it says nothing."""
    parts = []
    for lexeme in query_lexemes(text):
        quoted = lexeme.text.replace("\\", "\\\\").replace("'", "''")
        parts.append(f"'{quoted}'{':*' if lexeme.prefix else ''}")
    return " & ".join(parts)


def text_tokens(*texts):
    """Tokens of numbers and addresses, to be found by ``tsquery``; no pinyin."""
    found = []
    for text in texts:
        for chinese, run in _runs(clean_text(text or "").lower()):
            found.extend([*run, *_pairs(run)] if chinese else [run])
    return " ".join(dict.fromkeys(found))
