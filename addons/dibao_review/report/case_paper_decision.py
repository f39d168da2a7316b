# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the forms say by which a case is decided and told."""

from .case_paper_parts import PaperParts


class DecisionForms(PaperParts):
    """F12, and F14 to F19."""

    def _f12(self):
        case = self.case
        self.facts += [
            (self.env._("Accepted on"), self._day(case.accepted_on)),
            (self.env._("Urban or rural"), self._word(self.household, "urban_rural")),
            *self._reckoned(),
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
        seals = [self.env._("Township (seal)"), self.env._("County (seal)")]
        if case.confirming_level == "township":
            seals = seals[:1]
        self.signatures = [*seals, self.env._("Date")]

    def _reckoned(self):
        """What the amount rests on, as the means test has it."""
        found = self.case._assessment().sudo()
        if not found:
            return []
        return [
            (self.env._("Income per person"), self._amount(found.per_capita)),
            (self.env._("Standard"), self._amount(found.standard)),
            (self.env._("Method"), self._word(found, "method")),
        ]

    def _from_month(self):
        granted = self.case.sudo().benefit_ids.sorted("date_from")[-1:]
        if not granted:
            return []
        return [(self.env._("From the month"), self._month(granted.date_from))]

    def _money(self):
        return [
            (
                self.env._("Allowance, yuan per month"),
                self._amount(self.case._proposed_amount()),
            ),
            *self._from_month(),
        ]

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
        self.title = self.env._("Notice of the confirmation")
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
        """As F12, with what was paid before and will be."""
        self._f12()
        money = dict(self._money())
        self.facts = [fact for fact in self.facts if fact[0] not in money]
        self.facts += self._change()

    def _f17(self):
        self.facts += self._change()
        if self._is_unchanged():
            self.title = self.env._("Notice of the re-check")
        self._decision(self.env._("Changed, because"))
        self._basis(
            self.env._(
                "Measures for the review and confirmation of the guarantee "
                "(民发〔2021〕57号), art. 31 and 32, and the rules of the place."
            )
        )

    def _is_unchanged(self):
        """A re-check that found everything as it was."""
        return self.case.kind == "reverification" and not self.case.sudo().benefit_ids

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
            rows.append((self.env._("From the month"), self._month(new.date_from)))
        elif before.date_to and self.case.kind == "stop":
            rows.append((self.env._("Last month paid"), self._month(before.date_to)))
        elif before:
            rows.append((self.env._("Now, yuan per month"), self.env._("Unchanged")))
        return rows

    def _f18(self):
        self._f12()
        self.facts.insert(
            6,
            (self.env._("Re-check class"), self._word(self.household, "recheck_class")),
        )

    def _f19(self):
        """As a change, with cause, first and last month of the tapering."""
        self._f16()
        taper = self.case.sudo().benefit_ids.filtered(lambda one: one.kind == "taper")
        self.facts.append(
            (self.env._("Income rose by"), self._word(self.case, "taper_cause"))
        )
        if taper[:1].date_to:
            last = self._month(taper[:1].date_to)
            self.facts.append((self.env._("Last month paid"), last))

    def _decision(self, heading):
        self.facts.append((self.env._("Decided on"), self._day(self.case.decided_on)))
        self._reason(heading)
        self.appeal = True
        self.signatures = [
            self.env._("Received by (applicant)"),
            self.env._("Seal of the office"),
            self.env._("Date"),
        ]
