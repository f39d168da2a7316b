# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Archives as plain values: what packages carry and what inspections look at.

An item (件) with its documents, the acts it went through and who carried them out.
Nothing here knows a database: the same values come from one and from a package.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

MAIN, ANNEX = "main", "annex"
UNIT, OFFICE, PERSON = "unit", "office", "person"


@dataclass
class Seen:
    """What a document is found to be when it is looked at.

    ``problem`` is a code of ``file_finding`` where it does not open; ``malware`` one of
    clean, infected, not_run; ``signature`` as in ``file_finding.Look``, "" where the
    file is not signed. None: not looked at.
    """

    size: int | None = None
    sha256: str = ""
    sm3: str = ""
    mimetype: str = ""
    pages: int = 0
    missing: bool = False
    problem: str | None = ""
    malware: str = "not_run"
    signature: str = ""


@dataclass
class Document:
    """One electronic original of an item.

    ``path`` is where it lies in a package (relative, with ``/``), ``name`` what it was
    called. ``open`` gives a new binary stream at its begin.
    """

    name: str
    size: int
    sha256: str
    sm3: str = ""
    mimetype: str = ""
    role: str = MAIN
    use: str = ""
    pages: int = 0
    dpi: int = 0
    colour: str = ""
    created: str = ""
    path: str = ""
    seen: Seen | None = field(default=None, compare=False, repr=False)
    open: Callable[[], Any] | None = field(default=None, compare=False, repr=False)


@dataclass
class Agent:
    """Who acted: ``kind`` is one of unit, office, person."""

    key: str
    name: str
    kind: str = PERSON
    code: str = ""
    position: str = ""


@dataclass
class Event:
    """An act on an item. ``kind`` is an event type of PREMIS, ``at`` ISO 8601, UTC."""

    kind: str
    at: str
    agent: str = ""
    basis: str = ""
    detail: str = ""
    outcome: str = ""


@dataclass
class Volume:
    """The volume (案卷) an item lies in."""

    code: str = ""
    title: str = ""
    year: str = ""
    category: str = ""
    retention: str = ""
    opened: str = ""
    closed: str = ""
    trigger: str = ""
    note: str = ""


@dataclass
class Record:
    """One item. Dates are YYYYMMDD as DA/T 18-2022 writes them, or empty."""

    code: str
    title: str
    date: str = ""
    responsible: str = ""
    document_number: str = ""
    secrecy: str = ""
    open_mark: str = ""
    opening_opinion: str = ""
    retention: str = ""
    year: str = ""
    organ: str = ""
    fonds_code: str = ""
    fonds_name: str = ""
    agency: str = ""
    category: str = ""
    number: str = ""
    page_count: int = 0
    page_from: int = 0
    kind: str = ""
    act: str = ""
    sequence: int = 0
    relation: str = ""
    parent: str = ""
    remark: str = ""
    filed: str = ""
    key: str = ""
    volume: Volume | None = None
    documents: list[Document] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    agents: list[Agent] = field(default_factory=list)


class PackageError(Exception):
    """A package is refused; ``code`` names the reason, ``where`` the place in it.

    :param str code: a key of ``package_texts.REASONS``
    """

    def __init__(self, code, where=""):
        super().__init__(f"{code}: {where}" if where else code)
        self.code = code
        self.where = where


def texts_of(value):
    """(name, text or number) of the plain values of one of the classes above."""
    return [
        (one.name, getattr(value, one.name))
        for one in fields(value)
        if isinstance(getattr(value, one.name), str | int)
    ]
