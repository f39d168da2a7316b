# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A mark at the foot of each page of a PDF; the pages themselves stay as they are."""

import io

import pikepdf

#: Points between the mark and the lower edge, and its height.
FOOT, HEIGHT = 8, 62


def put(content, stamp):
    """Draw the first page of ``stamp`` below each page of ``content`` -> bytes.

    Pages grow downwards by the height of the mark, so that nothing of them is covered.

    :param bytes content: PDF
    :param bytes stamp: PDF whose page is the mark alone
    """
    with (
        pikepdf.open(io.BytesIO(content)) as pdf,
        pikepdf.open(io.BytesIO(stamp)) as mark,
    ):
        seal = mark.pages[0]
        box = [float(value) for value in seal.mediabox]
        shape = (box[2] - box[0]) / (box[3] - box[1])
        for page in pdf.pages:
            _upright(page)
            left, low, right, high = (float(value) for value in page.cropbox)
            tall = min((right - left) / shape, HEIGHT * (right - left) / 595)
            wide = tall * shape
            page.mediabox = page.cropbox = [left, low - tall - FOOT, right, high]
            middle = (left + right) / 2
            page.add_overlay(
                seal,
                pikepdf.Rectangle(
                    middle - wide / 2, low - tall - FOOT / 2, middle + wide / 2, low
                ),
            )
        out = io.BytesIO()
        # What a signature signed has changed: a form would only claim otherwise.
        for name in ("/AcroForm", "/Perms"):
            if name in pdf.Root:
                del pdf.Root[name]
        pdf.save(out)
    return out.getvalue()


def _upright(page):
    """Turn the content instead of the page, so that the foot is the foot one sees."""
    if int(page.obj.get("/Rotate", 0)) % 360 and hasattr(page, "flatten_rotation"):
        page.flatten_rotation()
