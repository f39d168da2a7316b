# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

#: What the outcome of an alert says of its lead, and the other way round.
BY_ALERT = {"case": "ours", "wrong_data": "wrong"}
OUTCOMES = {"ours": "case", "wrong": "wrong_data"}


class DibaoCrossLead(models.Model):
    """Somebody who is on the list of another region, too: a lead, never a decision.

    He may have moved, and one office may be behind. The benefit changes by a case only.
    """

    _name = "dibao.cross.lead"
    _description = "On Two Lists"
    _inherit = ["mail.thread", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "state, id desc"
    _rec_name = "pair_code"
    _act_fields = (
        *("run_id", "partner_id", "person_id", "household_id", "division_id"),
        *("pair_code", "state", "settled_by_id", "settled_on"),
    )

    run_id = fields.Many2one(
        "dibao.cross.run", "Exchange", required=True, readonly=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "dibao.cross.partner", "Other office", readonly=True, ondelete="restrict"
    )
    person_id = fields.Many2one(
        "dibao.person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    household_id = fields.Many2one(
        "dibao.household", required=True, readonly=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    pair_code = fields.Char(
        required=True,
        readonly=True,
        help="The other office has a lead with the same code: so both can speak of one "
        "person without naming him in a letter.",
    )
    state = fields.Selection(
        [
            ("new", "To be looked into"),
            ("moved", "Moved: ended there"),
            ("ours", "Double: to be ended here"),
            ("theirs", "Double: ended or paid back there"),
            ("wrong", "Not the same, or wrong data"),
            ("alert", "Settled with its alert"),
        ],
        required=True,
        default="new",
        readonly=True,
        tracking=True,
        index=True,
    )
    finding = fields.Text(help="What was asked, of whom, and what came of it.")
    settled_by_id = fields.Many2one("res.users", readonly=True)
    settled_on = fields.Date(readonly=True)
    alert_id = fields.Many2one(
        "dibao.alert",
        compute="_compute_alert_id",
        help="The same fact in the work list of the township.",
    )

    _once = models.Constraint(
        "UNIQUE(run_id, person_id)", "A person is one lead of an exchange."
    )

    def _settle(self, state):
        for one in self:
            one._check_step("new")
            if not (one.finding or "").strip():
                raise UserError(
                    self.env._("Write down first what was found, and by whom.")
                )
            one._by_act(
                {
                    "state": state,
                    "settled_by_id": self.env.uid,
                    "settled_on": fields.Date.context_today(self),
                }
            )
            one._close_alert(state)

    @api.depends("person_id", "partner_id")
    def _compute_alert_id(self):
        alerts = self.env["dibao.alert"]
        keys = {f"x{one.person_id.id}:{one.partner_id.id}": one for one in self}
        found = alerts.search([("fact_key", "in", list(keys))])
        known = {alert.fact_key: alert for alert in found}
        for key, one in keys.items():
            one.alert_id = known.get(key, alerts)

    def _close_alert(self, state):
        """What was found out here closes the alert of the same fact."""
        # sudo: the effect of an act that was checked
        alert = self.sudo().alert_id.filtered(lambda one: one.state == "open")
        if alert:
            alert._by_act(
                {
                    "state": "closed",
                    "outcome": OUTCOMES.get(state, "explained"),
                    "outcome_note": self.finding,
                    # Drawn twice, though it is set right by the other office.
                    "hit": int(state in ("ours", "theirs")),
                    "closed_on": fields.Date.context_today(self),
                    "closed_by_id": self.env.uid,
                    "closed_amount": alert.amount,
                }
            )

    @api.model
    def _is_of(self, alert):
        """Does an alert tell of a lead?"""
        return (alert.said or {}).get("how") == "cross"

    @api.model
    def _settle_by(self, alerts):
        """Alerts of leads were closed: their leads are settled with them."""
        for alert in alerts:
            person, _colon, partner = alert.fact_key[1:].partition(":")
            # sudo: who closed the alert was checked
            leads = self.sudo().search(
                [
                    ("person_id", "=", int(person)),
                    ("partner_id", "=", int(partner)),
                    ("state", "=", "new"),
                ]
            )
            leads._by_act(
                {
                    "state": BY_ALERT.get(alert.outcome, "alert"),
                    "settled_by_id": self.env.uid,
                    "settled_on": alert.closed_on,
                }
            )
            leads.finding = alert.outcome_note or alert.case_id.display_name

    def action_open_alert(self):
        """The alert in the work list."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.alert",
            "res_id": self.alert_id.id,
            "views": [(False, "form")],
        }

    def action_moved(self):
        """He moved here; the other region has ended it."""
        self._settle("moved")

    def action_ours(self):
        """Double, and to be ended here: the next step is a case."""
        self._settle("ours")
        return self.action_open_case() if len(self) == 1 else None

    def action_theirs(self):
        """Double, and set right by the other region."""
        self._settle("theirs")

    def action_wrong(self):
        """Not the same person, or an entry that was wrong."""
        self._settle("wrong")

    def action_open_case(self):
        """A case begins from here as any other; the lead changes no benefit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.case",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_household_id": self.household_id.id,
                "default_kind": "stop",
                "default_reason": self.env._(
                    "Also on the list of another region (%(code)s)", code=self.pair_code
                ),
            },
        }

    @api.model
    def _make(self, run, found):
        """Leads of an exchange.

        :param found: list of (person id, household id, pair code)
        """
        leads = self.sudo()._acting()._quiet()
        made = leads.create(
            [
                {
                    "run_id": run.id,
                    "partner_id": run.partner_id.id,
                    "person_id": person,
                    "household_id": household,
                    "pair_code": code,
                }
                for person, household, code in found
            ]
        )
        return made.with_env(self.env)
