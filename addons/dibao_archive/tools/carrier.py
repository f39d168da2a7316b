# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The carrier of a hand-over as 档发〔2012〕7号 annex 2 lays it out.

A note file and a catalogue at the top, the records below 电子档案, all else (schemas,
encapsulated metadata, map of names) below 其他. What the catalogue names is there, and
nothing more (R-20).
"""

import re

from lxml import etree

from .archive_record import PackageError
from .package_zip import pieces_of

NOTE, CATALOGUE = "说明文件.TXT", "文件目录.XML"
RECORDS, OTHER = "电子档案/", "其他/"
METADATA, ALIASES = f"{OTHER}封装元数据/", f"{OTHER}名称对照.TXT"
ENCODINGS = ("GB18030", "UTF-8")
_READABLE = {"GB18030", "GB2312", "GBK", "UTF-8"}
_DECLARED = re.compile(
    rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding=["']([A-Za-z0-9._-]+)["'][^>]*\?>"""
)
FIELDS = (
    ("顺序号", None),
    ("档号", "code"),
    ("责任者", "responsible"),
    ("题名", "title"),
    ("日期", "date"),
    ("密级", "secrecy"),
    ("电子档案名称", None),
    ("备注", "remark"),
)


def catalogue(records, encoding="GB18030"):
    """The catalogue of the items, whose documents have their paths, as bytes."""
    root = etree.Element("文件目录")
    for at, record in enumerate(records, 1):
        line = etree.SubElement(root, "文件")
        for name, field in FIELDS:
            if name == "电子档案名称":
                for document in record.documents:
                    etree.SubElement(line, name).text = RECORDS + document.path
            else:
                value = getattr(record, field) if field else str(at)
                etree.SubElement(line, name).text = value
    etree.indent(root, "  ")
    text = etree.tostring(root, encoding="unicode")
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return (head + text + "\n").encode(encoding)


def note(lines, encoding="GB18030"):
    """The note file: ``[(label, value)]`` as lines that any editor shows."""
    text = "".join(f"{label}：{value}\r\n" for label, value in lines)
    return text.encode(encoding)


def entries(records, lines, metadata, others=(), encoding="GB18030"):
    """(path, pieces) of a carrier's files.

    :param lines: ``[(label, value)]`` of the note
    :param metadata: ``(name, pieces)`` of the items' encapsulation packages
    :param others: further ``(name, pieces)`` for the folder 其他
    """
    yield NOTE, [note(lines, encoding)]
    yield CATALOGUE, [catalogue(records, encoding)]
    for record in records:
        for document in record.documents:
            yield RECORDS + document.path, pieces_of(document)
    for name, pieces in metadata:
        yield METADATA + name, pieces
    for name, pieces in others:
        yield OTHER + name, pieces


def is_carrier(package):
    """Does a package look like a carrier?"""
    return any(name in package.members for name in (NOTE, CATALOGUE, "案卷目录.XML"))


def check(package):
    """Hold a carrier against its catalogue; returns the catalogue's lines.

    :return: ``[{field: text, "files": [path]}]``
    :raise PackageError: with the reason
    """
    if NOTE not in package.members:
        raise PackageError("carrier_no_note")
    if CATALOGUE not in package.members:
        raise PackageError("carrier_no_catalogue")
    for name in package.names:
        if name not in (NOTE, CATALOGUE) and not name.startswith((RECORDS, OTHER)):
            raise PackageError("carrier_folder", name[:80])
    lines = read_catalogue(package.read(CATALOGUE))
    named = [path for line in lines for path in line["files"]]
    present = {name for name in package.names if name.startswith(RECORDS)}
    if missing := set(named) - present:
        raise PackageError("carrier_missing", min(missing)[:80])
    if extra := present - set(named):
        raise PackageError("carrier_extra", min(extra)[:80])
    if len(set(named)) < len(named):
        raise PackageError("name_twice")
    return lines


def read_catalogue(content):
    """The lines of a catalogue in GB18030, GB2312 or UTF-8."""
    declared = _DECLARED.match(content)
    encoding = declared[1].decode().upper() if declared else "UTF-8"
    if encoding not in _READABLE:
        raise PackageError("carrier_encoding", encoding[:20])
    try:
        text = content[declared.end() if declared else 0 :].decode(
            "GB18030" if encoding.startswith("GB") else "utf-8-sig"
        )
    except UnicodeError as error:
        raise PackageError("carrier_encoding", encoding) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise PackageError("carrier_catalogue") from error
    if root.tag != "文件目录" or root.getroottree().docinfo.doctype:
        raise PackageError("carrier_catalogue")
    return [_line(element) for element in root.iterchildren("文件")]


def _line(element):
    line = {field: element.findtext(name) or "" for name, field in FIELDS if field}
    line["files"] = [one.text or "" for one in element.iterchildren("电子档案名称")]
    return line
