# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Encapsulation packages (电子文件封装包) of DA/T 48-2009: writing.

Content is embedded as base64 or stays outside with its SHA-256 digest inside. It is
streamed: an item of 500 MB takes no more memory than a small one. The same item with
the same time and signatures gives the same bytes.
"""

import base64
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from . import eep_words as words
from .archive_record import Document, PackageError, Record, texts_of

# A multiple of three, so that no chunk ends inside a base64 group.
CHUNK = 3 * 2**17


@dataclass
class Signature:
    """An electronic signature as it stands in the package; its rule is free text."""

    key: str
    rule: str
    result: str
    certificates: list[str] = field(default_factory=list)
    time: str = ""
    signer: str = ""
    algorithm: str = ""


@dataclass
class Header:
    """What a package says of itself: when (ISO 8601) and by whom it was made."""

    made: str
    unit: str
    signatures: list[Signature] = field(default_factory=list)


def write(stream, record: Record, header: Header, detached=False):
    """Write one item to a binary stream; see ``chunks``."""
    for chunk in chunks(record, header, detached):
        stream.write(chunk)


def chunks(record: Record, header: Header, detached=False):
    """The bytes of one item's package, piece by piece.

    :param bool detached: leave the content outside; only digests are written
    :raise PackageError: a value cannot stand in XML, or content has changed its size
    """
    target = _Pieces()
    with etree.xmlfile(target, encoding="utf-8", buffered=False) as xml:
        xml.write_declaration()
        try:
            for _piece in _Writer(xml, target, detached).package(record, header):
                yield target.take()
        except ValueError as error:  # control characters
            raise PackageError("eep_text", record.code) from error
    yield target.take()


class _Pieces(list):
    """What was written since it was last taken."""

    def write(self, data):  # pylint: disable=method-required-super
        self.append(bytes(data))

    def take(self):
        data = b"".join(self)
        self.clear()
        return data


class _Writer:
    """Methods that come to the content are generators: they stop after each piece."""

    def __init__(self, xml, target, detached):
        self.xml = xml
        self.target = target
        self.detached = detached
        self.begun = False

    @contextmanager
    def inside(self, name, **attributes):
        tag = f"{{{words.NAMESPACE}}}{name}"
        # Declared once, at the root; named again it would be repeated.
        nsmap = None if self.begun else {None: words.NAMESPACE}
        self.begun = True
        with self.xml.element(tag, attributes, nsmap=nsmap):
            yield

    def put(self, name, value, wanted=False):
        """An element with a text; left out when there is none and none is wanted."""
        if value or wanted or name in words.WANTED:
            with self.inside(name):
                self.xml.write(str(value or ""))

    def package(self, record, header):
        with self.inside("电子文件封装包"):
            self.put("封装包格式描述", words.FORMAT)
            self.put("版本", words.VERSION)
            with self.inside("被签名对象", eep版本=words.VERSION):
                self.put("封装包类型", words.ORIGINAL_KIND)
                self.put("封装包类型描述", words.KIND_NOTE)
                self.put("封装包创建时间", header.made)
                self.put("封装包创建单位", header.unit, wanted=True)
                with self.inside("封装内容"):
                    yield from self.content(record)
            if header.signatures:
                with self.inside("电子签名块"):
                    for signature in header.signatures:
                        self.signature(signature)

    def content(self, record):
        with self.inside("文件实体块"), self.inside("文件实体"):
            yield from self.item(record)
        if record.events:
            with self.inside("业务实体块"):
                for at, event in enumerate(record.events, 1):
                    self.event(record, event, at)
        if record.agents:
            with self.inside("机构人员实体块"):
                for agent in record.agents:
                    self.agent(agent)

    # ------------------------------------------------------------------ item

    def item(self, record):
        self.put("聚合层次", "文件")
        groups = dict(words.ELEMENTS)
        with self.inside("来源"):
            self.group(record, groups["来源"])
            self.put("立档单位名称", record.agency)
        self.put("电子文件号", record.key or record.code)
        for name in ("档号", "内容描述"):
            with self.inside(name):
                self.group(record, groups[name])
        with self.inside("形式特征"):
            single = len(record.documents) < 2
            self.put("文件组合类型", "单件" if single else "组合文件")
            self.group(record, groups["形式特征"])
        if record.open_mark:
            with self.inside("权限管理"):
                self.group(record, groups["权限管理"])
        for name, value in notes_of(record):
            self.put("附注", f"{words.NOTE}{name}={value}")
        with self.inside("文件数据"):
            for at, document in enumerate(record.documents, 1):
                yield from self.document(document, at)

    def group(self, record, pairs):
        for name, element in pairs:
            if name == "agency":
                continue
            self.put(element, value_of(record, name))

    def document(self, document: Document, at):
        key = f"修改0-文档{at}"
        with self.inside("文档"):
            self.put("文档标识符", key)
            self.put("文档序号", at)
            self.put("文档主从声明", words.ROLES[document.role])
            self.put("题名", document.name)
            with (
                self.inside("文档数据", ID=f"{key}-文档数据1"),
                self.inside("编码", ID=f"{key}-文档数据1-编码1"),
            ):
                self.properties(document)
                way = words.OUTSIDE if self.detached else words.INSIDE
                self.put("编码描述", words.ENCODINGS[way])
                self.put("反编码关键字", way)
                with self.inside("编码数据"):
                    if self.detached:
                        self.base64(bytes.fromhex(document.sha256))
                    else:
                        yield from self.stream(document)

    def properties(self, document):
        with self.inside("电子属性"):
            self.put("格式信息", document.mimetype)
            self.put("计算机文件名", document.path or document.name)
            self.put("计算机文件大小", document.size, wanted=True)
        if document.dpi or document.colour in words.COLOURS:
            with self.inside("数字化属性"):
                self.put("扫描分辨率", document.dpi)
                self.put("扫描色彩模式", words.COLOURS.get(document.colour))

    def stream(self, document):
        written = 0
        with document.open() as stream:
            while chunk := _full(stream):
                written += len(chunk)
                self.base64(chunk)
                yield
        if written != document.size:
            raise PackageError("eep_size", document.name)

    def base64(self, chunk):
        # Past lxml, which would look at each character for what XML has to escape.
        self.target.write(base64.b64encode(chunk))

    # ------------------------------------------------------------------ acts

    def event(self, record, event, at):
        detail = event.detail
        if event.outcome:
            detail += words.RESULT + event.outcome
        with self.inside("业务实体"):
            self.put("业务标识符", f"修改0-业务{at}")
            self.put("机构人员标识符", event.agent, wanted=True)
            self.put("文件标识符", record.key or record.code)
            self.put("业务状态", words.STATUS)
            self.put("业务行为", event.kind)
            self.put("行为时间", event.at)
            self.put("行为依据", event.basis)
            self.put("行为描述", detail)

    def agent(self, agent):
        with self.inside("机构人员实体"):
            self.put("机构人员标识符", agent.key)
            self.put("机构人员类型", words.AGENT_KINDS[agent.kind])
            self.put("机构人员名称", agent.name, wanted=True)
            self.put("组织机构代码", agent.code)
            self.put("个人职位", agent.position)

    def signature(self, signature):
        with self.inside("电子签名"):
            self.put("电子签名标识符", signature.key)
            self.put("签名规则", signature.rule)
            self.put("签名时间", signature.time)
            self.put("签名人", signature.signer)
            self.put("签名结果", signature.result)
            for certificate in signature.certificates:
                with self.inside("证书块"):
                    self.put("证书", certificate)
            self.put("签名算法标识", signature.algorithm)


def _full(stream):
    """A whole chunk, or what is left: a stream may give less at a time."""
    parts, want = [], CHUNK
    while want and (part := stream.read(want)):
        parts.append(part)
        want -= len(part)
    return b"".join(parts)


def value_of(record, name):
    """A value by its name; ``volume.x`` is one of the volume's."""
    if name.startswith("volume."):
        return getattr(record.volume, name[7:]) if record.volume else ""
    return getattr(record, name)


def notes_of(record):
    """(name, value) of what the standard has no element for."""
    for name, value in texts_of(record):
        if value and name not in words.PLACED and name not in ("key", "agency"):
            yield name, value
    if record.volume:
        for name, value in texts_of(record.volume):
            if value and f"volume.{name}" not in words.PLACED:
                yield f"volume.{name}", value
    for at, document in enumerate(record.documents, 1):
        for name in ("sha256", "sm3", "use", "pages", "colour", "created"):
            if value := getattr(document, name):
                yield f"document.{at}.{name}", value
