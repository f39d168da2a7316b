# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

#: Sessions booked for the rest of this year, by person.
_COMING = SQL(
    """
    SELECT r.dibao_employee_id AS employee_id, sum(e.dibao_hours) AS hours
      FROM event_event e
      JOIN event_registration r ON r.event_id = e.id
     WHERE e.dibao_course_id IS NOT NULL AND e.active
       AND coalesce(e.kanban_state, 'normal') <> 'cancel'
       AND e.date_begin > now() AT TIME ZONE 'UTC'
       AND e.date_begin < make_date(extract(year FROM CURRENT_DATE)::int + 1, 1, 1)
       AND r.state = 'open' AND r.active AND r.dibao_employee_id IS NOT NULL
     GROUP BY r.dibao_employee_id
    """
)


def policy_sql(code, division, year):
    """The value of a policy at a place on the last day of a year, as SQL.

    The same choice as ``dibao.policy._get``: the nearest place, then the latest day.

    :param str code: of a key with whole numbers
    :param SQL division: id of the place; :param SQL year: a year as text
    """
    return SQL(
        """
        (SELECT p.value::float
           FROM dibao_policy p
           JOIN dibao_policy_key k ON k.id = p.key_id AND k.code = %(code)s
           LEFT JOIN dibao_division at ON at.id = p.division_id
          WHERE (p.division_id IS NULL OR (
                    SELECT d.parent_path FROM dibao_division d
                     WHERE d.id = %(division)s) LIKE at.parent_path || '%%')
            AND coalesce(p.valid_from, '-infinity') <= make_date(%(year)s::int, 12, 31)
            AND coalesce(p.valid_to, 'infinity') >= make_date(%(year)s::int, 12, 31)
          ORDER BY length(at.parent_path) DESC NULLS LAST,
                   p.valid_from DESC NULLS LAST
          LIMIT 1)
        """,
        code=code,
        division=division,
        year=year,
    )


