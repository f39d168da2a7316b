# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draws a page of a PDF with personal data covered, in the bounded process.

Only what the file itself carries as text can be found for certain: every picture on a
page is covered whole, and a page of which nothing can be read is not drawn at all.
"""

import re
import unicodedata

from PIL import ImageDraw

IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
#: Numbers of people, accounts and phones, whole or masked; no dates of a paper.
NUMBERS = re.compile(r"[0-9][0-9*Xx]{6,}")
_SHORTEST = 2
#: Of a longer text (an address) each part of so many signs is covered: it may be
#: broken over lines, or stand without its beginning.
_PART = 6
_MARGIN = 0.15


def cover(page, needles, dpi, most_side):
    """A page as a picture with what is personal covered.

    :param page: of pypdfium2
    :param needles: texts to cover, wherever they stand
    :return: (PIL picture, how many signs and pictures are covered); (None, 0) when
        it has no text
    """
    turned = page.get_rotation()
    # A page that is shown turned is read in the order in which it was written.
    page.set_rotation(0)
    text = page.get_textpage()
    signs = _signs(text)
    if not signs:
        return None, 0
    hidden = set()
    for first, end in _places("".join(sign for sign, _at in signs), needles):
        hidden.update(at for _sign, at in signs[first:end])
    boxes = _images(page)
    boxes += [text.get_charbox(at, loose=True) for at in sorted(hidden)]
    wide, high = page.get_size()
    scale = min(dpi / 72, most_side / max(wide, high, 1))
    # Notes and fields on a page are no text of it: they are left away.
    picture = page.render(scale=scale, draw_annots=False).to_pil().convert("L")
    draw = ImageDraw.Draw(picture)
    for box in boxes:
        draw.rectangle(_pixels(page, box, picture.size), fill=0)
    return picture.rotate(-turned, expand=True), len(boxes)


def _signs(text):
    """[(sign, place of it in the page)], widths made equal, blanks left out."""
    signs = []
    for at in range(text.count_chars()):
        for sign in unicodedata.normalize("NFKC", text.get_text_range(at, 1)):
            if not sign.isspace() and sign.isprintable():
                signs.append((sign, at))
    return signs


def _places(text, needles):
    for needle in needles:
        told = "".join(unicodedata.normalize("NFKC", needle).split())
        if len(told) < _SHORTEST:
            continue
        for at in range(max(1, len(told) - _PART + 1)):
            for found in re.finditer(re.escape(told[at : at + _PART]), text):
                yield found.span()
    for found in NUMBERS.finditer(text):
        yield found.span()


def _images(page):
    return [one.get_bounds() for one in page.get_objects(filter=(IMAGE,), max_depth=9)]


def _pixels(page, box, size):
    """A box of the page (points from its lower left) as pixels from the upper left."""
    left, bottom, right, top = box
    margin = _MARGIN * max(top - bottom, 1)
    area = page.get_cropbox()
    wide, high = page.get_size()
    return (
        (left - margin - area[0]) * size[0] / wide,
        size[1] - (top + margin - area[1]) * size[1] / high,
        (right + margin - area[0]) * size[0] / wide,
        size[1] - (bottom - margin - area[1]) * size[1] / high,
    )
