# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import re
import stat
import subprocess
import tempfile
import zipfile
from pathlib import Path
from unittest.mock import patch

import bagit

from odoo.tests import BaseCase
from odoo.tools import mute_logger

from ..tools import (
    bag,
    carrier,
    eep,
    package,
    package_names,
    package_zip,
    premis,
    private_spool,
)
from ..tools.archive_record import Event, PackageError
from ..tools.package_texts import REASONS
from .package_common import MADE, UNIT, make_document, make_record

ADDON = Path(__file__).resolve().parent.parent
HEADER = eep.Header(MADE, UNIT)
LIMITS = package_zip.Limits(files=1000, size=2**24, ratio=100)
NOTE = [("移交单位", UNIT), ("件数", 2)]


def made(profile, records=None, **options):
    """A whole package as bytes."""
    records = records or [make_record(1), make_record(2)]
    return b"".join(package.chunks(profile, records, HEADER, NOTE, **options))


def opened(content):
    return package_zip.Package(io.BytesIO(content), LIMITS)


def rezipped(content, change):
    """A copy of a ZIP with its members changed by ``change({name: bytes})``."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        members = {info.filename: book.read(info) for info in book.infolist()}
    change(members)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as book:
        for name, data in members.items():
            book.writestr(name, data)
    return target.getvalue()


class Kept(io.BytesIO):
    def close(self):
        self.content = self.getvalue()
        return super().close()


class PackageCase(BaseCase):
    def refused(self, code, act):
        self.assertIn(code, REASONS)
        with self.assertRaises(PackageError) as caught:
            act()
        self.assertEqual(caught.exception.code, code)

    def taken(self, content):
        """What an importer takes from a package: records and contents."""
        whole = opened(content)
        profile = package.check(whole)
        sinks = []

        def sink(_name, _number):
            sinks.append(Kept())
            return sinks[-1]

        got = [record for record, _header in package.records(whole, profile, sink)]
        contents = [one.content for one in sinks]
        for record in got:
            for document in record.documents:
                if document.open:
                    with document.open() as stream:
                        contents.append(stream.read())
        return got, contents


class TestRoundTrip(PackageCase):
    def test_each_profile_comes_back_equal(self):
        for profile in ("eep", "bag", "carrier"):
            for options in ({}, {"ascii_only": True}, {"encoding": "UTF-8"}):
                with self.subTest(profile, **options):
                    records = [make_record(1), make_record(2)]
                    got, contents = self.taken(made(profile, records, **options))
                    self.assertEqual(got, records)
                    expected = [
                        document.open().read()
                        for record in records
                        for document in record.documents
                    ]
                    self.assertEqual(contents, expected)

    def test_same_items_same_bytes(self):
        for profile in ("eep", "bag", "carrier"):
            self.assertEqual(made(profile), made(profile))

    def test_zip_reader_of_others_agrees(self):
        content = made("bag")
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            self.assertIsNone(book.testzip())
            dots = [info for info in book.infolist() if "·" in info.filename]
        self.assertTrue(dots)
        self.assertTrue(all(info.flag_bits & 0x800 for info in dots), "UTF-8 flag")


class TestBag(PackageCase):
    @mute_logger("bagit")
    def test_the_library_of_congress_validates_it(self):
        for options in ({}, {"ascii_only": True}):
            with tempfile.TemporaryDirectory() as folder:
                with zipfile.ZipFile(io.BytesIO(made("bag", **options))) as book:
                    book.extractall(folder)
                whole = bagit.Bag(folder)
                self.assertTrue(whole.validate())
                self.assertEqual(whole.info["Source-Organization"], UNIT)
                self.assertEqual(len(whole.payload_entries()), 4 + 2 + 2)
                self.assertIn("sm3-manifest.txt", whole.tagfile_entries())
                one = next(Path(folder, "data/objects").rglob("*.pdf"))
                one.write_bytes(b"other")
                with self.assertRaises(bagit.BagValidationError):
                    whole.validate()

    def test_hostile_bags(self):
        good = made("bag")
        sample = next(n for n in opened(good).names if n.startswith("data/objects/"))

        def spoilt(change):
            return lambda: package.check(opened(rezipped(good, change)))

        def oxum(members):
            text = members["bag-info.txt"].decode()
            members["bag-info.txt"] = re.sub(r"Oxum: \d+", "Oxum: 1", text).encode()

        def line(name, digest="0" * 64):
            def change(members):
                members["manifest-sha256.txt"] += f"{digest}  {name}\n".encode()

            return change

        for code, change in (
            ("bag_oxum", oxum),
            ("bag_oxum", lambda m: m.update({"data/extra.pdf": b"x"})),
            ("bag_fetch", lambda m: m.update({"fetch.txt": b"http://x 1 data/x"})),
            ("bag_manifest", lambda m: m.pop("manifest-sha256.txt")),
            ("bag_missing", line("data/objects/none.pdf")),
            ("bag_missing", line("data/../../x")),
            ("bag_broken", line(sample)),
            ("bag_broken", line("x", "zz")),
            ("bag_digest", lambda m: m.update({sample: m[sample][::-1]})),
            ("bag_digest", lambda m: m.update({"bag-info.txt": b"A: b\n"})),
            (
                "bag_sm3",
                lambda m: m.update({"sm3-manifest.txt": b""})
                or m.pop("tagmanifest-sha256.txt"),
            ),
            ("bag_not", lambda m: m.update({"bagit.txt": b"hello: x\n"})),
            ("eep_none", lambda m: m.pop("bagit.txt")),
        ):
            with self.subTest(code):
                self.refused(code, spoilt(change))

        def extra(members):
            members["data/extra.pdf"] = b"x"
            text = members["bag-info.txt"].decode()
            size, count = re.search(r"Oxum: (\d+)\.(\d+)", text).groups()
            members["bag-info.txt"] = text.replace(
                f"{size}.{count}", f"{int(size) + 1}.{int(count) + 1}"
            ).encode()

        self.refused("bag_extra", spoilt(extra))


class TestCarrier(PackageCase):
    def test_the_tree(self):
        for encoding in ("GB18030", "UTF-8"):
            whole = opened(made("carrier", encoding=encoding))
            tops = {name.split("/")[0] for name in whole.names}
            self.assertEqual(tops, {"说明文件.TXT", "文件目录.XML", "电子档案", "其他"})
            self.assertIn(
                "电子档案/2024/ZY·DB/J019-ZY·DB·2024·D30-001-001/附件·1.pdf",
                whole.names,
            )
            note = whole.read("说明文件.TXT").decode(encoding)
            self.assertIn(f"移交单位：{UNIT}\r\n", note)
            content = whole.read("文件目录.XML")
            self.assertIn(f'encoding="{encoding}"'.encode(), content)
            lines = carrier.check(whole)
            self.assertEqual(len(lines), 2)
            self.assertEqual(lines[0]["code"], "J019-ZY·DB·2024·D30-001-001")
            self.assertEqual(lines[1]["date"], "20240506")
            self.assertEqual(len(lines[0]["files"]), 2)

    def test_another_program_reads_the_catalogue(self):
        with tempfile.NamedTemporaryFile(suffix=".xml") as stream:
            stream.write(opened(made("carrier")).read("文件目录.XML"))
            stream.flush()
            done = subprocess.run(
                ["xmllint", "--xpath", "string(//文件[2]/档号)", stream.name],
                capture_output=True,
                check=True,
            )
        self.assertEqual(done.stdout.decode().strip(), "J019-ZY·DB·2024·D30-001-002")

    def test_ascii_names_and_their_map(self):
        whole = opened(made("carrier", ascii_only=True))
        files = [name for name in whole.names if name.startswith("电子档案/")]
        self.assertTrue(all(n.removeprefix("电子档案/").isascii() for n in files))
        pairs = dict(
            line.split("\t")
            for line in whole.read("其他/名称对照.TXT").decode("GB18030").splitlines()
        )
        self.assertEqual({carrier.RECORDS + path for path in pairs}, set(files))
        self.assertEqual(
            pairs["2024/000001/0002.pdf"],
            "2024/ZY·DB/J019-ZY·DB·2024·D30-001-001/附件·1.pdf",
        )

    def test_what_is_refused(self):
        good = made("carrier")
        sample = next(n for n in opened(good).names if n.startswith("电子档案/"))

        def catalogue(text, encoding="GB18030"):
            head = f'<?xml version="1.0" encoding="{encoding}"?>'
            return lambda m: m.update({"文件目录.XML": (head + text).encode("utf-8")})

        for code, change in (
            ("carrier_no_note", lambda m: m.pop("说明文件.TXT")),
            ("carrier_no_catalogue", lambda m: m.pop("文件目录.XML")),
            ("carrier_missing", lambda m: m.pop(sample)),
            ("carrier_extra", lambda m: m.update({"电子档案/x.pdf": b"x"})),
            ("carrier_folder", lambda m: m.update({"autorun.inf": b"x"})),
            ("carrier_catalogue", catalogue("<文件目录>", "UTF-8")),
            ("carrier_catalogue", catalogue("<x/>", "UTF-8")),
            ("carrier_encoding", catalogue("<文件目录/>", "BIG5")),
            ("carrier_encoding", lambda m: m.update({"文件目录.XML": b"\xff\xfe"})),
        ):
            with self.subTest(code):
                self.refused(
                    code,
                    lambda change=change: package.check(opened(rezipped(good, change))),
                )

    def test_content_that_is_another(self):
        good = made("carrier")
        sample = next(n for n in opened(good).names if n.startswith("电子档案/"))
        for code, change in (
            ("eep_digest", lambda m: m.update({sample: m[sample][::-1]})),
            ("eep_size", lambda m: m.update({sample: m[sample] + b"x"})),
        ):
            self.refused(code, lambda c=change: self.taken(rezipped(good, c)))


class TestHostileZip(PackageCase):
    def zipped(self, *names, **attributes):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as book:
            for name in names:
                info = zipfile.ZipInfo("x")
                info.filename = name
                for key, value in attributes.items():
                    setattr(info, key, value)
                book.writestr(info, b"content")
        return target.getvalue()

    def refused_zip(self, code, content, limits=LIMITS):
        self.refused(code, lambda: package_zip.Package(io.BytesIO(content), limits))

    def test_names(self):
        for code, names in (
            ("path_outside", ["../x"]),
            ("path_outside", ["a/../../x"]),
            ("path_outside", ["/etc/x"]),
            ("path_outside", ["C:/x"]),
            ("name_bad", ["a\\..\\x"]),
            ("name_bad", ["a//x"]),
            ("name_bad", ["./x"]),
            ("name_bad", ["a\x01"]),
            ("name_bad", ["CON"]),
            ("name_bad", ["a\u202egpj.exe"]),
            ("name_bad", ["x" * 300]),
            ("name_bad", ["dir /x"]),
            ("name_case", ["a/X.pdf", "A/x.pdf"]),
            ("name_form", ["e\u0301.pdf", "\u00e9.pdf"]),
            ("name_twice", ["a", "a/b"]),
        ):
            with self.subTest(code, names=names):
                self.refused_zip(code, self.zipped(*names))
        with self.assertWarns(UserWarning):
            twice = self.zipped("a", "a")
        self.refused_zip("name_twice", twice)

    def test_links_and_devices(self):
        for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
            content = self.zipped("x", external_attr=(kind | 0o777) << 16)
            self.refused_zip("link", content)

    def test_bombs(self):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as book:
            book.writestr("zeros", bytes(2**26))
        self.refused_zip("too_dense", target.getvalue())
        small = package_zip.Limits(files=2, size=10)
        self.refused_zip("too_many", self.zipped("a", "b", "c"), small)
        self.refused_zip("too_big", self.zipped("a", "b"), small)

    def test_a_size_that_lies(self):
        content = self.zipped("a")
        at = content.rindex(b"PK\x01\x02")
        lying = bytearray(content)
        lying[at + 24 : at + 28] = (3).to_bytes(4, "little")
        whole = opened(bytes(lying))
        self.refused("member_broken", lambda: whole.read("a"))
        damaged = content.replace(b"content", b"cOntent", 1)
        self.refused("member_broken", lambda: opened(damaged).read("a"))

    def test_encrypted_or_packed_by_a_private_way(self):
        content = bytearray(self.zipped("a"))
        at = content.rindex(b"PK\x01\x02")
        content[at + 8] |= 1
        self.refused_zip("encrypted", bytes(content))
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as book:
            book.writestr("a", b"content")
        self.refused_zip("compression", target.getvalue())

    def test_no_zip(self):
        for content in (b"", b"PK\x03\x04", made("bag")[:-40]):
            self.refused_zip("not_zip", content)

    def test_names_of_a_chinese_windows(self):
        content = self.zipped("aaaa/a.pdf")
        whole = opened(content.replace(b"aaaa", "档案".encode("gb18030")))
        self.assertEqual(whole.names, ["档案/a.pdf"])


class TestNames(PackageCase):
    def test_safe_parts(self):
        for given, kept in (
            ("../../etc/passwd", "passwd"),
            ("a\\b\\户口本·1.pdf", "户口本·1.pdf"),
            ("nul.pdf", "_nul.pdf"),
            (" a. ", "a"),
            ("", "file"),
            ("a\u202eb?.pdf", "a_b_.pdf"),
            ("e\u0301.pdf", "\u00e9.pdf"),
        ):
            self.assertEqual(package_names.safe_part(given), kept)
        long = package_names.safe_part("长" * 300 + ".pdf")
        self.assertTrue(long.endswith("长.pdf"))
        self.assertLessEqual(len(long.encode()), package_names.LONGEST_PART)

    def test_names_that_clash(self):
        names = ["a.pdf", "A.pdf", "a.PDF", "a", "a"]
        record = make_record(documents=[make_document(name) for name in names])
        package_names.assign([record])
        paths = [document.path.rpartition("/")[2] for document in record.documents]
        self.assertEqual(paths, ["a.pdf", "A~2.pdf", "a~3.PDF", "a", "a~2"])
        package_names.check_all([document.path for document in record.documents])


class TestPremis(PackageCase):
    def xmllint(self, content):
        with tempfile.NamedTemporaryFile(suffix=".xml") as stream:
            stream.write(content)
            stream.flush()
            return subprocess.run(
                ["xmllint", "--noout", "--nonet", "--schema"]
                + [str(ADDON / "data/schema/premis-3-part.xsd"), stream.name],
                capture_output=True,
                text=True,
                check=False,
            )

    def test_it_holds_against_the_schema(self):
        content = premis.document([make_record(1), make_record(2)])
        done = self.xmllint(content)
        self.assertEqual(done.returncode, 0, done.stderr)
        text = content.decode()
        self.assertEqual(text.count("<event>"), 4)
        self.assertEqual(text.count('xsi:type="file"'), 4)
        self.assertEqual(text.count("<agent>"), 1)
        self.assertNotEqual(
            self.xmllint(content.replace(b"eventDateTime", b"when")).returncode, 0
        )

    def test_kinds_are_terms_of_the_vocabulary(self):
        with self.assertRaises(ValueError):
            premis.document([make_record(events=[Event("filed", MADE)])])
        self.assertIn("fixity check", premis.TYPES)

    def test_sm3_of_the_bag_is_true(self):
        whole = opened(made("bag"))
        lines = whole.read(bag.SM3_FILE).decode().splitlines()
        self.assertEqual(len(lines), 8)
        known = make_record(1).documents[0].sm3
        self.assertTrue(any(line.startswith(known) for line in lines))


class TestPrivateSpool(BaseCase):
    def test_nothing_clear_lies_on_disk(self):
        clear = bytes(range(256)) * 40
        with patch.object(private_spool.tempfile, "TemporaryFile") as made:
            disk = io.BytesIO()
            made.return_value = disk
            kept = private_spool.spooled(io.BytesIO(clear))
            self.assertNotIn(clear[:32], disk.getvalue())
            self.assertEqual(len(disk.getvalue()), len(clear))
            for at in (0, 1, 15, 16, 17, 5000, len(clear)):
                with kept.open() as stream:
                    stream.seek(at)
                    self.assertEqual(stream.read(), clear[at:])
            with kept.open() as stream:
                self.assertEqual(stream.seek(-3, 2), len(clear) - 3)
                self.assertEqual(stream.read(9), clear[-3:])
                self.assertEqual(stream.tell(), len(clear))
