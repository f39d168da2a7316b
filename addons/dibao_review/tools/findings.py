# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What stands out in a series of figures: one finding for each chart.

A finding is ``(key, values)``; the sentence in the reader's language is made elsewhere.
Nothing here knows a person, and nothing decides: a finding says where to look.
"""

from statistics import median

#: A change of less is called none.
FLAT = 0.005


def share(part, whole):
    """Per cent with one decimal; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0


def trend(labels, values):
    """Over the whole span: how much more or less, and the largest single step."""
    known = [
        (label, value) for label, value in zip(labels, values, strict=True) if value
    ]
    if len(known) < 2:
        return "trend_short", {"months": len(known)}
    (first, begin), (last, end) = known[0], known[-1]
    steps = [
        (abs(value - before[1]), label, value - before[1])
        for before, (label, value) in zip(known, known[1:], strict=False)
    ]
    _size, where, step = max(steps, key=lambda one: one[0])
    values = {
        **{"first": first, "last": last, "begin": begin, "end": end},
        **{"percent": abs(share(end - begin, begin)), "month": where},
        "step": abs(step),
        "direction": "up" if step > 0 else "down",
    }
    if abs(end - begin) <= FLAT * begin:
        return "trend_flat", values
    return ("trend_up" if end > begin else "trend_down"), values


def flows(labels, came, left, reasons=None):
    """Whether more came or left, when most moved, and why most left or came."""
    pairs = [
        (label, one or 0, other or 0)
        for label, one, other in zip(labels, came, left, strict=True)
    ]
    moved = [one for one in pairs if one[1] + one[2]]
    if not moved:
        return "flows_none", {}
    month = max(moved, key=lambda one: one[1] + one[2])
    total_in, total_out = (sum(one[i] for one in pairs) for i in (1, 2))
    values = {
        **{"came": total_in, "left": total_out, "month": month[0]},
        **{"month_came": month[1], "month_left": month[2]},
        "reason": max(reasons, key=reasons.get) if reasons else None,
    }
    if total_in == total_out:
        return "flows_even", values
    return ("flows_in" if total_in > total_out else "flows_out"), values


def forecast(spent, budget, months=12):
    """Where the year's spending ends when the next months are like the last three.

    :param spent: yuan of the months from January that are known
    :param budget: yuan of the year; None when none was entered
    :return: dict with ``year`` (yuan expected), ``pace`` (yuan a month), ``used`` (per
        cent so far), ``expected`` (per cent), ``gap`` (yuan over the budget, below
        nothing when it is not reached) and ``lasts`` (the month, 1 to 12, in which the
        money ends, or None)
    """
    known = [one for one in spent if one is not None]
    if not known:
        return None
    recent = known[-3:]
    pace = sum(recent) / len(recent)
    year = sum(known) + pace * (months - len(known))
    found = {"year": round(year, 2), "pace": round(pace, 2), "spent": sum(known)}
    if not budget:
        return {**found, "used": None, "expected": None, "gap": None, "lasts": None}
    lasts, total = None, 0
    for month in range(1, months + 1):
        total += known[month - 1] if month <= len(known) else pace
        if total > budget:
            lasts = month
            break
    return {
        **found,
        "used": share(sum(known), budget),
        "expected": share(year, budget),
        "gap": round(year - budget, 2),
        "lasts": lasts,
    }


def spending(found):
    """The finding of a forecast."""
    if found is None:
        return "spending_none", {}
    if found["expected"] is None:
        return "spending_no_budget", found
    if found["lasts"]:
        return "spending_short", found
    return ("spending_even" if found["expected"] >= 90 else "spending_left"), found


def bands(counts, width):
    """In which band of the allowance per person most households are.

    :param counts: ``{lowest yuan: households}``
    """
    total = sum(counts.values())
    if not total:
        return "bands_none", {}
    low = max(counts, key=lambda one: (counts[one], -one))
    return "bands_most", {
        **{"low": low, "high": low + width, "households": counts[low]},
        "percent": share(counts[low], total),
    }


def equalised(places, percent, least):
    """Places in which so many households get the very same amount per person.

    :param places: ``[(place, households, households with the commonest amount)]``
    :param percent: policy; ``least``: households a place must have
    :return: the places that stand out, the worst first, as ``[(place, households,
        same, per cent)]``
    """
    found = [
        (place, households, same, share(same, households))
        for place, households, same in places
        if households >= least and share(same, households) >= percent
    ]
    return sorted(found, key=lambda one: (-one[3], -one[1]))


