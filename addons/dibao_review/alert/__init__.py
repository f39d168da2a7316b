# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The tests behind the alert rules, each one statement over the whole registry.

A test is a function of a `Ground` that returns SQL with the columns of `ground.FOUND`:
whom a fact concerns, its key (one alert per key), what is material about it, where it
was found, and the values of its sentence. Hangs on no model.
"""

from . import duplicates, means, missed, needs, papers, people, procedure, sums  # noqa: F401
from .ground import TESTS, Ground  # noqa: F401
