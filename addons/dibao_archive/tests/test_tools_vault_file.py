# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from odoo.tests import BaseCase

from ..tools import vault_file

MIB = vault_file.CHUNK
CONTEXT = b"place"

#: Writes MEGABYTES of made-up content, reads it again, tells its peak memory.
MEASURE = """
import re, sys
sys.path.insert(0, sys.argv[1])
import vault_file

class Made:
    left = int(sys.argv[3]) << 20
    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

key = vault_file.new_key("AES-256-GCM")
path = sys.argv[2] + "/big"
vault_file.write(path, Made(), "AES-256-GCM", key, b"x")
reader, total = vault_file.Reader(path, "AES-256-GCM", key, b"x"), 0
while part := reader.read(1 << 16):
    total += len(part)
assert total == int(sys.argv[3]) << 20, total
# Not of getrusage: there a child begins with the peak of its parent.
with open("/proc/self/status") as status:
    print(int(re.search(r"VmHWM:[ \t]+([0-9]+)", status.read())[1]) // 1024)
"""
#: The disk is full after one megabyte.
FULL = """
import io, resource, sys
sys.path.insert(0, sys.argv[1])
import vault_file
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
key = vault_file.new_key("SM4-GCM")
try:
    made = io.BytesIO(bytes(3 << 20))
    vault_file.write(sys.argv[2] + "/x", made, "SM4-GCM", key, b"")
except OSError as error:
    print(error.strerror)
"""
#: Is killed while it writes.
KILLED = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
import vault_file

class Dying:
    left = 3
    def read(self, size):
        self.left -= 1
        if not self.left:
            os.kill(os.getpid(), signal.SIGKILL)
        return bytes(size)

key = vault_file.new_key("SM4-GCM")
vault_file.write(sys.argv[2] + "/x", Dying(), "SM4-GCM", key, b"")
"""


def child(script, *arguments):
    """Run a script with the folder of the module as its first argument."""
    tools = str(Path(vault_file.__file__).parent)
    return subprocess.run(
        [sys.executable, "-c", script, tools, *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )


class Dripping(io.BytesIO):
    """A stream that gives less than it is asked for."""

    def read(self, size=-1):
        return super().read(min(size, 1000))


class TestVaultFile(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        self.path = os.path.join(self.folder, "x")
        self.key = vault_file.new_key("SM4-GCM")

    def make(self, clear, algorithm="SM4-GCM", context=CONTEXT):
        return vault_file.write(
            self.path, io.BytesIO(clear), algorithm, self.key, context
        )

    def reader(self, algorithm="SM4-GCM", context=CONTEXT):
        reader = vault_file.Reader(self.path, algorithm, self.key, context)
        self.addCleanup(reader.close)
        return reader

    def refuse(self, **options):
        with self.assertRaises(vault_file.VaultFileError):
            self.reader(**options).read()

    def test_what_goes_in_comes_out(self):
        for algorithm in vault_file.CIPHERS:
            self.key = vault_file.new_key(algorithm)
            for size in (0, 1, MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 7):
                clear = os.urandom(size)
                written = self.make(clear, algorithm)
                self.assertEqual(self.reader(algorithm).read(), clear)
                self.assertEqual(self.reader(algorithm).size, size)
                self.assertEqual(
                    (written.size, written.sha256, written.sm3),
                    (
                        size,
                        hashlib.sha256(clear).hexdigest(),
                        hashlib.new("sm3", clear).hexdigest(),
                    ),
                )
                os.unlink(self.path)

    def test_digests_of_the_standards(self):
        # GB/T 32905-2016 annex A.1 and FIPS 180-2 appendix B.1: the message "abc".
        written = self.make(b"abc")
        self.assertEqual(
            written.sm3,
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
        )
        self.assertEqual(
            written.sha256,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        )

    def test_read_anywhere(self):
        clear = os.urandom(2 * MIB + 500)
        self.make(clear)
        reader = self.reader()
        for at, size in ((MIB - 3, 10), (0, 5), (2 * MIB + 490, 50), (5 * MIB, 9)):
            reader.seek(at)
            buffered = io.BufferedReader(reader)
            self.assertEqual(buffered.read(size), clear[at : at + size])
            buffered.detach()
        self.assertEqual(reader.seek(-4, io.SEEK_END), len(clear) - 4)
        self.assertEqual(reader.read(), clear[-4:])

    def test_streams_that_give_little(self):
        clear = os.urandom(MIB + 10)
        vault_file.write(self.path, Dripping(clear), "SM4-GCM", self.key, CONTEXT)
        self.assertEqual(self.reader().read(), clear)

    def test_nothing_clear_on_disk(self):
        self.make(b"the content of a file" * 1000)
        stored = Path(self.path).read_bytes()
        self.assertNotIn(b"the content", stored)
        self.assertEqual(os.stat(self.path).st_mode & 0o777, 0o600)

    def test_each_change_is_found(self):
        self.make(os.urandom(2 * MIB + 5))
        whole = Path(self.path).read_bytes()
        head, sealed = 12, MIB + vault_file.TAG
        chunks = [whole[at : at + sealed] for at in range(head, len(whole), sealed)]
        changed = {
            "a bit": whole[:500] + bytes([whole[500] ^ 1]) + whole[501:],
            "last byte gone": whole[:-1],
            "last chunk gone": whole[: head + 2 * sealed],
            "only the head": whole[:head],
            "half a head": whole[:5],
            "nothing": b"",
            "swapped": whole[:head] + chunks[1] + chunks[0] + chunks[2],
            "repeated": whole[:head] + chunks[0] + chunks[0] + chunks[2],
            "first gone": whole[:head] + chunks[1] + chunks[2],
            "something behind": whole + b"x",
            "a chunk behind": whole + chunks[2],
            "another cipher": whole[:4] + b"\2" + whole[5:],
        }
        for what, stored in changed.items():
            with self.subTest(what):
                Path(self.path).write_bytes(stored)
                self.refuse()

    def test_an_empty_file_is_authenticated_too(self):
        self.make(b"")
        self.assertEqual(self.reader().read(), b"")
        self.refuse(context=b"elsewhere")

    def test_place_and_key_belong_to_it(self):
        self.make(b"x")
        self.refuse(context=b"elsewhere")
        self.refuse(algorithm="AES-256-GCM")
        self.key = vault_file.new_key("SM4-GCM")
        self.refuse()

    def test_never_over_another(self):
        self.make(b"first")
        with (
            open(self.path + vault_file.PART, "wb"),
            self.assertRaises(FileExistsError),
        ):
            self.make(b"second")

    def test_memory_stays_flat(self):
        """R-18: what a file needs does not grow with it (by AES, which is quicker)."""
        used = {}
        for megabytes in (8, 96):
            told = child(MEASURE, self.folder, megabytes)
            self.assertFalse(told.returncode, told.stderr)
            used[megabytes] = int(told.stdout)
            os.unlink(os.path.join(self.folder, "big"))
        self.assertLess(used[96], used[8] + 8, used)
        self.assertLess(used[96], 200, used)

    def test_full_disk_leaves_nothing(self):
        told = child(FULL, self.folder)
        self.assertRegex(told.stdout, re.compile("file too large", re.I), told.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_killed_leaves_no_file_that_counts(self):
        told = child(KILLED, self.folder)
        self.assertEqual(told.returncode, -9, told.stderr)
        self.assertEqual(os.listdir(self.folder), ["x" + vault_file.PART])
