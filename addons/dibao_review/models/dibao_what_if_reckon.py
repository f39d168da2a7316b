# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import time
from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import what_if_sql
from ..tools import allowance
from ..tools.reckoning import Member, MissingRule, Rules
from .dibao_what_if_rule import THINKABLE

READ = (
    *("dibao.household", "dibao.household.member", "dibao.person", "dibao.division"),
    *("dibao.assessment", "dibao.assessment.member", "dibao.policy"),
    "dibao.standard",
)


class DibaoWhatIf(models.Model):
    """The reckoning: a few statements for a whole province."""

    _inherit = "dibao.what.if"

    def action_reckon(self):
        """Reckon the draft against the rules in force, for every household there."""
        self.check_access("write")
        for one in self:
            one._reckon()
        return True

    def action_view_results(self):
        """Open the result by township, as a pivot and a graph."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_what_if_result_action"
        )
        return {**action, "domain": [("what_if_id", "=", self.id)]}

    def action_view_changes(self):
        """Open who enters and who leaves."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_what_if_change_action"
        )
        return {**action, "domain": [("what_if_id", "=", self.id)]}

    def _reckon(self):
        self.ensure_one()
        begun = time.monotonic()
        self._forget()
        self._prepare()
        self._write_results()
        self.env.invalidate_all()
        self._by_act(
            {
                "state": "done",
                "reckoned_on": fields.Datetime.now(),
                "reckoned_by_id": self.env.uid,
                "seconds": time.monotonic() - begun,
            }
        )

    def _prepare(self):
        """Fill the temporary tables: rules, places, households, supplements."""
        for model in READ:
            self.env[model].flush_model()
        cr = self.env.cr
        what_if_sql.prepare(cr)
        regions = self._regions()
        what_if_sql.places(cr, self.division_id.parent_path, regions)
        what_if_sql.households(cr)
        self._write_rules()
        self._refuse_gaps()
        what_if_sql.extras(cr, self.day)
        self._refuse_missing()

    # ------------------------------------------------------------------ rules

    def _regions(self):
        """The area, and the places below it that have rules of their own."""
        path = self.division_id.parent_path
        below = Domain("division_id.parent_path", "=like", f"{path}%")
        policies = self.env["dibao.policy"].sudo()
        own = policies.search(below & Domain("key_id.code", "in", THINKABLE))
        standards = self.env["dibao.standard"].sudo().search(below)
        return (self.division_id | own.division_id | standards.division_id).ids

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

    def _write_rules(self):
        """A row for each region, class and variant that has households."""
        cr = self.env.cr
        cr.execute(
            SQL(
                "SELECT DISTINCT region, urban_rural FROM dibao_if_household ORDER BY 1"
            )
        )
        drafted = self._drafted()
        places = self.env["dibao.division"].browse
        for region, urban_rural in cr.fetchall():
            for variant, draft in (("now", {}), ("then", drafted)):
                rules = self._rules_of(places(region), draft)
                row = self._rule_row(rules, places(region), urban_rural, variant)
                cr.execute(
                    SQL(
                        "INSERT INTO dibao_if_rule (%s) VALUES (%s)",
                        SQL(", ").join(map(SQL.identifier, row)),
                        SQL(", ").join(SQL("%s", value) for value in row.values()),
                    )
                )
        cr.execute(SQL("ANALYZE dibao_if_rule"))

    def _rule_row(self, rules, place, urban_rural, variant):
        try:
            return self._rule_values(rules, place, urban_rural, variant)
        except MissingRule as missing:
            self.env["dibao.policy"]._require(missing.key, place, self.day)
            raise

    def _rule_values(self, rules, place, urban_rural, variant):
        standard = self._standard(place, urban_rural, variant)
        method = rules.need("amount_method")
        tiers = rules.need("amount_tiers") if method == "tier" else []
        severe = rules.need("severe_disability")
        numbers = {
            "edge": "edge_multiplier",
            "unit": "round_unit",
            "smallest": "smallest_amount",
            "refusal": "refusal_percent",
            "price": "price_subsidy",
        }
        return {
            "region": place.id,
            "urban_rural": urban_rural,
            "variant": variant,
            "standard": standard,
            **{
                name: Decimal(repr(float(rules.need(key))))
                for name, key in numbers.items()
            },
            "compare": rules.need("compare_income"),
            "method": method,
            "tiers": json.dumps(tiers),
            "chosen": not all("below" in row for row in tiers),
            "mode": rules.need("round_mode"),
            "level": rules.need("round_level"),
            "ceiling": rules.need("base_ceiling"),
            "refuse": rules.need("zero_amount") == "refuse",
            "elderly_age": rules.need("supplement_elderly_age"),
            "grades": list(severe["grades"]),
            "grade3_types": list(severe["grade3_types"]),
            # all of them can be empty, which would be taken for text
            "figures": SQL("%s::numeric[]", self._figures(rules, standard)),
        }

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
                figures.append(
                    allowance.extra(rules, Member(key=0), standard, grounds)
                    if standard is not None
                    else None
                )
            except MissingRule:
                figures.append(None)
        return figures

    # ------------------------------------------------------------------ refusals

    def _refuse_gaps(self):
        """A place without a standard stops the what-if and is named."""
        self.env.cr.execute(
            SQL(
                "SELECT region, urban_rural FROM dibao_if_rule"
                " WHERE standard IS NULL ORDER BY region LIMIT 1"
            )
        )
        for region, urban_rural in self.env.cr.fetchall():
            kinds = self.env["dibao.standard"]._fields["urban_rural"]
            raise UserError(
                self.env._(
                    "There is no %(kind)s guarantee standard for %(place)s on %(day)s: "
                    "enter it under Configuration, Guarantee standards.",
                    kind=dict(kinds._description_selection(self.env))[urban_rural],
                    place=self.env["dibao.division"].browse(region).display_name,
                    day=fields.Date.to_string(self.day),
                )
            )

    def _refuse_missing(self):
        """A missing rate stops the what-if where somebody has its ground."""
        self.env.cr.execute(
            SQL(
                "SELECT DISTINCT h.region FROM dibao_if_extra e"
                " JOIN dibao_if_household h ON h.id = e.id WHERE e.missing LIMIT 1"
            )
        )
        for (region,) in self.env.cr.fetchall():
            place = self.env["dibao.division"].browse(region)
            drafted = self._drafted()
            for code, _bit in what_if_sql.BITS:
                key = f"supplement_{code}"
                if key not in drafted:
                    self.env["dibao.policy"]._require(key, place, self.day)

    # ------------------------------------------------------------------ results

    def _write_results(self):
        """Sums by township, and the households that enter or leave; two statements."""
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS dibao_if_row"))
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMP TABLE dibao_if_row ON COMMIT DROP AS
                SELECT *, receives AND entitled_now AS was,
                       CASE WHEN receives THEN amount_now ELSE 0 END AS drawn_now
                  FROM (%s) reckoned
                """,
                what_if_sql.rows(),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dibao_what_if_result (
                    what_if_id, division_id, urban_rural, households, persons, gaining,
                    losing, entering, entering_edge, leaving, unsettled, paid, cost_now,
                    cost_then, difference, create_uid, write_uid, create_date,
                    write_date)
                SELECT %(id)s, township, urban_rural, count(*), sum(counted),
                       count(*) FILTER (WHERE was AND amount_then > amount_now),
                       count(*) FILTER (WHERE was AND entitled_then
                                        AND amount_then < amount_now),
                       count(*) FILTER (WHERE NOT receives AND entitled_then),
                       count(*) FILTER (WHERE NOT receives AND entitled_then
                                        AND edge_now AND NOT entitled_now),
                       count(*) FILTER (WHERE was AND NOT entitled_then),
                       count(*) FILTER (WHERE amount_now IS NULL
                                           OR amount_then IS NULL),
                       coalesce(sum(paid), 0), coalesce(sum(drawn_now), 0),
                       coalesce(sum(amount_then), 0),
                       coalesce(sum(amount_then), 0) - coalesce(sum(drawn_now), 0),
                       %(user)s, %(user)s, %(now)s, %(now)s
                  FROM dibao_if_row
                 GROUP BY township, urban_rural
                """,
                id=self.id,
                user=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dibao_what_if_change (
                    what_if_id, household_id, division_id, township_id, kind,
                    amount_now, amount_then, create_uid, write_uid, create_date,
                    write_date)
                SELECT %(id)s, r.id, h.division_id, r.township,
                       CASE WHEN was THEN 'leave'
                            WHEN edge_now AND NOT entitled_now THEN 'enter_edge'
                            ELSE 'enter' END,
                       drawn_now, amount_then, %(user)s, %(user)s, %(now)s, %(now)s
                  FROM dibao_if_row r JOIN dibao_household h ON h.id = r.id
                 WHERE (was AND NOT entitled_then)
                    OR (NOT receives AND entitled_then)
                """,
                id=self.id,
                user=self.env.uid,
                now=self.env.cr.now(),
            )
        )
