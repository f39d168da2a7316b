# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pages of a kept file: drawn as pictures, and their QR codes read.

What draws and decodes runs in a bounded process of its own
(``page_reader/child.py``): files come from anywhere, and parsers have faults.
"""

import contextlib
import io
import marshal
import subprocess
import sys
import threading
import warnings
from functools import lru_cache
from pathlib import Path

import img2pdf
import pikepdf

from . import file_kind

try:
    from pikepdf import pdfa
except ImportError:  # an installation of pikepdf without its checker
    pdfa = None

_CHILD = Path(__file__).parent / "page_reader" / "child.py"
_LIMITS = {"memory": 2 << 30, "seconds": 120}
#: Asked so often, a process is replaced by a fresh one, whose time is its own again.
_MOST_ASKED = 200
VIEWABLE = file_kind.IMAGES | {file_kind.PDF}


class PageError(Exception):
    """A page cannot be drawn or read; the text is the kind of fault."""


class PageReader:
    """A process that draws pages; ends with the block.

    ::

        with PageReader() as reader:
            reader.picture(data, "application/pdf", 0)
    """

    def __init__(self, seconds=60):
        self._process, self._asked, self._seconds = None, 0, seconds

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def close(self):
        """End the process."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def picture(
        self, data, kind, page=0, dpi=110, most_side=2400, gray=False, **options
    ):
        """A page (from 0) as a JPEG or PNG -> bytes.

        :param dpi: resolution to draw with; a scan is never enlarged
        :param options: ``watermark`` (lines of text), ``font`` (path, index in the
            file), ``format`` (``JPEG`` unless told otherwise)
        :raise PageError: damaged, or no such page
        """
        ask = {
            "do": "render",
            "data": data,
            "kind": kind,
            "page": page,
            "dpi": dpi,
            "most_side": most_side,
            "gray": gray,
            "format": "JPEG",
            **options,
        }
        return self._ask(ask)["picture"]

    def codes(self, data, kind, most_pages=200, dpi=150):
        """QR codes of a file -> ``[(page from 0, text)]``."""
        ask = {
            "do": "codes",
            "data": data,
            "kind": kind,
            "most_pages": most_pages,
            "dpi": dpi,
        }
        return [tuple(code) for code in self._ask(ask)["codes"]]

    def text(self, data, kind, page=0):
        """The text that a page of a PDF carries itself; "" of a scan."""
        return self._ask({"do": "text", "data": data, "kind": kind, "page": page})[
            "text"
        ]

    def covered(self, data, page, needles, words, dpi=150):
        """A page of a PDF with personal data covered -> ``{"picture": PNG, "pages",
        "places", "withheld"}``.

        :param needles: texts to cover beside all longer numbers and every picture
        :param words: what the sheet says that stands for a page without readable text
        """
        ask = {
            "do": "cover",
            "data": data,
            "kind": file_kind.PDF,
            "page": page,
            "needles": list(needles),
            "words": words,
            "font": chinese_font(),
            "dpi": dpi,
            "most_side": 2400,
        }
        return self._ask(ask)

    def signature(self, data, roots):
        """Whether the signatures of a PDF hold -> ``{"state", "why", "count"}``.

        :param roots: certificates that are trusted, DER; see ``page_reader/signature``
        """
        return self._ask({"do": "signature", "data": data, "roots": list(roots)})

    def _begin(self):
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, str(_CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._asked = 0
        marshal.dump(_LIMITS, self._process.stdin)

    def _ask(self, ask):
        if self._process is None or self._asked >= _MOST_ASKED:
            self._begin()
        self._asked += 1
        clock = threading.Timer(self._seconds, self._process.kill)
        clock.start()
        try:
            marshal.dump(ask, self._process.stdin)
            self._process.stdin.flush()
            answer = marshal.load(self._process.stdout)
        except (OSError, EOFError, ValueError):
            self.close()
            raise PageError("ended") from None
        finally:
            clock.cancel()
        if "error" in answer:
            raise PageError(answer["error"])
        return answer


# ---------------------------------------------------------------------- single pages


def single_page(stream, kind, page):
    """(bytes, kind, page in them) of one page: a long file is not carried along."""
    if kind != file_kind.PDF:
        stream.seek(0)
        return stream.read(), kind, page
    stream.seek(0)
    with pikepdf.open(stream) as pdf:
        if not 0 <= page < len(pdf.pages):
            raise PageError("IndexError")
        with pikepdf.new() as one:
            one.pages.append(pdf.pages[page])
            out = io.BytesIO()
            one.save(out)
    return out.getvalue(), kind, 0


def split(stream, starts):
    """Parts of a PDF -> ``[(first page, bytes)]``; ``starts`` are their first pages.

    Pages are copied as they are: scans in them stay what they were.
    """
    stream.seek(0)
    parts = []
    with pikepdf.open(stream) as pdf:
        starts = sorted(set(starts))
        for first, end in zip(starts, [*starts[1:], len(pdf.pages)], strict=True):
            with pikepdf.new() as part:
                part.pages.extend(pdf.pages[first:end])
                part.remove_unreferenced_resources()
                out = io.BytesIO()
                part.save(out, deterministic_id=True)
            parts.append((first, out.getvalue()))
    return parts


def split_off_first(data):
    """A PDF without its first page (a cover sheet); None when nothing is left."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) < 2:
            return None
    return split(io.BytesIO(data), [0, 1])[1][1]


def images_to_pdf(images):
    """Pictures as one PDF, each a page, not one pixel changed (img2pdf).

    :param images: list of bytes
    :raise PageError: a picture that a PDF cannot hold as it is (transparent PNG …)
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return img2pdf.convert(
                images, rotation=img2pdf.Rotation.ifvalid, nodate=True
            )
    except (
        img2pdf.ImageOpenError,
        ValueError,
        TypeError,
        NotImplementedError,
    ) as error:
        raise PageError(type(error).__name__) from None
    except Exception as error:
        # Its own errors have no common ancestor.
        if type(error).__module__.startswith("img2pdf"):
            raise PageError(type(error).__name__) from None
        raise


def to_pdfa(data):
    """A PDF as PDF/A-2b (ISO 19005-2, level B), read again and checked -> bytes.

    Structure, metadata and the colour profile change; pages do not: what a page would
    need to be changed for (fonts left out, colours of a printer) is not made.

    :raise PageError: it cannot be one, or nothing here can check it
    """
    if pdfa is None:
        raise PageError("no_checker")
    out = io.BytesIO()
    try:
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(data)) as pdf:
            warnings.simplefilter("ignore")
            pdfa.save(pdf, out, "2b", output_intent="sRGB")
    except pdfa.PdfaError:
        raise PageError("not_pdfa") from None
    except (pikepdf.PdfError, ValueError) as error:
        raise PageError(type(error).__name__) from None
    return out.getvalue()


@lru_cache(maxsize=1)
def chinese_font():
    """(path, index in the file) of a Chinese face of this machine; ("", 0) of none."""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        told = subprocess.run(
            ["fc-match", "-f", "%{file}\n%{index}", "Noto Sans CJK SC:lang=zh-cn"],
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
        path, _newline, index = told.stdout.partition("\n")
        return path, int(index or 0)
    return "", 0
