# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How labels of code tables are compared: ledgers write them in many ways."""

import re
import unicodedata

_IGNORED = re.compile(r"[\s,;:()<>\"'_\-、，；：（）〈〉《》“”‘’。·]+")


def label_key(text):
    """One key for spellings that mean the same label.

    Full-width forms, case, blanks and punctuation do not count.

    >>> label_key(" 养子／继子（女） ") == label_key("养子/继子 女")
    True
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", str(text or ""))).casefold()
