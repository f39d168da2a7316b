# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keeping a sample of what expires (抽样保留, R-05): anybody can draw it again.

With the seed, the rule and the codes on the list the draw gives the same sample on any
machine; it depends neither on the order of the list nor on a generator of numbers.
"""

import hashlib
import math

RANDOM, EVERY = "random", "every"


def _rank(seed, code):
    return hashlib.sha256(f"{seed}\n{code}".encode()).digest()


def draw(codes, rule, share, seed):
    """The codes that are kept.

    :param codes: reference codes on the list, in any order, each once
    :param rule: ``random``: those whose digest with the seed comes first; ``every``:
        each n-th by code, from a place that the seed tells
    :param share: per cent of the codes, rounded up; 0 keeps none
    :param seed: text that is kept with the list
    :rtype: set
    :raise ValueError: no such rule, or no share between 0 and 100
    """
    codes = sorted(set(codes))
    if not 0 <= share <= 100:
        raise ValueError(share)
    count = math.ceil(round(len(codes) * share / 100, 6))
    if not count:
        return set()
    if rule == RANDOM:
        return set(sorted(codes, key=lambda code: _rank(seed, code))[:count])
    if rule != EVERY:
        raise ValueError(rule)
    step = len(codes) / count
    start = int.from_bytes(_rank(seed, "")[:8]) / 2**64 * step
    return {codes[int(start + place * step)] for place in range(count)}
