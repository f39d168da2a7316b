# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The package of files that leaves for somebody else: a ZIP with list and digests."""

import hashlib
import io
import zipfile

import xlsxwriter

from . import catalogue
from .mask import mask_name

#: Fixed, so that one package made twice is one package byte for byte.
_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20
LIST, DIGESTS, FILES = "归档文件目录.xlsx", "manifest-sha256.txt", "电子档案"


def without_names(text, names):
    """A title with the names of people reduced to their surnames.

    >>> without_names("龙大川户申请书", ["龙大川"])
    '龙*户申请书'
    """
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, mask_name(name))
    return text


def write(path, rows, files):
    """Write the package.

    :param path: where to
    :param rows: rows of ``catalogue.BY_ITEM`` with ``files`` (names in the package)
    :param files: (name in the package, function that opens a binary stream)
    :return: SHA-256 of the package
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        digests = [(LIST, _add(package, LIST, io.BytesIO(_list(rows))))]
        for name, opener in files:
            with opener() as stream:
                digests.append((name, _add(package, name, stream)))
        text = "".join(f"{digest}  {name}\n" for name, digest in digests)
        _add(package, DIGESTS, io.BytesIO(text.encode()))
    total = hashlib.sha256()
    with open(path, "rb") as made:
        while chunk := made.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _add(package, name, stream):
    """Copy a stream into the package, a chunk at a time; its digest."""
    digest = hashlib.sha256()
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    with package.open(info, "w", force_zip64=True) as target:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _list(rows):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": None, "title": "归档文件目录"})
    sheet = book.add_worksheet("归档文件目录")
    head = book.add_format({"bold": True, "border": 1, "align": "center"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    columns = (*catalogue.BY_ITEM, "files")
    titles = {**catalogue.TITLES, "files": "电子文件名"}
    for column, name in enumerate(columns):
        sheet.write_string(0, column, titles[name], head)
        for row, values in enumerate(rows, 1):
            sheet.write(row, column, values.get(name, ""), cell)
    sheet.set_column(1, 3, 24)
    sheet.set_column(4, 4, 48)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()
