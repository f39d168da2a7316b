# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which counts of a list with a known sum are held back from who sees sums only."""


def withheld(counts, least):
    """Places of a list that are not shown when their sum is.

    Counts of 1 to ``least`` - 1 are small. When what is hidden adds up to less than
    ``least``, or is one count alone, it would follow from the sum: the next smallest
    goes with it.

    :param counts: numbers; None counts as nothing
    :param least: the smallest count shown; None hides all but nothing
    :return: set of indexes
    """
    numbers = [count or 0 for count in counts]
    if least is None:
        return {index for index, count in enumerate(numbers) if count}
    hidden = {index for index, count in enumerate(numbers) if 0 < count < least}
    if not hidden:
        return hidden
    others = sorted(
        (count, index)
        for index, count in enumerate(numbers)
        if count and index not in hidden
    )
    for _count, index in others:
        if len(hidden) > 1 and sum(numbers[one] for one in hidden) >= least:
            break
        hidden.add(index)
    return hidden
