# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who stands on two lists, without either list being shown (private set intersection).

Two offices each hold a secret. A number becomes a point of Curve25519; whoever blinds a
point multiplies it by his secret. Blinded by both, in either order, equal numbers and
no others are equal points. Neither office can try numbers on what it was given, as it
could with a keyed hash whose key both know: for that it lacks the other's secret.

Diffie-Hellman intersection after Meadows (1986) and Huberman, Franklin and Hogg (1999),
on X25519 (RFC 7748), whose multiplication commutes: X25519(a, X25519(b, P)) =
X25519(b, X25519(a, P)). What it protects and what it does not: docs/cross-region.md.
"""

import base64
import hashlib
import secrets

from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)

#: Bytes of a blinded number.
SIZE = 32
_DOMAIN = b"dibao cross-region matching 1\0"
_P = 2**255 - 19
_A = 486662


class BlindMatchError(ValueError):
    """What was sent is no blinded number."""


def new_secret():
    """A secret of one office for one exchange (32 random bytes)."""
    return secrets.token_bytes(SIZE)


def point(identity):
    """The point of a normalised ID number, 32 bytes: the same everywhere.

    Points off the curve are passed over: blinding keeps which of the two curves a point
    is on, and would so tell one bit of a number that is tried.
    """
    for count in range(256):
        data = _DOMAIN + bytes([count]) + identity.encode()
        digest = hashlib.sha256(data).digest()
        u = int.from_bytes(digest, "little") & (2**255 - 1)
        if u < _P and pow((u * u + _A * u + 1) * u % _P, (_P - 1) // 2, _P) == 1:
            return u.to_bytes(SIZE, "little")
    raise AssertionError("half of all points lie on the curve")  # pragma: no cover


def blinder(secret):
    """``element -> blinded element`` with a secret.

    :raise BlindMatchError: (by the function) the element is none
    """
    exchange = X25519PrivateKey.from_private_bytes(secret).exchange
    load = X25519PublicKey.from_public_bytes

    def blind(element):
        try:
            return exchange(load(element))
        except ValueError as error:
            # A point of small order, or of another length.
            raise BlindMatchError("no blinded number") from error

    return blind


def pair_code(element):
    """Name of a pair that both offices can say, and nobody else can learn from.

    :param bytes element: the number blinded by both
    """
    digest = hashlib.sha256(b"dibao pair\0" + element).digest()
    return base64.b32encode(digest)[:10].decode()
