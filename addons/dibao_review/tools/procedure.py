# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The steps of a case: which act leads from where to where, and who may do it.

Order of the steps: 民发〔2021〕57号 art. 10 (papers, one-time notice, acceptance), 15
(investigation), 19 (preliminary opinion, public notice, appraisal after an objection),
20-21 (opinion of the county, confirmation or refusal), 29 (no cooperation).
"""

from dataclasses import dataclass

#: Who works on a case in its open stages.
TOWNSHIP_STAGES = (
    "draft",
    "supplement",
    "accepted",
    "investigation",
    "appraisal",
    "opinion",
    "notice",
)
OPEN_STAGES = (*TOWNSHIP_STAGES, "county")
CLERKS = ("township_clerk", "township_reviewer")
COUNTY = ("county_officer", "county_confirmer")
#: Who decides, by the level that confirms in the place (art. 2).
DECIDERS = {"county": ("county_confirmer",), "township": ("township_reviewer",)}


@dataclass(frozen=True)
class Act:
    """One act: the stages it may start from, where it leads, the groups that may, and
    the duty for which these people must be qualified.

    No groups: those of the level that confirms.
    """

    sources: tuple
    target: str
    groups: tuple = ()
    needs_reason: bool = False
    duty: str | None = None


ACTS = {
    "request_papers": Act(("draft",), "supplement", CLERKS),
    "accept": Act(("draft", "supplement"), "accepted", CLERKS),
    "decline": Act(("draft", "supplement"), "declined", CLERKS, needs_reason=True),
    "investigate": Act(("accepted",), "investigation", CLERKS, duty="investigate"),
    "appraise": Act(("investigation", "notice"), "appraisal", ("township_reviewer",)),
    "opine": Act(("investigation", "appraisal"), "opinion", ("township_reviewer",)),
    "post_notice": Act(("opinion",), "notice", ("township_reviewer",)),
    "submit": Act(("opinion", "notice"), "county", CLERKS),
    "reopen": Act(
        ("appraisal", "opinion", "notice"),
        "investigation",
        ("township_reviewer",),
        needs_reason=True,
    ),
    "send_back": Act(
        ("county",),
        "investigation",
        (*COUNTY, "township_reviewer"),
        needs_reason=True,
    ),
    "confirm": Act(("county",), "confirmed", duty="confirm"),
    "refuse": Act(("county",), "refused", needs_reason=True, duty="confirm"),
    "withdraw": Act(OPEN_STAGES, "withdrawn", CLERKS, needs_reason=True),
    "end": Act(
        OPEN_STAGES,
        "ended",
        ("township_reviewer", "county_officer"),
        needs_reason=True,
    ),
}
CLOSED_STAGES = ("confirmed", "refused", "declined", "withdrawn", "ended")


@dataclass(frozen=True)
class Clock:
    """A limit: acts that start it, acts that meet it, the policy of its length.

    Acts that close a case meet or drop every limit, but those that begin with them.
    A ``local`` one is there only where the place has set its length. One that runs
    ``after_notice`` begins with the last day of the notice, not with its posting.
    """

    starts: tuple
    ends: tuple
    policy: str
    article: str
    calendar_days: bool = False
    local: bool = False
    after_notice: bool = False


#: Keys in the order in which they are told. 57号 = 民发〔2021〕57号.
CLOCKS = {
    "accept": Clock(
        ("receive",), ("accept", "request_papers"), "accept_wd", "57号 art. 10"
    ),
    "start_investigation": Clock(
        ("accept",), ("investigate",), "start_investigation_wd", "57号 art. 15"
    ),
    "start_check": Clock(
        ("request_check",), ("check_reported",), "start_check_wd", "57号 art. 17"
    ),
    "visit": Clock(("accept",), ("visited",), "visit_wd", "57号 art. 16", local=True),
    "appraisal": Clock(
        ("appraise",),
        ("appraised",),
        "appraisal_wd",
        "57号 art. 19",
        local=True,
    ),
    "opinion": Clock(("accept",), ("opine",), "opinion_wd", "57号 art. 19", local=True),
    "notice": Clock(
        ("post_notice",),
        ("submit", "appraise", "reopen"),
        "notice_cd",
        "57号 art. 19",
        calendar_days=True,
    ),
    "hand_up": Clock(
        ("post_notice",),
        ("submit",),
        "hand_up_wd",
        "57号 art. 20",
        local=True,
        after_notice=True,
    ),
    "county_opinion": Clock(
        ("submit",),
        ("confirm", "refuse", "send_back"),
        "county_opinion_wd",
        "57号 art. 20",
    ),
    "total": Clock(("accept",), ("confirm", "refuse"), "total_wd", "57号 art. 22"),
    "refusal_notice": Clock(
        ("refuse",), ("deliver",), "refusal_notice_wd", "57号 art. 21"
    ),
}
#: Why a case may take up to ``max_wd`` (2022 notice, point on time limits).
EXTENSIONS = ("objection", "lives_elsewhere", "cross_area", "hard_investigation")


def is_possible(act, stage, noticed, fits=True):
    """Whether an act may be done on a case in a stage.

    :param noticed: whether a case of this kind is shown in the village before it is
        decided (policy `notice_kinds`, 民发〔2021〕57号 art. 19)
    :param fits: whether the preliminary opinion is in favour; what is to be refused is
        not shown in the village

    >>> is_possible("submit", "opinion", noticed=True)
    False
    >>> is_possible("submit", "opinion", noticed=False)
    True
    """
    if stage not in ACTS[act].sources:
        return False
    shown = noticed and fits
    if act == "post_notice":
        return shown
    if act == "submit" and stage == "opinion":
        return not shown
    if act == "confirm":
        return fits
    return True


#: The act that the form highlights in each stage; the notice depends on the kind.
_NEXT = {
    "draft": "accept",
    "supplement": "accept",
    "accepted": "investigate",
    "investigation": "opine",
    "appraisal": "opine",
    "notice": "submit",
}


def next_act(stage, noticed, fits=True):
    """Name of the regular next act, or None when the case is closed.

    >>> next_act("opinion", True), next_act("opinion", False)
    ('post_notice', 'submit')
    """
    if stage == "opinion":
        return "post_notice" if noticed and fits else "submit"
    if stage == "county":
        return "confirm" if fits else "refuse"
    return _NEXT.get(stage)


def clocks_of(act, level):
    """Keys of the limits that an act starts, and of those it meets.

    :param level: who confirms; where the township does, nothing waits for the county
    :return: ``(started, met)``

    >>> clocks_of("accept", "county")
    (['start_investigation', 'visit', 'opinion', 'total'], ['accept'])
    >>> clocks_of("submit", "township")
    ([], ['notice', 'hand_up'])
    """
    known = {
        key: clock
        for key, clock in CLOCKS.items()
        if key != "county_opinion" or level == "county"
    }
    started = [key for key, clock in known.items() if act in clock.starts]
    met = [key for key, clock in known.items() if act in clock.ends]
    return started, met


def length_policy(key, level):
    """The policy that says how long a limit is (2022 notice: 20 days if delegated)."""
    if key == "total" and level == "township":
        return "delegated_wd"
    return CLOCKS[key].policy
