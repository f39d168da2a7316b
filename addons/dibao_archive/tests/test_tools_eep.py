# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import BaseCase

from ..tools import eep, eep_read
from ..tools.archive_record import PackageError
from .package_common import MADE, UNIT, make_document, make_record

ADDON = Path(__file__).resolve().parent.parent
MEGABYTE = 2**20

# In a process of its own, so that the memory it may take can be capped.
BIG = """
import re, sys, hashlib, resource
sys.path[:0] = [{addon!r}]
from tools import eep, eep_read
from tools.archive_record import Document, Record
size = {size}
class Zeros:
    def __init__(self): self.left = size
    def read(self, want):
        want = min(want, self.left); self.left -= want
        return bytes(want)
    def __enter__(self): return self
    def __exit__(self, *error): pass
digest = hashlib.sha256()
for _ in range(size // 2**20): digest.update(bytes(2**20))
document = Document("big.tif", size, digest.hexdigest(), open=Zeros)
record = Record("X", "big", year="2024", retention="Y", number="1",
                documents=[document])
resource.setrlimit(resource.RLIMIT_AS, ({cap}, {cap}))
with open({path!r}, "wb") as target:
    eep.write(target, record, eep.Header("2026-01-01T00:00:00Z", "u"))
class Count:
    seen = 0
    def write(self, data): Count.seen += len(data)
    def close(self): pass
with open({path!r}, "rb") as source:
    read, _header = eep_read.read(source, lambda name, number: Count())
assert Count.seen == size and read.documents[0].sha256 == digest.hexdigest()
# Not of getrusage: there a child begins with the peak of its parent.
with open("/proc/self/status") as status:
    print(int(re.search(r"VmHWM:[ ]*[^0-9]*([0-9]+)", status.read())[1]) // 1024)
"""


def written(record, detached=False, header=None):
    stream = io.BytesIO()
    eep.write(stream, record, header or eep.Header(MADE, UNIT), detached)
    return stream.getvalue()


class Kept(io.BytesIO):
    """A sink whose content outlives its closing."""

    def close(self):
        self.content = self.getvalue()
        return super().close()


