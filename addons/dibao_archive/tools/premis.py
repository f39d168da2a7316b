# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What happened to items as PREMIS 3 (objects, events, agents).

Kinds of events are the terms of the Library of Congress' vocabulary of event types, one
to one (R-66); which act of ours is which stands in ``ACTS``.
"""

from lxml import etree

NAMESPACE = "http://www.loc.gov/premis/v3"
XLINK = "http://www.w3.org/1999/xlink"
_VOCABULARY = "http://id.loc.gov/vocabulary/preservation/eventType"

#: Acts of the program -> term of the vocabulary.
ACTS = {
    "capture": "capture",
    "imaging": "imaging",
    "ingest": "ingestion",
    "file": "accession",
    "correct": "metadata modification",
    "convert": "migration",
    "extract": "metadata extraction",
    "digest": "message digest calculation",
    "fixity": "fixity check",
    "virus": "virus check",
    "quarantine": "quarantine",
    "format": "format identification",
    "inspect": "validation",
    "signature": "digital signature validation",
    "encrypt": "encryption",
    "pack": "information package creation",
    "unpack": "unpacking",
    "lend": "dissemination",
    "export": "dissemination",
    "transfer": "transfer",
    "retention": "policy assignment",
    "destroy": "deletion",
    "backup": "replication",
    "restore": "recovery",
}
#: All terms that may stand as the kind of an event.
TYPES = frozenset(ACTS.values())


def _tag(name):
    return f"{{{NAMESPACE}}}{name}"


def _put(parent, name, text=None, **attributes):
    element = etree.SubElement(parent, _tag(name), attributes)
    if text is not None:
        element.text = str(text)
    return element


def document(records):
    """The PREMIS of items as bytes of XML.

    :raise ValueError: an event's kind is no term of the vocabulary
    """
    root = etree.Element(
        _tag("premis"), {"version": "3.0"}, {None: NAMESPACE, "xlink": XLINK}
    )
    for record in records:
        _item(root, record)
        for at, one in enumerate(record.documents, 1):
            _file(root, record, one, at)
    for record in records:
        for at, event in enumerate(record.events, 1):
            _event(root, record, event, at)
    agents = {agent.key: agent for record in records for agent in record.agents}
    for key in sorted(agents):
        _agent(root, agents[key])
    return etree.tostring(
        root, encoding="utf-8", xml_declaration=True, pretty_print=True
    )


def _identifier(parent, kind, value):
    identifier = _put(parent, f"{kind}Identifier")
    _put(identifier, f"{kind}IdentifierType", "local")
    _put(identifier, f"{kind}IdentifierValue", value)


def _typed(root, name, kind):
    return _put(
        root,
        name,
        None,
        **{"{http://www.w3.org/2001/XMLSchema-instance}type": kind},
    )


def _item(root, record):
    element = _typed(root, "object", "intellectualEntity")
    _identifier(element, "object", record.key or record.code)
    for name, value in (("reference code", record.code), ("title", record.title)):
        properties = _put(element, "significantProperties")
        _put(properties, "significantPropertiesType", name)
        _put(properties, "significantPropertiesValue", value)


def _file(root, record, one, at):
    element = _typed(root, "object", "file")
    _identifier(element, "object", f"{record.key or record.code}/{at}")
    character = _put(element, "objectCharacteristics")
    for algorithm, digest in (("SHA-256", one.sha256), ("SM3", one.sm3)):
        if digest:
            fixity = _put(character, "fixity")
            _put(fixity, "messageDigestAlgorithm", algorithm)
            _put(fixity, "messageDigest", digest)
    _put(character, "size", one.size)
    designation = _put(_put(character, "format"), "formatDesignation")
    _put(designation, "formatName", one.mimetype or "application/octet-stream")
    _put(element, "originalName", one.name)
    relation = _put(element, "relationship")
    _put(relation, "relationshipType", "structural")
    _put(relation, "relationshipSubType", "is part of")
    related = _put(relation, "relatedObjectIdentifier")
    _put(related, "relatedObjectIdentifierType", "local")
    _put(related, "relatedObjectIdentifierValue", record.key or record.code)


def _event(root, record, event, at):
    if event.kind not in TYPES:
        raise ValueError(event.kind)
    element = _put(root, "event")
    key = record.key or record.code
    _identifier(element, "event", f"{key}/event/{at}")
    _put(element, "eventType", event.kind, authorityURI=_VOCABULARY)
    _put(element, "eventDateTime", event.at)
    if event.detail or event.basis:
        detail = _put(element, "eventDetailInformation")
        _put(detail, "eventDetail", " ".join(filter(None, (event.detail, event.basis))))
    if event.outcome:
        outcome = _put(element, "eventOutcomeInformation")
        _put(outcome, "eventOutcome", event.outcome)
    if event.agent:
        agent = _put(element, "linkingAgentIdentifier")
        _put(agent, "linkingAgentIdentifierType", "local")
        _put(agent, "linkingAgentIdentifierValue", event.agent)
    target = _put(element, "linkingObjectIdentifier")
    _put(target, "linkingObjectIdentifierType", "local")
    _put(target, "linkingObjectIdentifierValue", key)


def _agent(root, agent):
    element = _put(root, "agent")
    _identifier(element, "agent", agent.key)
    _put(element, "agentName", agent.name)
    kinds = {"unit": "organization", "office": "organization", "person": "person"}
    _put(element, "agentType", kinds[agent.kind])
    if agent.position:
        _put(element, "agentNote", agent.position)
