# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from .dibao_staff_post import ENGAGEMENTS, KINDS
from .dibao_staff_title import LEVELS

BANDS = [
    ("20", "Under 30"),
    ("30", "30 to 39"),
    ("40", "40 to 49"),
    ("50", "50 to 59"),
    ("60", "60 and over"),
    ("none", "Not known"),
]


class DibaoStaffStructure(models.Model):
    """The staff of each year as it stood at the year's end (this year: today).

    One row a person and year, read from posts and titles at each look.
    """

    _name = "dibao.staff.structure"
    _description = "Structure of the staff"
    _auto = False
    _order = "year desc, division_id, id"
    _rec_name = "staff_id"
    _depends = {
        "dibao.staff": ["birth_year", "education_id", "promise_on", "active"],
        "dibao.staff.post": [
            "staff_id",
            "division_id",
            "kind",
            "engagement",
            "date_from",
            "date_to",
        ],
        "dibao.staff.title": ["staff_id", "level", "awarded_on"],
        "dibao.training.certificate": [
            "employee_id",
            "state",
            "valid_from",
            "valid_to",
        ],
        "dibao.training.credit": ["employee_id", "year", "hours"],
        "dibao.training.tally": ["employee_id", "year", "hours"],
    }

    staff_id = fields.Many2one("dibao.staff", readonly=True)
    division_id = fields.Many2one("dibao.division", readonly=True)
    county_id = fields.Many2one("dibao.division", "County", readonly=True)
    year = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, "Post", readonly=True)
    engagement = fields.Selection(ENGAGEMENTS, "Employment", readonly=True)
    age = fields.Integer("Average age", readonly=True, aggregator="avg")
    age_band = fields.Selection(BANDS, "Age", readonly=True)
    education_id = fields.Many2one("dibao.code", "Education", readonly=True)
    title_level = fields.Selection(LEVELS, "Professional title", readonly=True)
    years_in_post = fields.Float(readonly=True, aggregator="avg")
    person_count = fields.Integer("Persons", readonly=True)
    part_time_count = fields.Integer("Part-time", readonly=True)
    trained_count = fields.Integer("With hours in the year", readonly=True)
    certified_count = fields.Integer("Certified", readonly=True)
    promised_count = fields.Integer("With secrecy promise", readonly=True)
    titled_count = fields.Integer("With title", readonly=True)
    joined_count = fields.Integer("Joined in the year", readonly=True)
    left_count = fields.Integer("Left in the year", readonly=True)
    present_count = fields.Integer(
        "At the end of the year", readonly=True, help="Persons without who left."
    )

    def _certified_sql(self):
        """Condition: the person ``s`` held a certificate on ``w.day``."""
        return SQL(
            """
            EXISTS (SELECT 1 FROM dibao_training_certificate held
                     WHERE held.employee_id = s.employee_id AND held.state = 'valid'
                       AND held.valid_from <= w.day
                       AND coalesce(held.valid_to, 'infinity') >= w.day)
            """
        )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH span AS (
                SELECT y AS year, make_date(y, 1, 1) AS first,
                       least(make_date(y, 12, 31), CURRENT_DATE) AS day
                  FROM generate_series(
                       coalesce((SELECT extract(year FROM min(date_from))::int
                                   FROM dibao_staff_post),
                                extract(year FROM CURRENT_DATE)::int),
                       extract(year FROM CURRENT_DATE)::int) y
            ), held AS (
                -- the last post of each person that touches the year
                SELECT DISTINCT ON (w.year, p.staff_id) w.*, p.staff_id,
                       p.division_id, p.kind, p.engagement, p.date_from, p.date_to
                  FROM span w
                  JOIN dibao_staff_post p
                    ON p.date_from <= w.day
                   AND coalesce(p.date_to, 'infinity') >= w.first
                 ORDER BY w.year, p.staff_id, coalesce(p.date_to, 'infinity') DESC,
                          p.date_from DESC, p.id DESC
            ), first_post AS (
                SELECT staff_id, min(date_from) AS since
                  FROM dibao_staff_post GROUP BY staff_id
            )
            SELECT (w.year - 1900)::bigint * 100000000 + w.staff_id AS id,
                   w.staff_id, w.division_id, d.county_id, w.year::text AS year,
                   w.kind, w.engagement, s.education_id,
                   nullif(w.year - coalesce(s.birth_year, 0), w.year) AS age,
                   CASE WHEN coalesce(s.birth_year, 0) = 0 THEN 'none'
                        WHEN w.year - s.birth_year >= 60 THEN '60'
                        WHEN w.year - s.birth_year >= 50 THEN '50'
                        WHEN w.year - s.birth_year >= 40 THEN '40'
                        WHEN w.year - s.birth_year >= 30 THEN '30'
                        ELSE '20' END AS age_band,
                   t.level AS title_level,
                   (least(coalesce(w.date_to, w.day), w.day) - w.date_from) / 365.25
                       AS years_in_post,
                   1 AS person_count,
                   (w.engagement = 'part')::int AS part_time_count,
                   (coalesce(c.hours, 0) > 0)::int AS trained_count,
                   (%(certified)s)::int AS certified_count,
                   (s.promise_on IS NOT NULL AND s.promise_on <= w.day)::int
                       AS promised_count,
                   (t.level IS NOT NULL)::int AS titled_count,
                   (f.since >= w.first)::int AS joined_count,
                   (coalesce(w.date_to, 'infinity') <= w.day)::int AS left_count,
                   (coalesce(w.date_to, 'infinity') > w.day)::int AS present_count
              FROM held w
              JOIN dibao_staff s ON s.id = w.staff_id
              JOIN first_post f ON f.staff_id = w.staff_id
              LEFT JOIN dibao_division d ON d.id = w.division_id
              LEFT JOIN dibao_training_tally c
                ON c.employee_id = s.employee_id AND c.year = w.year::text
              LEFT JOIN LATERAL (
                   SELECT max(level) AS level FROM dibao_staff_title t
                    WHERE t.staff_id = w.staff_id AND t.awarded_on <= w.day) t ON true
            """,
            certified=self._certified_sql(),
        )
