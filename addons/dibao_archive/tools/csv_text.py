# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Text tables from Chinese offices: which encoding, which separator, which rows."""

import codecs
import csv
import io

_CHUNK = 1 << 20
_SEPARATORS = (",", "\t", ";", "，", "|")
# Bytes that no text file holds (tab, newline and carriage return are fine).
_CONTROL = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26}) + b"\x7f"
_MOST_LINES_IN_ROW = 20


class TextError(ValueError):
    """``code`` says why the file is refused; ``row`` where known (from 1)."""

    def __init__(self, code, row=None):
        super().__init__(code)
        self.code, self.row = code, row


def _decodes(data, encoding):
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", True)
    except UnicodeDecodeError:
        return False
    return True


def _has_ideographs(text):
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _check_mixed(data):
    """Two offices' files pasted together: some lines UTF-8, some GB18030.

    A line that is valid UTF-8 *and* holds Chinese cannot be GB18030 by chance.
    """
    utf8 = None
    for row, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            this = _has_ideographs(line.decode("utf-8"))
        except UnicodeDecodeError:
            this = False
        if utf8 is not None and this is not utf8:
            raise TextError("encoding_mixed", row)
        utf8 = this


def detect_encoding(data):
    """Codec name of a text file, by its bytes alone.

    Raises TextError: ``binary`` (no text at all), ``encoding_mixed``,
    ``encoding`` (neither UTF-8 nor GB18030), ``encoding_lost`` (an earlier
    conversion has already destroyed characters).
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if not _decodes(data, "utf-16"):
            raise TextError("encoding")
        return "utf-16"
    if data.translate(None, _CONTROL) != data:
        raise TextError("binary")
    if _decodes(data, "utf-8"):
        if "\ufffd".encode() in data:
            lost = data.index("\ufffd".encode())
            raise TextError("encoding_lost", data.count(b"\n", 0, lost) + 1)
        return "utf-8-sig"
    _check_mixed(data)
    if not _decodes(data, "gb18030"):
        raise TextError("encoding")
    return "gb18030"


def detect_separator(sample):
    """The separator that cuts the first lines into most columns, evenly."""
    lines = [line for line in sample.splitlines() if line.strip()][:20]

    def score(separator):
        counts = [line.count(separator) for line in lines] or [0]
        return sorted(counts)[len(counts) // 2], max(counts)

    best = max(_SEPARATORS, key=score)
    return best if any(score(best)) else ","


def rows(data, encoding):
    """``(row number from 1, cells)`` of all rows that hold something."""
    sample = data[:65536].decode(encoding, "ignore")
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    reader = csv.reader(text, delimiter=detect_separator(sample))
    number = line = 0
    try:
        for number, cells in enumerate(reader, 1):
            # A quote that is never closed swallows the rest of the file into one cell.
            if reader.line_num - line > _MOST_LINES_IN_ROW:
                raise TextError("quotes", number)
            line = reader.line_num
            if any(cells):
                yield number, [cell or None for cell in cells]
    except csv.Error as error:
        raise TextError("quotes", number + 1) from error
