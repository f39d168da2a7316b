# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..sealed import Sealed, blind_indexes, typed_value


class DibaoEmergencyAsk(models.TransientModel):
    """Ask for the emergency door: whose record, and why."""

    _name = "dibao.emergency.ask"
    _description = "Emergency Access: Reason"
    _inherit = ["dibao.sealed.mixin"]

    household_number = fields.Char("Household number")
    id_number = Sealed("Whole ID number of a member", kind="id_number")
    reason = fields.Text("Emergency", required=True, help="Read by the auditor.")
    reference = fields.Char("Case or file")

    def action_open(self):
        """Look the household up, tell the auditor, and show it for a time."""
        self.ensure_one()
        emergencies = self.env["dibao.emergency"]
        emergencies._check_may()
        household = self._find()
        row = emergencies._begin(household, self.reason, self.reference)
        view = self.env["dibao.emergency.view"]._show(row)
        return {
            "type": "ir.actions.act_window",
            "name": row.number,
            "res_model": view._name,
            "res_id": view.id,
            "view_mode": "form",
            "target": "new",
        }

    def _find(self):
        """The household of the whole number; searching is limited and logged."""
        # sudo: beyond the own right is what the door is for
        households = self.env["dibao.household"].sudo()
        persons = self.env["dibao.person"].sudo()
        self.env["dibao.access.log"]._log_within(
            "id_search_per_hour", "search", persons.browse(), ["emergency"], count=1
        )
        number = (self.household_number or "").strip()
        if number:
            found = households.search([("number", "=", number)], limit=1)
        else:
            found = self._household_of(typed_value(self, "id_number"))
        if not found:
            raise UserError(self.env._("No household has this number."))
        return found.sudo(False)

    def _household_of(self, clear):
        households = self.env["dibao.household"].sudo()
        hits = blind_indexes(self.env, "id_number", clear) if clear else []
        if not hits:
            return households
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM dibao_person WHERE (id_number->>'i') IN %s", tuple(hits)
            )
        )
        persons = self.env["dibao.person"].sudo().browse(row[0] for row in rows)
        members = persons.membership_ids.sorted("date_from")
        live = members.filtered(lambda member: not member.date_to)
        return (live or members)[-1:].household_id
