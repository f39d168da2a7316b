# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hash chain over log rows: any change, gap or reordering changes the digest."""

import hashlib
import json

START = "0" * 64


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
            text = json.dumps(row, ensure_ascii=False, default=str)
            self._digest.update(text.encode() + b"\n")

    def hexdigest(self):
        """The digest so far, 64 hexadecimal characters."""
        return self._digest.hexdigest()
