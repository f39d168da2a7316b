# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Items of the database as the plain values that packages and inspections read.

Like the vault this hangs on no model: what it gives can open contents. Who calls it
has checked rights and logged the use.
"""

from datetime import UTC
from functools import partial

from odoo.exceptions import UserError

from . import intake, vault
from .tools import archive_words, file_look, package_zip
from .tools.archive_record import (
    ANNEX,
    MAIN,
    PERSON,
    Agent,
    Document,
    Event,
    Record,
    Seen,
    Volume,
)
from .tools.file_finding import Refused


def day(value):
    """A date as archives write it: YYYYMMDD."""
    return value.strftime("%Y%m%d") if value else ""


def moment(value):
    """A time of the database in ISO 8601."""
    return value.replace(tzinfo=UTC, microsecond=0).isoformat()[:19] + "Z"


def key_of(item):
    """What names an item in packages: its code; for an annex, its place behind it."""
    if not item.parent_id:
        return item.reference_code or f"draft/{item.id}"
    body = item.parent_id.reference_code or f"draft/{item.parent_id.id}"
    return f"{body}/{item.sequence}"


def originals_of(item):
    """The files that count: as they came in; what was made of them stays behind."""
    return item.original_ids.filtered(
        lambda one: one.state != "erased" and one.role != "derivative"
    ).sorted(lambda one: (one.sequence, one.id))


def records(items):
    """Descriptions of items, in their order; contents open on demand."""
    items = items.sudo()
    volumes = {volume: _volume(volume) for volume in items.volume_id}
    return [_record(item, volumes[item.volume_id]) for item in items]


def _volume(volume):
    return Volume(
        code=volume.reference_code or "",
        title=volume.title or "",
        year=str(volume.year or ""),
        category=volume.category_id.path_code or "",
        retention=volume.retention_id.code or "",
        opened=str(volume.opened_on or ""),
        closed=str(volume.closed_on or ""),
        trigger=str(volume.trigger_date or ""),
        note=volume.note or "",
    )


def _record(item, volume):
    source, body = item.volume_id, item.parent_id or item
    agents = {}
    record = Record(
        key=key_of(item),
        # Annexes have the code and number of their body.
        code=body.reference_code or "",
        title=item.title or "",
        date=day(item.date),
        responsible=item.responsible or "",
        document_number=item.document_number or "",
        secrecy=archive_words.SECRECY.get(item.secrecy, ""),
        open_mark=archive_words.OPENING.get(source.open_mark, ""),
        retention=source.retention_id.mark or "",
        year=str(item.year or ""),
        organ=source.organ_code or "",
        fonds_code=item.fonds_id.code or "",
        fonds_name=item.fonds_id.name or "",
        agency=item.fonds_id.agency_name or "",
        category=item.category_id.path_code or "",
        number=str(body.number or ""),
        page_count=item.page_count,
        page_from=item.page_from,
        kind=item.kind_id.code or "",
        act=item.act or "",
        sequence=item.sequence,
        relation=item.relation or "",
        parent=key_of(item.parent_id) if item.parent_id else "",
        remark=item.remark or "",
        filed=str(item.filed_on or ""),
        volume=volume,
    )
    originals = originals_of(item)
    record.documents = [
        _document(original, at) for at, original in enumerate(originals)
    ]
    record.events = list(_events(item, originals, agents))
    record.agents = [agents[key] for key in sorted(agents)]
    return record


def _document(original, at):
    return Document(
        name=original.name,
        size=original.size,
        sha256=original.sha256 or "",
        sm3=original.sm3 or "",
        mimetype=original.mimetype or "",
        role=ANNEX if at else MAIN,
        use=original.role,
        pages=original.page_count,
        dpi=original.dpi,
        colour=original.colour or "",
        created=moment(original.captured_on),
        open=partial(vault.stream, original),
    )


def _agent(agents, user):
    if not user:
        return ""
    key = f"user-{user.id}"
    agents.setdefault(key, Agent(key, user.name or "", PERSON))
    return key


def _events(item, originals, agents):
    for original in originals:
        who, when = _agent(agents, original.captured_by_id), original.captured_on
        yield Event("capture", moment(when), who, "", original.name, "success")
        yield Event(
            "message digest calculation", moment(when), who, "", "SHA-256, SM3", ""
        )
        if original.malware != "not_run":
            told = original.malware_detail or ""
            yield Event("virus check", moment(when), who, "", told, original.malware)
        if original.signature in ("valid", "untrusted", "invalid"):
            yield Event(
                "digital signature validation",
                *(moment(when), who, "", "pyHanko", original.signature),
            )
    if item.filed_on:
        at = f"{item.filed_on}T00:00:00Z"
        yield Event("accession", at, _agent(agents, item.filed_by_id), "", "", "")
    for one in item.correction_ids.sorted("id"):
        who = _agent(agents, one.user_id)
        at = moment(one.create_date)
        yield Event("metadata modification", at, who, one.reason, one.field_name, "")


# ---------------------------------------------------------------------- looking


def look(env, original):
    """What a file is now: read to its end, digested, opened, scanned.

    :rtype: Seen
    """
    try:
        stream = vault.stream(original)
    except UserError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return Seen(missing=True, problem=None)
        return Seen(size=0, sha256="-", sm3="-", problem="damaged")
    with stream:
        return look_at(env, stream, original.name, original.division_id)


def look_at(env, stream, name, division):
    """What a seekable stream is found to be.

    :rtype: Seen
    """
    try:
        size, sha256, sm3 = digests(stream)
    except (OSError, UserError):
        # Changed or cut off: what is left authenticates no more.
        return Seen(size=0, sha256="-", sm3="-", problem="damaged")
    seen = Seen(size=size, sha256=sha256, sm3=sm3, problem="")
    stream.seek(0)
    _look_inside(env, stream, name, division, seen)
    return seen


def _look_inside(env, stream, name, division, seen):
    verdict = intake.scan(env, stream, seen.size, division)
    seen.malware = verdict.result
    if verdict.result == "infected":
        return
    stream.seek(0)
    try:
        found = file_look.look(stream, name, intake.limits(env, division), office=True)
    except Refused as refused:
        seen.problem = refused.finding.code
        return
    seen.mimetype, seen.pages = found.mimetype, found.pages
    if found.signed:
        seen.signature = intake.check_signature(env, stream, found, division).signature


def digests(stream):
    """(size, SHA-256, SM3) of a stream from its begin."""
    counted = package_zip.Counted(iter(lambda: stream.read(1 << 20), b""))
    for _piece in counted:
        pass
    return counted.size, counted.sha256.hexdigest(), counted.sm3.hexdigest()


def take_seen(record, seen):
    """Put what was found of its files into a description."""
    for document, values in zip(record.documents, seen or [], strict=False):
        document.seen = Seen(**values)


def add_event(record, kind, when, user, basis="", detail="", outcome=""):
    """Add an act to a description, with who carried it out."""
    agents = {agent.key: agent for agent in record.agents}
    who = _agent(agents, user.sudo())
    record.agents = [agents[key] for key in sorted(agents)]
    record.events.append(Event(kind, moment(when), who, basis, detail, outcome or ""))
