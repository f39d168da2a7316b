# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A copy of a paper from which personal data were taken, for others (R-50, R-53).

Each page is drawn anew as a picture: no text layer, no metadata and no hidden object
of the file goes along. What is covered: names and addresses that the caller knows,
every longer number, every picture. A page of which nothing can be read (a scan) is
replaced by a sheet that says so: what cannot be found cannot be covered.
"""

from dataclasses import dataclass

from . import pages

#: On the sheet in place of a page, whatever language the screens have: it is a paper.
WITHHELD = "本页未提供：其中的个人信息无法逐一遮盖"


@dataclass(frozen=True)
class MaskedCopy:
    """A masked copy: the PDF, signs and pictures covered, pages withheld."""

    content: bytes
    pages: int
    places: int
    withheld: int


def make(data, needles, reader=None):
    """Mask a PDF.

    :param bytes data: the paper
    :param needles: texts that must not be read: names, addresses
    :raise pages.PageError: it cannot be drawn
    :rtype: MaskedCopy
    """
    if reader is None:
        with pages.PageReader() as own:
            return make(data, needles, own)
    drawn, number, count = [], 0, 1
    while number < count:
        told = reader.covered(data, number, needles, WITHHELD)
        drawn.append(told)
        number, count = number + 1, told["pages"]
    content = pages.images_to_pdf([one["picture"] for one in drawn])
    return MaskedCopy(
        content,
        count,
        sum(one["places"] for one in drawn),
        sum(one["withheld"] for one in drawn),
    )
