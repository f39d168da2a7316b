# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What makes a demo county lively: states, exclusions, guardians, missing numbers.

Kept apart from the plain generator, because a ledger for a bench holds recipients
only, and because none of it may change the numbers of the plain county.
"""

from datetime import timedelta

from .county_family import STANDARDS, STATE_SHARES, Family, Settlement

# Members who live there and do not count (民发〔2021〕57号, art. 7).
EXCLUSIONS = ("prison", "drug_treatment", "missing", "clergy")


def vary(family: Family, settlement: Settlement):
    """Give the household a state and now and then something out of the ordinary."""
    rng = settlement.rng
    (family.state,) = rng.choices(list(STATE_SHARES), list(STATE_SHARES.values()))
    family.state_date = family.since
    if family.state != "active":
        span = max(1, (settlement.as_of - family.since).days)
        recent = min(span, 170 if family.state == "tapering" else 700)
        family.state_date = settlement.as_of - timedelta(rng.randrange(recent))
    for person in family.members[1:]:
        if person.age >= 18 and rng.random() < 0.02:
            person.is_counted = False
            person.exclusion = rng.choice(EXCLUSIONS)
    for person in family.members:
        if person.age < 1 and rng.random() < 0.5:
            person.id_number, person.no_id_reason = "", "newborn"
    needs_guardian = all(
        p.age < 18 or p.disability_type in ("5", "6") for p in family.members
    )
    if needs_guardian or rng.random() < 0.01:
        family.custodian = settlement.outsider(30, 65)
    _amounts(family)


def _amounts(family):
    standard = STANDARDS[family.urban_rural] * family.counted
    family.income = min(family.income, standard - 1)
    family.allowance = standard - family.income
    if family.state in ("stopped", "draft"):
        family.allowance = 0
