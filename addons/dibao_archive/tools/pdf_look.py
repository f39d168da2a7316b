# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a PDF says of itself: pages, scans in them, PDF/A, signature, and traps."""

import logging
import warnings
from dataclasses import replace
from itertools import islice

import pikepdf

from . import file_kind
from .file_finding import Look, Refused, poorest

try:
    from pikepdf import pdfa
except ImportError:  # an installation of pikepdf without its checker
    pdfa = None

# It would tell the server's log of each fault, in words of the file.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)

#: Actions that run something or fetch something (ISO 32000-1, 12.6.4).
RUNNING = {
    "/JavaScript": "JavaScript",
    "/Launch": "launch action",
    "/ImportData": "import action",
    "/Rendition": "rendition action",
}
_DEEP = 8
_MOST_OBJECTS = 400_000
#: A page drawn by more than this is no plain scan.
_MOST_CONTENT = 1 << 16
#: The level that the metadata name, in parts 1 to 3 of ISO 19005.
_LEVEL_RULES = (":6.7.11-3", ":6.6.4-3")
_BLANK = b"\0\t\n\x0c\r "


def look(stream, limits):
    """Read a PDF without running or changing anything of it.

    :raise Refused: it is damaged, locked, too long, or holds something that runs
    :rtype: Look
    """
    ends = _check_end(stream)
    stream.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(stream, attempt_recovery=False) as pdf:
                return _look(pdf, limits, ends)
    except pikepdf.PasswordError:
        raise Refused("encrypted") from None
    except pikepdf.PdfError as error:
        raise Refused("damaged" if ends else "truncated", _why(error)) from None


def _why(error):
    # The library's texts may quote names inside the file: only their kind is told.
    text = str(error)
    for word in ("xref", "trailer", "stream", "startxref", "page", "object"):
        if word in text:
            return word
    return type(error).__name__


def _check_end(stream):
    """Is the end at the end? Refuses what hides behind it."""
    last, _at = file_kind.tail(stream)
    end = last.rfind(b"%%EOF")
    behind = last[end + 5 :].strip(_BLANK) if end >= 0 else b""
    what = behind and file_kind.hidden_in(behind)
    if what:
        raise Refused("polyglot", what)
    if file_kind.zip_at_end(stream):
        raise Refused("polyglot", "ZIP")
    # A file made for the web has an end mark near its beginning, too.
    return end >= 0 and not behind


def _look(pdf, limits, ends):
    if pdf.is_encrypted:
        raise Refused("encrypted")
    pages = _page_count(pdf, limits.pages)
    running = _running(pdf)
    if running:
        raise Refused("script", running)
    scans = [scan for page in pdf.pages for scan in [_scan(page)] if scan]
    signed = _is_signed(pdf)
    result = Look(
        file_kind.PDF,
        pages=pages,
        dpi=min((dpi for dpi, _colour in scans if dpi), default=0),
        colour=poorest(colour for _dpi, colour in scans),
        signed=signed,
    )
    if not ends:
        result = result.found("surplus")
    if _has_attachments(pdf):
        result = result.found("attachments")
    return _check_pdfa(pdf, result)


def _page_count(pdf, most):
    """Pages counted one by one: what the file says of their number may be wrong."""
    told = pdf.Root.get("/Pages", {}).get("/Count", 0)
    if most and isinstance(told, int) and told > most:
        raise Refused("too_many_pages", str(told))
    count = len(pdf.pages)
    if not count:
        raise Refused("damaged", "no page")
    if most and count > most:
        raise Refused("too_many_pages", str(count))
    return count


# ---------------------------------------------------------------------- traps


def _running(pdf):
    """What of a PDF would run; "" when nothing."""
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        return "JavaScript"
    for item in islice(pdf.objects, _MOST_OBJECTS):
        what = _runs(item, 0)
        if what:
            return what
    return ""


