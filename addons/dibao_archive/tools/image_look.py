# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a scan says of itself: pages, resolution, colour (DA/T 31-2017)."""

import io
import warnings

from PIL import Image, UnidentifiedImageError

from . import file_kind
from .file_finding import Look, Refused, poorest

_FORMATS = {
    file_kind.JPEG: "JPEG",
    file_kind.PNG: "PNG",
    file_kind.TIFF: "TIFF",
}
_COLOURS = {"1": "bitonal", "L": "gray", "LA": "gray", "I;16": "gray", "I": "gray"}
_PADDING = b"\0\xff\r\n "


def look(stream, kind, limits):
    """Read the head of each page; pixels are decoded once to see that all are there.

    :raise Refused: damaged, cut off, too many pages or pixels, or something hides in it
    :rtype: Look
    """
    surplus = _surplus(stream, kind)
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(stream, formats=[_FORMATS[kind]]) as image:
                result = _look(image, kind, limits)
    except (UnidentifiedImageError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("damaged", type(error).__name__) from None
    except OSError as error:
        cut = "truncated" in str(error)
        raise Refused("truncated" if cut else "damaged", "picture") from None
    except Image.DecompressionBombError:
        raise Refused("too_many_pixels") from None
    return result.found("surplus") if surplus else result


def _look(image, kind, limits):
    pages = getattr(image, "n_frames", 1)
    if limits.pages and pages > limits.pages:
        raise Refused("too_many_pages", str(pages))
    resolutions, colours = [], []
    for number in range(pages):
        image.seek(number)
        if limits.pixels and image.width * image.height > limits.pixels:
            raise Refused("too_many_pixels")
        resolutions.append(_dpi(image))
        colours.append(_COLOURS.get(image.mode, "colour"))
        _check_strips(image)
        image.load()
    dpi = 0 if 0 in resolutions else min(resolutions)
    result = Look(kind, pages=pages, dpi=dpi, colour=poorest(colours))
    return result if dpi else result.found("dpi_unknown")


def _check_strips(image):
    """A TIFF names where its pixels lie; those beyond its end are missing."""
    tags = getattr(image, "tag_v2", None)
    if tags is None:
        return
    end = image.fp.seek(0, io.SEEK_END)
    for offsets, counts in ((273, 279), (324, 325)):
        places = zip(tags.get(offsets, ()), tags.get(counts, ()), strict=False)
        if any(place + length > end for place, length in places):
            raise Refused("truncated")


def _dpi(image):
    across, down = image.info.get("dpi", (0, 0))
    try:
        return round(min(float(across), float(down)))
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0


def _surplus(stream, kind):
    """Is there something behind the end of the picture?"""
    if file_kind.zip_at_end(stream):
        raise Refused("polyglot", "ZIP")
    last, _at = file_kind.tail(stream)
    if kind == file_kind.TIFF:
        # A TIFF has no end mark: what lies in it is told by its tables.
        what = file_kind.hidden_in(last[-1024:])
        if what in ("script", "web page"):
            raise Refused("polyglot", what)
        return False
    mark = b"\xff\xd9" if kind == file_kind.JPEG else b"IEND\xaeB`\x82"
    end = last.rfind(mark)
    if end < 0:
        stream.seek(0, io.SEEK_END)
        raise Refused("truncated")
    behind = last[end + len(mark) :].strip(_PADDING)
    # A JPEG's own end mark may stand in what follows, so all of the tail is looked at.
    first = last.find(mark)
    what = file_kind.hidden_in(last[first + len(mark) :]) if behind else ""
    if what:
        raise Refused("polyglot", what)
    return bool(behind)
