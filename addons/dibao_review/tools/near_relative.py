# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which relations make somebody a near relative of an officer.

Spouse, parents, children, siblings, grandparents and grandchildren of both sides
(民发〔2012〕220号 art. 14, still in use), in the codes of GB/T 4761-2008.
"""

#: Spouse; sons and daughters, but not their spouses; grandchildren; parents, also step
#: and adoptive ones; grandparents; siblings, but not their spouses.
NEAR = frozenset(
    (
        *("10", "11", "12"),
        *("20", "21", "22", "23", "24", "25", "26", "27", "29"),
        *("30", "31", "32", "33", "34", "35", "36", "37", "39"),
        *("41", "42", "43", "44"),
        *("50", "51", "52", "57", "58"),
        *("60", "61", "62", "63", "64"),
        *("70", "71", "73", "75", "77", "79"),
    )
)
SELF = frozenset(("01", "02"))


def is_near(code):
    """Whether a relation (GB/T 4761 code) is a near one; oneself is, too.

    >>> is_near("28"), is_near("11"), is_near("01")
    (False, True, True)
    """
    return code in NEAR or code in SELF
