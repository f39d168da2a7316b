# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import allowance, means_test
from ..tools.reckoning import Member, MissingRule, Rules, Unsettled, exact

#: Households reckoned, and benefits written, in one piece that commits.
LISTED, WRITTEN = 1000, 200
KIND, REPORT = "STANDARD", "dibao_review.report_standard_change"


class DibaoStandardChange(models.Model):
    """The work: the list, the reckoning of each line, the new benefits, the paper."""

    _inherit = ["dibao.standard.change", "dibao.office.paper.mixin"]
    _name = "dibao.standard.change"

    # ------------------------------------------------------------------ the list

    def _list(self):
        """Write the list anew: regular benefits of the county at another standard.

        :return: how many
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL("DELETE FROM dibao_standard_change_line WHERE change_id = %s", self.id)
        )
        standards = self._standards()
        if not standards:
            return 0
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dibao_standard_change_line (change_id, household_id,
                       division_id, benefit_id, standard_before, standard_after,
                       counted, income, amount_before, state, problem)
                SELECT %(change)s, b.household_id, b.division_id, b.id, b.standard,
                       s.amount, b.counted,
                       coalesce(b.monthly_income, b.per_capita * b.counted, 0),
                       b.amount,
                       CASE WHEN b.date_to IS NULL THEN 'new' ELSE 'held' END,
                       CASE WHEN b.date_to IS NULL THEN NULL ELSE 'later' END
                  FROM dibao_benefit b
                  JOIN dibao_household h ON h.id = b.household_id
                  JOIN (VALUES %(standards)s) AS s (division_id, kind, amount)
                    ON s.division_id = b.division_id AND s.kind = b.urban_rural
                 WHERE %(mine)s AND b.standard <> s.amount
                   AND NOT EXISTS (SELECT FROM dibao_standard_change_line known
                                    WHERE known.benefit_id = b.id)
                """,
                change=self.id,
                mine=self._mine_sql(),
                standards=SQL(", ").join(
                    SQL("(%s, %s, %s::numeric)", *one) for one in standards
                ),
            )
        )
        count = self.env.cr.rowcount
        self.env.invalidate_all()
        return count

    def _mine_sql(self):
        """SQL condition: regular benefits ``b`` of the county from the month on."""
        return SQL(
            """h.county_id = %s AND b.kind = 'regular'
               AND b.state IN ('in_force', 'ended')
               AND b.standard > 0 AND b.counted > 0
               AND (b.date_to IS NULL OR b.date_to >= %s)""",
            self.division_id.id,
            self.month,
        )

    def _standards(self):
        """(village, urban or rural, yuan) that hold in the month, where people draw."""
        places = self.env.execute_query(
            SQL(
                """SELECT DISTINCT b.division_id, b.urban_rural FROM dibao_benefit b
                     JOIN dibao_household h ON h.id = b.household_id WHERE %s""",
                self._mine_sql(),
            )
        )
        standards = self.env["dibao.standard"].sudo()
        known = standards._amounts({place for place, _kind in places}, self.month)
        return [(*place, known[place]) for place in places if place in known]

    # ------------------------------------------------------------------ the reckoning

    def _reckon_next(self):
        """Reckon the next lines; returns whether any was left.

        :raise UserError: a rule is missing for the place and month: it is named
        """
        lines = self.env["dibao.standard.change.line"].search(
            [("change_id", "=", self.id), ("state", "=", "new")], limit=LISTED
        )
        for line in lines:
            line._by_act(self._reckoned(line))
        return bool(lines)

    def _rules_of(self, place, day=None):
        policies = self.env["dibao.policy"]

        def read(key, on):
            return policies._get(key, place, on or day or self.month)

        return Rules(read)

    def _reckoned(self, line):
        """Values of a line: the new amount with its parts, or why there is none."""
        place, benefit = line.division_id, line.benefit_id
        rules = self._rules_of(place)
        standard = Decimal(f"{line.standard_after:.2f}")
        members = self._members(benefit)
        if any(one.counted and one.death_date for one in members):
            return {"state": "held", "problem": "death"}
        if sum(one.counted for one in members) != line.counted:
            return {"state": "held", "problem": "members"}
        try:
            income = exact(Decimal(f"{line.income:.2f}"))
            if not means_test.is_below(rules, income, line.counted, standard):
                return {"state": "held", "problem": "above"}
            parts = self._parts(line, rules, members, standard)
            if not self._follows_from_figures(line, members):
                return {"state": "held", "problem": "figures"}
        except MissingRule as missing:
            self.env["dibao.policy"]._require(missing.key, place, self.month)
            raise
        except Unsettled as question:
            return {"state": "held", "problem": question.reason}
        amount = float(sum(part.amount for part in parts))
        return {
            "state": "ready",
            "problem": False,
            "amount_after": amount,
            "difference": amount - line.amount_before,
            "parts": [
                [part.component, part.code, part.person, str(part.amount)]
                for part in parts
            ],
        }

    def _parts(self, line, rules, members, standard):
        """Parts of the amount at a standard; of supplements those that were granted.

        What else somebody is entitled to since then is a change of its own.
        """
        benefit = line.benefit_id
        paid = allowance.reckon(
            *(rules, exact(Decimal(f"{line.income:.2f}")), members, standard),
            *(benefit.urban_rural, self._ripe_day(rules, benefit)),
            benefit.tier or None,
        )
        granted = {(one.code, one.person_id.id) for one in benefit.line_ids}
        return [
            part
            for part in paid.parts
            if part.component != "supplement" or (part.code, part.person) in granted
        ]

    def _follows_from_figures(self, line, members):
        """Is the amount before what its own figures give, by the rules of its day?

        What was taken over as a lump sum, or decided otherwise, is not reckoned anew
        behind an officer's back. The tolerance is that of the payment's check A17.
        """
        standard = Decimal(f"{line.standard_before:.2f}")
        tolerance = self._rules_of(line.division_id).number("payment_formula_tolerance")
        for day in (line.benefit_id.date_from, self.month):
            rules = self._rules_of(line.division_id, day)
            try:
                parts = self._parts(line, rules, members, standard)
            except MissingRule:
                continue
            gives = sum(part.amount for part in parts)
            if abs(exact(gives) - exact(line.amount_before)) <= tolerance:
                return True
        return False

    def _ripe_day(self, rules, benefit):
        applied = benefit.assessment_id.applied_on
        if rules.need("ripening_day") == "application" and applied:
            return applied
        return self.month

    def _members(self, benefit):
        """Who was decided upon, as they are on record now."""
        grounds = {
            one.person_id: (one.local_grounds or "").replace("，", ",").split(",")
            for one in benefit.assessment_id.member_ids
        }
        return [
            Member(
                key=one.person_id.id,
                birth_date=one.person_id.birth_date or None,
                counted=one.is_counted,
                disability_type=one.person_id.disability_type or "",
                disability_grade=one.person_id.disability_grade or "",
                serious_illness=one.person_id.serious_illness,
                death_date=one.person_id.death_date or None,
                stopped=one.is_counted and not one.is_paid,
                grounds=tuple(
                    sorted(filter(None, map(str.strip, grounds.get(one.person_id, []))))
                ),
            )
            for one in benefit.member_ids
        ]

    # ------------------------------------------------------------------ the benefits

    def _apply_next(self):
        """Grant the next new versions; returns how many lines were dealt with."""
        lines = self.env["dibao.standard.change.line"].search(
            [("change_id", "=", self.id), ("state", "=", "ready")], limit=WRITTEN
        )
        lines.household_id.lock_for_update(allow_referencing=True)
        lines.invalidate_recordset(["benefit_id"])
        lines.benefit_id.invalidate_recordset()
        stale = lines.filtered(lambda one: not self._stands(one))
        stale._by_act({"state": "held", "problem": "changed"})
        self._grant_lines(lines - stale)
        return len(lines)

    def _stands(self, line):
        """Is the benefit still the one that was reckoned from, and the last one?"""
        benefit = line.benefit_id
        return benefit.state == "in_force" and not benefit.date_to

    def _grant_lines(self, lines):
        """All at once; where one is refused, one by one, and that one waits."""
        if not lines:
            return
        try:
            with self.env.cr.savepoint():
                self._write_benefits(lines)
        except UserError:
            if len(lines) == 1:
                lines._by_act({"state": "held", "problem": "refused"})
                return
            for line in lines:
                self._grant_lines(line)

    def _write_benefits(self, lines):
        benefits = self.env["dibao.benefit"]
        drafts = benefits._draft_all([self._values_of(line) for line in lines])
        drafts._start(self.decided_on)
        for line, benefit in zip(lines, drafts, strict=True):
            line._by_act({"state": "done", "new_benefit_id": benefit.id})
        self.env.flush_all()

    def _values_of(self, line):
        """Values of the new version; what has not changed is taken over."""
        old = line.benefit_id
        bases = {(one.code, one.person_id.id): one.basis for one in old.line_ids}
        return self.env["dibao.benefit"]._draft_values(
            line.household_id,
            max(self.month, old.date_from),
            [
                {
                    "component": component,
                    "code": code,
                    "person_id": person or False,
                    "amount": float(amount),
                    "basis": self.document
                    if component == "base"
                    else bases.get((code, person or False)) or self.document,
                }
                for component, code, person, amount in line.parts
            ],
            [
                {
                    "person_id": one.person_id.id,
                    "is_counted": one.is_counted,
                    "is_paid": one.is_paid,
                }
                for one in old.member_ids
            ],
            assessment_id=old.assessment_id.id,
            urban_rural=old.urban_rural,
            method=old.method,
            tier=old.tier,
            standard=line.standard_after,
            per_capita=old.per_capita,
            counted=old.counted,
            monthly_income=old.monthly_income,
        )

    # ------------------------------------------------------------------ the end

    def _finish(self):
        self._file_sheet(KIND, REPORT, self.decided_on)
        self._by_act({"state": "done"})
        self.activity_feedback(["mail.mail_activity_data_todo"])
