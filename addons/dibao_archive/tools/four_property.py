# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The four-property inspection (四性检测) of DA/T 70-2018 over plain descriptions.

Each check has the standard's number, property-running number. What is checked at which
stage, what blocks, and what an element of the metadata must be like are tables given by
the caller; here is only how to look. "Not run" is a result of its own and never counts
as passed.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import asdict, dataclass, field

TOOL, TOOL_VERSION = "低保档案四性检测程序", "1"

PASS, WARN, FAIL, MANUAL, NOT_RUN = "pass", "warn", "fail", "manual", "not_run"
#: The worst of several results tells.
GRAVITY = {PASS: 0, WARN: 1, MANUAL: 2, NOT_RUN: 3, FAIL: 4}
FILING, TRANSFER, KEEPING = "filing", "transfer", "keeping"

CHECKS = {}


@dataclass(frozen=True)
class Rule:
    """A line of the rule table."""

    number: str
    automatic: bool = True
    blocking: bool = False
    version: str = "1"
    weight: float = 1.0
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Element:
    """A line of the metadata table (R-15).

    ``field`` names a value of ``Record``; ``volume.x`` and ``document.x`` those of the
    volume and of each document. ``condition`` (``name`` or ``name=value``) tells when
    a conditional element must be filled.
    """

    field: str
    label: str
    obligation: str = "optional"
    condition: str = ""
    kind: str = "text"
    shortest: int = 0
    longest: int = 0
    regex: str = ""
    low: float | None = None
    high: float | None = None
    codes: tuple = ()
    repeatable: bool = False
    version: str = "1"


@dataclass
class PackageSeen:
    """A package as it was found: what is wrong with it, digests before and after."""

    problems: list = field(default_factory=list)  # (code of package_texts, where)
    sha256: str = ""
    told_sha256: str = ""
    described: int = 0
    told_described: int | None = None


@dataclass
class Batch:
    """What is inspected. ``today`` is YYYYMMDD."""

    records: list
    stage: str
    today: str
    register_items: int | None = None
    register_bytes: int | None = None
    whole_volumes: frozenset = frozenset()
    orphans: int = 0
    surplus: int = 0
    unreachable: int = 0
    gaps: list = field(default_factory=list)  # (record index or -1, kind)
    known_digests: dict = field(default_factory=dict)  # digest -> other item
    package: PackageSeen | None = None
    scanner: str = ""
    backup_hours: float | None = None
    drill: bool = False


@dataclass(frozen=True)
class Setting:
    """Tables the checks read: elements, profiles of codes, formats, limits."""

    elements: tuple = ()
    profiles: tuple = ()
    formats: frozenset = frozenset()
    endings: dict = field(default_factory=dict)
    backup_hours: float = 24


@dataclass(frozen=True)
class Finding:
    """What one check found at one place; ``record`` -1 is the batch as a whole."""

    result: str
    text: str
    values: tuple = ()
    record: int = -1
    document: int = -1


@dataclass
class Result:
    """What came out for one number."""

    rule: Rule
    result: str
    findings: list
    looked_at: int


def check(number):
    """Register ``function(batch, setting, rule) -> findings`` under its number."""

    def register(function):
        CHECKS[number] = function
        return function

    return register


def found(result, text, record=-1, document=-1, /, **values):
    """A finding, short to write."""
    return Finding(result, text, tuple(sorted(values.items())), record, document)


def documents(batch):
    """(record index, document index, document) of the whole batch."""
    for at, record in enumerate(batch.records):
        for number, document in enumerate(record.documents):
            yield at, number, document


def run(batch, rules, setting):
    """Carry out the rules; one ``Result`` for each, in their order.

    A rule that is not automatic gives ``manual``; an automatic one that nobody has
    written a check for, ``not_run``.
    """
    return [_run_one(batch, rule, setting) for rule in rules]


def _run_one(batch, rule, setting):
    if not rule.automatic:
        findings = [found(MANUAL, "by_hand")]
    elif rule.number not in CHECKS:
        findings = [found(NOT_RUN, "not_here", reason=rule.number)]
    else:
        findings = list(CHECKS[rule.number](batch, setting, rule))
    return Result(rule, worst(findings), findings, len(batch.records))


def worst(findings):
    """The gravest result of findings; ``pass`` of none."""
    return max((finding.result for finding in findings), key=GRAVITY.get, default=PASS)


def conclusion(results):
    """What the batch as a whole may claim.

    ``fail`` when a blocking rule failed; ``open`` when something was not run or waits
    for a person; ``warn`` when other rules failed or warned; else ``pass``.
    """
    if any(one.result == FAIL and one.rule.blocking for one in results):
        return FAIL
    if any(one.result in (NOT_RUN, MANUAL) for one in results):
        return "open"
    if any(one.result in (FAIL, WARN) for one in results):
        return WARN
    return PASS


def score(results):
    """Weighted share of what passed, 0 to 100; warnings count half, not-run nothing."""
    whole = sum(one.rule.weight for one in results)
    part = {PASS: 1.0, WARN: 0.5}
    got = sum(one.rule.weight * part.get(one.result, 0.0) for one in results)
    return round(100 * got / whole, 1) if whole else 0.0


def by_record(results):
    """{record index: {number: worst result}} of what did not pass."""
    told = defaultdict(dict)
    for one in results:
        for finding in one.findings:
            if finding.record < 0:
                continue
            numbers = told[finding.record]
            old = numbers.get(one.rule.number, PASS)
            if GRAVITY[finding.result] > GRAVITY[old]:
                numbers[one.rule.number] = finding.result
    return dict(told)


def digest_of(record):
    """SHA-256 of what was looked at: the metadata and the digests of the content."""
    values = asdict(record)
    for document in values["documents"]:
        seen = document.pop("seen", None)
        document.pop("open", None)
        document["seen"] = seen and [seen["size"], seen["sha256"]]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_batch(batch, digests=None):
    """SHA-256 over the digests of all items of a batch."""
    digests = digests or [digest_of(record) for record in batch.records]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
