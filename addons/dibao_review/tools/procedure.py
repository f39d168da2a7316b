# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The steps of a case: which act leads from where to where, and who may do it.

Order of the steps: 民发〔2021〕57号 art. 10 (acceptance), 15 (investigation), 19
(public notice), 20-21 (confirmation or refusal), 29 (ended for lack of cooperation).
"""

from dataclasses import dataclass

OPEN_STAGES = ("draft", "accepted", "investigation", "notice")


@dataclass(frozen=True)
class Act:
    """One act: the stages it may start from, where it leads, the groups that may, and
    the duty for which these people must be qualified."""

    sources: tuple
    target: str
    groups: tuple
    needs_reason: bool = False
    duty: str | None = None


ACTS = {
    "accept": Act(("draft",), "accepted", ("township_clerk", "township_reviewer")),
    "investigate": Act(
        ("accepted",),
        "investigation",
        ("township_clerk", "township_reviewer"),
        duty="investigate",
    ),
    "post_notice": Act(("investigation",), "notice", ("township_reviewer",)),
    "send_back": Act(
        ("notice",),
        "investigation",
        ("county_officer", "county_confirmer"),
        needs_reason=True,
    ),
    "confirm": Act(
        ("investigation", "notice"), "confirmed", ("county_confirmer",), duty="confirm"
    ),
    "refuse": Act(
        ("investigation", "notice"),
        "refused",
        ("county_confirmer",),
        needs_reason=True,
        duty="confirm",
    ),
    "end": Act(
        OPEN_STAGES,
        "ended",
        ("township_reviewer", "county_officer"),
        needs_reason=True,
    ),
}
#: What the clock of each open stage starts from, and the policy of its length in
#: working days (art. 15: start of the investigation, art. 22: the whole case).
LIMITS = {
    "draft": ("received_on", "accept_wd"),
    "accepted": ("accepted_on", "start_investigation_wd"),
    "investigation": ("accepted_on", "total_wd"),
    "notice": ("accepted_on", "total_wd"),
}
#: The act that the form highlights in each stage; the notice depends on the kind.
_NEXT = {"draft": "accept", "accepted": "investigate", "notice": "confirm"}


def is_possible(act, stage, noticed):
    """Whether an act may be done on a case in a stage.

    :param noticed: whether a case of this kind is shown in the village before it is
        decided (policy `notice_kinds`, 民发〔2021〕57号 art. 19)

    >>> is_possible("confirm", "investigation", noticed=True)
    False
    >>> is_possible("confirm", "investigation", noticed=False)
    True
    """
    if stage not in ACTS[act].sources:
        return False
    if act == "post_notice":
        return noticed
    if act == "confirm" and stage == "investigation":
        return not noticed
    return True


def next_act(stage, noticed):
    """Name of the regular next act, or None when the case is closed.

    >>> next_act("investigation", True), next_act("investigation", False)
    ('post_notice', 'confirm')
    """
    if stage == "investigation":
        return "post_notice" if noticed else "confirm"
    return _NEXT.get(stage)
