# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Values that must never be met in clear, and every shape in which they could be."""

import base64
from dataclasses import dataclass

from stdnum.cn.ric import calc_check_digit

#: How many characters of a value its mask shows: at the head, at the tail.
SHOWN = {"id_number": (4, 0), "certificate": (4, 0), "phone": (3, 4), "account": (0, 4)}


@dataclass(frozen=True)
class Canary:
    """A protected value of the probe's county."""

    kind: str
    value: str
    owner: str

    @property
    def secret(self):
        """What is searched for: all that the mask hides."""
        if self.kind == "phone":
            # Its hidden middle alone is too short to be told from chance.
            return self.value
        head, tail = SHOWN[self.kind]
        return self.value[head : len(self.value) - tail]


class Mint:
    """Makes canaries, each of them once."""

    def __init__(self):
        self.canaries = []

    def _make(self, kind, value, owner):
        canary = Canary(kind, value, owner)
        self.canaries.append(canary)
        return canary.value

    @property
    def _next(self):
        return len(self.canaries) + 1

    def id_number(self, owner, birth="19470713"):
        """An ID number of the unused place 990101."""
        first = f"990101{birth}{self._next:03d}"
        return self._make("id_number", first + calc_check_digit(first + "0"), owner)

    def account(self, owner):
        """An account number of no bank."""
        return self._make(
            "account", f"9901{self._next:04d}7340{self._next:04d}826", owner
        )

    def phone(self, owner):
        """A number of no operator."""
        return self._make("phone", f"1549{7130000 + self._next * 7}", owner)

    def certificate(self, owner):
        """A certificate number."""
        return self._make("certificate", f"9901ZSXQ{73100000 + self._next}", owner)

    def values(self, kind):
        """All values of a kind, oldest first."""
        return [one.value for one in self.canaries if one.kind == kind]


def _grouped(text, size, mark):
    return mark.join(text[at : at + size] for at in range(0, len(text), size))


def _base64(clear):
    """The part of its base64 text that does not depend on the neighbours, thrice."""
    for shift in range(3):
        text = base64.b64encode(b"\0" * shift + clear)
        first = (shift * 8 + 5) // 6
        yield shift, text[first : (shift + len(clear)) * 8 // 6]


def shapes(canary):
    """{name of a shape: bytes} in which a canary would be told."""
    secret = canary.secret
    found = {"clear": secret, "reversed": secret[::-1]}
    for mark in (" ", "-"):
        found[f"grouped by '{mark}'"] = _grouped(canary.value, 4, mark)
    if canary.kind == "id_number":
        # The form of old cards has neither century nor check digit; people write
        # place, birth date and the rest apart.
        found["15 digits"] = canary.value[:6] + canary.value[8:17]
        found["split"] = f"{canary.value[6:14]} {canary.value[14:]}"
        found["tail"] = canary.value[8:]
    raw = {name: text.encode() for name, text in found.items()}
    clear = secret.encode()
    raw["hex"] = clear.hex().encode()
    for shift, text in _base64(clear):
        raw[f"base64 +{shift}"] = text
        raw[f"hex of base64 +{shift}"] = text.hex().encode()
    return raw
