# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files that two offices exchange to find who is on both their lists.

A text file: one line of JSON (what, from whom, to whom, what for, how many), one line
for each blinded number (base64), one line with an Ed25519 signature over the rest. It
can go by any way: nothing in it can be read, and a change is seen.

Step 1, the offer: own numbers of who asks. Step 2, the answer: own numbers of who
answers, and those of the offer blinded again, in its order. Step 3, the closing: those
of the answer blinded again, so that both sides can compare for themselves.
"""

import base64
import binascii
import hashlib
import json
from itertools import chain
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from .blind_match import SIZE

FORMAT, VERSION = "dibao-cross-region", 1
OFFER, ANSWER, CLOSING = 1, 2, 3
_TEXTS = ("token", "from", "to", "from_name", "purpose", "basis", "day", "before")
_LONGEST = 4000


class CrossFileError(ValueError):
    """The file cannot be used; the first argument says why, as a code."""


class Letter(NamedTuple):
    """What a file says: its head, the sender's numbers, and the receiver's, blinded."""

    head: dict
    own: list
    doubled: list
    digest: str


def new_signing_key():
    """``(secret, public)`` of an office, 32 bytes each."""
    secret = Ed25519PrivateKey.generate()
    return secret.private_bytes_raw(), secret.public_key().public_bytes_raw()


def fingerprint(public):
    """A public key as two people compare it aloud: eight groups of four.

    >>> fingerprint(bytes(32))
    '6668 7AAD F862 BD77 6C8F C18B 8E9F 8E20'
    """
    text = hashlib.sha256(public).hexdigest()[:32].upper()
    return " ".join(text[at : at + 4] for at in range(0, 32, 4))


def lines(head, own, doubled):
    """The lines of a file before its signature, as bytes."""
    head = {"format": FORMAT, "version": VERSION, **head}
    yield json.dumps(head, ensure_ascii=False, sort_keys=True).encode() + b"\n"
    for element in chain(own, doubled):
        yield base64.b64encode(element) + b"\n"


def write(handle, secret, head, own, doubled=()):
    """Write and sign a file; returns its digest (SHA-256, hex).

    :param head: the texts, ``step``, and the counts ``own`` and ``doubled``
    """
    digest = hashlib.sha256()
    for line in lines(head, own, doubled):
        digest.update(line)
        handle.write(line)
    key = Ed25519PrivateKey.from_private_bytes(secret)
    signature = key.sign(digest.digest())
    handle.write(b"signature " + base64.b64encode(signature) + b"\n")
    return digest.hexdigest()


def look(data):
    """The head of a file, before it is trusted.

    :raise CrossFileError: ``format``, ``version``
    """
    first = data[:_LONGEST].split(b"\n", 1)[0]
    try:
        head = json.loads(first)
    except ValueError:
        head = None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise CrossFileError("format")
    if head.get("version") != VERSION:
        raise CrossFileError("version")
    texts = all(isinstance(head.get(name), str) for name in _TEXTS)
    counts = all(type(head.get(name)) is int for name in ("own", "doubled", "step"))
    if not (texts and counts) or min(head["own"], head["doubled"]) < 0:
        raise CrossFileError("format")
    return head


def read(data, public):
    """Check and read a whole file.

    :param bytes public: the sender's key, as it was confirmed
    :rtype: Letter
    :raise CrossFileError: ``format``, ``version``, ``cut`` (lines are missing),
        ``signature``, ``element`` (a line is no blinded number), ``twice``
    """
    head = look(data)
    body, mark, last = data.rpartition(b"signature ")
    if not mark or not last.endswith(b"\n"):
        raise CrossFileError("cut")
    digest = hashlib.sha256(body)
    try:
        key = Ed25519PublicKey.from_public_bytes(public)
        key.verify(base64.b64decode(last.strip(), validate=True), digest.digest())
    except (InvalidSignature, binascii.Error, ValueError) as error:
        raise CrossFileError("signature") from error
    rows = body.split(b"\n")[1:-1]
    if len(rows) != head["own"] + head["doubled"]:
        raise CrossFileError("cut")
    elements = [_element(row) for row in rows]
    own, doubled = elements[: head["own"]], elements[head["own"] :]
    if len(set(own)) < len(own) or len(set(doubled)) < len(doubled):
        raise CrossFileError("twice")
    return Letter(head, own, doubled, digest.hexdigest())


def _element(row):
    try:
        element = base64.b64decode(row, validate=True)
    except binascii.Error as error:
        raise CrossFileError("element") from error
    if len(element) != SIZE:
        raise CrossFileError("element")
    return element
