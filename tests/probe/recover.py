# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What stands together in an answer must leave a number unknown (R-51)."""

import importlib
import json
import re

_MASKED = re.compile(r"[0-9X]*\*+[0-9X*]*")
_BESIDE = ("birth_date", "age", "sex")
LARGEST = 2_000_000


class Recovery:
    """From what is shown side by side, at least 1,000 ID numbers fit."""

    def __init__(self, mint):
        self.hits, self.judged = [], 0
        self._number = mint.values("id_number")[0]
        self._known = {}
        # Only there once the add-ons path is known.
        self._mask = importlib.import_module("odoo.addons.dibao_archive.tools.mask")

    def look(self, where, answer):
        """Judge every record in a JSON answer."""
        if len(answer) > LARGEST or b"id_number" not in answer:
            return
        try:
            data = json.loads(answer)
        except ValueError:
            return
        for record in _records(data):
            shown = record.get("id_number")
            if isinstance(shown, str) and _MASKED.fullmatch(shown):
                self._judge(where, shown, record)

    def _judge(self, where, shown, record):
        profile = self._mask.Profile(
            len(shown) - len(shown.lstrip("0123456789")),
            len(shown) - len(shown.rstrip("0123456789X")),
            frozenset(name for name in _BESIDE if record.get(name)),
        )
        self.judged += 1
        if profile not in self._known:
            left = self._mask.candidates_left(profile, self._number)
            self._known[profile] = left
        if self._known[profile] < self._mask.LEAST_CANDIDATES:
            left = self._known[profile]
            self.hits.append((where, "id_number", f"{left} candidates", str(profile)))

    @property
    def fewest(self):
        """Candidates left by the most telling record met."""
        return min(self._known.values(), default=None)


def _records(data):
    if isinstance(data, dict):
        yield data
        for value in data.values():
            yield from _records(value)
    elif isinstance(data, list):
        for value in data:
            yield from _records(value)
