# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How grave a broken rule of a ledger is, and what is said of it."""

from typing import NamedTuple

ERROR, WARNING, INFO = "error", "warning", "info"


class Rule(NamedTuple):
    """Severity, what is wrong and what to do; both texts are marked for translation."""

    severity: str
    text: str
    remedy: str
