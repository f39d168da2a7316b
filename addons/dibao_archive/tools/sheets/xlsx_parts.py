# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Judge the parts of an .xlsx before a reader unpacks it.

Everything here streams: no part is ever held whole, no XML is parsed by a parser
that could follow an entity.
"""

import re
import zipfile
import zlib
from typing import NamedTuple

_CHUNK = 1 << 20
_OVERLAP = 512
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Searched as plain bytes: a pattern would take longer than the reading itself.
_FORMULA_STARTS = (b"<f", b":f")
_AFTER_NAME = b"> /\n\r\t"
_REF = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


class Limits(NamedTuple):
    """Bounds of a container; sizes in bytes."""

    parts: int = 2000
    unpacked: int = 1 << 30
    ratio: int = 200
    ratio_from: int = 64 << 20


class PartError(ValueError):
    """``code`` says why the file is refused."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def column_index(letters):
    """0 for A, 25 for Z, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index):
    """A for 0, AA for 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def check_container(archive, limits):
    """Refuse by names and declared sizes alone, before anything is unpacked."""
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    lowered = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in lowered) or any(
        "/macrosheets/" in name for name in lowered
    ):
        raise PartError("macro")
    if "xl/workbook.bin" in lowered:
        raise PartError("xlsb")
    if "xl/workbook.xml" not in lowered:
        raise PartError("format")
    if len(entries) > limits.parts or len(set(names)) != len(names):
        raise PartError("damaged")
    if any(entry.flag_bits & 1 for entry in entries):
        raise PartError("encrypted")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked:
        raise PartError("zip_bomb")
    for entry in entries:
        # Empty rows press well; a bomb presses far better, and is big.
        packed = max(entry.compress_size, 1)
        if entry.file_size > limits.ratio_from and (
            entry.file_size / packed > limits.ratio
        ):
            raise PartError("zip_bomb")


def _chunks(archive, name):
    """A part in overlapping pieces, so that nothing is cut in two for good."""
    tail = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def check_xml(archive):
    """Refuse document types, entities and encodings that would hide them."""
    for entry in archive.infolist():
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        first = True
        for chunk in _chunks(archive, entry.filename):
            if first and chunk[:4].startswith(_WIDE_MARKS):
                raise PartError("xml_encoding")
            if b"<!" in chunk and _DTD.search(chunk):
                raise PartError("xml_entity")
            if first and b"macroEnabled" in chunk:
                raise PartError("macro")
            first = False


def _attributes(tag):
    return {
        key.split(b":")[-1].decode(): (double or single).decode("utf-8", "replace")
        for key, double, single in _ATTRIBUTE.findall(tag)
    }


def sheet_part(archive, position):
    """Path of the part behind the sheet at ``position`` of the workbook."""
    sheets = _SHEET.findall(archive.read("xl/workbook.xml"))
    wanted = _attributes(sheets[position]).get("id")
    for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        attributes = _attributes(tag)
        if attributes.get("Id") == wanted:
            target = attributes["Target"]
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    raise PartError("damaged")


def _marks(chunk):
    """Where formula elements begin in a piece of a sheet, in order."""
    found = []
    for start in _FORMULA_STARTS:
        at = chunk.find(start)
        while at >= 0:
            if chunk[at + 2 : at + 3] in _AFTER_NAME:
                found.append(at)
            at = chunk.find(start, at + 2)
    return sorted(found)


def formulas(archive, part, most):
    """Cells ``(row, column)`` (from 0) with formulas in a sheet, at most ``most``."""
    found = {}
    for chunk in _chunks(archive, part):
        for at in _marks(chunk):
            refs = _REF.findall(chunk, max(0, at - _OVERLAP), at)
            if refs:
                letters, row = refs[-1]
                found[int(row) - 1, column_index(letters.decode())] = None
        if len(found) >= most:
            break
    return list(found)[:most]


def inspect(archive, limits):
    """All refusals of an .xlsx; damaged containers count as ``damaged``."""
    try:
        check_container(archive, limits)
        check_xml(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise PartError("damaged") from error
