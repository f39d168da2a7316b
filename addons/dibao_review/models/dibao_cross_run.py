# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dibao_archive.sealed import SealedBlob

OFFICER = "dibao_archive.group_county_officer"
CONFIRMER = "dibao_archive.group_county_confirmer"


class DibaoCrossRun(models.Model):
    """One comparison of the list with that of another region, by exchanged files.

    Both learn who is on both lists, and how long the other list is; nothing else. Who
    asks sends an offer, gets an answer, and sends the closing. Protocol and what it
    protects against: docs/cross-region.md.
    """

    _name = "dibao.cross.run"
    _description = "Comparison Across Regions"
    _inherit = ["mail.thread", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "id desc"
    _numbered_by = "dibao.cross.run"
    _act_fields = (
        *("name", "role", "token", "state", "day", "secret", "job_id"),
        *("requested_by_id", "requested_on", "approved_by_id", "approved_on"),
        *("own_count", "partner_count", "lead_count", "taken_digest", "sent_digest"),
        *("sent_on", "closed_on", "partner_purpose"),
    )

    name = fields.Char("Number", required=True, readonly=True, default="/", copy=False)
    division_id = fields.Many2one(
        related="partner_id.division_id", store=True, index=True, string="Our office"
    )
    partner_id = fields.Many2one(
        "dibao.cross.partner",
        "Other office",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('state', '=', 'confirmed')]",
    )
    role = fields.Selection(
        [("ask", "We ask"), ("answer", "We answer")],
        required=True,
        default="ask",
        readonly=True,
    )
    token = fields.Char("Mark of the exchange", readonly=True, copy=False, index=True)
    purpose = fields.Char(
        required=True,
        tracking=True,
        default=lambda self: self.env._("Nobody draws the guarantee in two regions"),
    )
    partner_purpose = fields.Char("Purpose of the other office", readonly=True)
    legal_basis = fields.Char(
        required=True,
        tracking=True,
        compute="_compute_legal_basis",
        store=True,
        readonly=False,
        precompute=True,
    )
    day = fields.Date("List of", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "To be approved"),
            ("approved", "Being reckoned"),
            ("ready", "File to be sent"),
            ("matched", "Compared"),
            ("closed", "Closed"),
            ("refused", "Refused"),
            ("cancelled", "Given up"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        index=True,
        copy=False,
    )
    secret = SealedBlob(readonly=True)
    job_id = fields.Many2one("dibao.job", "Work", readonly=True, copy=False)
    job_state = fields.Selection(related="job_id.state", string="State of the work")
    job_progress = fields.Float(related="job_id.progress")
    job_message = fields.Text(related="job_id.message")
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    requested_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    own_count = fields.Integer("Our persons", readonly=True, copy=False)
    partner_count = fields.Integer("Their persons", readonly=True, copy=False)
    lead_count = fields.Integer("On both lists", readonly=True, copy=False)
    lead_ids = fields.One2many("dibao.cross.lead", "run_id", "Leads")
    sent_digest = fields.Char("Digest of the file sent", readonly=True, copy=False)
    taken_digest = fields.Char("Digest of the file taken in", readonly=True, copy=False)
    sent_on = fields.Datetime("File taken out on", readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)

    _one_for_a_token = models.Constraint(
        "UNIQUE(token, role)", "This exchange was taken in already."
    )

    @api.depends("partner_id")
    def _compute_legal_basis(self):
        for run in self:
            run.legal_basis = run.legal_basis or run.partner_id.legal_basis

    @api.constrains("partner_id")
    def _check_partner(self):
        for run in self:
            run.partner_id._check_valid()

    def write(self, vals):
        if self._is_typed(vals) and any(run.state != "draft" for run in self):
            raise UserError(
                self.env._("What was requested is not changed: begin anew.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(run.state != "draft" for run in self):
            raise UserError(self.env._("A comparison is kept on record."))

    # ACTS

    def action_request(self):
        """Ask for the approval of another person."""
        for run in self:
            run._check_step("draft", groups=(OFFICER,))
            run.partner_id._check_valid()
            run._by_act(
                {
                    "state": "requested",
                    "requested_by_id": self.env.uid,
                    "requested_on": fields.Datetime.now(),
                    "token": run.token or secrets.token_hex(8),
                }
            )

    def action_approve(self):
        """A second person agrees; the list is frozen and blinded in the background."""
        for run in self:
            run._check_step("requested", groups=(CONFIRMER,))
            if self.env.user in run.requested_by_id | run.create_uid:
                raise AccessError(
                    self.env._("Another person than who asked for it approves.")
                )
            run.partner_id._check_valid()
            run._by_act(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": fields.Datetime.now(),
                    "day": fields.Date.context_today(self),
                }
            )
            run.sudo()._freeze_list()
            run._enqueue()

    def action_refuse(self):
        """Say no."""
        for run in self:
            run._check_step("requested", groups=(CONFIRMER,))
            run.sudo()._forget("refused")

    def action_cancel(self):
        """Give it up; what was reckoned is deleted, and the other file is useless."""
        for run in self:
            run._check_step("draft", "requested", "approved", "ready", "matched")
            run.sudo()._forget("cancelled")

    def action_close(self):
        """It is over: the secret and all blinded numbers are deleted; leads stay."""
        for run in self:
            run._check_step("matched", groups=(OFFICER, CONFIRMER))
            if run.role == "ask" and not run.sent_on:
                raise UserError(
                    self.env._("The closing file has not been taken out yet.")
                )
            run.sudo()._forget("closed")

    def _forget(self, state):
        """End it: without the secret nothing that was sent can be compared again."""
        self.env["dibao.cross.element"].flush_model()
        self.env.cr.execute(
            "DELETE FROM dibao_cross_element WHERE run_id IN %s", [tuple(self.ids)]
        )
        self._by_act(
            {"state": state, "secret": False, "closed_on": fields.Datetime.now()}
        )

    def _enqueue(self):
        self.ensure_one()
        job = self.env["dibao.job"]._enqueue(
            "cross_blind",
            f"cross:{self.id}",
            self.env._("Comparison %(name)s", name=self.name),
            {"run": self.id},
            division=self.division_id,
        )
        self._by_act({"job_id": job.id})

    def action_download(self):
        """Take out the file that is next."""
        self._check_step("ready", "matched", groups=(OFFICER, CONFIRMER))
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/cross/{self.id}",
            "target": "download",
        }

    def action_take(self):
        """Take in the file of the other office."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.cross.take",
            "view_mode": "form",
            "target": "new",
            "context": {"default_partner_id": self.partner_id.id},
        }

    def action_open_leads(self):
        """Who is on both lists."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("On two lists"),
            "res_model": "dibao.cross.lead",
            "view_mode": "list,form",
            "domain": [("run_id", "=", self.id)],
        }
