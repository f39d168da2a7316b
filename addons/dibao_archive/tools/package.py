# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whole packages of items in the three profiles, written as streams and read back.

``eep``: one encapsulation package an item, content inside. ``bag``: BagIt. ``carrier``:
the tree of 档发〔2012〕7号. All are ZIP archives, and in all of them the encapsulation
packages tell what the items are, so that each profile comes back equal.
"""

from . import bag, carrier, eep, eep_read, eep_take, package_names, package_zip, premis
from .archive_record import PackageError
from .package_zip import pieces_of

EEP, BAG, CARRIER = "eep", "bag", "carrier"
_EEP_FOLDER, _SUFFIX = "eep/", ".xml"
_DIGESTS = "sha256.txt"


def chunks(profile, records, header, lines, ascii_only=False, encoding="GB18030"):
    """The bytes of a package, piece by piece.

    :param profile: eep, bag or carrier
    :param header: ``eep.Header``: when and by whom
    :param lines: ``[(label, value)]`` for the note file of a carrier
    :param bool ascii_only: name the files in ASCII; a map tells their names
    """
    pairs = package_names.assign(records, ascii_only)
    makers = {EEP: _eep_entries, BAG: _bag_entries, CARRIER: _carrier_entries}
    entries = makers[profile](records, header, lines, pairs, encoding)
    return package_zip.chunks(entries, package_zip.moment_of(header.made))


def _metadata(records, header, detached):
    for at, record in enumerate(records, 1):
        yield f"{at:06d}{_SUFFIX}", eep.chunks(record, header, detached)


def _eep_entries(records, header, _lines, pairs, encoding):
    digests = []
    entries = [
        (_EEP_FOLDER + name, pieces)
        for name, pieces in _metadata(records, header, detached=False)
    ]
    entries.append(("premis.xml", [premis.document(records)]))
    entries.append(("aliases.txt", [package_names.alias_text(pairs).encode()]))
    for path, pieces in entries:
        counted = package_zip.Counted(pieces)
        yield path, counted
        digests.append(f"{counted.sha256.hexdigest()}  {path}\n")
    yield _DIGESTS, ["".join(digests).encode()]


def _bag_entries(records, header, _lines, pairs, _encoding):
    def payload():
        for record in records:
            for document in record.documents:
                yield f"objects/{document.path}", pieces_of(document)
        for name, pieces in _metadata(records, header, detached=True):
            yield f"metadata/eep/{name}", pieces
        yield "metadata/premis.xml", [premis.document(records)]
        yield "metadata/aliases.txt", [package_names.alias_text(pairs).encode()]

    info = [
        ("Source-Organization", header.unit),
        ("Bagging-Date", header.made[:10]),
        ("Bag-Software-Agent", "dibao_archive"),
    ]
    return bag.entries(payload(), info)


def _carrier_entries(records, header, lines, pairs, encoding):
    others = [
        ("premis.xml", [premis.document(records)]),
        ("eep-2009.xsd", [eep_take.SCHEMA.read_bytes()]),
        (
            carrier.ALIASES.removeprefix(carrier.OTHER),
            [package_names.alias_text(pairs).encode(encoding)],
        ),
    ]
    metadata = _metadata(records, header, detached=True)
    return carrier.entries(records, lines, metadata, others, encoding)


def profile_of(package):
    """Which profile an opened package is.

    :raise PackageError: none of them
    """
    if bag.is_bag(package):
        return BAG
    if carrier.is_carrier(package):
        return CARRIER
    if any(name.startswith(_EEP_FOLDER) for name in package.names):
        return EEP
    raise PackageError("eep_none")


def check(package):
    """Hold a package against what it says of itself; returns its profile."""
    profile = profile_of(package)
    if profile == BAG:
        bag.check(package)
    elif profile == CARRIER:
        carrier.check(package)
    else:
        _check_digests(package)
    return profile


def _check_digests(package):
    if _DIGESTS not in package.members:
        return
    told = {}
    for line in package.read(_DIGESTS).decode("utf-8", "replace").splitlines():
        digest, _blank, path = line.partition("  ")
        told[path] = digest
    if missing := told.keys() - package.members.keys():
        raise PackageError("bag_missing", min(missing)[:80])
    extra = package.members.keys() - told.keys() - {_DIGESTS}
    if extra:
        raise PackageError("bag_extra", min(extra)[:80])
    for path, digest in told.items():
        if package.digest(path)[1] != digest:
            raise PackageError("bag_digest", path[:80])


def records(package, profile, sink=None):
    """The items of a checked package, one after the other.

    :param sink: ``sink(document number) -> writable`` for embedded content
    :return: yields ``(record, header)``; documents outside have ``open``
    :raise PackageError: with the reason
    """
    folders = {
        EEP: (_EEP_FOLDER, ""),
        BAG: (f"{bag.METADATA}eep/", bag.OBJECTS),
        CARRIER: (carrier.METADATA, carrier.RECORDS),
    }
    folder, objects = folders[profile]
    names = [
        name
        for name in package.names
        if name.startswith(folder) and name.lower().endswith(_SUFFIX)
    ]
    if not names:
        raise PackageError("eep_none")
    codes = set()
    for name in names:
        with package.open(name) as stream:
            record, header = eep_read.read(stream, sink)
        # Annexes share the code of their body.
        name = record.key if record.parent else record.code
        if name in codes:
            raise PackageError("code_twice", name)
        codes.add(name)
        if objects:
            for document in record.documents:
                _bind(package, objects + document.path, document)
        yield record, header


def _bind(package, path, document):
    """A document outside: there, and with the size and digest that is told."""
    if path not in package.members:
        raise PackageError("content_missing", path[:80])
    if package.size(path) != document.size:
        raise PackageError("eep_size", path[:80])
    if package.digest(path)[1] != document.sha256:
        raise PackageError("eep_digest", path[:80])
    document.open = lambda: package.open(path)
