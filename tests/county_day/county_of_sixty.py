# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Sixty fictional households: who they are, and on which day their story begins."""

import re
from datetime import date

import branches
import stories
from payments import Treasury

FIRST, LAST = date(2023, 12, 4), date(2025, 1, 31)
FIRST_RUN, RUNS = date(2024, 1, 1), 13
EAST, EAST_TWO = ("east", "990101001201"), ("east", "990101001202")
WEST, TOWN = ("west", "990101002201"), ("town", "990101003001")
#: Which step of the county's own rules holds from when.
SECOND_STANDARD, SAME_MONTH = date(2024, 7, 10), date(2024, 8, 28)
DELEGATED = date(2023, 12, 1)


def d(text):
    return date.fromisoformat(text)


def single(name, when="1958-03-12", **further):
    """One person alone."""
    return [(name, d(when), "02", further)]


def couple(name, first="1960-04-05", second="1962-08-19", **further):
    """Two people, the head first; what is told further is the second one's."""
    return [(f"{name}甲", d(first), "02", {}), (f"{name}乙", d(second), "10", further)]


def family(name, child="2014-05-01", **further):
    """Parents and a child; what is told further is the head's."""
    return [
        (f"{name}甲", d("1984-01-20"), "02", further),
        (f"{name}乙", d("1986-11-02"), "10", {}),
        (f"{name}丙", d(child), "21", {}),
    ]


DISABLED = {"disability_type": "4", "disability_grade": "1"}
ILL = {"serious_illness": True}
YOUNG = ("1985-02-02", "1987-01-01")


def plain_ones(office):
    """Those to whom nothing happens but the years."""
    year = (d("2023-01-01"), d("2023-12-31"))
    return [
        ("2023-12-04", stories.plain(office, single("平一", "1956-02-29"), EAST)),
        (
            "2023-12-04",
            stories.plain(
                office,
                family("平二"),
                EAST,
                [("平二甲", "wage", 900), ("平二乙", "farming", 4000, *year)],
            ),
        ),
        (
            "2023-12-04",
            stories.plain(office, couple("平三"), EAST, [("平三甲", "pension", 183)]),
        ),
        (
            "2023-12-05",
            stories.plain(
                *(office, couple("平五", *YOUNG), WEST),
                [("平五甲", "farming", 10000, d("2023-03-01"), d("2024-02-29"))],
            ),
        ),
        (
            "2023-12-06",
            stories.plain(
                *(office, single("平七"), TOWN),
                [("平七", "basic_pension", 103), ("平七", "pension", 333)],
                kind="urban",
            ),
        ),
        ("2024-02-26", stories.plain(office, couple("平九", *YOUNG), EAST_TWO)),
        ("2024-10-08", branches.asked(office, single("平末"), TOWN, kind="urban")),
    ]


def of_other_ways(office):
    """Applications that do not go the plain way."""
    return [
        ("2023-12-11", stories.by_proxy(office, single("代一"), EAST)),
        ("2024-01-08", stories.by_proxy(office, single("代二", "1949-10-10"), WEST)),
        ("2023-12-11", stories.one_time_notice(office, couple("补一"), EAST)),
        ("2024-03-04", stories.one_time_notice(office, family("补二", **ILL), WEST)),
        ("2024-01-08", stories.cross_area(office, couple("跨一"), EAST_TWO)),
        ("2024-04-08", stories.cross_area(office, family("跨二"), TOWN)),
        ("2024-01-15", stories.hard_to_find_out(office, couple("难一"), WEST)),
        (
            "2023-12-12",
            stories.alone(
                *(office, couple("单一", second="1985-08-19", **DISABLED), EAST),
                *("edge_disability", 1500),
            ),
        ),
        (
            "2024-02-19",
            stories.alone(
                *(office, couple("单二", second="1975-08-19", **ILL), WEST),
                *("edge_illness", 1600),
            ),
        ),
        (
            "2024-03-11",
            stories.alone(
                office,
                couple(
                    "单三",
                    second="1970-08-19",
                    is_counted=False,
                    exclusion="clergy",
                ),
                EAST,
                *("clergy", 0),
            ),
        ),
        (
            "2024-05-13",
            stories.alone(
                office,
                couple("单四", second="1992-08-19", labour_ability="lost", **DISABLED),
                WEST,
                *("unemployed", 4000),
            ),
        ),
        ("2023-12-13", stories.objected(office, couple("异一"), EAST_TWO)),
        ("2024-05-13", stories.objected(office, family("异二"), WEST)),
        ("2024-01-22", stories.appraised(office, couple("评一"), EAST)),
        ("2023-12-14", stories.sent_back(office, couple("退一"), WEST)),
        ("2024-06-03", stories.sent_back(office, family("退二"), EAST_TWO)),
        ("2024-01-16", stories.of_committee(office, couple("亲一"), EAST_TWO)),
        ("2024-03-18", stories.of_the_clerk(office, couple("亲二"), EAST)),
    ]


def without_grant(office):
    """Applications that end otherwise."""
    return [
        ("2023-12-18", stories.refused(office, couple("拒一", *YOUNG), WEST)),
        ("2024-02-01", stories.refused(office, single("拒二"), EAST, 601)),
        ("2024-08-05", stories.refused(office, family("拒三"), WEST, 3000)),
        ("2023-12-19", stories.declined(office, couple("外一"), EAST)),
        ("2024-04-15", stories.declined(office, single("外二"), TOWN)),
        ("2024-01-10", stories.withdrawn(office, couple("撤一"), WEST)),
        ("2024-07-08", stories.withdrawn(office, single("撤二"), EAST)),
        ("2024-01-11", stories.ended(office, couple("止一", *YOUNG), EAST)),
        ("2024-09-02", stories.ended(office, family("止二"), WEST)),
    ]


