# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables that an import takes: headings, what is needed, and the reader of a row."""

from .certificate_ledger import CERTIFICATES, read_certificate
from .staff_ledger import HOURS, STAFF, plain, read_hours, read_staff

HEAD_ROWS = 10
COLUMNS = {"staff": STAFF, "hours": HOURS, "certificates": CERTIFICATES}
NEEDED = {
    "staff": ("name", "division"),
    "hours": ("subject", "date", "hours"),
    "certificates": ("kind", "issued_on"),
}
READERS = {
    "staff": read_staff,
    "hours": read_hours,
    "certificates": read_certificate,
}


def headings(kind):
    """[(heading, whether it is needed)] of an empty table, as offices write them.

    :param str kind: ``staff``, ``hours`` or ``certificates``

    >>> headings("staff")[:3]
    [('姓名', True), ('单位', True), ('岗位', False)]
    """
    needed = {"name", *NEEDED[kind]}
    return [(words[0], name in needed) for name, words in COLUMNS[kind].items()]


def find_heading(rows, kind):
    """``(row number, {column: place})`` of the headings, or None.

    :param rows: ``(number, cells)`` of the first rows
    :param str kind: ``staff``, ``hours`` or ``certificates``

    >>> find_heading([(1, ["名单"]), (2, ["姓名", "单位", "岗位"])], "staff")
    (2, {'name': 0, 'division': 1, 'kind': 2})
    """
    words = {
        plain(word): name for name, known in COLUMNS[kind].items() for word in known
    }
    for number, cells in rows:
        found = {}
        for place, cell in enumerate(cells):
            name = words.get(plain(cell))
            if name:
                found.setdefault(name, place)
        needed = set(NEEDED[kind])
        if kind != "staff" and not found.keys() & {"name", "number", "id_number"}:
            continue
        if needed <= found.keys():
            return number, found
    return None
