# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a password must be like (GB/T 22239-2019, 8.1.4.1: complex, changed in time)."""

import unicodedata
from datetime import timedelta

LOWER, UPPER, DIGIT, OTHER = "lower", "upper", "digit", "other"


def classes(password):
    """Kinds of signs in a password, a set.

    >>> sorted(classes("Ab1"))
    ['digit', 'lower', 'upper']
    """
    found = set()
    for sign in password:
        kind = unicodedata.category(sign)
        found.add({"Ll": LOWER, "Lu": UPPER, "Nd": DIGIT}.get(kind, OTHER))
    return found


def faults(password, login, length, kinds):
    """Codes of what is wrong with a password: ``short``, ``plain``, ``login``.

    :param login: of the account; a password must not hold it (of 3 signs and more)
    :param length: the least number of characters
    :param kinds: the least number of kinds of signs, 1 to 4

    >>> faults("abc", "li", 8, 3)
    ['short', 'plain']
    """
    found = []
    if len(password) < length:
        found.append("short")
    if len(classes(password)) < kinds:
        found.append("plain")
    name = (login or "").partition("@")[0].casefold()
    if len(name) > 2 and name in password.casefold():
        found.append("login")
    return found


def days_left(set_on, now, days):
    """Whole days until a password is too old; negative: it is; None: it never is.

    :param set_on: when it was set, None where nobody knows
    :param days: for how long one holds, 0 or None for ever
    """
    if not days or not set_on:
        return None
    return (set_on + timedelta(days=days) - now).days
