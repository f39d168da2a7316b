# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Words of descriptions as they stand in packages: always Chinese, by the standard.

Secrecy by GB/T 7156 (none is left empty), opening marks by DA/T 18-2022.
"""

SECRECY = {
    "none": "",
    "internal": "内部",
    "confidential": "秘密",
    "secret": "机密",
}
OPENING = {
    "open": "开放",
    "controlled": "控制",
    "delayed": "延期开放",
    "unreviewed": "未审核",
}


def key_of(table, word, fallback):
    """The key of a word in one of the tables above."""
    return next((key for key, text in table.items() if text == word), fallback)
