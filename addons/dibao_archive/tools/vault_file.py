# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One encrypted file: written whole or not at all, read anywhere in it.

Chunks of 1 MiB are each sealed by authenticated encryption under the file's own key.
The number of a chunk and whether it is the last one are part of its nonce (the STREAM
construction), so that chunks cannot be swapped, dropped or cut off unseen. The key is
used for one file only, which is never written again, so nonces never repeat.

No add-on code is imported here: tests measure the memory of this module alone.
"""

import contextlib
import hashlib
import io
import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

CHUNK = 1 << 20
TAG = 16
MAGIC = b"DBV1"
PART = ".part"
#: algorithm -> (number in the file, cipher class, bytes of the key)
CIPHERS = {
    "SM4-GCM": (1, algorithms.SM4, 16),
    "AES-256-GCM": (2, algorithms.AES, 32),
}
_HEAD = struct.Struct(">4sB7s")
_COUNT = struct.Struct(">IB")


class VaultFileError(Exception):
    """The file was changed, cut, moved, or belongs to another key."""


@dataclass(frozen=True)
class Written:
    """Size in bytes and digests (hex) of the clear content."""

    size: int
    sha256: str
    sm3: str


def sealed_size(size):
    """Bytes on disk of a file whose clear content has ``size`` bytes."""
    return _HEAD.size + size + max(1, -(-size // CHUNK)) * TAG


def sealed_digest(path, buffer):
    """SHA-256 (hex) of a file as it lies encrypted, read through ``buffer``.

    :param bytearray buffer: to be used again for the next file; a fresh one a file
        costs more than hashing a small one
    """
    digest, view = hashlib.sha256(), memoryview(buffer)
    with open(path, "rb", buffering=0) as stream:
        while size := stream.readinto(buffer):
            digest.update(view[:size])
    return digest.hexdigest()


def new_key(algorithm):
    """A fresh data key."""
    return os.urandom(CIPHERS[algorithm][2])


def _cipher(algorithm, key, prefix, number, last):
    nonce = prefix + _COUNT.pack(number, last)
    return Cipher(CIPHERS[algorithm][1](key), modes.GCM(nonce))


def _seal(algorithm, key, prefix, number, last, context, clear):
    encryptor = _cipher(algorithm, key, prefix, number, last).encryptor()
    encryptor.authenticate_additional_data(context)
    return encryptor.update(clear) + encryptor.finalize() + encryptor.tag


def _chunks(stream):
    """(chunk, is the last one) of a binary stream; one empty chunk for an empty one."""
    chunk = _read_full(stream)
    while True:
        following = _read_full(stream) if len(chunk) == CHUNK else b""
        yield chunk, not following
        if not following:
            return
        chunk = following


def _read_full(stream):
    """CHUNK bytes, or fewer at the end only (sockets and pipes give what they have)."""
    parts, missing = [], CHUNK
    while missing:
        part = stream.read(missing)
        if not part:
            break
        parts.append(part)
        missing -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def write(path, stream, algorithm, key, context):
    """Encrypt ``stream`` into a new file; both digests in the same pass.

    :param bytes context: binds the content to its place
    :raise OSError: nothing is left of a file that could not be written whole
    :rtype: Written
    """
    prefix = os.urandom(7)
    sha256, sm3, size = hashlib.sha256(), hashlib.new("sm3"), 0
    part = path + PART
    try:
        with open(part, "xb", opener=_private) as target:
            target.write(_HEAD.pack(MAGIC, CIPHERS[algorithm][0], prefix))
            for number, (chunk, last) in enumerate(_chunks(stream)):
                sha256.update(chunk)
                sm3.update(chunk)
                size += len(chunk)
                target.write(
                    _seal(algorithm, key, prefix, number, last, context, chunk)
                )
            target.flush()
            os.fsync(target.fileno())
        os.rename(part, path)
        _sync_folder(os.path.dirname(path))
    except BaseException:
        for left in (part, path):
            with contextlib.suppress(OSError):
                os.unlink(left)
        raise
    return Written(size, sha256.hexdigest(), sm3.hexdigest())


def _private(path, flags):
    return os.open(path, flags, 0o600)


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Reader(io.RawIOBase):
    """The clear content of a vault file, as a seekable stream.

    Nothing is given out before its chunk has been authenticated.

    :param sealed: a hash object that takes in the encrypted bytes as they lie, while
        the content is read once from its beginning to its end (see ``is_whole``)
    """

    def __init__(self, path, algorithm, key, context, sealed=None):
        super().__init__()
        self._sealed, self._taken = sealed, 0
        self._file = open(path, "rb")  # noqa: SIM115
        try:
            self._begin(algorithm, key, context)
        except BaseException:
            self._file.close()
            raise

    def _begin(self, algorithm, key, context):
        head = self._file.read(_HEAD.size)
        if len(head) < _HEAD.size:
            raise VaultFileError("cut off")
        magic, number, self._prefix = _HEAD.unpack(head)
        if magic != MAGIC or number != CIPHERS[algorithm][0]:
            raise VaultFileError("not a file of the vault")
        self._algorithm, self._key, self._context = algorithm, key, context
        sealed = os.fstat(self._file.fileno()).st_size - _HEAD.size
        self._count = max(1, -(-sealed // (CHUNK + TAG)))
        self.size = sealed - self._count * TAG
        if self.size < 0:
            raise VaultFileError("cut off")
        self._at, self._number, self._clear = 0, None, b""
        if self._sealed:
            self._sealed.update(head)

    @property
    def is_whole(self):
        """Has ``sealed`` taken in the whole file, each byte once and in order?"""
        return self._taken == self._count

    def close(self):
        if not self.closed:
            self._file.close()
            self._clear = b""
        return super().close()

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self._at

    def seek(self, offset, whence=io.SEEK_SET):
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise ValueError("before the beginning")
        self._at = base + offset
        return self._at

    def _load(self, number):
        if number == self._number:
            return
        self._file.seek(_HEAD.size + number * (CHUNK + TAG))
        sealed = self._file.read(CHUNK + TAG)
        cipher = _cipher(
            self._algorithm,
            self._key,
            self._prefix,
            number,
            number == self._count - 1,
        )
        if len(sealed) < TAG:
            raise VaultFileError("cut off")
        decryptor = cipher.decryptor()
        decryptor.authenticate_additional_data(self._context)
        try:
            clear = decryptor.update(memoryview(sealed)[:-TAG])
            decryptor.finalize_with_tag(sealed[-TAG:])
        except InvalidTag:
            raise VaultFileError("damaged, or of another place") from None
        if self._sealed and number == self._taken:
            self._sealed.update(sealed)
            self._taken += 1
        self._number, self._clear = number, clear

    def readinto(self, buffer):
        # An empty file, too, is authenticated once.
        if self._at >= self.size and self._number is not None:
            return 0
        number, within = divmod(min(self._at, self.size), CHUNK)
        self._load(min(number, self._count - 1))
        part = self._clear[within : within + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)