def _runs(item, depth):
    if isinstance(item, pikepdf.Array):
        if depth >= _DEEP or len(item) > 5000:
            return ""
        children = list(item)
    elif isinstance(item, pikepdf.Stream | pikepdf.Dictionary):
        if "/JS" in item:
            return "JavaScript"
        kind = item.get("/S")
        if isinstance(kind, pikepdf.Name) and str(kind) in RUNNING:
            return RUNNING[str(kind)]
        if depth >= _DEEP:
            return ""
        children = [
            item.get(name)
            for name in item.keys()  # noqa: SIM118
        ]
    else:
        return ""
    for child in children:
        # Indirect ones come by themselves.
        if (
            isinstance(child, pikepdf.Array | pikepdf.Dictionary)
            and not child.is_indirect
        ):
            what = _runs(child, depth + 1)
            if what:
                return what
    return ""


def _has_attachments(pdf):
    names = pdf.Root.get("/Names")
    return isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names


def _is_signed(pdf):
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return False
    if int(form.get("/SigFlags", 0)) & 1:
        return True
    return any(
        isinstance(one, pikepdf.Dictionary)
        and one.get("/FT") == pikepdf.Name.Sig
        and "/V" in one
        for one in form.get("/Fields", [])
    )


# ---------------------------------------------------------------------- scans


def _scan(page):
    """(dpi, colour) of the picture that fills a page; None of a drawn page."""
    pictures = page.get_images(recursive=False)
    if not pictures:
        return None
    if sum(_length(part) for part in _contents(page)) > _MOST_CONTENT:
        return None
    box = page.cropbox
    area = abs(float(box[2] - box[0]) * float(box[3] - box[1]))
    found = []
    for name, matrix in _placed(page):
        picture = pictures.get(name)
        wide, high = _extent(matrix)
        # A seal or a logo on a drawn page is no scan.
        if picture is None or wide * high < area / 4:
            continue
        dpi = min(int(picture.Width) * 72 / wide, int(picture.Height) * 72 / high)
        found.append((round(dpi), _colour(picture)))
    if not found:
        return None
    return min(dpi for dpi, _colour in found), poorest(colour for _dpi, colour in found)


def _contents(page):
    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def _length(stream):
    return int(stream.get("/Length", 0))


def _placed(page):
    """(name, matrix) of each picture as the page draws it."""
    matrix, stack, found = (1, 0, 0, 1, 0, 0), [], []
    for operands, operator in pikepdf.parse_content_stream(page, "q Q cm Do"):
        what = str(operator)
        if what == "q":
            stack.append(matrix)
        elif what == "Q" and stack:
            matrix = stack.pop()
        elif what == "cm":
            matrix = _times([float(value) for value in operands], matrix)
        elif what == "Do":
            found.append((str(operands[0]), matrix))
    return found


def _times(left, right):
    a, b, c, d, e, f = left
    g, h, i, j, k, m = right
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _extent(matrix):
    a, b, c, d, _e, _f = matrix
    return max((a * a + b * b) ** 0.5, 0.01), max((c * c + d * d) ** 0.5, 0.01)


def _colour(picture):
    if (
        picture.get("/ImageMask", False)
        or int(picture.get("/BitsPerComponent", 8)) == 1
    ):
        return "bitonal"
    return "gray" if _is_gray(picture.get("/ColorSpace")) else "colour"


def _is_gray(space):
    if isinstance(space, pikepdf.Name):
        return str(space) in ("/DeviceGray", "/CalGray", "/G")
    if isinstance(space, pikepdf.Array) and len(space) > 1:
        if str(space[0]) == "/ICCBased":
            return int(space[1].get("/N", 3)) == 1
        return str(space[0]) == "/CalGray"
    return False


# ---------------------------------------------------------------------- PDF/A


def _check_pdfa(pdf, result):
    """Take its word for it only after a check (ISO 19005, pikepdf's own checker)."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        claim = meta.pdfa_status
    if not claim:
        return result
    if pdfa is None or claim[:1] not in "123":
        return replace(result, pdfa="unchecked")
    report = pdfa.check(pdf, f"{claim[:1]}b")
    # The checker knows level B. Levels U and A ask for all of it, and more.
    higher = claim[1:2].upper() in ("A", "U")
    faults = [
        fault
        for fault in report.violations
        if not (higher and fault.rule.endswith(_LEVEL_RULES))
    ]
    if faults:
        return replace(result, pdfa="failed").found("not_pdfa", faults[0].rule)
    if higher or report.verdict == "not_checked":
        # Nothing wrong was found, but not all of it was looked at: no pass.
        return replace(result, pdfa="unchecked")
    return replace(result, pdfa="checked")
