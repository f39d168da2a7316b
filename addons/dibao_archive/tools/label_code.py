# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""QR codes of labels, as pictures that a page takes in without loading anything.

A label holds its token alone, in the alphanumeric mode; were other text ever printed,
it is UTF-8 by force: a middle dot in ISO 8859-1 is read back as a half-width kana.
"""

import segno

#: Boxes are handled for decades: a quarter of the code may be worn off.
ERROR = "q"


def qr_data_uri(text):
    """A QR code as an SVG ``data:`` address.

    :param str text: what a reader is to get back, sign for sign
    """
    encoding = None if text.isascii() else "utf-8"
    code = segno.make_qr(text, error=ERROR, encoding=encoding)
    return code.svg_data_uri(border=2, scale=10, xmldecl=True)
