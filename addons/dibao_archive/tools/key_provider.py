# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who holds the secrets of keys and computes with them (R-64).

The program's own provider has them in the key file. A cryptographic device is another
one: its part of the key file is a handle, and no secret ever comes out of it. It is
registered by the code that drives the device, before the first key is used:

    key_provider.register("device", DeviceProvider(...))

Sealed values are told the key, never the provider; a key moves to a device by rotation.
"""

import base64
import hmac
import os
import secrets
from abc import ABC, abstractmethod

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

#: algorithm -> (cipher class, length of the key in bytes)
CIPHERS = {
    "SM4-GCM": (algorithms.SM4, 16),
    "AES-256-GCM": (algorithms.AES, 32),
}
#: algorithm -> (digest name of hmac, length of the key in bytes)
DIGESTS = {"HMAC-SM3": ("sm3", 32), "HMAC-SHA256": ("sha256", 32)}
NONCE, TAG = 12, 16
PIECE = 4 << 20
INDEX_BYTES = 18
SOFTWARE = "software"


class KeyringError(Exception):
    """A key cannot be had or used, or did not make what it is to open."""


class Provider(ABC):
    """Acts of keys. ``key`` is a ``keyring.Key``; ``key.secret`` is the provider's own.

    A sealed value is ``nonce (12) + ciphertext + tag (16)`` of the key's GCM algorithm,
    whoever made it.
    """

    @abstractmethod
    def new_key(self, algorithm):
        """Make a key -> bytes for the key file: the secret, or a handle to it."""

    @abstractmethod
    def seal(self, key, clear, context):
        """Sealed bytes, bound to ``context``."""

    @abstractmethod
    def open(self, key, token, context):
        """The clear bytes.

        :raise KeyringError: changed, or sealed for another place
        """

    @abstractmethod
    def mac(self, key, data):
        """Keyed digest of data, by the key's algorithm."""

    @abstractmethod
    def check_value(self, key):
        """Text that tells whether this is the same key, and nothing about it."""

    # What a provider may do faster.

    def sealer(self, key, context):
        """``seal`` for many values of one place."""
        return lambda clear: self.seal(key, clear, context)

    def open_from(self, key, read, length, context):
        """``open`` of a long value that is fetched: ``read(at, size)`` -> bytes."""
        pieces = range(0, length, PIECE)
        token = b"".join(read(at, min(PIECE, length - at)) for at in pieces)
        return self.open(key, token, context)

    def indexer(self, key, domain):
        """``clear -> first bytes of the keyed digest`` for many values of a domain."""
        return lambda clear: self.mac(key, domain + b"\0" + clear)[:INDEX_BYTES]


class SoftwareProvider(Provider):
    """Secrets in the key file, computed with in this process."""

    def new_key(self, algorithm):
        return secrets.token_bytes((CIPHERS | DIGESTS)[algorithm][1])

    def seal(self, key, clear, context):
        return self.sealer(key, context)(clear)

    def sealer(self, key, context):
        cipher = CIPHERS[key.algorithm][0](key.secret)

        def encrypt(clear):
            nonce = os.urandom(NONCE)
            encryptor = Cipher(cipher, modes.GCM(nonce)).encryptor()
            encryptor.authenticate_additional_data(context)
            sealed = encryptor.update(clear) + encryptor.finalize()
            return nonce + sealed + encryptor.tag

        return encrypt

    def open(self, key, token, context):
        return self.open_from(
            key, lambda at, size: token[at : at + size], len(token), context
        )

    def open_from(self, key, read, length, context):
        cipher = CIPHERS[key.algorithm][0](key.secret)
        end = length - TAG
        try:
            mode = modes.GCM(read(0, NONCE), read(end, TAG))
            decryptor = Cipher(cipher, mode).decryptor()
            decryptor.authenticate_additional_data(context)
            pieces = [
                decryptor.update(read(at, min(PIECE, end - at)))
                for at in range(NONCE, end, PIECE)
            ]
            decryptor.finalize()
        except InvalidTag:
            raise KeyringError(
                "sealed value damaged, or sealed for another place"
            ) from None
        return b"".join(pieces)

    def mac(self, key, data):
        return hmac.digest(key.secret, data, DIGESTS[key.algorithm][0])

    def indexer(self, key, domain):
        begun = hmac.new(key.secret, domain + b"\0", DIGESTS[key.algorithm][0])

        def index(clear):
            digest = begun.copy()
            digest.update(clear)
            return digest.digest()[:INDEX_BYTES]

        return index

    def check_value(self, key):
        return hmac.digest(key.secret, b"dibao key check", "sha256")[:8].hex()


_providers = {SOFTWARE: SoftwareProvider()}


def register(name, provider):
    """Make a provider known under the name that stands in key files."""
    _providers[name] = provider


def get(name):
    """The provider of this name. Raises KeyringError when nothing registered it."""
    try:
        return _providers[name]
    except KeyError:
        raise KeyringError(f"the key provider {name} is not there") from None


def index_text(key_id, digest):
    """How a blind index is written."""
    return f"{key_id}.{base64.b64encode(digest).decode()}"
