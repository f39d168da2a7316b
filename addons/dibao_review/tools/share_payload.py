# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Decisions as they are handed to an entitled department: signed, and without numbers.

Whom a decision is about is told by a *subject*: a keyed hash of the ID number. The key
is agreed by X25519 between the department and the office and is never sent, so the
department knows the persons whose numbers it has, and whoever else reads the text
knows nobody.
"""

import base64
import hashlib
import hmac
import json

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

INFO = b"dibao decisions 1"


def new_agreement_key():
    """``(secret, public)`` for X25519, 32 bytes each."""
    secret = X25519PrivateKey.generate()
    return secret.private_bytes_raw(), secret.public_key().public_bytes_raw()


def subject_key(secret, public):
    """The key of the subjects, from one's own secret and the other's public key.

    :raise ValueError: the public key is none
    """
    own = X25519PrivateKey.from_private_bytes(secret)
    shared = own.exchange(X25519PublicKey.from_public_bytes(public))
    return HKDF(SHA256(), 32, salt=None, info=INFO).derive(shared)


def subject(key, id_number):
    """What stands for a person (64 hexadecimal digits)."""
    return hmac.new(key, id_number.encode(), hashlib.sha256).hexdigest()


def signed(values, secret):
    """``{"payload", "signature"}``: the text as it is signed (Ed25519, base64)."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    key = Ed25519PrivateKey.from_private_bytes(secret)
    signature = key.sign(text.encode())
    return {"payload": text, "signature": base64.b64encode(signature).decode()}
