# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files for banks, by profiles that are data: XLSX, separated text, fixed width.

Every bank has its own layout; none of them is in the code. Figures are ``Decimal``
yuan. What does not fit is refused and never cut: half an account is another account.
"""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from . import plain_xlsx

FORMATS = ("xlsx", "csv", "fixed")
ENCODINGS = ("gb18030", "utf-8", "utf-8-sig")
#: What a column may hold. ``text`` is the column's own text, for instance a purpose.
SOURCES = (
    *("reference", "sequence", "account", "account_name", "bank", "yuan", "fen"),
    *("month", "household", "place", "text"),
)
#: What a column of a file that comes back may hold.
BACK_SOURCES = ("reference", "account", "yuan", "fen", "result", "reason", "skip")
_LINE = "\r\n"


class FormatError(ValueError):
    """A file cannot be written: ``code``, ``column`` and the row's ``reference``."""

    def __init__(self, code, column="", reference=""):
        super().__init__(code)
        self.code, self.column, self.reference = code, column, reference


@dataclass(frozen=True)
class Column:
    """One column. ``width`` counts bytes in the profile's encoding."""

    source: str
    name: str = ""
    width: int = 0
    align: str = "left"
    pad: str = " "
    text: str = ""


@dataclass(frozen=True)
class Profile:
    """The layout of one bank's file.

    ``head`` and ``foot`` are lines with ``{count}``, ``{yuan}``, ``{fen}`` and
    ``{month}``; empty ones are left out.
    """

    format: str
    encoding: str
    columns: tuple
    separator: str = ","
    titles: bool = True
    head: str = ""
    foot: str = ""


@dataclass(frozen=True)
class Row:
    """One payment to one account."""

    reference: str
    account: str
    account_name: str
    amount: Decimal
    month: str
    bank: str = ""
    household: str = ""
    place: str = ""


def fen(amount):
    """Yuan as whole fen; refuses what is finer.

    >>> fen(Decimal("12.30"))
    1230
    """
    value = amount * 100
    if value != int(value):
        raise FormatError("fraction")
    return int(value)


def _value(column, row, number):
    if column.source == "text":
        return column.text
    if column.source == "sequence":
        return str(number)
    if column.source == "yuan":
        return f"{row.amount:.2f}"
    if column.source == "fen":
        return str(fen(row.amount))
    return getattr(row, column.source)


def _cells(profile, row, number):
    if row.amount <= 0:
        raise FormatError("amount", "", row.reference)
    if not row.account:
        raise FormatError("account", "", row.reference)
    cells = [_value(column, row, number) for column in profile.columns]
    for column, cell in zip(profile.columns, cells, strict=True):
        if any(ord(sign) < 32 for sign in cell):
            raise FormatError("control", column.name, row.reference)
    return cells


def _fixed(profile, column, cell, reference):
    data = cell.encode(profile.encoding)
    space = column.width - len(data)
    if space < 0:
        raise FormatError("width", column.name, reference)
    pad = column.pad.encode(profile.encoding) * space
    return pad + data if column.align == "right" else data + pad


def _told(template, count, total, month):
    return template.format(
        count=count, yuan=f"{total:.2f}", fen=fen(total), month=month
    )


def render(profile, rows, stream, month=""):
    """Write the file of a profile to a binary stream.

    :param rows: ``Row`` objects; walked once, unless head or foot tell sums
    :return: ``(number of rows, total in yuan)``
    :raise FormatError: a value does not fit; what was written is of no use
    """
    if profile.head:
        rows = list(rows)
    counted = _Counted(rows)
    if profile.format == "xlsx":
        plain_xlsx.write(stream, _sheet(profile, counted, month))
    else:
        for line in _lines(profile, counted, month):
            stream.write(line)
    return counted.count, counted.total


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows):
        self.rows, self.count, self.total = rows, 0, Decimal("0.00")

    def __iter__(self):
        for row in self.rows:
            self.count += 1
            self.total += row.amount
            yield self.count, row

    def sums(self):
        return len(self.rows), sum((row.amount for row in self.rows), Decimal("0.00"))


def _sheet(profile, counted, month):
    if profile.head:
        yield [_told(profile.head, *counted.sums(), month)]
    if profile.titles:
        yield [column.name for column in profile.columns]
    for number, row in counted:
        yield _cells(profile, row, number)
    if profile.foot:
        yield [_told(profile.foot, counted.count, counted.total, month)]


def _lines(profile, counted, month):
    end = _LINE.encode()
    # The mark of UTF-8 stands once, before everything.
    encoding = "utf-8" if profile.encoding == "utf-8-sig" else profile.encoding
    if profile.encoding == "utf-8-sig":
        yield b"\xef\xbb\xbf"
    if profile.head:
        yield _told(profile.head, *counted.sums(), month).encode(encoding) + end
    if profile.titles:
        yield _line(profile, [column.name for column in profile.columns], "", encoding)
    for number, row in counted:
        cells = _cells(profile, row, number)
        yield _line(profile, cells, row.reference, encoding)
    if profile.foot:
        told = _told(profile.foot, counted.count, counted.total, month)
        yield told.encode(encoding) + end


def _line(profile, cells, reference, encoding):
    if profile.format == "fixed":
        parts = zip(profile.columns, cells, strict=True)
        line = b"".join(_fixed(profile, *part, reference) for part in parts)
        return line + _LINE.encode()
    text = io.StringIO()
    csv.writer(text, delimiter=profile.separator, lineterminator=_LINE).writerow(cells)
    return text.getvalue().encode(encoding)
