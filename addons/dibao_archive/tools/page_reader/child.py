# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draws and reads pages in a process of its own, whose memory and time are bounded.

A hostile file may at worst end this process. Files come in and pictures go out by
pipes: nothing personal touches the disk. Protocol, all ``marshal``: in
``{"do": …, "data": bytes, "kind": MIME type, …}``, out ``{"error": …}`` or the answer.
"""

import io
import marshal
import sys
import warnings

import covering
import pypdfium2
import signature
from PIL import Image, ImageDraw, ImageFont

try:
    import resource
except ImportError:  # not on Windows: there the parent's clock alone bounds it
    resource = None

PDF = "application/pdf"
_MOST_PIXELS = 120_000_000
_STEP = (0.34, 0.16)
Image.MAX_IMAGE_PIXELS = _MOST_PIXELS


def _bound(limits):
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_CORE, 0),
        # Nothing is written to the disk.
        (resource.RLIMIT_FSIZE, 0),
    ):
        _soft, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        resource.setrlimit(kind, (most, hard))


class Pages:
    """The pages of a PDF or a picture, drawn one by one."""

    def __init__(self, data, kind):
        self.pdf = pypdfium2.PdfDocument(data) if kind == PDF else None
        self.image = None if kind == PDF else Image.open(io.BytesIO(data))
        self.count = len(self.pdf) if self.pdf else getattr(self.image, "n_frames", 1)

    def close(self):
        (self.pdf or self.image).close()

    def draw(self, number, dpi, most_side, gray):
        """A page as a picture; never larger than ``most_side`` pixels on a side."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        picture = (self._pdf_page if self.pdf else self._frame)(number, dpi, most_side)
        return picture.convert("L" if gray else "RGB")

    def _pdf_page(self, number, dpi, most_side):
        page = self.pdf[number]
        wide, high = page.get_size()
        scale = min(dpi / 72, most_side / max(wide, high, 1))
        picture = page.render(scale=scale).to_pil()
        page.close()
        return picture

    def _frame(self, number, dpi, most_side):
        self.image.seek(number)
        told = self.image.info.get("dpi", (0, 0))[0]
        scale = dpi / float(told) if told else 1
        wide, high = self.image.size
        scale = min(scale, most_side / max(wide, high), 1)
        picture = self.image if scale == 1 else self.image.convert("RGB")
        size = (max(1, round(wide * scale)), max(1, round(high * scale)))
        return picture if scale == 1 else picture.resize(size)


def _watermark(picture, lines, font_path, font_index):
    """Repeat some lines over all of a picture, pale and aslant."""
    height = max(14, picture.width // 45)
    try:
        font = ImageFont.truetype(font_path, height, index=font_index)
    except OSError:
        font = ImageFont.load_default(height)
    side = int((picture.width**2 + picture.height**2) ** 0.5)
    layer = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(layer)
    text = "\n".join(lines)
    box = draw.multiline_textbbox((0, 0), text, font=font)
    across = int(box[2] + side * _STEP[0] / 4)
    down = int(box[3] + side * _STEP[1] / 2)
    for row, top in enumerate(range(0, side, down)):
        for left in range(-(row % 2) * across // 2, side, across):
            draw.multiline_text((left, top), text, font=font, fill=70)
    layer = layer.rotate(30)
    left, top = (side - picture.width) // 2, (side - picture.height) // 2
    mask = layer.crop((left, top, left + picture.width, top + picture.height))
    picture.paste((176, 32, 32), (0, 0), mask)
    return picture


def _render(pages, ask):
    picture = pages.draw(ask["page"], ask["dpi"], ask["most_side"], ask["gray"])
    if ask.get("watermark"):
        picture = _watermark(
            picture.convert("RGB"), ask["watermark"], *ask.get("font", ("", 0))
        )
    out = io.BytesIO()
    options = {"quality": 80} if ask["format"] == "JPEG" else {}
    picture.save(out, ask["format"], dpi=(ask["dpi"], ask["dpi"]), **options)
    return {"picture": out.getvalue(), "pages": pages.count}


def _codes(pages, ask):
    """``[(page, text)]`` of the QR codes on the first ``most_pages`` pages."""
    # Drawing alone needs no reader of codes.
    import zxingcpp  # noqa: PLC0415

    found = []
    for number in range(min(pages.count, ask["most_pages"])):
        picture = pages.draw(number, ask["dpi"], 4000, gray=True)
        for code in zxingcpp.read_barcodes(
            picture, formats=zxingcpp.BarcodeFormat.QRCode
        ):
            found.append((number, code.text))
    return {"codes": found, "pages": pages.count}


def _text(pages, ask):
    """Text that a page of a PDF carries itself; "" of a scan."""
    if not pages.pdf:
        return {"text": "", "pages": pages.count}
    page = pages.pdf[ask["page"]]
    return {"text": page.get_textpage().get_text_range(), "pages": pages.count}


def _cover(pages, ask):
    """A page with personal data covered; a sheet that says so instead of one that
    cannot be covered for certain."""
    picture, places = covering.cover(
        pages.pdf[ask["page"]], ask["needles"], ask["dpi"], ask["most_side"]
    )
    withheld = picture is None
    if withheld:
        picture = _sheet(ask["words"], *ask["font"])
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(ask["dpi"], ask["dpi"]), optimize=True)
    return {
        "picture": out.getvalue(),
        "pages": pages.count,
        "places": places,
        "withheld": withheld,
    }


def _sheet(words, font_path, font_index):
    """A white page of A4 at 100 dpi with a sentence in its middle."""
    sheet = Image.new("L", (827, 1169), 255)
    try:
        font = ImageFont.truetype(font_path, 28, index=font_index)
    except OSError:
        font = ImageFont.load_default(28)
    ImageDraw.Draw(sheet).text((413, 580), words, font=font, fill=60, anchor="mm")
    return sheet


_ACTS = {"codes": _codes, "cover": _cover, "render": _render, "text": _text}


def _answer(ask):
    if ask["do"] == "signature":
        return signature.verify(ask["data"], ask["roots"])
    pages = Pages(ask["data"], ask["kind"])
    try:
        return _ACTS[ask["do"]](pages, ask)
    finally:
        pages.close()


def main():
    warnings.simplefilter("ignore")
    source, out = sys.stdin.buffer, sys.stdout.buffer
    _bound(marshal.load(source))
    while True:
        try:
            ask = marshal.load(source)
        except EOFError:
            return
        try:
            answer = _answer(ask)
        except MemoryError:
            answer = {"error": "too_big"}
        except Exception as error:
            # Texts of parsers may quote the file.
            answer = {"error": type(error).__name__}
        marshal.dump(answer, out)
        out.flush()


if __name__ == "__main__":
    main()
