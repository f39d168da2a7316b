# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What packed and marked-up files say of themselves: OFD, office files, XML.

OFD is a ZIP with an entry ``OFD.xml`` (GB/T 33190-2016); its seals (GB/T 38540) stand
in ``Signatures.xml``. Nothing is unpacked to the disk.
"""

import posixpath
import zipfile

from lxml import etree

from . import file_kind
from .file_finding import Look, Refused

#: A package may unpack to so many times its size, and to so many bytes.
MOST_RATIO = 200
MOST_BYTES = 2 << 30
MOST_MEMBERS = 20_000
_MOST_XML = 32 << 20
_SCRIPT_TAGS = {"script", "iframe", "object", "embed"}


def check_archive(archive, size):
    """Refuse a ZIP that is locked or would unpack to far too much.

    :param size: bytes of the packed file
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise Refused("bomb", f"{len(members)} entries")
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES or (total > 10 << 20 and total > size * MOST_RATIO):
        raise Refused("bomb", f"{total >> 20} MB")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("encrypted")


def look_packed(stream, kind, limits):
    """An OFD or an office file.

    :raise Refused: damaged, locked, a bomb, macros inside
    :rtype: Look
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    with zipfile.ZipFile(stream) as archive:
        check_archive(archive, size)
        for member in archive.infolist():
            name = member.filename
            if name.startswith("/") or ".." in name.split("/"):
                raise Refused("external", "path")
        if archive.testzip():
            raise Refused("damaged", "checksum")
        if kind == file_kind.OFD:
            return _look_ofd(archive, limits)
        return _look_office(archive, kind)


def _look_office(archive, kind):
    for name in archive.namelist():
        if posixpath.basename(name).lower() == "vbaproject.bin":
            raise Refused("script", "macros")
    return Look(kind)


def _local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _find(root, name):
    return [one for one in root.iter() if _local(one) == name]


def _look_ofd(archive, limits):
    root = _parse(archive.read("OFD.xml"))
    pages = 0
    for place in _find(root, "DocRoot"):
        document = _parse(archive.read((place.text or "").strip().lstrip("/")))
        pages += sum(
            _local(one.getparent()) == "Pages" for one in _find(document, "Page")
        )
    if not pages:
        raise Refused("damaged", "no page")
    if limits.pages and pages > limits.pages:
        raise Refused("too_many_pages", str(pages))
    return Look(file_kind.OFD, pages=pages, signed=bool(_find(root, "Signatures")))


def _parse(data):
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("external", "DTD")
    return root


def look_xml(stream, limits):
    """An XML file: well-formed, without entities, nothing that runs.

    :rtype: Look
    """
    size = stream.seek(0, 2)
    if size > _MOST_XML:
        raise Refused("too_large", f"{size >> 20} MB")
    stream.seek(0)
    try:
        root = _parse(stream.read())
    except etree.XMLSyntaxError as error:
        cut = "Premature end" in str(error)
        raise Refused("truncated" if cut else "damaged", "XML") from None
    for one in root.iter():
        if _local(one).lower() in _SCRIPT_TAGS:
            raise Refused("script", _local(one).lower())
    return Look(file_kind.XML)


def look_ole(stream):
    """An older office file: refused with macros or a password in it.

    :rtype: Look
    """
    stream.seek(0)
    data = stream.read()
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise Refused("script", "macros")
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("encrypted")
    return Look(file_kind.OLE)
