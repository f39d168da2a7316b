# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A temporary file of which the disk only ever sees ciphertext.

For content that has to be sought in before it can be kept. The key lives in memory and
dies with the object; the file has no name.
"""

import io
import os
import tempfile

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_BLOCK = 16


class PrivateSpool(io.RawIOBase):
    """Written once from begin to end, then read anywhere.

    >>> spool = PrivateSpool()
    >>> spool.write(b"0123456789" * 5)
    50
    >>> spool.seek(17)
    17
    >>> spool.read(5)
    b'78901'
    """

    def __init__(self):
        super().__init__()
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._key, self._nonce = os.urandom(32), os.urandom(8)
        self._writer = self._cipher(0).encryptor()
        self._size = self._at = 0

    def _cipher(self, block):
        counter = self._nonce + block.to_bytes(8, "big")
        return Cipher(algorithms.AES(self._key), modes.CTR(counter))

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def write(self, data):  # pylint: disable=method-required-super
        self._file.write(self._writer.update(bytes(data)))
        self._size += len(data)
        self._at = self._size
        return len(data)

    def tell(self):
        return self._at

    def seek(self, offset, whence=io.SEEK_SET):
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(base + offset, 0)
        return self._at

    def readinto(self, buffer):
        block, within = divmod(self._at, _BLOCK)
        self._file.flush()
        self._file.seek(block * _BLOCK)
        want = min(len(buffer), max(self._size - self._at, 0))
        sealed = self._file.read(within + want)
        clear = self._cipher(block).decryptor().update(sealed)[within:]
        buffer[: len(clear)] = clear
        self._at += len(clear)
        return len(clear)

    def close(self):
        if not self.closed:
            self._file.close()
            self._key = b""
        return super().close()


class Kept:
    """A writable end for a spool that stays open when the writer is done."""

    def __init__(self):
        self.spool = PrivateSpool()

    def write(self, data):  # pylint: disable=method-required-super
        return self.spool.write(data)

    def close(self):
        """The writer is done; the content stays."""

    def open(self):
        """The content from its begin, as a stream of its own."""
        return io.BufferedReader(_Window(self.spool))


class _Window(io.RawIOBase):
    """Reads a spool from a place of its own, and leaves it open."""

    def __init__(self, spool):
        super().__init__()
        self._spool, self._at = spool, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._at

    def seek(self, offset, whence=io.SEEK_SET):
        base = 0 if whence == io.SEEK_SET else self._at
        self._at = self._spool.seek(
            base + offset if whence != io.SEEK_END else offset,
            io.SEEK_END if whence == io.SEEK_END else io.SEEK_SET,
        )
        return self._at

    def readinto(self, buffer):
        self._spool.seek(self._at)
        count = self._spool.readinto(buffer)
        self._at += count
        return count


def spooled(stream):
    """A ``Kept`` with the content of a stream."""
    kept = Kept()
    while piece := stream.read(1 << 18):
        kept.write(piece)
    return kept
