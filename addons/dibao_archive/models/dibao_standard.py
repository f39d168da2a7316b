# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, ormcache

from ..tools import in_force


class DibaoStandard(models.Model):
    """The guarantee standard: yuan per person and month, urban or rural."""

    _name = "dibao.standard"
    _description = "Guarantee standard"
    _inherit = ["dibao.dated.mixin"]
    _order = "division_id, urban_rural, valid_from desc, id"
    _rule_fields = ("urban_rural",)

    division_id = fields.Many2one(
        required=True,
        help="Province or city that set the standard, with everything below.",
    )
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")], required=True, tracking=True
    )
    valid_from = fields.Date(required=True)
    amount = fields.Float(
        "Yuan per month",
        digits=(12, 2),
        required=True,
        tracking=True,
        aggregator=False,
        help="Yuan per person and month.",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A guarantee standard is more than nothing."
    )
    # Ranges of one number: see dibao.policy.
    _period_free = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(division_id, division_id, '[]') WITH &&, "
        "int4range(ascii(urban_rural), ascii(urban_rural), '[]') WITH &&, "
        "daterange(valid_from, valid_to, '[]') WITH &&)",
        "Two standards of one kind and place may not share a day.",
    )

    @api.depends("division_id.display_name", "urban_rural", "valid_from")
    def _compute_display_name(self):
        kinds = dict(self._fields["urban_rural"]._description_selection(self.env))
        for standard in self:
            standard.display_name = self.env._(
                "%(place)s, %(kind)s, from %(date)s",
                place=standard.division_id.display_name,
                kind=kinds.get(standard.urban_rural, ""),
                date=standard.valid_from,
            )

    @api.constrains("amount")
    def _check_amount(self):
        if any(standard.amount <= 0 for standard in self):
            raise ValidationError(
                self.env._("A guarantee standard is more than nothing.")
            )

    # LOOK-UP

    @api.model
    def _amount(self, division, urban_rural, on_date=None):
        """Standard of a place on a day, in yuan per person and month.

        :param division: record or id
        :param urban_rural: ``urban`` or ``rural``
        :param on_date: day, today by default
        :return: float, or None where no standard is known
        """
        day = fields.Date.to_date(on_date) or fields.Date.context_today(self)
        candidates = self._candidates(self._place_id(division), urban_rural)
        held = in_force.holding(candidates, day)
        return held and held.value

    @api.model
    def _amounts(self, division_ids, on_date):
        """Standards of many places on a day, by one query.

        :param division_ids: ids
        :param on_date: day
        :return: ``{(division id, "urban" or "rural"): yuan per person and month}``;
            without those that have none
        """
        self.flush_model()
        self.env["dibao.division"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (place.id, rule.urban_rural)
                       place.id, rule.urban_rural, rule.amount
                  FROM dibao_division place
                 CROSS JOIN LATERAL (SELECT string_to_array(
                       rtrim(place.parent_path, '/'), '/')::int[] AS path) up
                  JOIN dibao_standard rule ON rule.division_id = ANY(up.path)
                 WHERE place.id = ANY(%(places)s) AND rule.valid_from <= %(day)s
                   AND (rule.valid_to IS NULL OR rule.valid_to >= %(day)s)
                 ORDER BY place.id, rule.urban_rural,
                       array_position(up.path, rule.division_id) DESC,
                       rule.valid_from DESC
                """,
                places=list(division_ids),
                day=on_date,
            )
        )
        return {(place, kind): float(amount) for place, kind, amount in rows}

    @api.model
    def _explain(self, division, urban_rural, on_date=None):
        """Like ``dibao.policy._explain``; the record stands under ``standard``."""
        day = fields.Date.to_date(on_date) or fields.Date.context_today(self)
        candidates = self._candidates(self._place_id(division), urban_rural)
        return [
            {
                "standard": self.browse(one.id),
                "value": one.value,
                "verdict": verdict,
                "reason": self.browse(one.id)._verdict_reason(verdict, one.distance),
            }
            for one, verdict in in_force.verdicts(candidates, day)
        ]

    @api.model
    @ormcache("place_id", "urban_rural")
    def _candidates(self, place_id, urban_rural):
        """Candidates by rank in one query."""
        self.flush_model()
        self.env["dibao.division"].flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT rule.id,"
                " cardinality(place.path)"
                " - array_position(place.path, rule.division_id),"
                " rule.amount, rule.valid_from, rule.valid_to"
                " FROM (SELECT %(path)s AS path) place"
                " JOIN dibao_standard rule ON rule.division_id = ANY(place.path)"
                " WHERE rule.urban_rural = %(kind)s",
                path=self._path_sql(place_id),
                kind=urban_rural,
            )
        )
        candidates = [in_force.Candidate(*row) for row in rows]
        return tuple(
            in_force.by_rank(one._replace(value=float(one.value)) for one in candidates)
        )
