# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class DibaoTrainingYear(models.Model):
    """What each person earned in a year against what the year asks for.

    Read from the ledger at each look: nothing here can go stale. Staff without a
    single hour have a row for the current year, since they are whom the list is for.
    """

    _name = "dibao.training.year"
    _description = "Credit hours of a year"
    _auto = False
    _order = "year desc, hours, id"
    _rec_name = "employee_id"
    _depends = {
        "dibao.training.credit": [
            "employee_id",
            "division_id",
            "year",
            "date",
            "hours",
            "professional",
        ],
        "hr.employee": ["user_id", "dibao_division_id", "active"],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    division_id = fields.Many2one("dibao.division", readonly=True)
    year = fields.Char(readonly=True)
    hours = fields.Float(readonly=True)
    professional_hours = fields.Float(readonly=True)
    required_hours = fields.Float(
        compute="_compute_requirement",
        help="Policy “ce_hours_year” of the division on the last day of the year.",
    )
    missing_hours = fields.Float(compute="_compute_requirement")
    progress = fields.Float(compute="_compute_requirement", aggregator=None)
    is_short = fields.Boolean(
        string="Short of hours",
        compute="_compute_requirement",
        search="_search_is_short",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH staff_year AS (
                SELECT employee_id, year FROM dibao_training_credit
                UNION
                SELECT id, to_char(CURRENT_DATE, 'YYYY')
                FROM hr_employee
                WHERE active AND dibao_division_id IS NOT NULL
            )
            SELECT
                (s.year::int - 2000) * 10000000 + s.employee_id AS id,
                s.employee_id,
                e.user_id,
                COALESCE(
                    e.dibao_division_id,
                    (array_agg(c.division_id ORDER BY c.date DESC, c.id DESC))[1]
                ) AS division_id,
                s.year,
                COALESCE(sum(c.hours), 0) AS hours,
                COALESCE(
                    sum(c.hours) FILTER (WHERE c.professional), 0
                ) AS professional_hours
            FROM staff_year s
            JOIN hr_employee e ON e.id = s.employee_id
            LEFT JOIN dibao_training_credit c
                ON c.employee_id = s.employee_id AND c.year = s.year
            GROUP BY s.employee_id, s.year, e.id
            """
        )

    @api.depends("hours", "division_id", "year")
    def _compute_requirement(self):
        required = {
            key: self._required(*key)
            for key in {(row.division_id, row.year) for row in self}
        }
        for row in self:
            asked = required[row.division_id, row.year]
            row.required_hours = asked
            row.missing_hours = max(asked - row.hours, 0.0)
            row.progress = min(100.0 * row.hours / asked, 100.0) if asked else 100.0
            row.is_short = row.hours < asked

    def _search_is_short(self, operator, value):
        if operator != "in":
            return NotImplemented
        short = Domain.FALSE
        for division, year in self._read_group([], ["division_id", "year"]):
            short |= Domain(
                [
                    ("division_id", "=", division.id),
                    ("year", "=", year),
                    ("hours", "<", self._required(division, year)),
                ]
            )
        return short if True in value else ~short

    @api.model
    def _required(self, division, year):
        """Credit hours that a division asks of each person for a year."""
        last_day = fields.Date.to_date(f"{year}-12-31")
        return self.env["dibao.policy"]._get("ce_hours_year", division, last_day) or 0
