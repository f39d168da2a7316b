# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Proof that a log is as it was written (GB/T 22239 8.1.4, R-59).

Three things, each for what the one before cannot tell: every row carries a keyed hash
of its content, so that nobody without the key file puts one in; segments of rows are
hashed in a chain, so that no row goes, comes or moves unseen; the last link is signed
and noted outside the database (``anchor``), so that the end cannot be cut off.
"""

import hashlib
import hmac
import json

START = "0" * 64
ROW, SEAL = b"access log row", b"access log seal"
_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


def text_of(row):
    """One row (a tuple of plain values) as bytes, the same for the same content."""
    return _encode(row).encode()


def signed(ring, signature, content, domain):
    """Was ``content`` signed with a key of this ring?

    :param ring: keyring.Keyring; the signature names the key by its id
    :return: True or False, None when the ring does not hold that key
    """
    key_id = (signature or "").partition(".")[0]
    if not key_id:
        return False
    for key in ring:
        if key.id == key_id:
            return hmac.compare_digest(signature, key.index(content, domain))
    return None


class Segment:
    """The digest of a run of rows, begun from the digest of the run before.

    >>> a, b = Segment(START), Segment(START)
    >>> a.add([(1, "x"), (2, "y")]); b.add([(2, "y"), (1, "x")])
    >>> a.hexdigest() == b.hexdigest()
    False
    """

    def __init__(self, previous):
        self._digest = hashlib.sha256(previous.encode())

    def add(self, rows):
        """Take in rows (tuples of plain values), in their order."""
        for row in rows:
            self._digest.update(text_of(row) + b"\n")

    def add_text(self, text):
        """Take in rows whose texts (as of ``text_of``) stand on a line each."""
        self._digest.update(text.encode() + b"\n")

    def hexdigest(self):
        """The digest so far, 64 hexadecimal characters."""
        return self._digest.hexdigest()
