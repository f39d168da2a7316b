# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What each form of the procedure says; 民办发〔2019〕10号 names the forms."""

from odoo import fields

#: Papers that the township's office makes; the others bear the county's name.
TOWNSHIP = (
    *("F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F11", "F13"),
    "F20",
)


def local_clock(record):
    """The record with a clock of the country, where its user has none."""
    zone = record.env.context.get("tz") or record.env.user.tz or "Asia/Shanghai"
    return record.with_context(tz=zone)


class CasePaper:
    """Title, facts, text and signatures of one form, in the language of the record.

    ``facts`` are rows of ``(label, value)``; ``texts`` of ``(heading, text)``;
    ``members`` is whether the table of members is part of it; ``signatures`` are the
    names of the lines at its end.
    """

    def __init__(self, record, code, kind=None):
        self.record = record
        self.code = code
        self.env = record.env
        self.case = record if record._name == "dibao.case" else record.case_id
        self.household = self.case.household_id
        self.kind = kind or self.env["dibao.document.kind"]._by_code(code)
        self.title = self.kind.name
        self.members = code in ("F01", "F12", "F15", "F16", "F18", "F19")
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
            "large": self.code == "F13",
            "letterhead": self.letterhead,
            "number": self.number,
            "rows": [self.facts[at : at + 2] for at in range(0, len(self.facts), 2)],
            "members": self._members() if self.members else [],
            "texts": [part for part in self.texts if part[1]],
            "appeal": self.appeal,
            "signatures": self.signatures,
        }

    def _members(self):
        yes, no = self.env._("Yes"), self.env._("No")
        return [
            [
                member.name or "",
                member.relation_id.name or "",
                yes if member.is_counted else no,
            ]
            for member in self.household.live_member_ids
        ]

    # ------------------------------------------------------------------ parts

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
        local = fields.Datetime.context_timestamp(local_clock(self.record), value)
        return local.strftime("%Y-%m-%d %H:%M")

    def _amount(self, value):
        return f"{value or 0:,.2f}"

    def _head(self):
        household = self.household
        return [
            (self.env._("Case number"), self.number),
            (self.env._("Applicant"), household.head_id.name or ""),
            (self.env._("Household number"), household.number or ""),
            (self.env._("Village"), self._place()),
            (self.env._("Kind of case"), self._word(self.case, "kind")),
            (self.env._("Members counted"), str(household.counted_count)),
        ]

    def _place(self):
        """The household's place from its county down, as it is written on paper."""
        names, place = [], self.household.division_id.sudo()
        while place and place.level not in ("province", "city"):
            names.insert(0, place.name or "")
            place = place.parent_id
        return "".join(names)

    def _reason(self, heading):
        self.texts.append((heading, self.case.reason or ""))

    # ------------------------------------------------------------------ forms

    def _f02(self):
        one = self.record
        self.facts += [
            (self.env._("Signed by"), one.person_id.name),
            (self.env._("Signed on"), self._day(one.signed_on)),
            (self.env._("Guardian"), one.signer or ""),
            (self.env._("May be asked"), self._word(one, "scope")),
        ]
        self.texts = [
            (
                self.env._("Promise"),
                self.env._(
                    "I promise that what was declared is true and complete, and that "
                    "changes of people, income and property are reported in time."
                ),
            ),
            (
                self.env._("Authorisation"),
                self.env._(
                    "I authorise the civil affairs departments to check the income and "
                    "property of my household with departments and banks, for this "
                    "application and as long as the grant lasts."
                ),
            ),
        ]
        self.signatures = [self.env._("Signature of the member"), self.env._("Date")]

    def _f04(self):
        missing = self.case._missing_papers()
        self.facts.append((self.env._("Told on"), self._day(self.case.asked_on)))
        self.texts = [
            (
                self.env._("These papers are missing; they are told all at once"),
                "\n".join(
                    f"{number}. {kind.name}" for number, kind in enumerate(missing, 1)
                ),
            ),
            (self.env._("Rule"), self.env._("民发〔2021〕57号 art. 10")),
        ]
        self.signatures = [
            self.env._("Received by (applicant)"),
            self.env._("Told by"),
            self.env._("Date"),
        ]

    def _f05(self):
        case = self.case
        if case.stage == "declined":
            self.facts.append(
                (self.env._("Not accepted on"), self._day(case.decided_on))
            )
            self._reason(self.env._("Not accepted, because"))
        else:
            self.facts += [
                (self.env._("Accepted on"), self._day(case.accepted_on)),
                (self.env._("Officer"), case.officer_id.name or ""),
                (self.env._("To be decided by"), self._day(self._last_day("total"))),
            ]
            self.texts = [
                (
                    "",
                    self.env._(
                        "Your application is accepted. The office now looks into the "
                        "household's income and property: please be at home for the "
                        "visit and answer truly. You are told of the decision in "
                        "writing."
                    ),
                ),
                *self._waived(),
            ]
        self.signatures = [
            self.env._("Received by (applicant)"),
            self.env._("Seal of the office"),
        ]

    def _waived(self):
        waivers = self.case.waiver_ids.filtered(lambda one: one.state == "done")
        if not waivers:
            return []
        lines = waivers.with_env(self.env)._told()
        return [(self.env._("Need not be brought (art. 10)"), "\n".join(lines))]

    def _last_day(self, key):
        limits = self.case.sudo().deadline_ids.filtered(lambda one: one.key == key)
        return limits[:1].due_on

    def _f06(self):
        one = self.record
        self.facts += [
            (self.env._("Officer or committee member"), one.officer_id.name),
            (self.env._("Unit"), one.officer_id.unit or ""),
            (self.env._("Post"), one.officer_id.post or ""),
            (self.env._("Member"), one.person_id.name),
            (self.env._("Is the officer's"), one.relation_id.name or ""),
            (self.env._("How it came out"), self._word(one, "origin")),
        ]
        self.signatures = [
            self.env._("Registered by"),
            self.env._("Head of the office"),
            self.env._("Date"),
        ]

    def _f07(self):
        one = self.record
        who = [*one.visitor_ids.mapped("name"), one.other_visitor]
        self.facts += [
            (self.env._("When"), self._moment(one.visited_on)),
            (self.env._("Way"), self._word(one, "kind")),
            (self.env._("Investigators"), "、".join(filter(None, who))),
            (self.env._("Members met"), "、".join(one.member_ids.mapped("name"))),
            (self.env._("Result"), self._word(one, "verdict") if one.verdict else ""),
        ]
        if one.emergency:
            self.facts.append((self.env._("Emergency"), one.emergency))
        self.texts = [
            (self.env._("Housing and belongings"), one.housing or ""),
            (self.env._("Food, clothing, heating"), one.living or ""),
            (self.env._("Work and income seen"), one.work or ""),
            (self.env._("Health and care"), one.health or ""),
            (self.env._("Findings of the visit"), one.finding or ""),
        ]
        self.signatures = [
            self.env._("Investigators"),
            self.env._("Members met"),
            self.env._("Date"),
        ]

    def _f08(self):
        one = self.record
        self.facts += [
            (self.env._("When"), self._moment(one.visited_on)),
            (self.env._("Neighbour or addressee"), one.informant or ""),
            (self.env._("Investigators"), "、".join(one.visitor_ids.mapped("name"))),
        ]
        self.texts = [(self.env._("Findings of the visit"), one.finding or "")]
        self.signatures = [
            self.env._("Who was asked"),
            self.env._("Investigators"),
            self.env._("Date"),
        ]

    def _f09(self):
        self._f08()

    def _f10(self):
        one = self.record
        days = filter(None, map(self._day, (one.period_from, one.period_to)))
        period = " – ".join(days)
        self.facts += [
            (self.env._("Asked for on"), self._day(one.requested_on)),
            (self.env._("Report no."), one.report_number or ""),
            (self.env._("Period"), period),
            (self.env._("Result"), self._word(one, "result") if one.result else ""),
        ]
        self.texts = [
            (self.env._("Items by department"), one.finding or ""),
            (self.env._("Objection of the applicant"), one.objection or ""),
        ]
        self.signatures = [self.env._("Checking body"), self.env._("Date")]

    def _f11(self):
        one = self.record
        self.facts += [
            (self.env._("Held on"), self._moment(one.held_on)),
            (self.env._("Place of the appraisal"), one.place or ""),
            (self.env._("Chaired by"), one.chair or ""),
            (self.env._("Called"), str(one.called_count)),
            (self.env._("Township staff"), str(one.staff_count)),
            (self.env._("Party and committee members"), str(one.committee_count)),
            (
                self.env._("Representatives of the villagers"),
                str(one.representative_count),
            ),
            (
                self.env._("In favour / against / abstentions"),
                f"{one.votes_for} / {one.votes_against} / {one.abstentions}",
            ),
            (self.env._("Result"), self._word(one, "result") if one.result else ""),
        ]
        self.texts = [(self.env._("Minutes of the appraisal"), one.minutes or "")]
        self.signatures = [
            self.env._("Chair"),
            self.env._("Keeper of the minutes"),
            self.env._("Those present"),
        ]

    def _f12(self):
        case = self.case
        self.facts += [
            (self.env._("Accepted on"), self._day(case.accepted_on)),
            (self.env._("Urban or rural"), self._word(self.household, "urban_rural")),
            *self._money(),
        ]
        self.texts = [
            (
                self.env._("Preliminary opinion of the township"),
                f"{self._word(case, 'opinion')}  {self._day(case.opined_on)}  "
                f"{case.opined_by_id.name or ''}",
            ),
            (
                self.env._("Decision"),
                f"{self._word(case, 'stage')}  {self._day(case.decided_on)}  "
                f"{case.decided_by_id.name or ''}",
            ),
        ]
        if case.reason:
            self._reason(self.env._("Reasons"))
        self.signatures = [self.env._("Township (seal)"), self.env._("County (seal)")]

    def _money(self):
        return [
            (
                self.env._("Allowance, yuan per month"),
                self._amount(self.case._proposed_amount()),
            ),
        ]

    def _f13(self):
        """The poster: name, number of members, amount, and nothing else (art. 24)."""
        one = self.record
        self.number = ""
        self.letterhead = f"{self.letterhead} {self.household.division_id.name or ''}"
        shown = {
            "name": (self.env._("Applicant"), one.shown_name or ""),
            "size": (self.env._("Members counted"), str(one.shown_count)),
            "amount": (
                self.env._("Allowance, yuan per month"),
                self._amount(one.shown_amount),
            ),
        }
        self.facts = [shown[name] for name in one._shows()]
        self.facts.append(
            (
                self.env._("Posted"),
                f"{self._day(one.posted_on)} – {self._day(one.until)}",
            )
        )
        self.texts = [
            (
                self.env._("Objections"),
                self.env._(
                    "Whoever objects tells the township's office before the last day, "
                    "in person, by phone or in writing."
                ),
            )
        ]
        self.signatures = [self.env._("Seal of the office")]

    def _f14(self):
        self._decision(self.env._("Refused, because"))
        self._basis(
            self.env._(
                "Measures for the review and confirmation of the guarantee "
                "(民发〔2021〕57号), art. 21, and the rules of the place."
            )
        )

    def _f15(self):
        case = self.case
        self.facts += [
            (self.env._("Confirmed on"), self._day(case.decided_on)),
            (self.env._("Certificate no."), self.household.certificate_number or ""),
            *self._money(),
        ]
        self.texts = [
            (
                self.env._("Duties"),
                self.env._(
                    "Report changes of people, income and property in time; take part "
                    "in re-checks (art. 30, 31)."
                ),
            )
        ]
        self._basis(
            self.env._(
                "Measures for the review and confirmation of the guarantee "
                "(民发〔2021〕57号), art. 21, and the rules of the place."
            )
        )
        # also who was granted may think that it should have been more (art. 38)
        self.appeal = True
        self.signatures = [self.env._("Seal of the office"), self.env._("Date")]

    def _f16(self):
        self._f12()

    def _f17(self):
        self.facts += self._change()
        self._decision(self.env._("Changed, because"))
        self._basis(
            self.env._(
                "Measures for the review and confirmation of the guarantee "
                "(民发〔2021〕57号), art. 31 and 32, and the rules of the place."
            )
        )

    def _basis(self, said):
        self.texts.append((self.env._("Basis"), said))

    def _change(self):
        """What was paid, what will be, and from which month."""
        new = self.case.sudo().benefit_ids.sorted("date_from")[-1:]
        others = self.household.sudo().benefit_ids - new
        known = others.filtered(lambda one: one.state in ("in_force", "ended"))
        before = known.sorted("date_from")[-1:]
        rows = []
        if before:
            amount = self._amount(before.amount)
            rows.append((self.env._("Until now, yuan per month"), amount))
        if new:
            rows.append((self.env._("Now, yuan per month"), self._amount(new.amount)))
            rows.append((self.env._("From the month"), f"{new.date_from:%Y-%m}"))
        elif before.date_to and self.case.kind == "stop":
            rows.append((self.env._("Last month paid"), f"{before.date_to:%Y-%m}"))
        elif before:
            rows.append((self.env._("Now, yuan per month"), self.env._("Unchanged")))
        return rows

    def _f18(self):
        self._f12()

    def _f19(self):
        self._f12()

    def _decision(self, heading):
        self.facts.append((self.env._("Decided on"), self._day(self.case.decided_on)))
        self._reason(heading)
        self.appeal = True
        self.signatures = [
            self.env._("Received by (applicant)"),
            self.env._("Seal of the office"),
        ]
