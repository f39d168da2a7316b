# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from .dibao_household import STATES


class DibaoHouseholdStatistics(models.Model):
    """How many households there are, by township, class and state; no person in it.

    A cell of fewer households than the policy `small_cell` says is shown without its
    figures: from a count of one, neighbours would know whom it means. Sums leave such
    cells out, so that they cannot be found by subtraction; how many are left out is a
    measure of its own.
    """

    _name = "dibao.household.statistics"
    _description = "Household Statistics"
    _auto = False
    _order = "division_id, state, recheck_class, urban_rural"
    _rec_name = "division_id"

    division_id = fields.Many2one("dibao.division", "Township", readonly=True)
    county_id = fields.Many2one("dibao.division", "County", readonly=True)
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")], "Urban or rural", readonly=True
    )
    recheck_class = fields.Selection(
        lambda self: (
            self.env["dibao.household"]
            ._fields["recheck_class"]
            ._description_selection(self.env)
        ),
        "Re-check class",
        readonly=True,
    )
    state = fields.Selection(STATES, readonly=True)
    households = fields.Integer(readonly=True)
    persons = fields.Integer("Members", readonly=True)
    allowance = fields.Float(
        "Allowance per month", digits=(16, 2), readonly=True, help="In yuan."
    )
    cells_hidden = fields.Integer(
        "Small cells left out",
        readonly=True,
        help="Cells of so few households that their figures are not shown.",
    )

    @property
    def _table_query(self):
        # An unset rule must not open the small cells: then everything is small.
        least = self.env["dibao.policy"].sudo()._get("small_cell")
        small = SQL("count(*) < %s", least) if least else SQL("TRUE")
        return SQL(
            """
            SELECT min(h.id) AS id, p.township_id AS division_id, p.county_id,
                   h.urban_rural, h.recheck_class, h.state,
                   CASE WHEN %(small)s THEN 0 ELSE count(*) END AS households,
                   CASE WHEN %(small)s THEN 0
                        ELSE sum(coalesce(h.member_count, 0)) END AS persons,
                   CASE WHEN %(small)s THEN 0
                        ELSE sum(coalesce(h.allowance, 0)) END AS allowance,
                   CASE WHEN %(small)s THEN 1 ELSE 0 END AS cells_hidden
              FROM dibao_household h
              JOIN (SELECT id, county_id,
                           CASE WHEN level = 'village' THEN parent_id ELSE id END
                               AS township_id
                      FROM dibao_division) p ON p.id = h.division_id
             WHERE h.active
             GROUP BY p.township_id, p.county_id, h.urban_rural, h.recheck_class,
                      h.state
            """,
            small=small,
        )
