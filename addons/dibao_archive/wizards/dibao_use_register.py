# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import mask


class DibaoUseRegister(models.TransientModel):
    """Who used a person's data, for that person, on request (PIPL art. 45)."""

    _name = "dibao.use.register"
    _description = "Register of Use for the Person Concerned"
    _inherit = ["dibao.sealed.mixin"]

    person_id = fields.Many2one(
        "dibao.person", "Person concerned", required=True, ondelete="cascade"
    )
    date_from = fields.Date(
        "From",
        required=True,
        default=lambda self: fields.Date.context_today(self) - timedelta(days=365),
    )
    date_to = fields.Date(
        "To", required=True, default=lambda self: fields.Date.context_today(self)
    )
    identity_checked = fields.Boolean(
        "Identity seen", help="An identity card was shown, or a mandate."
    )
    reference = fields.Char("Request", help="Number of the written request.")
    line_ids = fields.One2many("dibao.use.register.line", "register_id", "Uses")
    listed = fields.Boolean(readonly=True)

    def action_list(self):
        """Look the uses up; this itself is logged."""
        self.ensure_one()
        self.person_id.check_access("read")
        if not self.identity_checked:
            raise UserError(
                self.env._("The register is for the person concerned: see who asks.")
            )
        self.env["dibao.access.log"]._log(
            "export",
            self.person_id,
            purpose="proof",
            reference=self.reference or "",
            detail="use_register",
        )
        self.write(
            {
                "line_ids": [Command.clear()]
                + [Command.create(vals) for vals in self._uses()],
                "listed": True,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _records(self):
        """{model: ids} of the person and of the files of the person's households."""
        person = self.person_id
        env = self.sudo().env
        members = env["dibao.household.member"].search([("person_id", "=", person.id)])
        households = members.household_id
        volumes = env["dibao.volume"].search([("household_id", "in", households.ids)])
        items = volumes.item_ids.filtered(
            lambda item: item.person_id.id in (False, person.id)
        )
        return {
            "dibao.person": person.ids,
            "dibao.household.member": members.ids,
            "dibao.household": households.ids,
            "dibao.volume": volumes.ids,
            "dibao.item": items.ids,
            "dibao.original": items.original_ids.ids,
        }

    def _uses(self):
        # sudo: the log is the auditor's; of it the person concerned gets these columns
        log = self.env["dibao.access.log"].sudo()
        midnight = self.env["dibao.view.grant"]._end_of
        first, last = (
            midnight(self.date_from - timedelta(days=1)),
            midnight(self.date_to),
        )
        ids = log._uses_of(self._records(), first, last)
        names = self._officers(log.browse(ids).mapped("user_ref"))
        actions = dict(log._fields["action"]._description_selection(self.env))
        models_ = self.env["ir.model"].sudo()
        return [
            {
                "used_on": row.logged_at,
                "action": actions[row.action],
                "what": models_._get(row.model).name or row.model,
                "purpose": row.purpose_shown,
                "reference": row.reference,
                "officer": names.get(row.user_ref, ""),
            }
            for row in log.browse(ids)
        ]

    def _officers(self, user_ids):
        """Names of who used it, as far as the rule of the place shows them."""
        place = self.person_id.sudo().division_id
        rule = self.env["dibao.policy"].sudo()._get("register_officer_names", place)
        if rule == "none":
            return {}
        users = self.env["res.users"].sudo().with_context(active_test=False)
        found = users.search([("id", "in", user_ids)])
        shown = (lambda name: name) if rule == "full" else mask.mask_name
        return {user.id: shown(user.name) for user in found}

    def action_print(self):
        """The register as a paper."""
        self.ensure_one()
        if not self.listed:
            self.action_list()
        return self.env.ref("dibao_archive.use_register_report").report_action(self)
