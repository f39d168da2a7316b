# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.date_utils import start_of

from ..tools import means_test
from ..tools.reckoning import Fact, Member, Rules

#: Acts inside a re-check period: a new standard may have to wait (art. 31).
INSIDE_RECHECK = ("member_add", "member_remove", "member_death", "member_change")


class DibaoAssessment(models.Model):
    """What goes into a reckoning: members, facts, standard and rules."""

    _inherit = "dibao.assessment"

    def _rules(self):
        """The rules of the household's place, for the day of the reckoning."""
        self.ensure_one()
        policies = self.env["dibao.policy"]
        place, today = self.division_id, self.day

        def read(key, day):
            return policies._get(key, place, day or today)

        return Rules(read)

    def _input(self, rules):
        """The household as the means test takes it."""
        self.ensure_one()
        household = self.household_id
        return means_test.Household(
            members=tuple(self._members()),
            standard=self._standard(rules),
            applied_on=self.applied_on,
            day=self.day,
            incomes=self._facts(household.income_ids),
            assets=self._facts(household.asset_ids),
            expenses=self._facts(household.expense_ids),
            single=self.single_person_id.id or None,
            ground=self.single_ground or "",
        )

    # ------------------------------------------------------------------ members

    def _present(self):
        """Memberships that hold on the day of the reckoning."""
        day = self.day
        return self.household_id.member_ids.filtered(
            lambda one: (
                one.date_from <= day and (not one.date_to or one.date_to >= day)
            )
        )

    def _members(self):
        """`Member` of each present member, by person; found facts of the draft."""
        found = {one.person_id: one for one in self.member_ids}
        for membership in self._present():
            person = membership.person_id
            judged = found.get(person, self.env["dibao.assessment.member"])
            grounds = (judged.local_grounds or "").replace("，", ",").split(",")
            yield Member(
                key=person.id,
                birth_date=person.birth_date or None,
                sex=person.sex or "",
                counted=membership.is_counted,
                exclusion=membership.exclusion_id.code or "",
                excluded_since=membership.exclusion_since or None,
                relation=membership.relation_id.code or "",
                marriage=person.marriage_id.code or "",
                labour=person.labour_ability or "",
                health=person.health_id.code or "",
                disability_type=person.disability_type or "",
                disability_grade=person.disability_grade or "",
                serious_illness=person.serious_illness,
                occupation=person.occupation_id.code or "",
                education=person.education_id.code or "",
                death_date=person.death_date or None,
                joined=membership.date_from,
                exempt=judged.is_exempt,
                stopped=judged.is_stopped,
                grounds=tuple(sorted(filter(None, map(str.strip, grounds)))),
            )

    # ------------------------------------------------------------------ facts

    @api.model
    def _facts(self, records):
        return tuple(
            Fact(
                kind=self._kind(record.kind_id),
                amount=Decimal(f"{record.amount:.2f}"),
                group=self._group(record.kind_id),
                member=record.person_id.id or None,
                begin=record.period_from or None,
                end=record.period_to or None,
                source=record.source or "",
                key=record.id,
                verified=record.is_verified,
            )
            for record in records.sorted("id")
        )

    @api.model
    def _kind(self, code):
        """A published code; a local one counts as what it maps to or belongs to."""
        while code.is_local and (code.maps_to_id or code.parent_id):
            code = code.maps_to_id or code.parent_id
        return code.code

    @api.model
    def _group(self, code):
        """What a kind belongs to in the end, as all pay belongs to wages."""
        while code.maps_to_id or code.parent_id:
            code = code.maps_to_id or code.parent_id
        return code.code

    # ------------------------------------------------------------------ standard

    def _standard_day(self, rules):
        rule = rules.need("standard_day")
        if rule == "application":
            return self.applied_on
        return start_of(self.day, "month") if rule == "month_first" else self.day

    def _standard(self, rules):
        """Yuan per person and month.

        :raise UserError: the place has none on the day
        """
        held = self._kept_standard(rules)
        if held:
            return Decimal(f"{held:.2f}")
        day = self._standard_day(rules)
        kind = self.household_id.urban_rural
        amount = self.env["dibao.standard"]._amount(self.division_id, kind, day)
        if amount is None:
            kinds = self.household_id._fields["urban_rural"]
            raise UserError(
                self.env._(
                    "There is no %(kind)s guarantee standard for %(place)s on %(day)s: "
                    "enter it under Configuration, Guarantee standards.",
                    kind=dict(kinds._description_selection(self.env))[kind],
                    place=self.division_id.display_name,
                    day=fields.Date.to_string(day),
                )
            )
        return Decimal(f"{amount:.2f}")

    def _kept_standard(self, rules):
        """The standard of the running benefit, where a new one has to wait."""
        if self.case_id.kind not in INSIDE_RECHECK:
            return None
        if rules.need("standard_change") != "recheck":
            return None
        return self.household_id._in_force(self.day).standard or None
