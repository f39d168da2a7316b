# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From the skeleton of an encapsulation package (DA/T 48-2009) to an item.

The skeleton is held against the schema first; then references, digests and sizes.
"""

import re
from datetime import datetime
from pathlib import Path

from lxml import etree

from . import archive_record as archive
from . import eep_words as words
from .archive_record import PackageError
from .eep import Header, Signature

SCHEMA = Path(__file__).resolve().parent.parent / "data/schema/eep-2009.xsd"
MARK = f"{{{words.NAMESPACE}}}"
_NUMBERS = ("page_count", "page_from", "sequence")
_DATES = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_loaded = {}


def schema():
    """The schema of the structure, read once."""
    if "schema" not in _loaded:
        _loaded["schema"] = etree.XMLSchema(etree.parse(str(SCHEMA)))
    return _loaded["schema"]


class Taker:
    """Turns a checked skeleton into an item."""

    def __init__(self, reader):
        self.root = reader.root
        self.contents = reader.contents

    def take(self):
        self._check()
        entity = _find(self.root, "被签名对象/封装内容/文件实体块/文件实体")
        record = archive.Record(code="", title="")
        record.key = text_at(entity, "电子文件号")
        record.agency = text_at(entity, "来源/立档单位名称")
        for group, pairs in words.ELEMENTS:
            for name, element in pairs:
                if name != "agency":
                    self._set(record, name, text_at(entity, f"{group}/{element}"))
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
        ids += [element.text for element in self.root.iter(MARK + "文档标识符")]
        if len(set(ids)) < len(ids):
            raise PackageError("eep_id_twice")
        known = {
            "引用编码数据ID": set(ids),
            "文件标识符": {text_at(self.root, ".//文件实体/电子文件号")},
            "机构人员标识符": {
                text_at(element, "机构人员标识符")
                for element in self.root.iter(MARK + "机构人员实体")
            },
            "被锁定签名标识符": {
                text_at(element, "电子签名标识符")
                for element in self.root.iter(MARK + "电子签名")
            },
        }
        for name, targets in known.items():
            for element in self.root.iter(MARK + name):
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
            name=text_at(element, "题名"),
            size=_number(text_at(encoding, "电子属性/计算机文件大小")),
            mimetype=text_at(encoding, "电子属性/格式信息"),
            role=roles.get(text_at(element, "文档主从声明"), archive.MAIN),
            dpi=_number(text_at(encoding, "数字化属性/扫描分辨率") or "0"),
            path=text_at(encoding, "电子属性/计算机文件名"),
            **note,
        )
        document.name = document.name or document.path.rpartition("/")[2]
        self._check_content(document, encoding)
        return document

    def _check_content(self, document, encoding):
        way = text_at(encoding, "反编码关键字")
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
            key=text_at(element, "机构人员标识符"),
            name=text_at(element, "机构人员名称"),
            kind=kinds.get(text_at(element, "机构人员类型"), archive.PERSON),
            code=text_at(element, "组织机构代码"),
            position=text_at(element, "个人职位"),
        )

    @staticmethod
    def _event(element):
        detail, found, outcome = text_at(element, "行为描述").rpartition(words.RESULT)
        if not found:
            detail, outcome = outcome, ""
        return archive.Event(
            kind=text_at(element, "业务行为"),
            at=_moment(text_at(element, "行为时间")),
            agent=text_at(element, "机构人员标识符"),
            basis=text_at(element, "行为依据"),
            detail=detail,
            outcome=outcome,
        )

    def _header(self):
        signed = "被签名对象"
        return Header(
            made=_moment(text_at(self.root, f"{signed}/封装包创建时间")),
            unit=text_at(self.root, f"{signed}/封装包创建单位"),
            signatures=[
                Signature(
                    key=text_at(element, "电子签名标识符"),
                    rule=text_at(element, "签名规则"),
                    time=text_at(element, "签名时间"),
                    signer=text_at(element, "签名人"),
                    result=text_at(element, "签名结果"),
                    certificates=[one.text for one in _all(element, "证书块/证书")],
                    algorithm=text_at(element, "签名算法标识"),
                )
                for element in _all(self.root, "电子签名块/电子签名")
            ],
        )


def _path(path):
    return "/".join(
        part if part in (".", "") else MARK + part for part in path.split("/")
    )


def _find(element, path):
    return element.find(_path(path))


def _all(element, path):
    return element.findall(_path(path))


def text_at(element, path):
    found = _find(element, path) if element is not None else None
    return found.text or "" if found is not None else ""


def local_name(element):
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
