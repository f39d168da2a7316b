# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Opaque tokens of labels: what a QR code on a box, a volume or a cover sheet holds.

A token tells nothing about whom or what the label is for (R-67): ``A1-``, twelve random
characters of Crockford's base 32 and a check character of the same alphabet. All of it
fits the alphanumeric mode of QR codes and is typed without doubt: there is no I, L, O
or U. The check character is a code over the field of 32 elements: one wrong character
and two swapped ones never pass, wherever they stand.
"""

import secrets
import unicodedata

PREFIX = "A1-"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODY = 12
#: Read for what they look like; U is no character of the alphabet and stays unknown.
_LOOK_ALIKE = str.maketrans("OIL", "011")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
#: x⁵ + x² + 1, which makes x a generator of the field's 31 elements besides zero.
_POLYNOMIAL = 0b100101


def new():
    """A new token, drawn at random: 60 bits, so that none is guessed or met twice."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(BODY))
    return f"{PREFIX}{body}{check_character(body)}"


def check_character(body):
    """The check character of twelve characters.

    :param str body: characters of ``ALPHABET``
    :raise ValueError: another character

    >>> check_character("0" * 12), check_character("0" * 11 + "1")
    ('0', '2')
    """
    total = 0
    for character in body:
        total = _times_x(total ^ ALPHABET.index(character))
    return ALPHABET[total]


def _times_x(value):
    value <<= 1
    return value ^ _POLYNOMIAL if value & 0b100000 else value


def parse(text):
    """The token in what was scanned or typed, or None.

    Full-width characters (scanners type through the input method), lower case, spaces,
    other hyphens, a missing hyphen, and O, I, L for 0, 1, 1 are understood.

    >>> parse("ａ1-000000000001 2")
    'A1-0000000000012'
    """
    text = unicodedata.normalize("NFKC", str(text or "")).translate(_HYPHENS)
    text = "".join(text.split()).upper().replace("-", "")
    prefix, body = text[:2].translate(_LOOK_ALIKE), text[2:].translate(_LOOK_ALIKE)
    if prefix != PREFIX.rstrip("-") or len(body) != BODY + 1:
        return None
    if any(character not in ALPHABET for character in body):
        return None
    if check_character(body[:BODY]) != body[BODY]:
        return None
    return f"{PREFIX}{body}"
