# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

#: How far the deputies of deputies are followed.
DEPTH = 5


class DibaoDutyHandover(models.Model):
    """One record that went from somebody who may not work any more to a deputy."""

    _name = "dibao.duty.handover"
    _description = "Handed to the Deputy"
    _order = "day desc, id desc"
    _rec_name = "record_name"

    day = fields.Date(required=True, readonly=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", "Handed on from", readonly=True, index=True, ondelete="cascade"
    )
    from_user_id = fields.Many2one("res.users", readonly=True)
    to_user_id = fields.Many2one("res.users", "Handed to", readonly=True, index=True)
    division_id = fields.Many2one("dibao.division", readonly=True, index=True)
    duties = fields.Char(readonly=True, help="Duties that the work needs.")
    res_model = fields.Char("Kind of record", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", readonly=True)
    record_name = fields.Char("What", compute="_compute_record_name")

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for one in self:
            known = one.res_model in self.env
            model = self.env[one.res_model] if known else None
            record = model and model.browse(one.res_id).exists()
            words = self.env["ir.model"]._get(one.res_model).name if known else ""
            if record and record.has_access("read"):
                one.record_name = f"{words}: {record.display_name}"
            else:
                one.record_name = words

    @api.model
    def _hand_over(self, day):
        """Hand on what those carry who may carry out none of its duties any more.

        Works on the table ``dibao_standing_tonight``. Nothing is handed to a deputy
        who may not do the work; a second run finds nothing left.

        :return: {deputy's user id: number of records}
        """
        taken = defaultdict(int)
        for carried in self.env["res.users"]._dibao_in_hand():
            if carried.model not in self.env:
                continue
            model = self.env[carried.model].sudo()
            model.flush_model()
            rows = self.env.execute_query(self._move_query(carried, model, day))
            if not rows:
                continue
            moved = model.with_context(active_test=False).browse(row[0] for row in rows)
            moved.invalidate_recordset([carried.field])
            moved.modified([carried.field])
            for _id, user_id in rows:
                taken[user_id] += 1
        self.env.flush_all()
        self.invalidate_model()
        return taken

    @api.model
    def _move_query(self, carried, model, day):
        return SQL(
            """
            WITH RECURSIVE lost AS MATERIALIZED (
                SELECT DISTINCT employee_id, user_id, division_id
                FROM dibao_standing_tonight one
                WHERE state = 'missing' AND duty_id = ANY(%(duties)s)
                    AND EXISTS (SELECT FROM %(table)s t
                        WHERE t.%(field)s = one.user_id AND (%(where)s))
                    AND NOT EXISTS (SELECT FROM dibao_standing_tonight other
                        WHERE other.employee_id = one.employee_id
                            AND other.state <> 'missing'
                            AND other.duty_id = ANY(%(duties)s))
            ), chain AS (
                SELECT lost.employee_id, lost.user_id, lost.division_id,
                    d.deputy_id AS next_id, 1 AS step
                FROM lost JOIN dibao_duty_deputy d ON d.employee_id = lost.employee_id
                UNION ALL
                SELECT chain.employee_id, chain.user_id, chain.division_id,
                    d.deputy_id, chain.step + 1
                FROM chain JOIN dibao_duty_deputy d ON d.employee_id = chain.next_id
                WHERE chain.step < %(depth)s
            ), taker AS (
                SELECT DISTINCT ON (chain.user_id) chain.employee_id,
                    chain.user_id AS from_id, chain.division_id, able.user_id AS to_id
                FROM chain
                JOIN dibao_standing_tonight able ON able.employee_id = chain.next_id
                WHERE able.user_id <> chain.user_id AND able.state <> 'missing'
                    AND able.duty_id = ANY(%(duties)s)
                ORDER BY chain.user_id, chain.step
            ), moved AS (
                UPDATE %(table)s t
                SET %(field)s = taker.to_id, write_uid = %(uid)s,
                    write_date = now() AT TIME ZONE 'UTC'
                FROM taker WHERE t.%(field)s = taker.from_id AND (%(where)s)
                RETURNING t.id, taker.*
            ), written AS (
                INSERT INTO dibao_duty_handover (day, employee_id, from_user_id,
                    to_user_id, division_id, duties, res_model, res_id,
                    create_uid, create_date, write_uid, write_date)
                SELECT %(day)s, employee_id, from_id, to_id, division_id, %(codes)s,
                    %(model)s, id, %(uid)s, now() AT TIME ZONE 'UTC', %(uid)s,
                    now() AT TIME ZONE 'UTC'
                FROM moved
            )
            SELECT id, to_id FROM moved
            """,
            duties=self._duty_ids(carried.duties),
            depth=DEPTH,
            table=SQL.identifier(model._table),
            field=SQL.identifier(carried.field),
            where=carried.where,
            day=day,
            codes=", ".join(carried.duties),
            model=carried.model,
            uid=self.env.uid,
        )

    @api.model
    def _duty_ids(self, codes):
        known = self.env["dibao.duty"]._ids_by_code()
        return [known[code] for code in codes if code in known]
