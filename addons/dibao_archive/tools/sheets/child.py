# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reads one spreadsheet in a process of its own, whose memory and time are bounded.

A hostile file may at worst end this process. The file comes in by a pipe, rows go out
by a pipe: nothing personal touches the disk. Protocol, all ``marshal``: in
``(bytes, kind, sheet, limits)``, out one head ``{"error": …}`` or ``{"sheets": …}``,
then lists of ``(row number from 0, cells)``, then None.
"""

import datetime
import io
import marshal
import sys
import zipfile

# Run as a script, beside its siblings: the package would import the whole of Odoo.
import ole
import xlsx_parts
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

try:
    import resource
except ImportError:  # not on Windows: there the parent's clock alone bounds it
    resource = None

_BATCH = 500
_AS_IS = frozenset((int, float, bool))
_DATES = frozenset((datetime.date, datetime.datetime))
_MOST_FORMULAS = 20000


def _bound(limits):
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, hard))


def _plain(value):
    """Cells as marshal carries them; "" is nothing, dates are ISO text."""
    kind = type(value)
    if kind is str:
        return value or None
    if kind in _AS_IS:
        return value
    if kind is datetime.datetime:
        value = value.date()
    return value.isoformat() if kind in _DATES else str(value)


def _choose(book, wanted):
    """Visible sheets, and the one to read: the named one, else the first with content.

    Opening a sheet parses it whole, so the chosen one is handed on opened.
    """
    usable = {
        book.sheet_names[position]: position
        for position, meta in enumerate(book.sheets_metadata)
        if meta.typ == SheetTypeEnum.WorkSheet
        and meta.visible == SheetVisibleEnum.Visible
    }
    for name, position in usable.items():
        if wanted in ("", name):
            sheet = book.get_sheet_by_index(position)
            if wanted or sheet.end is not None:
                return list(usable), position, sheet
    return list(usable), None, None


def _formulas(data, kind, position, name):
    if kind == "xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            part = xlsx_parts.sheet_part(archive, position)
            return xlsx_parts.formulas(archive, part, _MOST_FORMULAS)
    _problem, sheets = ole.judge(data)
    return ole.formulas(data, sheets[name], _MOST_FORMULAS) if name in sheets else []


def _read(data, kind, wanted, send):
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    usable, position, sheet = _choose(book, wanted)
    if sheet is None:
        send({"error": "no_sheet" if wanted else "empty"})
        return
    send(
        {
            "sheets": usable,
            "sheet": sheet.name,
            "size": sheet.end[0] + 1 if sheet.end else 0,
            "merges": sheet.merged_cell_ranges or [],
            "formulas": _formulas(data, kind, position, sheet.name),
        }
    )
    # Rows come from the first of the sheet on, columns from the first used one.
    indent = [None] * (sheet.start[1] if sheet.start else 0)
    batch = []
    for number, cells in enumerate(sheet.iter_rows()):
        row = list(map(_plain, cells))
        if row.count(None) < len(row):
            batch.append((number, indent + row))
            if len(batch) >= _BATCH:
                send(batch)
                batch = []
    send(batch)
    send(None)


def main():
    data, kind, wanted, limits = marshal.load(sys.stdin.buffer)
    out = sys.stdout.buffer

    def send(message):
        marshal.dump(message, out)

    _bound(limits)
    try:
        if kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                xlsx_parts.inspect(archive, xlsx_parts.Limits(**limits["parts"]))
        _read(data, kind, wanted, send)
    except xlsx_parts.PartError as error:
        send({"error": error.code})
    except PasswordError:
        send({"error": "encrypted"})
    except MemoryError:
        send({"error": "too_big"})
    except (CalamineError, zipfile.BadZipFile, ValueError, KeyError, IndexError):
        send({"error": "damaged"})
    out.flush()


if __name__ == "__main__":
    main()