class TestEep(BaseCase):
    def read(self, content):  # pylint: disable=method-required-super
        sinks = {}

        def sink(name, number):
            sinks[number] = Kept()
            return sinks[number]

        record, header = eep_read.read(io.BytesIO(content), sink)
        return record, header, [sinks[at].content for at in sorted(sinks)]

    def refused(self, code, content):
        with self.assertRaises(PackageError) as caught:
            eep_read.read(io.BytesIO(content))
        self.assertEqual(caught.exception.code, code)

    def xmllint(self, content):
        with tempfile.NamedTemporaryFile(suffix=".xml") as stream:
            stream.write(content)
            stream.flush()
            return subprocess.run(
                ["xmllint", "--noout", "--nonet", "--schema"]
                + [str(ADDON / "data/schema/eep-2009.xsd"), stream.name],
                capture_output=True,
                text=True,
                check=False,
            )

    def test_both_forms_hold_against_the_schema(self):
        bare = make_record(documents=[], events=[], agents=[], volume=None, date="")
        signed = eep.Header(
            MADE, UNIT, [eep.Signature("s1", "SM2-SM3", "QUJD", ["QUJD"], MADE, "甲")]
        )
        for record in (make_record(), bare):
            for detached in (False, True):
                done = self.xmllint(written(record, detached, signed))
                self.assertEqual(done.returncode, 0, done.stderr)
        broken = written(bare).replace("聚合层次".encode(), "聚合".encode())
        self.assertNotEqual(self.xmllint(broken).returncode, 0)

    def test_embedded_comes_back_equal(self):
        record = make_record()
        got, header, contents = self.read(written(record))
        expected = [document.open().read() for document in record.documents]
        self.assertEqual(contents, expected)
        for document in record.documents:  # inside, a name is all of its path
            document.path = document.name
        self.assertEqual(got, record)
        self.assertEqual((header.made, header.unit), (MADE, UNIT))

    def test_detached_comes_back_equal(self):
        record = make_record()
        for at, document in enumerate(record.documents):
            document.path = f"objects/{at}.pdf"
        content = written(record, detached=True)
        self.assertNotIn(b"JVBERi", content, "no content inside")
        got, _header, contents = self.read(content)
        self.assertEqual((got, contents), (record, []))

    def test_same_item_same_bytes(self):
        record = make_record()
        first = written(record)
        self.assertEqual(written(make_record()), first)
        got, header, contents = self.read(first)
        for document, content in zip(got.documents, contents, strict=True):
            document.open = lambda content=content: io.BytesIO(content)
        self.assertEqual(written(got, header=header), first)
        later = written(got, header=eep.Header("2027-01-01T00:00:00Z", UNIT))
        self.assertEqual(later.replace(b"2027-01-01T00:00:00Z", MADE.encode()), first)

    def test_signatures_come_back(self):
        signature = eep.Signature("s1", "规则", "QUJD", ["QUJD"], MADE, "甲", "SM2")
        content = written(make_record(), header=eep.Header(MADE, UNIT, [signature]))
        self.assertEqual(self.read(content)[1].signatures, [signature])

    def test_odd_texts_survive(self):
        title = "a<b>&\"' ]]> 𠮷龘㐂镕·\r\n\t "
        got, _header, _contents = self.read(written(make_record(title=title)))
        self.assertEqual(got.title, title)
        with self.assertRaises(PackageError):
            written(make_record(title="a\x00b"))

    def test_content_that_changed_its_size(self):
        document = make_document("a.pdf")
        document.size += 1
        with self.assertRaisesRegex(PackageError, "eep_size"):
            written(make_record(documents=[document]))

    def test_what_is_refused(self):
        good = written(make_record()).decode()
        for code, old, new in (
            ("eep_version", "<版本>2009<", "<版本>2031<"),
            ("eep_version", 'eep版本="2009"', 'eep版本="2010"'),
            ("eep_base64", "<编码数据>JVBE", "<编码数据>J*BE"),
            ("eep_base64", "<编码数据>JVBE", "<编码数据>JVB"),
            ("eep_base64", "<编码数据>JVBE", "<编码数据>JVBEJQ=="),
            ("eep_digest", "<编码数据>JVBE", "<编码数据>JVBF"),
            ("eep_size", "<编码数据>JVBE", "<编码数据>JVBEJVBE"),
            ("eep_idref", "<机构人员标识符>agent-1<", "<机构人员标识符>agent-9<"),
            ("eep_idref", "<文件标识符>item-1<", "<文件标识符>item-2<"),
            ("eep_id_twice", ">修改0-文档2<", ">修改0-文档1<"),
            ("eep_encoding", ">base64<", ">rot13<"),
            ("eep_structure", "<聚合层次>文件</聚合层次>", ""),
            ("eep_structure", "<题名>关于", "<生名>x</生名><题名>关于"),
            ("eep_structure", "T01:02:03Z</行为时间>", "</行为时间>"),
            ("eep_structure", "<页数>2<", "<页数>zwei<"),
            ("eep_root", "/ERM/encapsulation", "/other"),
            ("eep_xml", "</电子文件封装包>", ""),
        ):
            with self.subTest(code, new=new):
                spoilt = good.replace(old, new, 1)
                self.assertNotEqual(spoilt, good)
                self.refused(code, spoilt.encode())

    def test_traps_are_refused(self):
        good = written(make_record())
        head = b"<?xml version='1.0' encoding='utf-8'?>"
        laughs = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
        start = good.index(b"<\xe7")
        self.refused("eep_doctype", head + laughs + good[start:])
        outside = b'<!DOCTYPE x SYSTEM "file:///etc/hostname">'
        self.refused("eep_doctype", head + outside + good[start:])
        deep = "<修改>".encode() * 60
        self.refused("eep_structure", good.replace(b"<" + "来源".encode(), deep, 1))
        self.refused("eep_root", b"<html/>")
        self.refused("eep_xml", b"")
        self.refused("eep_xml", b"\x00\x01PK")
        modified = good.replace("封装内容".encode(), "修改封装内容".encode())
        self.refused("eep_kind", modified)
        long = make_record(remark="长" * (eep_read.MOST_TEXT + 1))
        self.refused("eep_text", written(long))

    def test_half_a_gigabyte_in_little_memory(self):
        size, cap = 500 * MEGABYTE, 200 * MEGABYTE
        with tempfile.NamedTemporaryFile(suffix=".xml") as stream:
            code = BIG.format(addon=str(ADDON), size=size, cap=cap, path=stream.name)
            done = subprocess.run(
                [sys.executable, "-c", code],
                capture_output=True,
                text=True,
                check=False,
                env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            )
            self.assertEqual(done.returncode, 0, done.stderr[-2000:])
            self.assertGreater(os.path.getsize(stream.name), size * 4 // 3)
        self.assertLess(int(done.stdout), 200)
