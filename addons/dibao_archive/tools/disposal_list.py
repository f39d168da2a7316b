# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The list of a disposal: what stands on it for good, and the digests that prove it.

The list outlives the archives it names (R-34, R-40): its rows hold names reduced, and a
salted digest of each thing as it was, so that the rows can be shown and checked for
ever without telling again what was destroyed.
"""

import hashlib
import json
import re

from cryptography.hazmat.primitives import hashes

from .mask import mask_name

_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
).encode


def canonical(value):
    """Plain values as bytes: the same bytes for the same values, whatever their order.

    >>> canonical({"b": 1, "a": "档"}) == canonical({"a": "档", "b": 1})
    True
    """
    return _encode(value).encode()


def digests(rows):
    """``(SHA-256, SM3)`` of the rows of a list in their order, hexadecimal (R-63)."""
    sha256, sm3 = hashlib.sha256(), hashes.Hash(hashes.SM3())
    for row in rows:
        line = canonical(row) + b"\n"
        sha256.update(line)
        sm3.update(line)
    return sha256.hexdigest(), sm3.finalize().hex()


def fingerprint(salt, state):
    """Digest of a thing as it is, to find out whether it changed.

    :param salt: random text, thrown away with the thing: without it nobody can try
        names until the digest fits
    """
    return hashlib.sha256(salt.encode() + b"\n" + canonical(state)).hexdigest()


def reduce_names(text, names):
    """The text with surnames and stars for the names in it.

    >>> reduce_names("低保档案: 龙大川(龙大川之妻 李玉)", ["龙大川", "李玉"])
    '低保档案: 龙*(龙*之妻 李*)'
    """
    names = {name.strip() for name in names if name and len(name.strip()) > 1}
    if not text or not names:
        return text or ""
    # Longest first, so that a name that begins another one leaves no rest of it.
    ordered = sorted(names, key=lambda name: (-len(name), name))
    pattern = "|".join(re.escape(name) for name in ordered)
    return re.sub(pattern, lambda found: mask_name(found.group()), text)


def kept_for(begin, end):
    """``(years, months)`` between two days, whole ones; zero before the beginning.

    >>> from datetime import date
    >>> kept_for(date(2019, 5, 20), date(2026, 3, 19))
    (6, 9)
    """
    months = (end.year - begin.year) * 12 + end.month - begin.month
    months -= end.day < begin.day
    return divmod(max(months, 0), 12)
