# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The kind of a file by its content, never by its name (R-60).

A short list of signatures instead of a database of all formats: what is not on it is
not kept (GB/T 18894-2016: PDF, PDF/A, OFD, JPEG, TIFF, PNG, XML).
"""

import io
import zipfile

PDF = "application/pdf"
OFD = "application/ofd"
JPEG, PNG, TIFF = "image/jpeg", "image/png", "image/tiff"
XML = "application/xml"
ZIP = "application/zip"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OLE = "application/x-ole-storage"

IMAGES = frozenset((JPEG, PNG, TIFF))
#: What archives keep of each paper.
ARCHIVAL = IMAGES | {PDF, OFD, XML}
#: What they keep where the kind of paper permits it.
OFFICE = frozenset((DOCX, XLSX, PPTX, OLE))
#: kind -> endings of names that fit it; the first is given to files without one.
ENDINGS = {
    PDF: ("pdf",),
    OFD: ("ofd",),
    JPEG: ("jpg", "jpeg", "jpe"),
    PNG: ("png",),
    TIFF: ("tif", "tiff"),
    XML: ("xml",),
    ZIP: ("zip",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    PPTX: ("pptx",),
    OLE: ("doc", "xls", "ppt", "wps", "et", "dps"),
}
_SIGNATURES = (
    (b"%PDF-", PDF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
)
_OFFICE_FOLDERS = {"word": DOCX, "xl": XLSX, "ppt": PPTX}
_XML_HEADS = tuple(
    "<?xml".encode(code) for code in ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be")
) + ("\ufeff<?xml".encode("utf-16-le"), "\ufeff<?xml".encode("utf-16-be"))
#: Signatures of what may hide behind or before a content: (bytes, what it is).
HIDDEN = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MZ\x90\x00", "program"),
    (b"\x7fELF", "program"),
    (b"<script", "script"),
    (b"<html", "web page"),
    (b"<?php", "script"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "document"),
)


def kind_of(stream):
    """The MIME type of a seekable stream; "" for what is not on the list."""
    stream.seek(0)
    head = stream.read(64)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return _packed_kind(stream) if kind == ZIP else kind
    if head.startswith(_XML_HEADS):
        return XML
    return ""


def _packed_kind(stream):
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # UnicodeDecodeError is a ValueError, too.
        return ZIP
    if "OFD.xml" in names:
        return OFD
    if "[Content_Types].xml" in names:
        for folder, kind in _OFFICE_FOLDERS.items():
            if any(name.startswith(f"{folder}/") for name in names):
                return kind
    return ZIP


def hidden_in(data):
    """What a piece of surplus data looks like; "" when nothing known."""
    if data.startswith(b"#!/"):
        return "script"
    lowered = data.lower()
    for signature, what in HIDDEN:
        if signature.lower() in lowered:
            return what
    return ""


def zip_at_end(stream):
    """Is a ZIP readable from the end of a file that is none itself?"""
    try:
        stream.seek(0)
        return zipfile.is_zipfile(stream) and _opens(stream)
    except OSError:
        return False


def _opens(stream):
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            return bool(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def tail(stream, size=1 << 16):
    """The last bytes of a seekable stream, and where they begin."""
    end = stream.seek(0, io.SEEK_END)
    at = max(0, end - size)
    stream.seek(at)
    return stream.read(size), at


def fits_ending(kind, name):
    """Does the ending of a name fit the kind? A name without one fits all."""
    stem, dot, ending = name.rpartition(".")
    return not dot or not stem or ending.lower() in ENDINGS[kind]
