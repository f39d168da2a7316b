# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""ZIP as the envelope of packages: written as a stream, opened with suspicion.

Nothing is unpacked to disk: content stays in the vault on its way out, and a package
that comes in is read where it lies.
"""

import hashlib
import io
import stat
import time
import zipfile
import zlib
from dataclasses import dataclass

from . import package_names
from .archive_record import PackageError

CHUNK = 2**18
_ENCRYPTED, _UTF8 = 0x1, 0x800
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True)
class Limits:
    """What a package may hold: files, bytes when unpacked, bytes for one packed."""

    files: int
    size: int
    ratio: int = 200


class _Sink(io.RawIOBase):
    """Takes what is written until somebody fetches it; cannot seek."""

    def __init__(self):
        super().__init__()
        self.parts = []

    def writable(self):
        return True

    def write(self, data):  # pylint: disable=method-required-super
        self.parts.append(bytes(data))
        return len(data)

    def take(self):
        data = b"".join(self.parts)
        self.parts.clear()
        return data


def chunks(entries, moment):
    """The bytes of a ZIP archive, piece by piece.

    :param entries: ``(path, chunks of bytes)``; what does not get smaller is stored
    :param moment: time of all files, ``struct_time`` or tuple
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as book:
        for path, content in entries:
            package_names.check(path)
            info = zipfile.ZipInfo(path, tuple(moment)[:6])
            info.compress_type = zipfile.ZIP_STORED
            info.external_attr = 0o644 << 16
            with book.open(info, "w", force_zip64=True) as member:
                for chunk in content:
                    member.write(chunk)
                    yield sink.take()
            yield sink.take()
    yield sink.take()


class ChunkStream(io.RawIOBase):
    """Pieces of bytes as a stream that can be read once."""

    def __init__(self, pieces):
        super().__init__()
        self.pieces = iter(pieces)
        self.rest = memoryview(b"")

    def readable(self):
        return True

    def readinto(self, buffer):
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = memoryview(piece)
        count = min(len(buffer), len(self.rest))
        buffer[:count] = self.rest[:count]
        self.rest = self.rest[count:]
        return count


class Counted:
    """Passes pieces through; afterwards knows their size and digests."""

    def __init__(self, pieces):
        self.pieces = pieces
        self.size = 0
        self.sha256 = hashlib.sha256()
        self.sm3 = hashlib.new("sm3")

    def __iter__(self):
        for piece in self.pieces:
            self.size += len(piece)
            self.sha256.update(piece)
            self.sm3.update(piece)
            yield piece


def pieces_of(document):
    """The content of a document, piece by piece."""
    with document.open() as stream:
        while piece := stream.read(CHUNK):
            yield piece


class Package:
    """An opened package: names that are safe, content within the limits.

    :raise PackageError: anything that speaks against it
    """

    def __init__(self, stream, limits):
        self.limits = limits
        try:
            self.book = zipfile.ZipFile(stream)
            infos = self.book.infolist()
        except (zipfile.BadZipFile, ValueError, EOFError, OSError) as error:
            raise PackageError("not_zip") from error
        except NotImplementedError as error:
            raise PackageError("compression") from error
        if len(infos) > limits.files:
            raise PackageError("too_many", str(len(infos)))
        self.members = {}
        names = []
        for info in infos:
            name = _name(info)
            if info.is_dir():
                package_names.check(name.rstrip("/"))
                continue
            self._check(info, name)
            names.append(name)
            self.members[name] = info
        package_names.check_all(names)
        if sum(info.file_size for info in self.members.values()) > limits.size:
            raise PackageError("too_big")

    def _check(self, info, name):
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind and not stat.S_ISREG(kind):
            raise PackageError("link", name[:80])
        if info.flag_bits & _ENCRYPTED:
            raise PackageError("encrypted", name[:80])
        if info.compress_type not in _METHODS:
            raise PackageError("compression", name[:80])
        # Small files may well be dense: an empty page of a scan, a form in XML.
        packed = max(info.compress_size, CHUNK)
        if info.file_size > packed * self.limits.ratio:
            raise PackageError("too_dense", name[:80])

    @property
    def names(self):
        """Paths of all files, in the order of the archive."""
        return list(self.members)

    def size(self, name):
        """Size of a file in bytes."""
        return self.members[name].file_size

    def open(self, name):
        """The content of a file as a stream that refuses more than was declared."""
        return _Member(self.book, self.members[name], name)

    def read(self, name, most=2**26):  # pylint: disable=method-required-super
        """The whole content of a small file."""
        if self.size(name) > most:
            raise PackageError("too_big", name[:80])
        with self.open(name) as stream:
            return stream.read()

    def digest(self, name):
        """(size, SHA-256, SM3) of a file as it lies in the package."""

        def pieces():
            with self.open(name) as stream:
                while piece := stream.read(CHUNK):
                    yield piece

        counted = Counted(pieces())
        for _piece in counted:
            pass
        return counted.size, counted.sha256.hexdigest(), counted.sm3.hexdigest()


class _Member:
    """One file of a package; damage is told as a refusal."""

    def __init__(self, book, info, name):
        self.name = name
        self.left = info.file_size
        try:
            self.stream = book.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise PackageError("member_broken", name[:80]) from error

    def read(self, size=-1):  # pylint: disable=method-required-super
        if size is None or size < 0:
            size = self.left + 1
        try:
            data = self.stream.read(size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise PackageError("member_broken", self.name[:80]) from error
        self.left -= len(data)
        if self.left < 0 or (not data and size and self.left):
            raise PackageError("member_broken", self.name[:80])
        return data

    def close(self):
        self.stream.close()

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()


def _name(info):
    """The name of a file; Chinese ones without the UTF-8 flag are read as GB 18030."""
    name = info.orig_filename
    if info.flag_bits & _UTF8 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("gb18030")
    except UnicodeError as error:
        raise PackageError("name_bad") from error


def moment_of(text):
    """The time a ZIP entry shows, from ISO 8601 text."""
    return time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")
