# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import what_if_sql
from ..tools import allowance
from ..tools.reckoning import Member, MissingRule, Rules
from .dibao_what_if_rule import THINKABLE

#: Rules of amounts that are numbers: name in the reckoning, code of the policy.
NUMBERS = {
    "edge": "edge_multiplier",
    "unit": "round_unit",
    "smallest": "smallest_amount",
    "refusal": "refusal_percent",
    "price": "price_subsidy",
}


class DibaoWhatIf(models.Model):
    """The rules of each place and class, in force and by the draft."""

    _inherit = "dibao.what.if"

    def _regions(self):
        """The area, and the places below it that have rules of their own."""
        path = self.division_id.parent_path
        below = Domain("division_id.parent_path", "=like", f"{path}%")
        policies = self.env["dibao.policy"].sudo()
        own = policies.search(below & Domain("key_id.code", "in", THINKABLE))
        standards = self.env["dibao.standard"].sudo().search(below)
        return self.division_id | own.division_id | standards.division_id

    def _drafted(self):
        """Draft values by code, typed."""
        return {
            rule.key_id.code: rule.key_id._parse(rule.value) for rule in self.rule_ids
        }

    def _rules_of(self, place, draft):
        policies = self.env["dibao.policy"]

        def read(key, day):
            if key in draft:
                return draft[key]
            return policies._get(key, place, day or self.day)

        return Rules(read)

    def _rules_by_class(self, regions, classes):
        """Rules now and then of each class that has households; grounds to the table.

        :param list regions: ids of the places with rules, by position
        :param classes: numbers of classes, see ``what_if_sql``
        :return: {class: (rules now, rules then)} for ``what_if_amounts.reckon``
        :raise UserError: a rule or standard is missing; the place is named
        """
        drafted = self._drafted()
        found = {}
        for number in classes:
            place = self.env["dibao.division"].browse(regions[number // 2])
            urban_rural = "rural" if number % 2 else "urban"
            pair = []
            for variant, draft in (("now", {}), ("then", drafted)):
                rules = self._rules_of(place, draft)
                standard = self._standard(place, urban_rural, variant)
                if standard is None:
                    self._refuse_gap(place, urban_rural)
                try:
                    pair.append(self._rule_values(rules, standard, urban_rural))
                    grounds = self._ground_values(rules, standard)
                except MissingRule as missing:
                    self.env["dibao.policy"]._require(missing.key, place, self.day)
                    raise
                self._write_grounds({"class": number, "variant": variant, **grounds})
            found[number] = tuple(pair)
        self.env.cr.execute(SQL("ANALYZE dibao_if_rule"))
        return found

    def _rule_values(self, rules, standard, urban_rural):
        """What an amount is reckoned by; all values are hashable, figures are exact."""
        method = rules.need("amount_method")
        tiers = rules.need("amount_tiers") if method == "tier" else []
        return {
            "standard": standard,
            **{name: _exact(rules.need(key)) for name, key in NUMBERS.items()},
            "compare": rules.need("compare_income"),
            "method": method,
            "tiers": tuple(
                (str(row["tier"]), _exact(row.get("below")), _exact(row[urban_rural]))
                for row in tiers
            ),
            "mode": rules.need("round_mode"),
            "level": rules.need("round_level"),
            "ceiling": rules.need("base_ceiling"),
            "refuse": rules.need("zero_amount") == "refuse",
        }

    def _ground_values(self, rules, standard):
        """Who has a ground of a supplement, and what each combination is paid."""
        severe = rules.need("severe_disability")
        return {
            "elderly_born": what_if_sql.years_before(
                self.day, int(rules.need("supplement_elderly_age"))
            ),
            "grades": SQL("%s::text[]", list(severe["grades"])),
            "grade3_types": SQL("%s::text[]", list(severe["grade3_types"])),
            # all of them can be empty, which would be taken for text
            "figures": SQL("%s::numeric[]", self._figures(rules, standard)),
        }

    def _write_grounds(self, row):
        self.env.cr.execute(
            SQL(
                "INSERT INTO dibao_if_rule (%s) VALUES (%s)",
                SQL(", ").join(map(SQL.identifier, row)),
                SQL(", ").join(SQL("%s", value) for value in row.values()),
            )
        )

    def _standard(self, place, urban_rural, variant):
        """The draft standard, or the one in force; None where there is none."""
        draft = self[f"standard_{urban_rural}"] if variant == "then" else 0
        amount = draft or self.env["dibao.standard"]._amount(
            place, urban_rural, self.day
        )
        return Decimal(f"{amount:.2f}") if amount is not None else None

    def _figures(self, rules, standard):
        """The supplement of each combination of grounds; None where a rate is missing.

        By the function that reckons a single household, so that both are one.
        """
        figures = []
        for bits in range(16):
            grounds = {name: bool(bits & bit) for name, bit in what_if_sql.BITS}
            try:
                figures.append(allowance.extra(rules, Member(key=0), standard, grounds))
            except MissingRule:
                figures.append(None)
        return figures

    # ------------------------------------------------------------------ refusals

    def _refuse_gap(self, place, urban_rural):
        """A place without a standard stops the what-if and is named."""
        kinds = self.env["dibao.standard"]._fields["urban_rural"]
        raise UserError(
            self.env._(
                "There is no %(kind)s guarantee standard for %(place)s on %(day)s: "
                "enter it under Configuration, Guarantee standards.",
                kind=dict(kinds._description_selection(self.env))[urban_rural],
                place=place.display_name,
                day=fields.Date.to_string(self.day),
            )
        )

    def _refuse_missing(self, regions):
        """A missing rate stops the what-if where somebody has its ground."""
        self.env.cr.execute(
            SQL("SELECT class FROM dibao_if_extra WHERE missing ORDER BY 1 LIMIT 1")
        )
        for (number,) in self.env.cr.fetchall():
            place = self.env["dibao.division"].browse(regions[number // 2])
            drafted = self._drafted()
            for code, _bit in what_if_sql.BITS:
                key = f"supplement_{code}"
                if key not in drafted:
                    self.env["dibao.policy"]._require(key, place, self.day)


def _exact(value):
    """A figure of a rule as it is written, not as a binary float stores it."""
    return None if value is None else Decimal(str(value))
