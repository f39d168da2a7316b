# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Encapsulation packages (电子文件封装包) of DA/T 48-2009: reading, with suspicion.

The parser resolves nothing and refuses document types. Content goes chunk by chunk to
where the caller wants it; the rest, the skeleton, is small and held against the schema.
"""

import base64
import binascii
import hashlib
from xml.parsers import expat

from lxml import etree

from . import eep_words as words
from .archive_record import PackageError
from .eep_take import MARK, Taker, local_name, text_at

CHUNK = 2**18
# All texts of a package but its content: titles, notes, acts.
MOST_TEXT = 2**24
MOST_DEPTH = 40
_BLANKS = " \t\r\n"


def read(stream, sink=None):
    """Read one package; returns (Record, Header).

    :param stream: binary stream
    :param sink: ``sink(name, number) -> writable binary stream`` for embedded content,
        closed afterwards; None to check the content only
    :raise PackageError: anything in it that is not as the standard has it
    """
    reader = _Reader(sink)
    reader.parse(stream)
    return Taker(reader).take()


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
        # Several times faster than one translation, where there are none.
        for blank in _BLANKS:
            text = text.replace(blank, "")
        text = self.rest + text
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
            element = etree.Element(MARK + local, attributes, {None: words.NAMESPACE})
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
        if self.sink is None or text_at(encoding, "反编码关键字") != words.INSIDE:
            return None
        name = text_at(encoding, "电子属性/计算机文件名")
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
                raise PackageError("eep_structure", local_name(element))
        elif text.strip() or not element.text:
            element.text = (element.text or "") + text

    def end(self, _name):
        self._take_text()
        element = self.stack.pop()
        local = local_name(element)
        if local == "编码数据":
            self.encoded.end()
            self.contents[element] = self.encoded
            self.encoded = None
        elif local == "版本" and element.text != words.VERSION:
            raise PackageError("eep_version", (element.text or "")[:20])
