# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Looks for canaries in whatever was kept: answers, dumps, files, logs.

Everything goes into one file, unpacked where it was packed; GNU grep then finds all
shapes of all canaries in one pass, however many there are.
"""

import binascii
import bisect
import gzip
import io
import os
import re
import subprocess
import tempfile
import threading
import zipfile
import zlib
from pathlib import Path

from canary import shapes

from odoo.tools import SQL

DEEPEST = 4


class Spool:
    """What was met, and where: byte ranges of one private file."""

    def __init__(self, folder):
        self.path = Path(folder) / "spool"
        self._file = self.path.open("wb")
        self._starts, self._entries = [], []
        self._lock = threading.Lock()

    def add(self, where, data, allowed=(), depth=0):
        """Keep bytes under a name; `allowed` values may stand in them."""
        with self._lock:
            self._starts.append(self._file.tell())
            self._entries.append((where, frozenset(allowed)))
            self._file.write(data)
            self._file.write(b"\n\n")
        if depth < DEEPEST:
            for name, inner in unpacked(data):
                self.add(f"{where} > {name}", inner, allowed, depth + 1)

    def add_folder(self, where, path):
        """Keep every file below a folder; returns their number."""
        count = 0
        for file in Path(path).rglob("*"):
            if file.is_file() and file != self.path:
                count += 1
                self.add(where, file.read_bytes())
        return count

    def find(self, canaries):
        """Hits as (where, kind, owner, shape), those allowed left out."""
        self._file.flush()
        needles = {
            needle: (canary, shape)
            for canary in canaries
            for shape, needle in shapes(canary).items()
        }
        with tempfile.NamedTemporaryFile(dir=self.path.parent) as patterns:
            patterns.write(b"\n".join(needles))
            patterns.flush()
            told = subprocess.run(
                ["grep", "-aobF", "-f", patterns.name, str(self.path)],
                env={**os.environ, "LC_ALL": "C"},
                capture_output=True,
            )
        if told.returncode > 1:
            raise RuntimeError(told.stderr.decode())
        hits = []
        for line in told.stdout.splitlines():
            offset, _colon, needle = line.partition(b":")
            place = bisect.bisect_right(self._starts, int(offset)) - 1
            where, allowed = self._entries[place]
            canary, shape = needles[needle]
            if canary.value not in allowed:
                hits.append((where, canary.kind, canary.owner, shape))
        return hits

    @property
    def size(self):
        """Bytes kept."""
        return self._file.tell()


def unpacked(data):
    """(name, bytes) of what lies packed: ZIP members, gzip, text and streams of PDF."""
    if data[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name, archive.read(name)
        except zipfile.BadZipFile:
            return
    elif data[:2] == b"\x1f\x8b":
        try:
            yield "gzip", gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return
    elif data[:5] == b"%PDF-":
        yield from _pdf(data)
    elif data[:4096].count(b"\0") > len(data[:4096]) // 4:
        yield "UTF-16", data.decode("utf-16-le", "ignore").encode()


def _pdf(data):
    with tempfile.NamedTemporaryFile(suffix=".pdf") as handle:
        handle.write(data)
        handle.flush()
        told = subprocess.run(
            ["pdftotext", "-layout", handle.name, "-"], capture_output=True, check=True
        )
    yield "text", told.stdout
    for match in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S):
        try:
            yield "stream", zlib.decompress(match.group(1))
        except zlib.error:
            continue


def add_dump(spool, database):
    """The database as pg_dump writes it; returns its size."""
    told = subprocess.run(
        ["pg_dump", "--no-owner", "--no-privileges", database],
        capture_output=True,
        check=True,
    )
    spool.add("database", told.stdout)
    return len(told.stdout)


BINARY_COLUMNS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type = 'bytea'
"""


def add_binaries(spool, cr):
    """Every binary column, decoded: packed files hide what a dump would show."""
    cr.execute(BINARY_COLUMNS)
    for table, column in cr.fetchall():
        names = SQL.identifier(column), SQL.identifier(table)
        cr.execute(SQL("SELECT %s FROM %s WHERE %s IS NOT NULL", *names, names[0]))
        for (value,) in cr.fetchall():
            data = bytes(value)
            spool.add(f"{table}.{column}", data)
            try:
                spool.add(f"{table}.{column} decoded", _decoded(data))
            except ValueError:
                continue


def _decoded(data):
    try:
        return binascii.a2b_base64(data, strict_mode=True)
    except binascii.Error as error:
        raise ValueError from error
