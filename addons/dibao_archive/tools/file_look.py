# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The first look at a file that comes in: its kind by content, facts, findings."""

import re
import unicodedata

from . import clear_text, file_kind, image_look, package_look, pdf_look
from .file_finding import Limits, Look, Refused

#: Bytes of a name as most file systems take them; a table cell shows fewer.
MOST_NAME = 180
_PATH = re.compile(r"[\\/]+")
_LONG = re.compile(r"[0-9０-９][0-9０-９\s\-‐‑‒–—.·_/]{15,}[0-9０-９XxХхΧχ×]?")
_UNSEEN = re.compile(
    r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]'
)


def clean_name(name):
    """A file name without folders, signs that steer, and what is too long.

    The ending stays. Composed characters (NFC), so that a name from a Mac is the one
    typed here; ``·`` stays as it is (R-26).

    >>> clean_name("../../etc/passwd")
    'passwd'
    """
    base = _PATH.split(unicodedata.normalize("NFC", str(name or "")))[-1]
    base = _UNSEEN.sub("", base).strip(" .")
    if len(base.encode()) <= MOST_NAME:
        return base or "file"
    stem, dot, ending = base.rpartition(".")
    if not dot or len(ending) > 8:
        stem, dot, ending = base, "", ""
    room = MOST_NAME - len((dot + ending).encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + ending


def without_numbers(name):
    """A name in which ID numbers are masked: people name scans by them.

    >>> without_numbers("张三990101198001019916.pdf")
    '张三9901**************.pdf'
    """
    if not clear_text.holds_id_number(name):
        return name

    def masked(run):
        digits = 0
        out = []
        for sign in run[0]:
            digits += sign.isalnum()
            out.append("*" if digits > 4 and sign.isalnum() else sign)
        return "".join(out)

    return _LONG.sub(masked, name)


def look(stream, name, limits=None, office=False):
    """Say what a file is.

    :param stream: seekable binary stream of the content
    :param name: its name as it came; only its ending is compared
    :param limits: `file_finding.Limits`
    :param office: the kind of paper permits office files
    :raise Refused: the file is not kept; its ``finding`` says why
    :rtype: Look
    """
    limits = limits or Limits()
    size = stream.seek(0, 2)
    if not size:
        raise Refused("empty")
    if size > limits.size:
        raise Refused("too_large", f"{-(-size >> 20)} MB")
    kind = file_kind.kind_of(stream)
    if not kind:
        head = _head(stream)
        what = file_kind.hidden_in(head)
        # Something before the head of a PDF is another file to other programs.
        raise Refused("polyglot", what) if what == "PDF" else Refused("unknown_kind")
    if kind == file_kind.ZIP and not file_kind.zip_at_end(stream):
        raise Refused("truncated")
    if kind not in file_kind.ARCHIVAL and not (office and kind in file_kind.OFFICE):
        raise Refused("not_allowed", file_kind.ENDINGS[kind][0].upper())
    result = _look(stream, kind, limits)
    if not file_kind.fits_ending(kind, clean_name(name)):
        result = result.found("extension", file_kind.ENDINGS[kind][0].upper())
    if name and clean_name(name) != name:
        result = result.found("name_changed")
    return result


def _head(stream):
    stream.seek(0)
    return stream.read(4096)


def _look(stream, kind, limits) -> Look:
    try:
        return _look_as(stream, kind, limits)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        # Parsers fail on hostile files in more ways than they tell of; their texts
        # may quote the content.
        raise Refused("damaged", type(error).__name__) from None


def _look_as(stream, kind, limits):
    if kind == file_kind.PDF:
        return pdf_look.look(stream, limits)
    if kind in file_kind.IMAGES:
        return image_look.look(stream, kind, limits)
    if kind == file_kind.XML:
        return package_look.look_xml(stream, limits)
    if kind == file_kind.OLE:
        return package_look.look_ole(stream)
    return package_look.look_packed(stream, kind, limits)


def quality(look_, smallest_dpi=0, colour_needed=False):
    """Findings of DA/T 31-2017 for a kind of paper: resolution and colour (R-25)."""
    if smallest_dpi and look_.dpi and look_.dpi < smallest_dpi:
        look_ = look_.found("dpi_low", f"{look_.dpi} dpi")
    if colour_needed and look_.colour == "bitonal":
        look_ = look_.found("bitonal")
    return look_
