# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Encapsulation packages (电子文件封装包) of DA/T 48-2009: reading, with suspicion.

The parser resolves nothing and refuses document types. Content goes chunk by chunk to
where the caller wants it; the rest, the skeleton, is small and held against the schema.
"""

import base64
import binascii
import hashlib
import re
from datetime import datetime
from pathlib import Path
from xml.parsers import expat

from lxml import etree

from . import archive_record as archive
from . import eep_words as words
from .archive_record import PackageError
from .eep import Header, Signature

SCHEMA = Path(__file__).resolve().parent.parent / "data/schema/eep-2009.xsd"
CHUNK = 2**18
# All texts of a package but its content: titles, notes, acts.
MOST_TEXT = 2**24
MOST_DEPTH = 40
_MARK = f"{{{words.NAMESPACE}}}"
_BLANK = str.maketrans("", "", " \t\r\n")
_NUMBERS = ("page_count", "page_from", "sequence")
_DATES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_loaded = {}


def schema():
    """The schema of the structure, read once."""
    if "schema" not in _loaded:
        _loaded["schema"] = etree.XMLSchema(etree.parse(str(SCHEMA)))
    return _loaded["schema"]


def read(stream, sink=None):
    """Read one package; returns (Record, Header).

    :param stream: binary stream
    :param sink: ``sink(name, number) -> writable binary stream`` for embedded content,
        closed afterwards; None to check the content only
    :raise PackageError: anything in it that is not as the standard has it
    """
    reader = _Reader(sink)
    reader.parse(stream)
    return _Taker(reader).take()


class _Encoded:
    """Content as it comes in: decoded, counted, digested and handed on."""

    def __init__(self, target):
        self.target = target
        self.rest = ""
        self.size = 0
        self.ended = False
        self.digest = hashlib.sha256()
        # Short content is kept: it may be a digest.
        self.head = b""

    def feed(self, text):
        text = self.rest + text.translate(_BLANK)
        whole = len(text) - len(text) % 4
        self.rest, text = text[whole:], text[:whole]
        if not text:
            return
        if self.ended:
            raise PackageError("eep_base64")
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise PackageError("eep_base64") from error
        self.ended = text.endswith("=")
        self.size += len(data)
        self.digest.update(data)
        if self.size <= 64:
            self.head += data
        if self.target:
            self.target.write(data)

    def end(self):
        if self.rest:
            raise PackageError("eep_base64")
        if self.target:
            self.target.close()


class _Reader:
    """Builds the skeleton; content flows past it."""

    def __init__(self, sink):
        self.sink = sink
        self.root = None
        self.stack = []
        self.encoded = None
        self.contents = {}
        self.texts = 0
        self.buffer = []
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.buffer_size = CHUNK
        parser.StartElementHandler = self.begin
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        self.parser = parser

    def parse(self, stream):
        try:
            while chunk := stream.read(CHUNK):
                self.parser.Parse(chunk, False)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise PackageError("eep_xml", f"line {error.lineno}") from error
        finally:
            if self.encoded and self.encoded.target:
                self.encoded.target.close()

    def doctype(self, *_names):
        raise PackageError("eep_doctype")

    def begin(self, name, attributes):
        self._take_text()
        space, _blank, local = name.rpartition(" ")
        if space != words.NAMESPACE:
            raise PackageError("eep_root" if self.root is None else "eep_structure")
        if len(self.stack) >= MOST_DEPTH:
            raise PackageError("eep_structure", local)
        try:
            element = etree.Element(_MARK + local, attributes, {None: words.NAMESPACE})
        except ValueError as error:
            raise PackageError("eep_structure", local) from error
        if self.root is None:
            if local != "电子文件封装包":
                raise PackageError("eep_root", local)
            self.root = element
        else:
            self.stack[-1].append(element)
        self.stack.append(element)
        if local == "编码数据":
            self.encoded = _Encoded(self._target())
        elif local == "修改封装内容":
            raise PackageError("eep_kind", local)

    def _target(self):
        encoding = self.stack[-2]
        if self.sink is None or _text(encoding, "反编码关键字") != words.INSIDE:
            return None
        name = _text(encoding, "电子属性/计算机文件名")
        return self.sink(name, len(self.contents) + 1)

    def text(self, text):
        if self.encoded is not None:
            self.encoded.feed(text)
            return
        self.texts += len(text)
        if self.texts > MOST_TEXT:
            raise PackageError("eep_text")
        self.buffer.append(text)

    def _take_text(self):
        if not self.buffer:
            return
        text = "".join(self.buffer)
        self.buffer = []
        element = self.stack[-1]
        if len(element):
            if text.strip():
                raise PackageError("eep_structure", _local(element))
        elif text.strip() or not element.text:
            element.text = (element.text or "") + text

    def end(self, _name):
        self._take_text()
        element = self.stack.pop()
        local = _local(element)
        if local == "编码数据":
            self.encoded.end()
            self.contents[element] = self.encoded
            self.encoded = None
        elif local == "版本" and element.text != words.VERSION:
            raise PackageError("eep_version", (element.text or "")[:20])


class _Taker:
    """Turns a checked skeleton into an item."""

    def __init__(self, reader):
        self.root = reader.root
        self.contents = reader.contents

    def take(self):
        self._check()
        entity = _find(self.root, "被签名对象/封装内容/文件实体块/文件实体")
        record = archive.Record(code="", title="")
        record.key = _text(entity, "电子文件号")
        record.agency = _text(entity, "来源/立档单位名称")
        for group, pairs in words.ELEMENTS:
            for name, element in pairs:
                if name != "agency":
                    self._set(record, name, _text(entity, f"{group}/{element}"))
        notes = dict(self._notes(entity))
        for name, value in notes.items():
            if not name.startswith("document."):
                self._set(record, name, value)
        record.documents = [
            self._document(element, at, notes)
            for at, element in enumerate(_all(entity, "文件数据/文档"), 1)
        ]
        content = "被签名对象/封装内容"
        record.agents = [
            self._agent(element)
            for element in _all(self.root, f"{content}/机构人员实体块/机构人员实体")
        ]
        record.events = [
            self._event(element)
            for element in _all(self.root, f"{content}/业务实体块/业务实体")
        ]
        return record, self._header()

    def _check(self):
        version = _find(self.root, "被签名对象")
        if version is not None and version.get("eep版本") != words.VERSION:
            raise PackageError("eep_version", (version.get("eep版本") or "")[:20])
        if not schema().validate(self.root):
            raise PackageError("eep_structure", schema().error_log[0].path)
        self._check_references()

    def _check_references(self):
        ids = [element.get("ID") for element in self.root.iter() if element.get("ID")]
        ids += [element.text for element in self.root.iter(_MARK + "文档标识符")]
        if len(set(ids)) < len(ids):
            raise PackageError("eep_id_twice")
        known = {
            "引用编码数据ID": set(ids),
            "文件标识符": {_text(self.root, ".//文件实体/电子文件号")},
            "机构人员标识符": {
                _text(element, "机构人员标识符")
                for element in self.root.iter(_MARK + "机构人员实体")
            },
            "被锁定签名标识符": {
                _text(element, "电子签名标识符")
                for element in self.root.iter(_MARK + "电子签名")
            },
        }
        for name, targets in known.items():
            for element in self.root.iter(_MARK + name):
                if element.text and element.text not in targets:
                    raise PackageError("eep_idref", element.text[:80])

    @staticmethod
    def _set(record, name, value):
        if not value:
            return
        target = record
        if name.startswith("volume."):
            if record.volume is None:
                record.volume = archive.Volume()
            target, name = record.volume, name[7:]
        if not isinstance(getattr(target, name, None), str | int):
            return  # a note of another program
        setattr(target, name, _number(value) if name in _NUMBERS else value)

    @staticmethod
    def _notes(entity):
        for element in _all(entity, "附注"):
            text = element.text or ""
            if text.startswith(words.NOTE):
                name, _equals, value = text[len(words.NOTE) :].partition("=")
                yield name, value

    def _document(self, element, at, notes):
        encoding = _find(element, "文档数据/编码")
        note = {
            name: notes.get(f"document.{at}.{name}", "")
            for name in ("sha256", "sm3", "use", "pages", "colour", "created")
        }
        note["pages"] = _number(note["pages"] or "0")
        roles = {word: role for role, word in words.ROLES.items()}
        document = archive.Document(
            name=_text(element, "题名"),
            size=_number(_text(encoding, "电子属性/计算机文件大小")),
            mimetype=_text(encoding, "电子属性/格式信息"),
            role=roles.get(_text(element, "文档主从声明"), archive.MAIN),
            dpi=_number(_text(encoding, "数字化属性/扫描分辨率") or "0"),
            path=_text(encoding, "电子属性/计算机文件名"),
            **note,
        )
        document.name = document.name or document.path.rpartition("/")[2]
        self._check_content(document, encoding)
        return document

    def _check_content(self, document, encoding):
        way = _text(encoding, "反编码关键字")
        content = self.contents.get(_find(encoding, "编码数据"))
        if content is None or way not in words.ENCODINGS:
            raise PackageError("eep_encoding", way[:40])
        if way == words.OUTSIDE:
            digest = content.head.hex() if content.size == 32 else ""
        else:
            digest = content.digest.hexdigest()
            if content.size != document.size:
                raise PackageError("eep_size", document.name)
        if not digest or (document.sha256 and document.sha256 != digest):
            raise PackageError("eep_digest", document.name)
        document.sha256 = digest

    @staticmethod
    def _agent(element):
        kinds = {word: kind for kind, word in words.AGENT_KINDS.items()}
        return archive.Agent(
            key=_text(element, "机构人员标识符"),
            name=_text(element, "机构人员名称"),
            kind=kinds.get(_text(element, "机构人员类型"), archive.PERSON),
            code=_text(element, "组织机构代码"),
            position=_text(element, "个人职位"),
        )

    @staticmethod
    def _event(element):
        detail, found, outcome = _text(element, "行为描述").rpartition(words.RESULT)
        if not found:
            detail, outcome = outcome, ""
        return archive.Event(
            kind=_text(element, "业务行为"),
            at=_moment(_text(element, "行为时间")),
            agent=_text(element, "机构人员标识符"),
            basis=_text(element, "行为依据"),
            detail=detail,
            outcome=outcome,
        )

    def _header(self):
        signed = "被签名对象"
        return Header(
            made=_moment(_text(self.root, f"{signed}/封装包创建时间")),
            unit=_text(self.root, f"{signed}/封装包创建单位"),
            signatures=[
                Signature(
                    key=_text(element, "电子签名标识符"),
                    rule=_text(element, "签名规则"),
                    time=_text(element, "签名时间"),
                    signer=_text(element, "签名人"),
                    result=_text(element, "签名结果"),
                    certificates=[one.text for one in _all(element, "证书块/证书")],
                    algorithm=_text(element, "签名算法标识"),
                )
                for element in _all(self.root, "电子签名块/电子签名")
            ],
        )


def _path(path):
    return "/".join(
        part if part in (".", "") else _MARK + part for part in path.split("/")
    )


def _find(element, path):
    return element.find(_path(path))


def _all(element, path):
    return element.findall(_path(path))


def _text(element, path):
    found = _find(element, path) if element is not None else None
    return found.text or "" if found is not None else ""


def _local(element):
    return etree.QName(element).localname


def _number(text):
    if not text.isascii() or not text.isdigit() or len(text) > 15:
        raise PackageError("eep_structure", text[:20])
    return int(text)


def _moment(text):
    if not _DATES.fullmatch(text):
        raise PackageError("eep_structure", text[:30])
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise PackageError("eep_structure", text[:30]) from error
    return text
