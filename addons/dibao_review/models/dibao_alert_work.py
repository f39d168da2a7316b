# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoAlertWork(models.Model):
    """The work list: what is to be done, one line a household, the worst first."""

    _name = "dibao.alert.work"
    _description = "Household with Alerts"
    _auto = False
    _order = "score desc, due_on, id"
    _rec_name = "household_id"

    household_id = fields.Many2one("dibao.household", readonly=True)
    division_id = fields.Many2one("dibao.division", "Village", readonly=True)
    township_id = fields.Many2one("dibao.division", "Township", readonly=True)
    alert_count = fields.Integer("Alerts", readonly=True)
    score = fields.Float(
        digits=(6, 1),
        readonly=True,
        aggregator="max",
        help="The worst lead, and a tenth of each of the others.",
    )
    due_on = fields.Date("Last day", readonly=True)
    first_seen = fields.Date("Since", readonly=True)
    top_id = fields.Many2one("dibao.alert", "Worst lead", readonly=True)
    officer_id = fields.Many2one("res.users", "Officer", readonly=True)
    sentence = fields.Text("Lead in words", compute="_compute_sentence")
    alert_ids = fields.Many2many(
        "dibao.alert", string="Leads", compute="_compute_alert_ids"
    )

    @property
    def _table_query(self):
        return """
            SELECT min(a.id) AS id, a.household_id, min(a.division_id) AS division_id,
                   min(a.township_id) AS township_id, count(*) AS alert_count,
                   round((max(a.score) + (sum(a.score) - max(a.score)) / 10
                         )::numeric, 1) AS score,
                   min(a.due_on) AS due_on, min(a.first_seen) AS first_seen,
                   (array_agg(a.id ORDER BY a.score DESC, a.id))[1] AS top_id,
                   max(a.officer_id) AS officer_id
              FROM dibao_alert a WHERE a.state = 'open'
             GROUP BY a.household_id, CASE WHEN a.household_id IS NULL THEN a.id END
        """

    def _compute_alert_ids(self):
        alerts = self.env["dibao.alert"]
        found = alerts.search(
            [
                ("state", "=", "open"),
                ("household_id", "in", self.household_id.ids),
            ]
        ).grouped("household_id")
        for work in self:
            if work.household_id:
                work.alert_ids = found.get(work.household_id, alerts)
            else:
                work.alert_ids = work.top_id

    @api.depends("alert_ids")
    @api.depends_context("lang")
    def _compute_sentence(self):
        for work in self:
            work.sentence = "\n".join(
                alert.sentence or "" for alert in work.alert_ids[:5]
            )

    def action_open(self):
        """The household's alerts."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_alert_action"
        )
        return action | {
            "domain": [("id", "in", self.alert_ids.ids)],
            "context": {},
            "display_name": self.household_id.display_name
            or self.division_id.display_name,
        }

    def action_open_case(self):
        """One case for all leads of each household."""
        return self.alert_ids.action_open_case()

    def action_take(self):
        """The user deals with these."""
        self.alert_ids.action_take()

    def action_close(self):
        """Close the leads of these households with one outcome."""
        return self.alert_ids.action_close()
