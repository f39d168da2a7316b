# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the page for applicants takes, and which words it answers with."""

import unicodedata

#: Stages that say the same to who waits outside.
STATES = {
    "draft": "received",
    "supplement": "papers",
    "accepted": "accepted",
    "investigation": "investigated",
    "appraisal": "investigated",
    "opinion": "opinion",
    "notice": "notice",
    "county": "decide",
    "confirmed": "confirmed",
    "refused": "refused",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "ended": "ended",
}
#: Longest number that is looked at.
LONGEST = 40


def typed(number, last_four):
    """Case number and last four characters of an ID number as they are compared.

    Full-width characters, blanks and small letters are understood, as they are typed on
    a phone.

    :return: ``(number, last_four)``, or None where they have not that shape

    >>> typed(" c2026-000012 ", "123x")
    ('C2026-000012', '123X')
    >>> typed("C2026-000012", "12") is None
    True
    """
    number = _plain(number)[:LONGEST]
    last_four = _plain(last_four)
    digits, check = last_four[:3], last_four[3:]
    if not number or len(last_four) != 4 or not digits.isascii():
        return None
    if not digits.isdigit() or check not in "0123456789X":
        return None
    return number, last_four


def _plain(text):
    text = unicodedata.normalize("NFKC", str(text or ""))
    return "".join(text.split()).upper()