def largest(counts):
    """The most frequent of named counts and its share."""
    total = sum(counts.values())
    if not total:
        return "largest_none", {}
    name = max(counts, key=counts.get)
    return "largest", {
        **{"name": name, "count": counts[name], "all": total},
        "percent": share(counts[name], total),
    }


def outliers(values, factor):
    """Names whose value lies far from the middle of all.

    Far is more than ``factor`` times the usual distance from the middle (the median of
    the distances): one wild value does not hide another.

    :param values: ``{name: number}``
    :return: ``[(name, value, middle)]``, the farthest first
    """
    if len(values) < 4:
        return []
    middle = median(values.values())
    usual = median(abs(value - middle) for value in values.values())
    # Where most are equal, any tenth off the middle is far.
    usual = usual or abs(middle) / (10 * factor) or 1 / factor
    found = [
        (abs(value - middle) / usual, name, value) for name, value in values.items()
    ]
    return [
        (name, value, middle)
        for distance, name, value in sorted(found, key=lambda one: -one[0])
        if distance > factor
    ]


def changed(now, before):
    """Which place changed most since the month before, in per cent of what it had.

    :param now, before: ``{name: count}``; who has no figure before is passed over
    """
    steps = [
        (abs(now[name] - old) / old, abs(now[name] - old), name)
        for name, old in before.items()
        if old and now.get(name) is not None
    ]
    if not now:
        return "largest_none", {}
    largest = max(now, key=now.get)
    if not steps:
        return "across_most", {"name": largest, "value": now[largest]}
    _part, size, name = max(steps)
    if not size:
        return "across_same", {"name": largest, "value": now[largest]}
    change = now[name] - before[name]
    return "across_changed", {
        **{"name": name, "value": now[name], "change": f"{change:+,}"},
        "percent": abs(share(change, before[name])),
    }


def far_villages(villages, factor):
    """Villages whose average per person lies far from that of their neighbours.

    :param villages: ``[(village, township, persons, yuan)]``
    :return: set of villages
    """
    towns = {}
    for village, town, persons, yuan in villages:
        if persons:
            towns.setdefault(town, {})[village] = yuan / persons
    return {
        village
        for averages in towns.values()
        for village, _value, _middle in outliers(averages, factor)
    }


def clocks(rows):
    """Which time limit is met worst.

    :param rows: ``[(limit, met in time, met late, running late)]``
    """
    judged = [
        (share(late + running, good + late + running), name, late + running)
        for name, good, late, running in rows
        if good + late + running
    ]
    if not judged:
        return "clocks_none", {}
    percent, name, count = max(judged)
    if not count:
        return "clocks_good", {"count": sum(row[1] for row in rows)}
    return "clocks_worst", {"name": name, "percent": percent, "count": count}


def complete(whole, lacking, papers):
    """Of how many volumes nothing is missing.

    :param whole: volumes; ``lacking``: with something missing; ``papers``: that miss
    """
    if not whole:
        return "complete_none", {}
    values = {
        **{"whole": whole, "lacking": lacking, "papers": papers},
        "percent": share(whole - lacking, whole),
    }
    return ("complete_some" if lacking else "complete_all"), values


def to_visit(places, limits):
    """Places to visit first, with the reasons: the more and the graver, the sooner.

    :param places: ``{place: {"late": n, "missing": n, "same": per cent or 0,
        "far": bool, "households": n}}``
    :param limits: ``{"same": per cent}``
    :return: ``[(place, points, [reasons])]``, the most points first
    """
    found = []
    for place, seen in places.items():
        reasons, points = [], 0
        households = max(seen.get("households", 0), 1)
        if seen.get("same", 0) >= limits["same"]:
            reasons.append("same")
            points += 3
        if seen.get("late", 0):
            reasons.append("late")
            points += 1 + min(seen["late"] * 10 / households, 2)
        if seen.get("far"):
            reasons.append("far")
            points += 1
        if seen.get("missing", 0) / households > 0.2:
            reasons.append("missing")
            points += 1
        if reasons:
            found.append((place, round(points, 2), reasons))
    return sorted(found, key=lambda one: -one[1])
