# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many rows at once, for set-based writers: COPY into PostgreSQL.

Like ``sealed.unseal_field`` this hangs on no model, so that neither RPC nor a server
action reaches it: who writes past the ORM answers for rights, rules and constraints.
"""

import io
import json
from datetime import date, datetime

from odoo.tools import SQL


class CopyText(str):
    """A text that goes into COPY as it is: whoever makes it answers for its shape."""

    __slots__ = ()


_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def _text(value: str) -> str:
    # Nearly every value is plain; looking is far cheaper than translating.
    if value.isprintable() and "\\" not in value:
        return value
    return value.translate(_ESCAPES)


def _jsonb(value: dict) -> str:
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)


class _Cells(dict):
    """Writers of cells by type; a type derived from one of these is written as it."""

    def __missing__(self, kind):
        for base in kind.__mro__[1:]:
            if base in self:
                self[kind] = self[base]
                return self[kind]
        raise KeyError(kind)


_CELLS = _Cells(
    {
        CopyText: lambda value: value if "\\" not in value else _text(value),
        str: _text,
        type(None): lambda value: r"\N",
        bool: lambda value: "t" if value else "f",
        int: str,
        float: repr,
        date: date.isoformat,
        datetime: lambda value: value.isoformat(" "),
        dict: _jsonb,
    }
)


def copy_rows(cr, table: str, columns, rows):
    """COPY ``rows`` (str, number, bool, date, datetime, dict or None) into a table."""
    buffer = io.StringIO()
    for row in rows:
        buffer.write("\t".join([_CELLS[type(cell)](cell) for cell in row]))
        buffer.write("\n")
    buffer.seek(0)
    statement = SQL(
        "COPY %s (%s) FROM STDIN",
        SQL.identifier(table),
        SQL(", ").join(map(SQL.identifier, columns)),
    )
    cr.copy_expert(statement.code, buffer)


def reserve_ids(cr, table: str, count: int) -> list[int]:
    """Take ``count`` ids of a table that nobody else will get."""
    cr.execute(
        SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"{table}_id_seq", count)
    )
    return [row[0] for row in cr.fetchall()]
