# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checks of DA/T 70 on content and packages: the rest of the numbers.

What a document is now (``Seen``) is held against what is recorded of it. A document
that nobody looked at gives "not run".
"""

from .four_property import FAIL, NOT_RUN, TRANSFER, WARN, check, documents, found
from .package_texts import REASONS

#: Under which number a refusal of a package is told (codes of ``package_texts``).
NUMBERS = {
    "1-1": ("bag_digest", "bag_sm3", "eep_digest", "eep_base64"),
    "1-10": ("eep_size",),
    "1-12": (
        ("carrier_no_note", "carrier_no_catalogue", "carrier_catalogue")
        + ("carrier_encoding", "bag_broken")
    ),
    "1-13": (
        ("carrier_folder", "bag_not", "bag_manifest", "bag_fetch", "eep_none")
        + ("path_outside", "link", "name_twice", "name_case", "name_form", "name_bad")
    ),
    "1-14": ("package_changed",),
    "2-10": (
        ("eep_structure", "eep_version", "eep_kind", "eep_idref", "eep_id_twice")
        + ("eep_text", "code_twice", "item_date")
    ),
    "2-11": ("bag_oxum", "bag_missing", "carrier_missing", "content_missing"),
    "3-1": ("eep_xml", "eep_doctype", "eep_root", "not_zip", "member_broken"),
    "3-8": ("encrypted", "compression", "eep_encoding", "too_dense"),
    "4-3": ("bag_extra", "carrier_extra", "too_many", "too_big"),
}


def _problems(batch, number):
    """What was found wrong with the package under this number."""
    if batch.package is None:
        if batch.stage == TRANSFER:
            yield found(NOT_RUN, "no_package")
        return
    for code, _where in batch.package.problems:
        if code in NUMBERS[number]:
            yield found(FAIL, "package", reason=REASONS[code])


def _looked(batch, need="sha256"):
    """(record, document number, document, what was seen) of what was looked at."""
    for at, number, document in documents(batch):
        seen = document.seen
        if seen is not None and not seen.missing and getattr(seen, need) is not None:
            yield at, number, document, seen


def _not_looked(batch):
    for at, number, document in documents(batch):
        if document.seen is None:
            yield found(NOT_RUN, "not_looked", at, number)


_SIGNATURES = {
    "invalid": (FAIL, "signature_invalid"),
    "untrusted": (WARN, "signature_untrusted"),
    "not_run": (NOT_RUN, "signature_not_run"),
}


@check("1-1")
def fixation(batch, _setting, _rule):
    """Digests recorded are those of the content; signatures inside hold."""
    for at, number, document, seen in _looked(batch):
        if not document.sha256:
            yield found(FAIL, "digest_none", at, number)
        elif seen.sha256 != document.sha256:
            yield found(FAIL, "digest", at, number, algorithm="SHA-256")
        elif document.sm3 and seen.sm3 and seen.sm3 != document.sm3:
            yield found(FAIL, "digest", at, number, algorithm="SM3")
        if seen.signature in _SIGNATURES:
            yield found(*_SIGNATURES[seen.signature], at, number)
    yield from _not_looked(batch)
    if batch.package:
        yield from _problems(batch, "1-1")


@check("1-10")
def electronic_properties(batch, setting, _rule):
    """Name, size, format and pages recorded are those of the content."""
    for at, number, document, seen in _looked(batch):
        if seen.size != document.size:
            yield found(FAIL, "size", at, number)
        if seen.mimetype and seen.mimetype != document.mimetype:
            yield found(FAIL, "mimetype", at, number)
        if seen.pages and document.pages and seen.pages != document.pages:
            yield found(FAIL, "pages", at, number)
        endings = setting.endings.get(document.mimetype)
        ending = document.name.rpartition(".")[2].lower()
        if endings and ending not in endings:
            yield found(WARN, "ending", at, number)
    for at, record in enumerate(batch.records):
        counted = [document.pages for document in record.documents]
        known = record.page_count and counted and all(counted)
        if known and sum(counted) != record.page_count:
            yield found(WARN, "pages_item", at)
    yield from _not_looked(batch)
    if batch.package:
        yield from _problems(batch, "1-10")


@check("1-11")
def linked(batch, _setting, _rule):
    """Each item has content, each content an item."""
    for at, record in enumerate(batch.records):
        if not record.documents:
            # Papers may be filed before they are scanned; none is handed over so.
            grade = FAIL if batch.stage == TRANSFER else WARN
            yield found(grade, "no_document", at)
    for _one in range(batch.orphans):
        yield found(FAIL, "no_item")


@check("1-14")
def package_unchanged(batch, _setting, _rule):
    """The package is the one that was handed over."""
    if batch.package is None:
        yield found(NOT_RUN, "no_package")
    elif not batch.package.told_sha256:
        yield found(NOT_RUN, "package_no_digest")
    elif batch.package.told_sha256 != batch.package.sha256:
        yield found(FAIL, "package_changed")


@check("2-1")
def count_of_items(batch, _setting, _rule):
    """As many items as the register tells."""
    if batch.register_items is None:
        yield found(NOT_RUN, "no_register")
        return
    # Body and annexes count as one item.
    count = sum(not record.parent for record in batch.records)
    if batch.register_items != count:
        yield found(FAIL, "count_items", found=count, told=batch.register_items)


@check("2-2")
def count_of_bytes(batch, _setting, _rule):
    """As many bytes as the register tells."""
    if batch.register_bytes is None:
        yield found(NOT_RUN, "no_register")
        return
    size = sum(
        document.size if document.seen is None else document.seen.size or 0
        for _at, _number, document in documents(batch)
    )
    if size != batch.register_bytes:
        told = {"found": size, "told": batch.register_bytes}
        yield found(FAIL, "count_bytes", **told)


@check("2-7")
def content_whole(batch, _setting, _rule):
    """All files are there, to their end."""
    for at, number, document in documents(batch):
        seen = document.seen
        if seen is None:
            yield found(NOT_RUN, "not_looked", at, number)
        elif seen.missing:
            yield found(FAIL, "content_gone", at, number)
        elif seen.problem in ("truncated", "empty"):
            yield found(FAIL, "content_cut", at, number)


@check("2-11")
def package_content(batch, _setting, _rule):
    """The package holds what it says it holds."""
    yield from _problems(batch, "2-11")
    package = batch.package
    if package and package.told_described not in (None, package.described):
        told = {"found": package.described, "told": package.told_described}
        yield found(FAIL, "metadata_count", **told)


def _of_package(number):
    def problems(batch, _setting, _rule):
        yield from _problems(batch, number)

    return problems


for _number in ("1-12", "1-13", "2-10", "3-1"):
    check(_number)(_of_package(_number))


@check("3-2")
def reachable(batch, _setting, _rule):
    """The descriptions can be read where they are kept."""
    for _one in range(batch.unreachable):
        yield found(FAIL, "unreachable")


@check("3-3")
def formats(batch, setting, _rule):
    """Formats are those that archives keep (GB/T 18894, GB/T 33190)."""
    for at, number, document in documents(batch):
        seen = document.seen
        kind = seen.mimetype if seen and seen.mimetype else document.mimetype
        if setting.formats and kind not in setting.formats:
            yield found(FAIL, "format", at, number, format=kind or "?")


@check("3-4")
def readable(batch, _setting, _rule):
    """Content opens."""
    for at, number, _document, seen in _looked(batch, "problem"):
        if seen.problem and seen.problem not in ("truncated", "empty", "encrypted"):
            yield found(FAIL, "unreadable", at, number)
    yield from _not_looked(batch)


@check("3-5")
def backups(batch, setting, _rule):
    """There is a fresh backup, and restoring one was tried."""
    if batch.backup_hours is None:
        yield found(NOT_RUN, "backup_none")
    elif batch.backup_hours > setting.backup_hours:
        yield found(FAIL, "backup_old", hours=round(batch.backup_hours))
    if not batch.drill:
        yield found(WARN, "drill_none")


@check("3-8")
def not_private(batch, _setting, _rule):
    """No private compression, nothing locked."""
    yield from _problems(batch, "3-8")
    for at, number, _document, seen in _looked(batch, "problem"):
        if seen.problem == "encrypted":
            yield found(FAIL, "locked", at, number)


@check("4-1")
def scanner(batch, _setting, _rule):
    """A malware scanner is at work."""
    if not batch.scanner:
        yield found(NOT_RUN, "scanner_none")


@check("4-2")
def malware(batch, _setting, _rule):
    """Nothing was found; what was not scanned is not clean."""
    for at, number, document in documents(batch):
        state = document.seen.malware if document.seen else "not_run"
        if state == "infected":
            yield found(FAIL, "infected", at, number)
        elif state != "clean":
            yield found(NOT_RUN, "not_scanned", at, number)


@check("4-3")
def surplus(batch, _setting, _rule):
    """Nothing lies there that no description names."""
    yield from _problems(batch, "4-3")
    for _one in range(batch.surplus):
        yield found(FAIL, "surplus")
