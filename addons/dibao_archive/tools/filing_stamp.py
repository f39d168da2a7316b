# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The filing stamp (归档章) of DA/T 22-2015, laid over the first page of a PDF.

Two rows of three cells, 45 mm by 16 mm, in an empty place of the margin: it covers
nothing that is written. A signed PDF is never touched.
"""

import io
from html import escape

import pikepdf
from PIL import Image

from .form_words import STAMP

WIDTH, HEIGHT, MARGIN = 45.0, 16.0, 8.0
POINTS = 72 / 25.4
#: In the order in which they are tried.
POSITIONS = (
    "top_right",
    "top_middle",
    "top_left",
    "bottom_right",
    "bottom_middle",
    "bottom_left",
)
#: How dark a sign is (0 black, 255 white), and what share of them paper grain makes.
_INK, _GRAIN = 160, 0.002
_STYLE = f"""
@page {{ size: {WIDTH}mm {HEIGHT}mm; margin: 0; }}
body {{ margin: 0; font-family: "Noto Serif CJK SC", "SimSun", serif; color: #c00; }}
table {{ width: {WIDTH - 0.8}mm; table-layout: fixed; border-collapse: collapse; }}
td {{ width: 33.3%; height: {HEIGHT / 2 - 0.5}mm; padding: 0; border: 0.8pt solid #c00;
    text-align: center; vertical-align: middle; overflow: hidden; }}
i {{ display: block; font-style: normal; font-size: 4.5pt; line-height: 1.1; }}
b {{ display: block; font-size: 8.5pt; line-height: 1.15; white-space: nowrap; }}
b.long {{ font-size: 6pt; }}
"""


class StampRefused(Exception):
    """No stamp on this file; ``reason``: ``signed``, ``broken`` or ``full``."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def page(values):
    """The stamp as an HTML page.

    :param values: dict with the keys of ``form_words.STAMP``
    """
    cells = []
    for name, word in STAMP:
        text = str(values.get(name) or "")
        size = ' class="long"' if len(text) > 7 else ""
        cells.append(f"<td><i>{word}</i><b{size}>{escape(text)}&#8203;</b></td>")
    rows = "".join(f"<tr>{''.join(cells[at : at + 3])}</tr>" for at in (0, 3))
    return (
        f'<html lang="zh-CN"><head><style>{_STYLE}</style></head>'
        f"<body><table>{rows}</table></body></html>"
    )


def place(position, width, height):
    """Where the stamp lies on a page as it is seen: left, top, right, bottom in mm.

    :param position: one of ``POSITIONS``
    :param width: of the page in mm, as it is seen
    """
    row, _sep, column = position.partition("_")
    left = {
        "left": MARGIN,
        "middle": (width - WIDTH) / 2,
        "right": width - MARGIN - WIDTH,
    }[column]
    top = MARGIN if row == "top" else height - MARGIN - HEIGHT
    return left, top, left + WIDTH, top + HEIGHT


def free_position(picture, width, height):
    """The first place of the margin in which nothing is written, or None.

    :param picture: the first page as it is seen, a JPEG or PNG in bytes
    :param width: of the page in mm
    """
    with Image.open(io.BytesIO(picture)) as image:
        gray = image.convert("L")
    across, down = gray.width / width, gray.height / height
    for position in POSITIONS:
        left, top, right, bottom = place(position, width, height)
        part = gray.crop(
            (
                int(left * across),
                int(top * down),
                int(right * across),
                int(bottom * down),
            )
        )
        dark = sum(part.histogram()[:_INK])
        if dark <= _GRAIN * part.width * part.height:
            return position
    return None


def page_size(content):
    """Width and height in mm of the first page, as it is seen."""
    with _opened(content) as pdf:
        first = pdf.pages[0]
        box, turned = first.mediabox, _rotation(first)
        width = float(box[2] - box[0]) / POINTS
        height = float(box[3] - box[1]) / POINTS
    return (height, width) if turned in (90, 270) else (width, height)


def stamp(content, mark, position):
    """A PDF with the stamp over its first page: bytes.

    :param content: the PDF, in bytes
    :param mark: the stamp as a PDF of one page, in bytes
    :param position: one of ``POSITIONS``
    :raise StampRefused: signed, or no PDF that can be opened
    """
    with _opened(content) as pdf, pikepdf.open(io.BytesIO(mark)) as over:
        if is_signed(pdf):
            raise StampRefused("signed")
        first = pdf.pages[0]
        first.add_overlay(over.pages[0], _rectangle(first, position))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def is_signed(pdf):
    """Whether a signature lies in it, or it is certified against changes."""
    root = pdf.Root
    if "/Perms" in root:
        return True
    form = root.get("/AcroForm")
    if form is None:
        return False
    if int(form.get("/SigFlags", 0)) & 1:
        return True
    return any(
        field.get("/FT") == pikepdf.Name.Sig and "/V" in field
        for field in form.get("/Fields", [])
    )


def _opened(content):
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError as error:
        raise StampRefused("broken") from error


def _rotation(first):
    return int(first.obj.get("/Rotate", 0)) % 360


def _rectangle(first, position):
    """The place in the page's own space, which a scanner may have turned."""
    x0, y0, x1, y1 = (float(side) for side in first.mediabox)
    wide, high = (x1 - x0) / POINTS, (y1 - y0) / POINTS
    turned = _rotation(first)
    seen = (high, wide) if turned in (90, 270) else (wide, high)
    left, top, right, bottom = place(position, *seen)
    # From what is seen (y down, in mm) to the page's own space (y up).
    left, bottom, right, top = {
        0: (left, high - bottom, right, high - top),
        90: (top, left, bottom, right),
        180: (wide - right, top, wide - left, bottom),
        270: (wide - bottom, high - right, wide - top, high - left),
    }[turned]
    return pikepdf.Rectangle(
        x0 + left * POINTS, y0 + bottom * POINTS, x0 + right * POINTS, y0 + top * POINTS
    )