def with_changes(office):
    """What happens to those who receive."""
    return [
        (
            "2023-12-20",
            stories.born_into(office, couple("生一", *YOUNG), EAST, d("2024-03-04")),
        ),
        (
            "2024-01-09",
            stories.born_into(office, couple("生二", *YOUNG), WEST, d("2024-09-02")),
        ),
        (
            "2023-12-20",
            stories.left(office, family("嫁一", "2002-05-01"), WEST, d("2024-04-08")),
        ),
        (
            "2024-02-20",
            stories.left(office, family("嫁二", "2001-05-01"), EAST, d("2024-10-14")),
        ),
        ("2023-12-21", stories.died(office, couple("亡一"), EAST, d("2024-02-29"))),
        (
            "2024-01-12",
            stories.died(office, family("亡二", "2004-05-01"), TOWN, d("2024-06-18")),
        ),
        (
            "2023-12-21",
            stories.head_died(office, couple("主一"), WEST, d("2024-03-25")),
        ),
        (
            "2024-03-05",
            stories.head_died(office, family("主二"), EAST, d("2024-08-19")),
        ),
        (
            "2023-12-22",
            stories.other_head(office, couple("换一"), EAST, d("2024-05-06")),
        ),
        (
            "2024-02-21",
            stories.changed(
                *(office, family("增二"), EAST, "increase", 1500, 900), d("2024-09-09")
            ),
        ),
        (
            "2023-12-26",
            stories.changed(
                *(office, couple("减一", *YOUNG), EAST, "reduction", 100, 600),
                d("2024-05-20"),
            ),
        ),
        (
            "2024-02-22",
            stories.changed(
                *(office, family("减二"), WEST, "reduction", 300, 1200), d("2024-10-21")
            ),
        ),
        (
            "2023-12-27",
            stories.stopped(office, couple("停一", *YOUNG), EAST, d("2024-04-15")),
        ),
        ("2024-03-06", stories.stopped(office, single("停二"), TOWN, d("2024-09-18"))),
        (
            "2023-12-28",
            stories.stopped(
                *(office, couple("复一", *YOUNG), WEST, d("2024-03-18")),
                d("2024-07-22"),
            ),
        ),
        (
            "2024-01-17",
            stories.stopped(
                *(office, family("复二"), EAST, d("2024-05-27")), d("2024-10-28")
            ),
        ),
        (
            "2023-12-28",
            stories.tapered(office, couple("渐一", *YOUNG), EAST, d("2024-04-01")),
        ),
        ("2024-01-18", stories.tapered(office, family("渐二"), WEST, d("2024-06-24"))),
        (
            "2023-12-29",
            stories.corrected(office, couple("正一"), WEST, d("2024-03-12")),
        ),
        ("2024-01-19", stories.unsteady(office, couple("动一", *YOUNG), WEST)),
        ("2024-03-07", stories.unsteady(office, family("动二"), EAST)),
    ]


def found_and_told(office):
    """What the night finds, and what households report or ask themselves."""
    return [
        (
            "2023-12-05",
            branches.refused_jobs(
                office, couple("荐一", *YOUNG), EAST, d("2024-03-11")
            ),
        ),
        (
            "2023-12-06",
            branches.looked_at(
                *(office, family("岁一", "2006-05-20", **ILL), WEST, "grown_up"),
                d("2024-05-27"),
            ),
        ),
        (
            "2024-01-23",
            branches.looked_at(
                *(office, student("业一", "2002-02-02"), EAST_TWO, "graduated"),
                d("2024-07-08"),
            ),
        ),
        (
            "2023-12-07",
            branches.aged(
                *(office, couple("龄一", second="1964-06-03"), TOWN, d("2024-06-11")),
                kind="urban",
            ),
        ),
        (
            "2023-12-25",
            branches.declared(
                office, couple("报一", *YOUNG), WEST, 800, 100, d("2024-04-22")
            ),
        ),
    ]


def student(name, born):
    """Parents and a grown-up child who studies until June."""
    people = family(name, born)
    people[2][3]["study_until"] = "2024-06-30"
    return people


def rules_change(office):
    """The county changes its rules in the middle: they hold for what comes after."""
    yield SECOND_STANDARD
    since, yuan = stories.reckoning.STANDARDS["rural"][1]
    office.set_standard("rural", since, yuan)
    yield SAME_MONTH
    day = stories.reckoning.SAME_MONTH_FROM
    office.set_rule("payment_start", "same", day)


def begin(office, password, only=None):
    """Everything that will happen.

    :param str only: pattern of heads' names, while a story is being written
    """
    office.set_rules()
    office.set_rule("confirming_level", "township", DELEGATED, TOWN[1])
    office.treasury = Treasury(office, password)
    every = [
        *plain_ones(office),
        *of_other_ways(office),
        *without_grant(office),
        *with_changes(office),
        *found_and_told(office),
    ]
    assert len(every) == 60, len(every)
    for day, story in every:
        people = story.gi_frame.f_locals["people"]
        if only is None or re.search(only, people[0][0]):
            office.tell(story, d(day))
    office.tell(rules_change(office), SECOND_STANDARD)
    office.tell(office.treasury.months(FIRST_RUN, RUNS), FIRST_RUN)
    office.tell(office.treasury.bank_troubles(), d("2024-03-01"))
    office.tell(branches.corrections(office), d("2024-05-06"))
    office.tell(branches.new_standard(office), branches.LOOKS[0])
    if only:
        return
    for village, day, least in ((EAST, "2024-12-02", 2), (WEST, "2024-12-03", 1)):
        story = stories.reverified(office, village, d(day), least)
        office.tell(story, d("2024-11-29"))
