# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who counts, and who may apply alone (民发〔2021〕57号 art. 7 and 8).

Who counts is decided in the registry, by an officer; here it is compared with the
rules, and what does not agree becomes a sign to look into.
"""

from dataclasses import replace

from .reckoning import Line, Unsettled, age_on, month_index

SPOUSE = ("10", "11", "12")
IN_LAWS = ("28", "38", "45", "46")
ONESELF = ("01", "02")
#: GB/T 2261.2-2003
DIVORCED = "40"
OF_AGE = 18
STUDENT, SOLDIER = "31", "37"
POSTGRADUATE = ("10", "11", "12", "13", "14", "15", "16")
#: Grounds of art. 7 to leave somebody out in spite of kinship.
GROUNDS_OUT = ("clergy", "prison", "drug_treatment", "missing", "province", "deceased")


def is_child(member):
    """A child of the head, in-laws aside (GB/T 4761-2008)."""
    return member.relation[:1] in ("2", "3") and member.relation not in IN_LAWS


def is_severe(rules, member):
    """Severely disabled, by the grades and types of `severe_disability`."""
    table = rules.need("severe_disability")
    if member.disability_grade in table["grades"]:
        return True
    return (
        member.disability_grade == "3"
        and member.disability_type in table["grade3_types"]
    )


def alive(members, day):
    """The members with those who died counting no more, and a line for each."""
    lines, found = [], []
    for member in members:
        if member.death_date and member.death_date <= day and member.counted:
            lines.append(Line("member", "died", person=member.key))
            member = replace(member, counted=False, exclusion="deceased")
        found.append(member)
    return found, lines


def refused(rules, members):
    """Whose share is stopped leaves the divisor where the policy says so."""
    if not any(member.stopped for member in members):
        return members
    if rules.need("refusal_divisor") == "keep":
        return members
    return [replace(one, counted=False) if one.stopped else one for one in members]


def listed(members, day):
    """A line for each member: counted, or why not."""
    return [
        Line(
            "member",
            "counted" if member.counted else "not_counted",
            person=member.key,
            params={"age": age_on(member, day), "exclusion": member.exclusion},
        )
        for member in members
    ]


def doubts(rules, members, day, applied_on):
    """Signs where the registry's counting and the rules do not agree.

    :param day: on which ages are tested
    :param applied_on: who is born after it is a newborn of the running case
    """
    table = rules.need("count_rules")
    lines = []

    def doubt(member, code):
        params = {"age": age_on(member, day)}
        sign = Line("sign", code, person=member.key, rule="count_rules", params=params)
        lines.append(sign)

    for member in members:
        age = age_on(member, day)
        if not member.counted:
            if not _long_out(table, member, day):
                doubt(member, "clergy_not_long_out")
            if member.exclusion in GROUNDS_OUT or (
                member.exclusion == "soldier" and not table["unmarried_soldier"]
            ):
                continue
            if member.relation in SPOUSE:
                doubt(member, "spouse_left_out")
            elif is_child(member) and age is not None and age < OF_AGE:
                doubt(member, "minor_left_out")
            continue
        if member.relation in IN_LAWS and not table["in_laws"]:
            doubt(member, "in_law_counted")
        elif member.occupation == SOLDIER and not table["unmarried_soldier"]:
            doubt(member, "soldier_counted")
        elif is_child(member) and age is not None and age >= OF_AGE:
            _doubt_child(table, member, doubt)
        elif code := _doubted(table, member, day, applied_on):
            doubt(member, code)
    return lines


def _long_out(table, member, day):
    """Clergy are left out of the household once they left it long ago (57号 art. 7,
    8: three years). Where the day is not known nothing is said."""
    if member.exclusion != "clergy" or member.excluded_since is None:
        return True
    months = month_index(day) - month_index(member.excluded_since)
    months -= day.day < member.excluded_since.day
    return months >= 12 * table.get("clergy_years", 0)


def _doubted(table, member, day, applied_on):
    """Why the counting of a member is doubted by the rest of `count_rules`, if so.

    Former spouses under one roof, a child born while the case runs, and others who
    have not lived together for as long as the place asks (57号 art. 7 no. 4).
    """
    if member.relation in SPOUSE:
        divorced = member.marriage == DIVORCED and not table["divorced"]
        return "divorced_counted" if divorced else None
    if is_child(member):
        newborn = member.birth_date and member.birth_date > applied_on
        return "newborn_counted" if newborn and not table["newborn"] else None
    if member.relation in ONESELF or not member.joined:
        return None
    months = month_index(day) - month_index(member.joined)
    months -= day.day < member.joined.day
    return "not_together_long" if months < table["together_months"] else None


def _doubt_child(table, member, doubt):
    """A grown-up child counts who cannot live independently, or studies up to the
    bachelor level."""
    studies = member.occupation == STUDENT
    if studies and member.education in POSTGRADUATE and not table["postgraduates"]:
        doubt(member, "postgraduate_counted")
    elif not studies and member.labour == "able" and not member.disability_grade:
        doubt(member, "grown_child_counted")


def single(rules, members, key, ground, day):
    """The household of one who applies alone.

    :param ground: ``edge_disability``, ``edge_illness``, ``clergy``, ``unemployed``
        (2022 notice) or ``local``
    :param day: on which the years of a cleric are tested
    :return: (members with that one counted alone, needs a near-threshold household,
        lines)
    :raise Unsettled: the ground does not fit the person
    """
    person = next((one for one in members if one.key == key), None)
    if person is None:
        raise Unsettled("single_person")
    fits = {
        "edge_disability": lambda: _single_disability(rules, person),
        "edge_illness": lambda: person.serious_illness,
        "clergy": lambda: person.exclusion == "clergy"
        and _long_out(rules.need("count_rules"), person, day),
        "unemployed": lambda: is_severe(rules, person)
        and person.labour in ("part", "lost"),
        "local": lambda: True,
    }
    if ground not in fits:
        raise Unsettled("single_ground_unknown", ground=ground)
    if not fits[ground]():
        raise Unsettled("single_ground", ground=ground)
    edge = ground in ("edge_disability", "edge_illness") or (
        ground == "unemployed" and rules.need("single_unemployed_edge")
    )
    alone = [replace(one, counted=one.key == key) for one in members]
    line = Line(
        "member",
        "single",
        person=key,
        rule="single_unemployed_edge" if ground == "unemployed" else "",
        params={"ground": ground},
    )
    return alone, edge, [line]


def _single_disability(rules, person):
    table = rules.need("single_disability")
    if person.disability_grade in table["grades"]:
        return True
    return (
        person.disability_grade == "3"
        and person.disability_type in table["grade3_types"]
    )
