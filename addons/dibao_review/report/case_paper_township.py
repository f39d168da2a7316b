# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the forms say that the township makes: papers, findings, the poster."""

from .case_paper_parts import PaperParts


class TownshipForms(PaperParts):
    """F02 to F11, and F13."""

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
            (self.env._("Basis"), self.env._("民发〔2021〕57号 art. 10")),
        ]
        self.signatures = [
            self.env._("Received by (applicant)"),
            self.env._("Told by"),
            self.env._("Date"),
        ]

    def _f05(self):
        case = self.case
        if case.stage == "declined":
            self.title = self.env._("Notice of non-acceptance")
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
            self.env._("Date"),
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
        if one.by_county:
            self.letterhead = self._office("county")
        self.facts += [
            (self.env._("When"), self._moment(one.visited_on)),
            (self.env._("Way"), self._word(one, "kind")),
            (self.env._("Investigators"), self._visitors()),
            (self.env._("Members met"), "、".join(one.member_ids.mapped("name"))),
            (self.env._("Result"), self._word(one, "verdict") if one.verdict else ""),
        ]
        if one.photo_ids:
            self.facts.append((self.env._("Photographs"), str(len(one.photo_ids))))
        if one.latitude or one.longitude:
            where = f"{one.latitude:.6f}, {one.longitude:.6f}"
            self.facts.append((self.env._("Place of the photographs"), where))
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
            (self._asked_word(), one.informant or ""),
            (self.env._("Investigators"), self._visitors()),
            (self.env._("Result"), self._word(one, "verdict") if one.verdict else ""),
        ]
        self.texts = [(self.env._("What was said"), one.finding or "")]
        self.signatures = [
            self.env._("Who was asked"),
            self.env._("Investigators"),
            self.env._("Date"),
        ]

    def _asked_word(self):
        if self.code == "F09":
            return self.env._("Addressee")
        return self.env._("Neighbour asked")

    def _visitors(self):
        one = self.record
        who = [*one.visitor_ids.mapped("name"), one.other_visitor]
        return "、".join(filter(None, who))

    def _f09(self):
        self._f08()
        self.texts = [(self.env._("Reply"), self.record.finding or "")]
        self.signatures = [
            self.env._("Seal of the asking office"),
            self.env._("Seal of the answering office"),
            self.env._("Date"),
        ]

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
        self.texts = [
            (self.env._("Who was there"), one.attendees or ""),
            (self.env._("Minutes of the appraisal"), one.minutes or ""),
        ]
        self.signatures = [
            self.env._("Chair"),
            self.env._("Keeper of the minutes"),
            self.env._("Those present"),
            self.env._("Date"),
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
        phone = self._phone("township")
        if phone:
            self.texts.append((self.env._("Telephone for objections"), phone))
        self.signatures = [self.env._("Seal of the office"), self.env._("Date")]
