# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checks of DA/T 70 on metadata: 1-2 to 1-8, 2-3 to 2-6, 2-8, 2-9.

What an element must be like comes from the element table, not from here (R-15).
"""

import re
import unicodedata
from collections import defaultdict
from datetime import datetime

from . import reference_code
from .four_property import FAIL, FILING, WARN, check, found

#: Texts in which no control or look-alike characters may stand.
_TEXTS = ("code", "title", "responsible", "document_number", "remark")
_ZERO_WIDTH = set("\u200b\u200c\u200d\u2060\ufeff\ufffd\u00ad")


def _values(record, element):
    """(document index, value) of an element: one, or one a document."""
    group, _dot, name = element.field.rpartition(".")
    if group == "document":
        for at, document in enumerate(record.documents):
            yield at, getattr(document, name)
    elif group == "volume":
        yield -1, getattr(record.volume, name) if record.volume else None
    else:
        yield -1, getattr(record, name)


def _each(batch, setting):
    """(record index, document index, element, value) of all elements."""
    for at, record in enumerate(batch.records):
        for element in setting.elements:
            for document, value in _values(record, element):
                yield at, document, element, value


def _filled(batch, setting):
    for at, document, element, value in _each(batch, setting):
        if value not in (None, "", 0):
            yield at, document, element, value


@check("1-2")
def length(batch, setting, _rule):
    """Length of each element."""
    for at, document, element, value in _filled(batch, setting):
        size = len(str(value))
        if element.longest and size > element.longest:
            told = {"element": element.label, "limit": element.longest}
            yield found(FAIL, "too_long", at, document, **told)
        if element.shortest and size < element.shortest:
            told = {"element": element.label, "limit": element.shortest}
            yield found(FAIL, "too_short", at, document, **told)


def _is_date(text):
    try:
        datetime.strptime(text, "%Y%m%d" if len(text) == 8 else "%Y-%m-%d")
    except ValueError:
        return False
    return True


@check("1-3")
def form(batch, setting, _rule):
    """Type and form of each element; no second value where one may stand."""
    for at, document, element, value in _filled(batch, setting):
        text = str(value)
        wrong = None
        if element.kind == "number" and not re.fullmatch(r"-?\d+(\.\d+)?", text):
            wrong = "not_number"
        elif element.kind == "date" and not _is_date(text):
            wrong = "not_date"
        elif element.regex and not re.fullmatch(element.regex, text):
            wrong = "not_shape"
        elif not element.repeatable and "\n" in text:
            wrong = "repeated"
        if wrong:
            yield found(FAIL, wrong, at, document, element=element.label)


@check("1-4")
def value_range(batch, setting, _rule):
    """Limits and code tables."""
    for at, document, element, value in _filled(batch, setting):
        text = str(value)
        if element.codes and text not in element.codes:
            yield found(FAIL, "not_in_table", at, document, element=element.label)
        if element.kind != "number" or not re.fullmatch(r"-?\d+(\.\d+)?", text):
            continue
        for limit, name, beyond in (
            (element.low, "too_small", lambda a, b: a < b),
            (element.high, "too_large", lambda a, b: a > b),
        ):
            if limit is not None and beyond(float(text), limit):
                told = {"element": element.label, "limit": f"{limit:g}"}
                yield found(FAIL, name, at, document, **told)


@check("1-5")
def plausible(batch, _setting, _rule):
    """Dates in order; the year of the code is the year of the record."""
    for at, record in enumerate(batch.records):
        day = record.date or ""
        filed = (record.filed or "").replace("-", "")
        if day > batch.today:
            yield found(FAIL, "date_future", at)
        if filed and day > filed:
            yield found(FAIL, "date_order", at)
        years = re.findall(r"(?<!\d)\d{4}(?!\d)", record.code or "")
        if record.year and years and str(record.year) not in years:
            yield found(FAIL, "year_code", at)
        # A household's volume goes on for years: only items that stand alone.
        alone = not (record.volume and record.volume.code)
        if alone and day and record.year and day[:4] != str(record.year):
            yield found(FAIL, "year_date", at)
        volume = record.volume
        if volume and volume.closed and volume.closed < (volume.opened or ""):
            yield found(FAIL, "volume_order", at)
    yield from _pages_in_order(batch)


def _pages_in_order(batch):
    for members in _volumes(batch).values():
        last = 0
        for at, record in members:
            if record.page_from:
                if record.page_from <= last:
                    yield found(FAIL, "page_order", at)
                last = record.page_from


@check("1-6")
def characters(batch, setting, _rule):
    """Control, invisible and direction characters; private ones only warn."""
    labels = {element.field: element.label for element in setting.elements}
    for at, record in enumerate(batch.records):
        for name in _TEXTS:
            worst = None
            for sign in str(getattr(record, name) or ""):
                kind = unicodedata.category(sign)
                if kind in ("Cc", "Cs", "Cn") or sign in _ZERO_WIDTH or kind == "Cf":
                    worst = (FAIL, "character", sign)
                    break
                if kind == "Co":
                    worst = (WARN, "character_private", sign)
            if worst:
                told = {
                    "element": labels.get(name, name),
                    "code": f"U+{ord(worst[2]):04X}",
                }
                yield found(worst[0], worst[1], at, **told)


@check("1-7")
def code_profile(batch, setting, _rule):
    """The reference code follows a profile and says what the record says."""
    for at, record in enumerate(batch.records):
        if not record.code:
            # A code is given by filing.
            if record.filed or batch.stage != FILING:
                yield found(FAIL, "code_none", at)
        elif not any(_follows(record, parts) for parts in setting.profiles):
            yield found(FAIL, "code_profile", at)


def _follows(record, parts):
    try:
        values = reference_code.parse(parts, record.code)
    except reference_code.ReferenceError:
        return False
    # What people type with look-alike signs is not what was rendered.
    if reference_code.normalise(record.code) != record.code:
        return False
    told = {
        "fonds": record.fonds_code,
        "category": record.category,
        "retention": record.retention,
    }
    return all(
        not told[name] or values[name] == told[name] for name in told if name in values
    )


@check("1-8")
def duplicates(batch, _setting, _rule):
    """Codes once; equal content or equal title, date and author are warned of."""
    codes, digests, titles = {}, {}, {}
    for at, record in enumerate(batch.records):
        body = record.code and not record.parent  # whose code its annexes share
        if body and codes.setdefault(record.code, at) != at:
            yield found(FAIL, "twice_code", at)
        key = (record.title, record.date, record.responsible, record.kind)
        key += (record.volume.code if record.volume else "", record.document_number)
        if titles.setdefault(key, at) != at:
            yield found(WARN, "twice_title", at)
        for number, document in enumerate(record.documents):
            other = digests.setdefault(document.sha256, at)
            known = batch.known_digests.get(document.sha256)
            if document.sha256 and (other != at or known):
                yield found(WARN, "twice_digest", at, number)


@check("2-3")
def elements_present(batch, setting, _rule):
    """All elements of the table are there, filled or not."""
    for at, document, element, value in _each(batch, setting):
        if value is None and element.obligation == "must":
            yield found(FAIL, "absent", at, document, element=element.label)


@check("2-4")
def elements_filled(batch, setting, _rule):
    """What must be filled is filled, and so what its condition asks for."""
    for at, document, element, value in _each(batch, setting):
        if value not in ("", 0):
            continue
        record = batch.records[at]
        if element.obligation == "must" or (
            element.obligation == "conditional"
            and _holds(element.condition, record, document)
        ):
            yield found(FAIL, "empty", at, document, element=element.label)


def _holds(condition, record, document):
    name, equals, wanted = condition.partition("=")
    target = record.documents[document] if document >= 0 else record
    if name.startswith("volume."):
        target, name = record.volume, name[7:]
    value = getattr(target, name, None)
    return str(value) == wanted if equals else bool(value)


@check("2-5")
def process(batch, _setting, rule):
    """The steps the rule names are recorded, each with who carried it out."""
    for at, record in enumerate(batch.records):
        kinds = {event.kind for event in record.events}
        for step in rule.params.get("events", ()) if record.documents else ():
            if step not in kinds:
                yield found(FAIL, "step", at, step=step)
        if any(not event.agent for event in record.events):
            yield found(FAIL, "step_agent", at)


def _volumes(batch):
    """{volume code: [(index, record)]} of what lies in volumes, in their order."""
    volumes = defaultdict(list)
    for at, record in enumerate(batch.records):
        if record.volume and record.volume.code:
            volumes[record.volume.code].append((at, record))
    for members in volumes.values():
        members.sort(key=lambda pair: (pair[1].sequence, pair[0]))
    return volumes


@check("2-6")
def continuity(batch, _setting, _rule):
    """Numbers in a whole volume begin at 1 and leave none out."""
    for code, members in _volumes(batch).items():
        if code not in batch.whole_volumes:
            continue
        numbers = defaultdict(list)
        for at, record in members:
            if not record.parent and str(record.number).isdigit():
                numbers[int(record.number)].append(at)
        if not numbers:
            continue
        for number, places in numbers.items():
            if len(places) > 1:
                yield found(FAIL, "number_twice", places[-1], number=number)
        first = min(numbers)
        if first != 1:
            yield found(FAIL, "begin", numbers[first][0])
        for number in range(first, max(numbers)):
            if number not in numbers:
                after = min(one for one in numbers if one > number)
                yield found(FAIL, "gap", numbers[after][0], number=number)


@check("2-8")
def annexes(batch, _setting, _rule):
    """An annex has its body in the batch; annexed files have a main document."""
    codes = {record.key for record in batch.records}
    for at, record in enumerate(batch.records):
        if record.parent and record.parent not in codes:
            yield found(FAIL, "annex_alone", at)
        if record.documents and all(d.role == "annex" for d in record.documents):
            yield found(FAIL, "main_none", at)


@check("2-9")
def filing_scope(batch, _setting, _rule):
    """Papers of the unit's list that are missing."""
    for at, kind in batch.gaps:
        yield found(WARN, "scope", at, kind=kind)
