# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""BagIt bags (RFC 8493) of items: written as a stream, checked where they lie.

Content below ``data/objects``, the encapsulation packages of DA/T 48 (detached) and
PREMIS below ``data/metadata``. SM3 is on no list of BagIt's, so these digests stand in
a tag file of their own, in the form of a manifest (R-65).
"""

import re
from itertools import chain

from .archive_record import PackageError
from .package_zip import Counted

OBJECTS, METADATA = "data/objects/", "data/metadata/"
SM3_FILE = "sm3-manifest.txt"
DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_OXUM = re.compile(r"(\d{1,18})\.(\d{1,12})")
_LONGEST = 2**27


def entries(payload, info):
    """(path, pieces) of a bag's files; the payload first, what tells of it last.

    :param payload: ``(path below data/, pieces)``
    :param info: ``[(label, value)]`` for bag-info.txt
    """
    size, lines, sm3_lines, tags = 0, [], [], []
    for path, pieces in payload:
        counted = Counted(pieces)
        yield f"data/{path}", counted
        size += counted.size
        name = _encoded(f"data/{path}")
        lines.append(f"{counted.sha256.hexdigest()}  {name}\n")
        sm3_lines.append(f"{counted.sm3.hexdigest()}  {name}\n")
    info = [*info, ("Payload-Oxum", f"{size}.{len(lines)}")]
    for path, text in (
        ("bagit.txt", DECLARATION.decode()),
        ("bag-info.txt", "".join(f"{label}: {_flat(v)}\n" for label, v in info)),
        ("manifest-sha256.txt", "".join(lines)),
        (SM3_FILE, "".join(sm3_lines)),
    ):
        counted = Counted([text.encode()])
        yield path, counted
        tags.append(f"{counted.sha256.hexdigest()}  {path}\n")
    yield "tagmanifest-sha256.txt", ["".join(tags).encode()]


def _flat(value):
    return re.sub(r"[\r\n]+", " ", str(value))


def _encoded(path):
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _decoded(path):
    return re.sub(
        "%(25|0A|0D)", lambda found: chr(int(found[1], 16)), path, flags=re.IGNORECASE
    )


def is_bag(package):
    """Does a package call itself a bag?"""
    return "bagit.txt" in package.members


def check(package):
    """Hold a bag against its own manifests; nothing may lack, nothing be too much.

    :return: ``{label: value}`` of bag-info.txt
    :raise PackageError: with the reason
    """
    _check_declaration(package)
    info = {}
    if "bag-info.txt" in package.members:
        info = dict(_labels(package, "bag-info.txt"))
    _check_oxum(package, info.get("Payload-Oxum"))
    payload = _manifest(package, "manifest-sha256.txt")
    _check_names(package, payload)
    _check_digests(package, payload)
    return info


def _check_declaration(package):
    if not is_bag(package):
        raise PackageError("bag_not")
    if "fetch.txt" in package.members:
        raise PackageError("bag_fetch")
    declaration = dict(_labels(package, "bagit.txt"))
    encoding = declaration.get("Tag-File-Character-Encoding", "").upper()
    if "BagIt-Version" not in declaration or encoding != "UTF-8":
        raise PackageError("bag_not")
    if "manifest-sha256.txt" not in package.members:
        raise PackageError("bag_manifest")


def _check_digests(package, payload):
    sm3, tags = {}, {}
    if SM3_FILE in package.members:
        sm3 = _manifest(package, SM3_FILE)
        if sm3.keys() != payload.keys():
            raise PackageError("bag_sm3")
    if "tagmanifest-sha256.txt" in package.members:
        tags = _manifest(package, "tagmanifest-sha256.txt")
        if missing := tags.keys() - package.members.keys():
            raise PackageError("bag_missing", min(missing))
    for path, digest in chain(tags.items(), payload.items()):
        _size, sha256, sm3_digest = package.digest(path)
        if sha256 != digest:
            raise PackageError("bag_digest", path)
        if sm3.get(path, sm3_digest) != sm3_digest:
            raise PackageError("bag_sm3", path)


def _check_oxum(package, oxum):
    if not oxum:
        return
    found = _OXUM.fullmatch(oxum)
    names = [name for name in package.names if name.startswith("data/")]
    size = sum(package.size(name) for name in names)
    if not found or (int(found[1]), int(found[2])) != (size, len(names)):
        raise PackageError("bag_oxum", oxum[:40])


def _check_names(package, payload):
    present = {name for name in package.names if name.startswith("data/")}
    if missing := payload.keys() - present:
        raise PackageError("bag_missing", min(missing)[:80])
    if extra := present - payload.keys():
        raise PackageError("bag_extra", min(extra)[:80])


def _text(package, name):
    try:
        return package.read(name, _LONGEST).decode("utf-8-sig")
    except UnicodeError as error:
        raise PackageError("bag_broken", name) from error


def _labels(package, name):
    label = value = None
    for line in _text(package, name).splitlines():
        if line[:1] in (" ", "\t") and label:
            value += " " + line.strip()
            continue
        if label:
            yield label, value
        label, colon, value = (part.strip() for part in line.partition(":"))
        if not colon:
            raise PackageError("bag_broken", name)
    if label:
        yield label, value


def _manifest(package, name):
    """{path: digest in lower case} of a manifest."""
    digests = {}
    for line in _text(package, name).splitlines():
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        path = _decoded(found[2]) if found else ""
        if not found or len(found[1]) != 64 or path in digests:
            raise PackageError("bag_broken", name)
        digests[path.removeprefix("./")] = found[1].lower()
    return digests
