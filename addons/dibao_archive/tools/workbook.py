# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading of ledgers that anybody may have sent: XLSX, XLS or CSV into rows.

What a file is, is judged by its content, never by its name. Spreadsheets are read in
a bounded process of their own (``sheets/child.py``); text is read as a stream.
"""

import io
import marshal
import os
import subprocess
import sys
import threading
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from . import csv_text
from .sheets import ole, xlsx_parts

# Marks texts for translation; who shows them has an environment and translates.
# pylint: disable=prefer-env-translation
_ = str

_CHILD = Path(__file__).parent / "sheets" / "child.py"

# What is wrong and what to do, by code.
TEXTS = {
    "empty": _("The file is empty. Check that the right file was chosen."),
    "too_large": _("The file is larger than allowed. Split it by village or township."),
    "too_big": _(
        "The sheet would need more memory than allowed. Delete empty columns and"
        " rows at its end, or save it as CSV."
    ),
    "too_slow": _("Reading the file took too long. Save it as CSV and try again."),
    "pdf": _(
        "This is a PDF, whatever its name says. Ask the sender for the workbook itself."
    ),
    "image": _("This is a picture. Ask the sender for the workbook itself."),
    "archive": _("This is a packed archive. Unpack it and upload the file inside."),
    "html": _(
        "This is a web page saved with a spreadsheet's name. Open it in a"
        " spreadsheet program and save it as .xlsx."
    ),
    "format": _("This is no XLSX, XLS or CSV file. Save it as .xlsx and try again."),
    "xlsb": _("Binary workbooks are not read. Save the file as .xlsx and try again."),
    "ods": _("OpenDocument is not read. Save the file as .xlsx and try again."),
    "macro": _(
        "The workbook holds macros and is not opened. Save it as .xlsx without macros."
    ),
    "encrypted": _("The workbook has a password. Save it without one and try again."),
    "damaged": _("The file is damaged or cut off. Ask the sender for it again."),
    "zip_bomb": _(
        "Unpacked, the file would be out of all proportion. It is not opened."
        " Copy the rows into a new workbook."
    ),
    "xml_entity": _(
        "The file holds a document type or entities, which no spreadsheet program"
        " writes. It is not opened."
    ),
    "xml_encoding": _("The file's parts are not in UTF-8. Save it again as .xlsx."),
    "no_sheet": _("There is no visible sheet of this name."),
    "binary": _("This is neither a spreadsheet nor text. Save it as .xlsx or CSV."),
    "encoding": _("The text is neither UTF-8 nor GB18030. Save the file as CSV UTF-8."),
    "encoding_mixed": _(
        "Part of the text is UTF-8 and part GB18030: two files were joined. Open"
        " and save each of them as .xlsx."
    ),
    "encoding_lost": _(
        "An earlier conversion has destroyed characters in this file. Export it"
        " again from the original."
    ),
    "quotes": _("A quotation mark is not closed. Correct the row or save as .xlsx."),
}

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
)


class WorkbookError(ValueError):
    """The file is refused; ``code`` is a key of TEXTS, ``row`` where known."""

    def __init__(self, code, row=None):
        super().__init__(code)
        self.code, self.row = code, row


@dataclass(frozen=True)
class Limits:
    """Bounds against hostile and mistaken files; bytes and seconds."""

    size: int = 200 << 20
    memory: int = 2 << 30
    seconds: int = 300
    parts: xlsx_parts.Limits = xlsx_parts.Limits()


@dataclass
class Book:
    """An opened ledger. ``formulas`` and ``merges`` count rows and columns from 0.

    ``rows`` may be walked once: ``(row number from 1, cells)``, empty rows left out.
    Cells are None, text, int, float or bool; dates are ISO text.
    """

    kind: str
    rows: object
    encoding: str = ""
    size: int = 0  # rows, about: for telling how far a reader is
    sheets: tuple = ()
    sheet: str = ""
    merges: list = field(default_factory=list)
    formulas: frozenset = frozenset()


def _sniff_zip(data, limits):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and "xl/workbook.xml" not in names:
                return "ods"
            if not any(name.startswith("xl/") for name in names):
                office = names & {"word/document.xml", "ppt/presentation.xml"}
                return "format" if office else "archive"
            xlsx_parts.check_container(archive, limits.parts)
    except xlsx_parts.PartError as error:
        return error.code
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        return "damaged"
    return "xlsx"


def sniff(data, limits=None):
    """xlsx, xls or csv by content; raises WorkbookError for everything else."""
    limits = limits or Limits()
    if len(data) > limits.size:
        raise WorkbookError("too_large")
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise WorkbookError("empty")
    kind = next((code for magic, code in _MAGIC if data.startswith(magic)), "")
    if data.startswith(b"PK"):
        kind = _sniff_zip(data, limits)
    elif data.startswith(ole.MAGIC):
        kind = ole.judge(data)[0] or "xls"
    elif not kind:
        head = data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
        markup = head.startswith(
            (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")
        )
        kind = "html" if markup else "csv"
    if kind not in ("xlsx", "xls", "csv"):
        raise WorkbookError(kind)
    return kind


@contextmanager
def open_book(data, sheet="", limits=None):
    """Open a ledger's bytes; raises WorkbookError at once or while rows are walked.

    ``sheet``: name of the sheet, "" for the first visible one with content.
    """
    limits = limits or Limits()
    kind = sniff(data, limits)
    if kind == "csv":
        yield _open_text(data)
        return
    child = _Child(data, kind, sheet, limits)
    try:
        yield child.book()
    finally:
        child.close()


def _open_text(data):
    try:
        encoding = csv_text.detect_encoding(data)
    except csv_text.TextError as error:
        raise WorkbookError(error.code, error.row) from None
    rows = _text_rows(data, encoding)
    return Book(kind="csv", encoding=encoding, size=data.count(b"\n"), rows=rows)


def _text_rows(data, encoding):
    try:
        yield from csv_text.rows(data, encoding)
    except csv_text.TextError as error:
        raise WorkbookError(error.code, error.row) from None
    except UnicodeDecodeError:
        raise WorkbookError("encoding") from None


class _Child:
    """The reading process and its clock."""

    def __init__(self, data, kind, sheet, limits):
        self.kind = kind
        self.process = subprocess.Popen(
            [sys.executable, str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self.late = False
        self.clock = threading.Timer(limits.seconds, self._stop)
        self.clock.daemon = True
        self.clock.start()
        bounds = {
            "memory": limits.memory,
            "seconds": limits.seconds,
            "parts": limits.parts._asdict(),
        }
        # A process that has ended has said in its output what it had to say.
        with suppress(BrokenPipeError):
            marshal.dump((data, kind, sheet, bounds), self.process.stdin)
            self.process.stdin.close()

    def _stop(self):
        self.late = True
        self.process.kill()

    def _receive(self):
        try:
            return marshal.load(self.process.stdout)
        except (EOFError, ValueError, TypeError):
            # The process was ended by one of its bounds.
            raise WorkbookError("too_slow" if self.late else "too_big") from None

    def book(self):
        head = self._receive()
        if "error" in head:
            raise WorkbookError(head["error"])
        return Book(
            kind=self.kind,
            sheets=tuple(head["sheets"]),
            sheet=head["sheet"],
            size=head["size"],
            merges=head["merges"],
            formulas=frozenset(map(tuple, head["formulas"])),
            rows=self._rows(),
        )

    def _rows(self):
        while (batch := self._receive()) is not None:
            if isinstance(batch, dict):
                raise WorkbookError(batch["error"])
            for number, cells in batch:
                yield number + 1, cells

    def close(self):
        self.clock.cancel()
        self.process.kill()
        self.process.stdout.close()
        self.process.wait()
