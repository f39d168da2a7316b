# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Search keys of Chinese place names."""

from pypinyin import Style, lazy_pinyin


def initials(name):
    """First letters of the pinyin, lower case; other letters stay.

    >>> initials("重庆市")
    'cqs'
    """
    letters = lazy_pinyin(name or "", style=Style.FIRST_LETTER)
    return "".join(letters).replace(" ", "").lower()
