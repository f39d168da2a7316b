# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the composition of a staff says: where it is too old, too part-time, untrained.

The questions are those that offices are asked: age, employment, training, turnover,
professional titles. The limits come from policies; nothing is judged without one.
"""

from dataclasses import dataclass

#: Lower edge of each band of age, in years, and its key.
BANDS = ((60, "60"), (50, "50"), (40, "40"), (30, "30"), (0, "20"))
UNKNOWN = "none"
#: finding -> (figure that is counted, figure it is a share of, policy with the limit)
QUESTIONS = {
    "old": ("old", "aged", "staff_old_share"),
    "part_time": ("part_time", "staff", "staff_part_time_share"),
    "untrained": ("untrained", "staff", "staff_untrained_share"),
    "unpromised": ("unpromised", "staff", "staff_unpromised_share"),
    "turnover": ("left", "staff_before", "staff_turnover_share"),
}


@dataclass(frozen=True)
class Finding:
    """A share above its limit. ``share`` and ``limit`` are per cent."""

    code: str
    count: int
    whole: int
    share: float
    limit: float


def age_band(birth_year, year):
    """The band of the age that somebody reaches in a year.

    >>> age_band(1966, 2026), age_band(1999, 2026), age_band(None, 2026)
    ('60', '20', 'none')
    """
    if not birth_year:
        return UNKNOWN
    age = year - birth_year
    return next((key for edge, key in BANDS if age >= edge), UNKNOWN)


def share(count, whole):
    """Per cent, one decimal; nothing of nothing is zero.

    >>> share(1, 3), share(0, 0)
    (33.3, 0.0)
    """
    return round(100.0 * count / whole, 1) if whole else 0.0


def findings(figures, limits):
    """Which shares lie above their limits.

    :param dict figures: persons by name, as in ``QUESTIONS``: ``staff``, ``aged``
        (of known age), ``old``, ``part_time``, ``untrained``, ``unpromised``,
        ``left`` in the year and ``staff_before`` at its beginning
    :param dict limits: policy code -> per cent, None where no rule holds
    :return: list of ``Finding``, worst first
    """
    found = []
    for code, (part, whole, policy) in QUESTIONS.items():
        limit = limits.get(policy)
        persons, all_of = figures.get(part, 0), figures.get(whole, 0)
        value = share(persons, all_of)
        if limit is not None and all_of and value > limit:
            found.append(Finding(code, persons, all_of, value, float(limit)))
    return sorted(found, key=lambda one: one.limit - one.share)
