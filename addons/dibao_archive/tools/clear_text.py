# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Protected numbers where they do not belong: in names, notes and titles."""

import re

from . import resident_id

_RUNS = re.compile(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])")


def holds_id_number(text):
    """Does a text contain a well-formed ID number of 18 characters?

    >>> holds_id_number("张三 990101198001019916")
    True
    >>> holds_id_number("990101198001019915, order 202601010000000001")
    False
    """
    return isinstance(text, str) and any(
        not resident_id.check(run.upper()).errors for run in _RUNS.findall(text)
    )
