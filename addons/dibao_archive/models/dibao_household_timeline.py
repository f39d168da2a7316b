# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoHouseholdTimeline(models.Model):
    """What happened to a household, line by line; lines are never changed."""

    _inherit = "dibao.household"

    event_ids = fields.One2many("dibao.event", "household_id", "Timeline")

    def _log_event(self, kind, summary, occurred_on=None, record=None, person=None):
        """Add a line to the timeline of each household. Lines are never changed.

        :param str kind: one of `dibao.event.kind`
        :param str summary: what happened, in the reader's words; nothing protected
        :param occurred_on: date it happened (default: today)
        :param record: the record this line leads to
        """
        rows = [(household, summary, record) for household in self]
        self._log_events(kind, rows, occurred_on, person)

    @api.model
    def _log_events(self, kind, rows, occurred_on=None, person=None):
        """``_log_event`` of many households at once.

        :param rows: of (household, summary, record or None)
        """
        today = fields.Date.context_today(self)
        self.env["dibao.event"].sudo().create(
            [
                {
                    "household_id": household.id,
                    "person_id": person and person.id,
                    "division_id": household.division_id.id,
                    "occurred_on": occurred_on or today,
                    "kind": kind,
                    "summary": summary,
                    "user_id": self.env.uid,
                    "res_model": record is not None and record._name,
                    "res_id": record is not None and record.id,
                }
                for household, summary, record in rows
            ]
        )

    def _log_state(self, before):
        labels = dict(self._fields["state"]._description_selection(self.env))
        changed = self.filtered(lambda h: h.state != before[h.id])
        for day, households in changed.grouped("state_date").items():
            rows = [
                (one, self.env._("State: %(state)s", state=labels[one.state]), None)
                for one in households
            ]
            self._log_events("state", rows, day)

    def _follow_division(self, before):
        """Those who live here move with the household."""
        for household in self.filtered(lambda h: h.division_id != before[h.id]):
            live = household.member_ids.filtered(lambda m: not m.date_to)
            live.person_id.sudo().division_id = household.division_id
            household._log_event(
                "moved",
                self.env._(
                    "Moved from %(old)s to %(new)s",
                    old=before[household.id].display_name,
                    new=household.division_id.display_name,
                ),
            )

    def action_open_events(self):
        """Open the whole timeline."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Timeline"),
            "res_model": "dibao.event",
            "view_mode": "list,form",
            "domain": [("household_id", "=", self.id)],
        }
