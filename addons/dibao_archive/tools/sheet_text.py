# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts that leave in a spreadsheet: nothing in them may act as a formula."""

_ACTING = ("=", "+", "-", "@", "\t", "\r", "\n")
# Excel's own bound of a cell.
_LONGEST = 32767


def neutral(text):
    """``text`` with an apostrophe before it where a program could run it.

    >>> neutral("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    if text.lstrip(" \u3000").startswith(_ACTING) or text.startswith(_ACTING):
        text = "'" + text
    return text[:_LONGEST]


def sheet_name(title):
    """A title as spreadsheets take it for a sheet: no []:*?/\\, 31 characters."""
    return "".join(" " if char in "[]:*?/\\'" else char for char in title)[:31] or "1"
