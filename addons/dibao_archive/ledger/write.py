# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Matched households are written into the registry.

Plain columns go by SQL, a range at once. What the ORM tracks or what has consequences
(state, place, name, head) goes through the ORM: it is rare, and must leave its traces.
"""

from .act import Act
from .write_deep import DeepColumns
from .write_known import KnownHouseholds
from .write_new import NewHouseholds


class Writer(Act):
    """Writes the households that ``Matcher`` has matched last."""

    def take_over(self):
        """Create and update; returns ``(created, updated)`` households."""
        for step in (NewHouseholds, KnownHouseholds, DeepColumns):
            step(self.ledger).apply()
        self._run(
            """SELECT COUNT(*) FILTER (WHERE action = 'create'),
                      COUNT(*) FILTER (WHERE action = 'update')
               FROM ledger_h WHERE NOT faulty"""
        )
        return self.env.cr.fetchone()
