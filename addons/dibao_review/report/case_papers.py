# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each form of the procedure says; 民办发〔2019〕10号 names the forms."""

from odoo import fields

#: Papers that the township's office makes; the others bear the county's name.
TOWNSHIP = ("F02", "F04", "F05", "F06", "F07", "F08", "F09", "F11", "F13")


class CasePaper:
    """Title, facts, text and signatures of one form, in the language of the record.

    ``facts`` are rows of ``(label, value)``; ``texts`` of ``(heading, text)``;
    ``members`` is whether the table of members is part of it; ``signatures`` are the
    names of the lines at its end.
    """

    def __init__(self, record, code):
        self.record = record
        self.code = code
        self.env = record.env
        self.case = record if record._name == "dibao.case" else record.case_id
        self.household = self.case.household_id
        self.kind = self.env["dibao.document.kind"]._by_code(code)
        self.title = self.kind.name
        self.members = code in ("F12", "F15", "F16", "F18", "F19")
        self.letterhead = self._office("township" if code in TOWNSHIP else "county")
        self.number = self.case.number or ""
        self.facts = self._head()
        self.texts = []
        self.signatures = []
        self.appeal = False
        getattr(self, f"_{code.lower()}")()

    def content(self):
        """What the template prints; plain data, kept as it was said.

        :rtype: dict
        """
        return {
            "title": self.title,
            "letterhead": self.letterhead,
            "number": self.number,
            "rows": [self.facts[at : at + 2] for at in range(0, len(self.facts), 2)],
            "members": self._members() if self.members else [],
            "texts": [part for part in self.texts if part[1]],
            "appeal": self.appeal,
            "signatures": self.signatures,
        }

    def _members(self):
        yes, no = self._t("Yes"), self._t("No")
        return [
            [
                member.name or "",
                member.relation_id.name or "",
                yes if member.is_counted else no,
            ]
            for member in self.household.live_member_ids
        ]

    # ------------------------------------------------------------------ parts

    def _t(self, *args, **kwargs):
        return self.env._(*args, **kwargs)

    def _office(self, level):
        """Name of the office at a level above the household."""
        place = self.household.division_id.sudo()
        while place and place.level != level:
            place = place.parent_id
        place = place or self.household.division_id.sudo().county_id
        return place.agency_name or place.name or ""

    def _word(self, record, name):
        words = dict(record._fields[name]._description_selection(self.env))
        return words.get(record[name], "")

    def _day(self, value):
        return fields.Date.to_string(value) if value else ""

    def _moment(self, value):
        if not value:
            return ""
        local = fields.Datetime.context_timestamp(self.record, value)
        return local.strftime("%Y-%m-%d %H:%M")

    def _amount(self, value):
        return f"{value or 0:,.2f}"

    def _head(self):
        t, household = self._t, self.household
        return [
            (t("Case number"), self.number),
            (t("Applicant"), household.head_id.name or ""),
            (t("Household number"), household.number or ""),
            (t("Village"), household.division_id.complete_name or ""),
            (t("Kind of case"), self._word(self.case, "kind")),
            (t("Members counted"), str(household.counted_count)),
        ]

    def _reason(self, heading):
        self.texts.append((heading, self.case.reason or ""))

    # ------------------------------------------------------------------ forms

    def _f02(self):
        t, one = self._t, self.record
        self.facts += [
            (t("Signed by"), one.person_id.name),
            (t("Signed on"), self._day(one.signed_on)),
            (t("Guardian"), one.signer or ""),
            (t("May be asked"), self._word(one, "scope")),
        ]
        self.texts = [
            (
                t("Promise"),
                t(
                    "I promise that what was declared is true and complete, and that "
                    "changes of people, income and property are reported in time."
                ),
            ),
            (
                t("Authorisation"),
                t(
                    "I authorise the civil affairs departments to check the income and "
                    "property of my household with departments and banks, for this "
                    "application and as long as the grant lasts."
                ),
            ),
        ]
        self.signatures = [t("Signature of the member"), t("Date")]

    def _f04(self):
        t = self._t
        missing = self.case._missing_papers()
        self.facts.append((t("Told on"), self._day(self.case.asked_on)))
        self.texts = [
            (
                t("These papers are missing; they are told all at once"),
                "\n".join(
                    f"{number}. {kind.name}" for number, kind in enumerate(missing, 1)
                ),
            ),
            (t("Rule"), t("民发〔2021〕57号 art. 10")),
        ]
        self.signatures = [t("Received by (applicant)"), t("Told by"), t("Date")]

    def _f05(self):
        t, case = self._t, self.case
        if case.stage == "declined":
            self.facts.append((t("Not accepted on"), self._day(case.decided_on)))
            self._reason(t("Not accepted, because"))
        else:
            self.facts += [
                (t("Accepted on"), self._day(case.accepted_on)),
                (t("Officer"), case.officer_id.name or ""),
                (t("To be decided by"), self._day(self._last_day("total"))),
            ]
        self.signatures = [t("Received by (applicant)"), t("Seal of the office")]

    def _last_day(self, key):
        limits = self.case.sudo().deadline_ids.filtered(lambda one: one.key == key)
        return limits[:1].due_on

    def _f06(self):
        t, one = self._t, self.record
        self.facts += [
            (t("Officer or committee member"), one.officer_id.name),
            (t("Unit"), one.officer_id.unit or ""),
            (t("Post"), one.officer_id.post or ""),
            (t("Member"), one.person_id.name),
            (t("Is the officer's"), one.relation_id.name or ""),
            (t("How it came out"), self._word(one, "origin")),
        ]
        self.signatures = [t("Registered by"), t("Head of the office"), t("Date")]

    def _f07(self):
        t, one = self._t, self.record
        who = [*one.visitor_ids.mapped("name"), one.other_visitor]
        self.facts += [
            (t("When"), self._moment(one.visited_on)),
            (t("Way"), self._word(one, "kind")),
            (t("Investigators"), "、".join(filter(None, who))),
            (t("Members met"), "、".join(one.member_ids.mapped("name"))),
            (t("Result"), self._word(one, "verdict") if one.verdict else ""),
        ]
        if one.emergency:
            self.facts.append((t("Emergency"), one.emergency))
        self.texts = [
            (t("Housing and belongings"), one.housing or ""),
            (t("Food, clothing, heating"), one.living or ""),
            (t("Work and income seen"), one.work or ""),
            (t("Health and care"), one.health or ""),
            (t("What was found"), one.finding or ""),
        ]
        self.signatures = [t("Investigators"), t("Members met"), t("Date")]

    def _f08(self):
        t, one = self._t, self.record
        self.facts += [
            (t("When"), self._moment(one.visited_on)),
            (t("Neighbour or addressee"), one.informant or ""),
            (t("Investigators"), "、".join(one.visitor_ids.mapped("name"))),
        ]
        self.texts = [(t("What was found"), one.finding or "")]
        self.signatures = [t("Who was asked"), t("Investigators"), t("Date")]

    def _f09(self):
        self._f08()

    def _f10(self):
        t, one = self._t, self.record
        period = " – ".join(map(self._day, (one.period_from, one.period_to)))
        self.facts += [
            (t("Asked for on"), self._day(one.requested_on)),
            (t("Report no."), one.report_number or ""),
            (t("Period"), period),
            (t("Result"), self._word(one, "result") if one.result else ""),
        ]
        self.texts = [
            (t("Items by department"), one.finding or ""),
            (t("Objection of the applicant"), one.objection or ""),
        ]
        self.signatures = [t("Checking body"), t("Date")]

    def _f11(self):
        t, one = self._t, self.record
        self.facts += [
            (t("Held on"), self._moment(one.held_on)),
            (t("Where"), one.place or ""),
            (t("Chaired by"), one.chair or ""),
            (t("Called"), str(one.called_count)),
            (t("Township staff"), str(one.staff_count)),
            (t("Party and committee members"), str(one.committee_count)),
            (t("Representatives of the villagers"), str(one.representative_count)),
            (
                t("In favour / against / abstentions"),
                f"{one.votes_for} / {one.votes_against} / {one.abstentions}",
            ),
            (t("Result"), self._word(one, "result") if one.result else ""),
        ]
        self.texts = [(t("Minutes"), one.minutes or "")]
        self.signatures = [t("Chair"), t("Keeper of the minutes"), t("Those present")]

    def _f12(self):
        t, case = self._t, self.case
        self.facts += [
            (t("Accepted on"), self._day(case.accepted_on)),
            (t("Urban or rural"), self._word(self.household, "urban_rural")),
            *self._money(),
        ]
        self.texts = [
            (
                t("Preliminary opinion of the township"),
                f"{self._word(case, 'opinion')}  {self._day(case.opined_on)}  "
                f"{case.opined_by_id.name or ''}",
            ),
            (
                t("Decision"),
                f"{self._word(case, 'stage')}  {self._day(case.decided_on)}  "
                f"{case.decided_by_id.name or ''}",
            ),
        ]
        if case.reason:
            self._reason(t("Reasons"))
        self.signatures = [t("Township (seal)"), t("County (seal)")]

    def _money(self):
        return [
            (self._t("Yuan per month"), self._amount(self.case._proposed_amount())),
        ]

    def _f13(self):
        """The poster: name, number of members, amount, and nothing else (art. 24)."""
        t, one = self._t, self.record
        self.number = ""
        self.facts = [
            (t("Applicant"), one.shown_name or ""),
            (t("Members"), str(one.shown_count)),
            (t("Yuan per month"), self._amount(one.shown_amount)),
            (
                t("Posted"),
                f"{self._day(one.posted_on)} – {self._day(one.until)}",
            ),
        ]
        self.texts = [
            (
                t("Objections"),
                t(
                    "Whoever objects tells the township's office before the last day, "
                    "in person, by phone or in writing."
                ),
            )
        ]
        self.signatures = [t("Seal of the office")]

    def _f14(self):
        self._decision(self._t("Refused, because"))

    def _f15(self):
        t, case = self._t, self.case
        self.facts += [
            (t("Confirmed on"), self._day(case.decided_on)),
            (t("Certificate no."), self.household.certificate_number or ""),
            *self._money(),
        ]
        self.texts = [
            (
                t("Duties"),
                t(
                    "Report changes of people, income and property in time; take part "
                    "in re-checks (art. 30, 31)."
                ),
            )
        ]
        self.signatures = [t("Seal of the office"), t("Date")]

    def _f16(self):
        self._f12()

    def _f17(self):
        self._decision(self._t("Changed, because"))

    def _f18(self):
        self._f12()

    def _f19(self):
        self._f12()

    def _decision(self, heading):
        t = self._t
        self.facts.append((t("Decided on"), self._day(self.case.decided_on)))
        self._reason(heading)
        self.appeal = True
        self.signatures = [t("Received by (applicant)"), t("Seal of the office")]
