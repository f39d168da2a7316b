# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Just enough of compound files and BIFF to judge an .xls before it is read."""

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors

_BOUNDSHEET, _EOF, _FORMULA, _FILEPASS = 0x0085, 0x000A, 0x0006, 0x002F
_SHEET_TYPES = {0: "sheet", 1: "macro", 2: "chart", 6: "module"}


class OleError(ValueError):
    """The container is damaged."""


class CompoundFile:
    """Directory and streams of an OLE2 file held in memory."""

    def __init__(self, data):
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError) as error:
            raise OleError("compound file is damaged") from error

    def _open(self, data):
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise OleError("sector size")
        self.size, self.mini_size = 1 << shift, 1 << mini_shift
        fat_count, directory = struct.unpack_from("<II", data, 44)
        self.cutoff, mini_first, _n, difat, _m = struct.unpack_from("<5I", data, 56)
        sectors = list(struct.unpack_from("<109I", data, 76))
        while difat < _END and len(sectors) <= len(data) // self.size + 109:
            block = struct.unpack_from(f"<{self.size // 4}I", data, self._at(difat))
            sectors.extend(block[:-1])
            difat = block[-1]
        self.fat = []
        for sector in [s for s in sectors if s < _END][:fat_count]:
            self.fat.extend(
                struct.unpack_from(f"<{self.size // 4}I", data, self._at(sector))
            )
        self.entries = self._directory(self._chain(directory))
        mini = self._chain(mini_first) if mini_first < _END else b""
        self.mini_fat = struct.unpack(f"<{len(mini) // 4}I", mini)
        self.mini = b""
        if "Root Entry" in self.entries:
            self.mini = self._chain(self.entries["Root Entry"][0])

    def _at(self, sector):
        return (sector + 1) * self.size

    def _chain(self, sector):
        parts = []
        while sector < _END:
            if len(parts) > len(self.fat):
                raise OleError("circular chain")
            parts.append(self.data[self._at(sector) : self._at(sector + 1)])
            sector = self.fat[sector]
        return b"".join(parts)

    def _directory(self, raw):
        entries = {}
        for at in range(0, len(raw) - 127, 128):
            length = struct.unpack_from("<H", raw, at + 64)[0]
            if 2 <= length <= 64:
                name = raw[at : at + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", raw, at + 116)
                entries.setdefault(name, (start, size))
        return entries

    @property
    def names(self):
        return set(self.entries)

    def stream(self, name):
        start, size = self.entries[name]
        if size >= self.cutoff or name == "Root Entry":
            return self._chain(start)[:size]
        parts = []
        while start < _END:
            if len(parts) > len(self.mini_fat):
                raise OleError("circular chain")
            at = start * self.mini_size
            parts.append(self.mini[at : at + self.mini_size])
            start = self.mini_fat[start]
        return b"".join(parts)[:size]


def _records(stream, at=0):
    end = len(stream)
    while at + 4 <= end:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(body):
    length, wide = body[6], body[7] & 1
    raw = body[8 : 8 + length * (2 if wide else 1)]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")


def judge(data):
    """``(problem, sheets)`` of an .xls: "" or encrypted, macro, format, damaged.

    ``sheets``: name -> offset of its records.
    """
    try:
        compound = CompoundFile(data)
        names = compound.names
        if "EncryptedPackage" in names:
            return "encrypted", {}
        book = next((n for n in ("Workbook", "Book") if n in names), None)
        if not book:
            return "format", {}
        if "_VBA_PROJECT_CUR" in names or "_VBA_PROJECT" in names:
            return "macro", {}
        return _globals(compound.stream(book))
    except (OleError, struct.error, IndexError):
        return "damaged", {}


def _globals(stream):
    sheets = {}
    for kind, body in _records(stream):
        if kind == _FILEPASS:
            return "encrypted", {}
        if kind == _EOF:
            break
        if kind == _BOUNDSHEET and len(body) >= 8:
            if _SHEET_TYPES.get(body[5]) in ("macro", "module"):
                return "macro", {}
            sheets[_sheet_name(body)] = struct.unpack_from("<I", body)[0]
    return "", sheets


def formulas(data, offset, most):
    """Cells ``(row, column)`` from 0 with formulas in the sheet at ``offset``."""
    compound = CompoundFile(data)
    book = "Workbook" if "Workbook" in compound.names else "Book"
    found, depth = [], 0
    for kind, body in _records(compound.stream(book), offset):
        if kind & 0xFF == 0x09:  # BOF: charts lie inside sheets
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if not depth:
                break
        elif kind == _FORMULA and depth == 1:
            found.append(struct.unpack_from("<HH", body))
            if len(found) >= most:
                break
    return found