class DibaoTrainingYear(models.Model):
    """What each person earned in a year against what the year asks for.

    Read from the ledger's sums at each look: nothing here can go stale. Staff without
    a single hour have a row for the current year, since they are whom the list is for.
    """

    _name = "dibao.training.year"
    _description = "Credit hours of a year"
    _auto = False
    _order = "year desc, hours, id"
    _rec_name = "employee_id"
    _depends = {
        "dibao.training.credit": ["employee_id", "year", "hours", "professional"],
        "dibao.training.tally": ["employee_id", "year", "hours"],
        "dibao.staff": ["employee_id", "left_on", "kind", "engagement"],
        "dibao.policy": ["key_id", "division_id", "value", "valid_from", "valid_to"],
        "dibao.division": ["parent_path", "county_id"],
        "event.event": ["date_begin", "dibao_course_id", "dibao_hours", "kanban_state"],
        "event.registration": ["event_id", "state", "dibao_employee_id", "active"],
        "hr.employee": ["user_id", "dibao_division_id", "active"],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    staff_id = fields.Many2one("dibao.staff", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    division_id = fields.Many2one("dibao.division", readonly=True)
    county_id = fields.Many2one("dibao.division", "County", readonly=True)
    kind = fields.Selection(
        # labels as the reader has them: what a function gives is not translated
        lambda self: (
            self.env["dibao.staff"]._fields["kind"]._description_selection(self.env)
        ),
        "Post",
        readonly=True,
    )
    year = fields.Char(readonly=True)
    hours = fields.Float(readonly=True)
    professional_hours = fields.Float(readonly=True)
    required_hours = fields.Float(
        readonly=True,
        help="Policy “ce_hours_year” of the division on the last day of the year.",
    )
    required_professional = fields.Float(
        "Of which professional",
        readonly=True,
        help="Policy “ce_professional”; never more than the hours of the year.",
    )
    missing_hours = fields.Float(readonly=True)
    missing_professional = fields.Float("Missing professional hours", readonly=True)
    progress = fields.Float(
        readonly=True, aggregator="avg", help="Per cent of the hours of the year."
    )
    is_short = fields.Boolean("Short of hours", readonly=True)
    short_count = fields.Integer("Persons short", readonly=True)
    late_count = fields.Integer("Persons short at the year's end", readonly=True)
    unprofessional_count = fields.Integer(
        "Persons short of professional hours", readonly=True
    )
    coming_hours = fields.Float(
        "Booked ahead",
        readonly=True,
        help="Hours of sessions of this year for which the person has a seat.",
    )
    forecast_hours = fields.Float(
        "By the year's end",
        readonly=True,
        help="Hours so far and those of the sessions booked ahead.",
    )
    will_be_short = fields.Boolean(
        "Short at the year's end",
        readonly=True,
        help="Even with all sessions that are booked ahead.",
    )

    @api.model
    def _years(self):
        """Years that have hours, and this one.

        Told to the database as they are: it would guess how many there are, and plan
        for thousands. Compiling the query costs more than running it: switched off
        for the rest of the transaction.
        """
        [(first, last, _jit)] = self.env.execute_query(
            SQL(
                "SELECT min(year), max(year), set_config('jit', 'off', true)"
                " FROM dibao_training_tally"
            )
        )
        now = fields.Date.context_today(self).year
        years = range(min(int(first or now), now), max(int(last or now), now) + 1)
        return [str(year) for year in years]

    @property
    def _table_query(self):
        years = self._years()
        return SQL(
            """
            WITH homeless AS (
                SELECT DISTINCT ON (c.employee_id, c.year)
                       c.employee_id, c.year, c.division_id
                  FROM dibao_training_credit c
                  JOIN hr_employee e ON e.id = c.employee_id
                 WHERE e.dibao_division_id IS NULL
                 ORDER BY c.employee_id, c.year, c.date DESC, c.id DESC
            ), rule AS MATERIALIZED (
                -- once a place, not once a person; by year, from the first one on
                SELECT place.id AS division_id,
                       ARRAY(SELECT coalesce(%(hours)s, 0)
                               FROM unnest(%(years)s) year) AS hours,
                       ARRAY(SELECT coalesce(%(professional)s, 0)
                               FROM unnest(%(years)s) year) AS professional
                  FROM (SELECT DISTINCT dibao_division_id AS id FROM hr_employee
                         WHERE dibao_division_id IS NOT NULL
                         UNION
                        SELECT division_id FROM homeless) place
            ), staff_year AS (
                -- of one type on both sides: else no condition reaches the tables
                SELECT ((year::text)::bigint - 1900) * 10000000 + employee_id AS id,
                       employee_id, year::text AS year, hours, professional_hours
                  FROM dibao_training_tally
                 UNION ALL
                SELECT (extract(year FROM CURRENT_DATE)::bigint - 1900)
                           * 10000000 + e.id,
                       e.id, to_char(CURRENT_DATE, 'YYYY'), 0::float8, 0::float8
                  FROM hr_employee e
                  LEFT JOIN dibao_staff s ON s.employee_id = e.id
                 WHERE e.active AND e.dibao_division_id IS NOT NULL
                   AND coalesce(s.left_on, CURRENT_DATE) >= CURRENT_DATE
                   AND coalesce(s.active, true)
                   AND NOT EXISTS (
                       SELECT 1 FROM dibao_training_tally t
                        WHERE t.employee_id = e.id
                          AND t.year = to_char(CURRENT_DATE, 'YYYY'))
            ), asked AS (
                SELECT y.*, e.user_id, s.id AS staff_id, s.kind,
                       coalesce(e.dibao_division_id, last.division_id) AS division_id,
                       coalesce(CASE WHEN y.year = to_char(CURRENT_DATE, 'YYYY')
                                     THEN coming.hours END, 0) AS coming_hours
                  FROM staff_year y
                  JOIN hr_employee e ON e.id = y.employee_id
                  LEFT JOIN dibao_staff s ON s.employee_id = y.employee_id
                  LEFT JOIN (%(coming)s) coming ON coming.employee_id = y.employee_id
                  LEFT JOIN homeless last
                    ON last.employee_id = y.employee_id AND last.year = y.year
            ), figures AS (
                SELECT a.*,
                       rule.hours[a.year::int - %(before)s] AS required_hours,
                       rule.professional[a.year::int - %(before)s]
                           AS asked_professional
                  FROM asked a
                  LEFT JOIN rule ON rule.division_id = a.division_id
            ), capped AS (
                SELECT f.*, least(asked_professional, required_hours)
                           AS required_professional
                  FROM figures f
            )
            SELECT c.id, c.employee_id, c.staff_id, c.user_id, c.division_id,
                   d.county_id,
                   c.kind, c.year, c.hours, c.professional_hours,
                   c.required_hours, c.required_professional,
                   greatest(c.required_hours - c.hours, 0) AS missing_hours,
                   greatest(c.required_professional - c.professional_hours, 0)
                       AS missing_professional,
                   CASE WHEN c.required_hours > 0
                        THEN least(100.0 * c.hours / c.required_hours, 100)
                        ELSE 100 END AS progress,
                   c.hours < c.required_hours
                       OR c.professional_hours < c.required_professional AS is_short,
                   CASE WHEN c.hours < c.required_hours
                          OR c.professional_hours < c.required_professional
                        THEN 1 ELSE 0 END AS short_count,
                   (c.professional_hours < c.required_professional)::int
                       AS unprofessional_count,
                   (c.hours + c.coming_hours < c.required_hours)::int AS late_count,
                   c.coming_hours,
                   c.hours + c.coming_hours AS forecast_hours,
                   c.hours + c.coming_hours < c.required_hours AS will_be_short
              FROM capped c
              LEFT JOIN dibao_division d ON d.id = c.division_id
            """,
            coming=_COMING,
            years=years,
            before=int(years[0]) - 1,
            hours=policy_sql("ce_hours_year", SQL("place.id"), SQL("year")),
            professional=policy_sql("ce_professional", SQL("place.id"), SQL("year")),
        )

    def action_open_credits(self):
        """Open the entries behind a row."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_credit_action"
        )
        return action | {
            "domain": [
                ("employee_id", "=", self.employee_id.id),
                ("year", "=", self.year),
            ],
            "context": {},
        }

    def action_certificate(self):
        """Print what these persons earned, as a certificate of hours."""
        self.check_access("read")
        report = self.env.ref("dibao_training.hours_certificate_report")
        return report.report_action(self, config=False)

    def _entries(self):
        """The booked entries behind this row, for the certificate."""
        self.ensure_one()
        return self.env["dibao.training.credit"].search(
            [
                ("employee_id", "=", self.employee_id.id),
                ("year", "=", self.year),
                ("state", "=", "booked"),
            ],
            order="date, id",
        )
