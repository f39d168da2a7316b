# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from ..duty_sql import standing_query

STATES = [
    ("free", "Nothing asked"),
    ("qualified", "Qualified"),
    ("leave", "By exceptional leave"),
    ("grace", "In the time of grace"),
    ("missing", "Not allowed"),
]


class DibaoDutyStanding(models.Model):
    """Who may carry out what today, and until when not any more.

    Read from the rules and certificates at each look, for the day of the reader.
    """

    _name = "dibao.duty.standing"
    _description = "Who May Do What"
    _auto = False
    _order = "division_id, employee_id, duty_id"
    _rec_name = "employee_id"
    _depends = {
        "dibao.training.certificate": [
            "employee_id",
            "kind_id",
            "state",
            "valid_from",
            "valid_to",
        ],
        "dibao.duty.leave": ["employee_id", "duty_id", "date_from", "date_to"],
        "dibao.duty.requirement": ["duty_id", "division_id", "valid_from", "valid_to"],
        "hr.employee": ["user_id", "dibao_division_id", "active"],
    }

    employee_id = fields.Many2one("hr.employee", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    duty_id = fields.Many2one("dibao.duty", readonly=True)
    division_id = fields.Many2one("dibao.division", readonly=True)
    requirement_id = fields.Many2one("dibao.duty.requirement", readonly=True)
    state = fields.Selection(STATES, "Today", readonly=True)
    until = fields.Date(readonly=True, help="Empty: without end, or not at all.")
    missing_promise = fields.Boolean("Promise missing", readonly=True)
    missing = fields.Char("What is missing", compute="_compute_missing")

    @property
    def _table_query(self):
        return standing_query(self.env, fields.Date.context_today(self))

    @api.depends("state", "missing_promise")
    def _compute_missing(self):
        day = fields.Date.context_today(self)
        found = self.env.execute_query(
            SQL(
                "SELECT id, missing_kinds FROM (%s) q WHERE id = ANY(%s)"
                " AND missing_kinds IS NOT NULL",
                standing_query(self.env, day),
                list(self.ids),
            )
        )
        lacking = dict(found)
        # sudo: names of kinds
        kinds = self.env["dibao.training.certificate.kind"].sudo()
        for row in self:
            texts = kinds.browse(lacking.get(row.id, ())).mapped("name")
            if row.missing_promise:
                texts = [*texts, self.env._("secrecy promise")]
            row.missing = ", ".join(texts)
