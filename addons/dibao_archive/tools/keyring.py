# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keys that seal protected values: a JSON file outside the database.

The file holds *seal* keys (authenticated encryption) and *index* keys (keyed
hash for equality search). One key of each use is active, older ones stay until
everything they sealed has been sealed again. A destroyed key makes what it
sealed unreadable in every copy and backup.
"""

import base64
import contextlib
import json
import os
import secrets
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime, timezone

from . import key_provider
from .key_provider import CIPHERS, DIGESTS, PIECE, KeyringError

__all__ = ["CIPHERS", "DIGESTS", "PIECE", "KeyringError"]
SEAL, INDEX = "seal", "index"


@dataclass(frozen=True)
class Key:
    """One secret: `id` is written beside all that it sealed."""

    id: str
    use: str
    algorithm: str
    secret: bytes
    state: str = "active"
    created: str = ""
    #: Who holds the secret; for another one than the program itself it is a handle.
    provider: str = key_provider.SOFTWARE

    @property
    def check_value(self):
        """A value that tells whether this is the same key, and nothing about it."""
        return key_provider.get(self.provider).check_value(self)

    def encrypt(self, clear, context):
        """Seal bytes; `context` (bytes) binds them to the place they belong to."""
        return key_provider.get(self.provider).seal(self, clear, context)

    def sealer(self, context):
        """``encrypt`` for many values: ``clear bytes -> sealed bytes``."""
        return key_provider.get(self.provider).sealer(self, context)

    def indexer(self, domain):
        """``index`` for many values: ``clear bytes -> blind index``."""
        digest = key_provider.get(self.provider).indexer(self, domain)
        return lambda clear: key_provider.index_text(self.id, digest(clear))

    def decrypt(self, token, context):
        """Open what `encrypt` made. Raises KeyringError if it was changed or moved."""
        return key_provider.get(self.provider).open(self, token, context)

    def decrypt_from(self, read, length, context):
        """``decrypt`` of a long token that is fetched piece by piece.

        :param read: ``read(at, size)`` -> bytes of the token
        :param length: of the whole token
        """
        provider = key_provider.get(self.provider)
        return provider.open_from(self, read, length, context)

    def index(self, clear, domain):
        """Blind index of a value: equal values of one domain have equal indexes."""
        digest = key_provider.get(self.provider).mac(self, domain + b"\0" + clear)
        return key_provider.index_text(self.id, digest[: key_provider.INDEX_BYTES])


class Keyring:
    """The keys of a file; asks for a key by use or by id."""

    def __init__(self, keys):
        self._keys = {key.id: key for key in keys}

    def __iter__(self):
        return iter(self._keys.values())

    def get(self, key_id):
        """The key with this id. Raises KeyringError when the file does not hold it."""
        try:
            return self._keys[key_id]
        except KeyError:
            raise KeyringError(f"key {key_id} is not in the key file") from None

    def active(self, use):
        """The key that seals (or indexes) from now on."""
        for key in self._keys.values():
            if key.use == use and key.state == "active":
                return key
        raise KeyringError(f"no active {use} key in the key file")

    def readable(self, use):
        """Keys of this use, the active one first (searches ask with all of them)."""
        keys = [key for key in self if key.use == use]
        return sorted(keys, key=lambda key: key.state != "active")

    def with_new(self, use, algorithm, provider=key_provider.SOFTWARE):
        """A ring with a fresh active key, the former readable. -> (ring, key)"""
        if algorithm not in (CIPHERS if use == SEAL else DIGESTS):
            raise KeyringError(f"{algorithm} is no algorithm of {use} keys")
        new = Key(
            id=f"{use[0]}{secrets.token_hex(4)}",
            use=use,
            algorithm=algorithm,
            secret=key_provider.get(provider).new_key(algorithm),
            created=datetime.now(timezone.utc).isoformat(timespec="seconds"),
            provider=provider,
        )
        former = [
            Key(**{**asdict(key), "state": "retired"}) if key.use == use else key
            for key in self
        ]
        return Keyring([*former, new]), new

    def without(self, key_id):
        """A ring from which one retired key is gone for good."""
        if self.get(key_id).state == "active":
            raise KeyringError("an active key cannot be destroyed")
        return Keyring([key for key in self if key.id != key_id])


def generate(seal_algorithm="SM4-GCM", index_algorithm="HMAC-SM3"):
    """A ring with one fresh key of each use."""
    ring, _key = Keyring([]).with_new(SEAL, seal_algorithm)
    return ring.with_new(INDEX, index_algorithm)[0]


def load(path):
    """Read a key file. Raises KeyringError with what to do."""
    try:
        with open(path, encoding="utf-8") as handle:
            rows = json.load(handle)["keys"]
        return Keyring(
            [Key(**{**row, "secret": base64.b64decode(row["secret"])}) for row in rows]
        )
    except FileNotFoundError:
        raise KeyringError(f"the key file {path} is missing") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        # The error's own text could quote the file: name its kind only.
        raise KeyringError(
            f"the key file {path} cannot be read ({type(error).__name__})"
        ) from None


def save(ring, path):
    """Write a key file whole or not at all, readable by its owner alone."""
    folder = os.path.dirname(path)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    rows = [
        {**asdict(key), "secret": base64.b64encode(key.secret).decode()} for key in ring
    ]
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".keys-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
            json.dump({"version": 1, "keys": rows}, handle, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
