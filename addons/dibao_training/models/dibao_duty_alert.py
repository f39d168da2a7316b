# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL


class DibaoDutyAlert(models.Model):
    """A division has nobody for a duty, or soon will have nobody.

    Written each night from the dates; closed by itself when somebody is qualified.
    """

    _name = "dibao.duty.alert"
    _description = "Nobody for a Duty"
    _inherit = ["mail.thread", "mail.activity.mixin", "dibao.jurisdiction.mixin"]
    _order = "state, until nulls first, division_id"
    _rec_name = "duty_id"

    division_id = fields.Many2one(
        "dibao.division", required=True, readonly=True, index=True
    )
    duty_id = fields.Many2one(
        "dibao.duty", required=True, readonly=True, ondelete="cascade"
    )
    state = fields.Selection(
        [("nobody", "Nobody"), ("soon", "Soon nobody"), ("closed", "Closed")],
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    staff_count = fields.Integer("Staff with the role", readonly=True)
    able_count = fields.Integer("Able today", readonly=True)
    until = fields.Date("Covered until", readonly=True)
    since = fields.Date("In danger since", readonly=True)
    closed_on = fields.Date(readonly=True)

    _one_each = models.UniqueIndex(
        "(division_id, duty_id)", "There is one alert for each duty of a place."
    )

    @api.model
    def _refresh(self, day):
        """Open, change and close alerts from the table ``dibao_standing_tonight``.

        :return: the alerts that were opened tonight
        """
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH cover AS (
                    SELECT division_id, duty_id, count(*) AS staff,
                        count(*) FILTER (WHERE state <> 'missing') AS able,
                        max(coalesce(until, 'infinity'))
                            FILTER (WHERE state <> 'missing') AS until
                    FROM dibao_standing_tonight
                    WHERE requirement_id IS NOT NULL
                    GROUP BY division_id, duty_id
                ), danger AS (
                    SELECT cover.*,
                        CASE WHEN able = 0 THEN 'nobody' ELSE 'soon' END AS state
                    FROM cover
                    WHERE able = 0 OR until < %(day)s + %(horizon)s
                ), closed AS (
                    UPDATE dibao_duty_alert a
                    SET state = 'closed', closed_on = %(day)s
                    WHERE a.state <> 'closed' AND NOT EXISTS (
                        SELECT FROM danger d
                        WHERE d.division_id = a.division_id AND d.duty_id = a.duty_id)
                ), opened AS (
                    INSERT INTO dibao_duty_alert AS a (division_id, duty_id, state,
                        staff_count, able_count, until, since,
                        create_uid, create_date, write_uid, write_date)
                    SELECT division_id, duty_id, state, staff, able,
                        nullif(until, 'infinity'), %(day)s,
                        %(uid)s, now() AT TIME ZONE 'UTC',
                        %(uid)s, now() AT TIME ZONE 'UTC'
                    FROM danger
                    ON CONFLICT (division_id, duty_id) DO UPDATE
                    SET state = excluded.state, staff_count = excluded.staff_count,
                        able_count = excluded.able_count, until = excluded.until,
                        since = CASE WHEN a.state = 'closed'
                            THEN excluded.since ELSE a.since END,
                        closed_on = NULL
                    WHERE (a.state, a.staff_count, a.able_count, a.until)
                        IS DISTINCT FROM (excluded.state, excluded.staff_count,
                            excluded.able_count, excluded.until)
                    RETURNING a.id, a.since
                )
                SELECT id FROM opened WHERE since = %(day)s
                """,
                day=day,
                horizon=self._horizon(),
                uid=self.env.uid,
            )
        )
        self.invalidate_model()
        return self.browse(row[0] for row in rows)

    @api.model
    def _horizon(self):
        return self.env["dibao.policy"].sudo()._get("duty_warning_days") or 0

    def _ask_coordinators(self):
        """A task for the nearest coordinator of each place, once."""
        coordinators = self._coordinators()
        for alert in self.filtered(lambda one: not one.activity_ids):
            user = coordinators.get(alert.division_id.id)
            if user:
                alert.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user,
                    summary=self.env._(
                        "Nobody for “%(duty)s” at %(place)s",
                        duty=alert.duty_id.name,
                        place=alert.division_id.name,
                    ),
                )

    def _coordinators(self):
        """{division id: user id of the nearest training coordinator}."""
        group = self.env.ref("dibao_archive.group_training_coordinator")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (place.id) place.id, own.user_id
                FROM dibao_division place
                JOIN dibao_division_user_rel own ON own.division_id = ANY(
                    string_to_array(rtrim(place.parent_path, '/'), '/')::int[])
                JOIN dibao_division above ON above.id = own.division_id
                JOIN res_users u ON u.id = own.user_id AND u.active
                WHERE place.id = ANY(%(places)s) AND EXISTS (
                    SELECT FROM res_groups_users_rel rel
                    WHERE rel.uid = own.user_id AND rel.gid = ANY(%(groups)s))
                ORDER BY place.id, length(above.parent_path) DESC, own.user_id
                """,
                places=self.division_id.ids,
                groups=(group | group.sudo().all_implied_by_ids).ids,
            )
        )
        return dict(rows)
