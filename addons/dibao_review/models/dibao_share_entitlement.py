# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dibao_archive.sealed import SealedBlob

from ..tools import share_payload
from .dibao_disclosure import CONFIRMER


class DibaoShareEntitlement(models.Model):
    """What another department may ask the program for, on which basis, and how long.

    The account of the department needs no other right: it reads no record, and gets
    answers by the methods of ``dibao.share`` alone.
    """

    _name = "dibao.share.entitlement"
    _description = "Entitlement of a Department"
    _inherit = ["mail.thread", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "name, id"
    _act_fields = (
        *("state", "approved_by_id", "approved_on", "our_public_key", "secret"),
    )

    name = fields.Char("Department", required=True, tracking=True)
    division_id = fields.Many2one(
        "dibao.division",
        "Persons of",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        default=lambda self: self.env.user.sudo().dibao_division_ids[:1],
        help="Answers are about persons of this place and below.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Account",
        required=True,
        ondelete="restrict",
        tracking=True,
        domain="[('share', '=', False)]",
        help="By its API key the department asks. It needs no dibao role.",
    )
    may_ask_status = fields.Boolean(
        "Status of a person",
        default=True,
        tracking=True,
        help="By whole ID number: draws the guarantee or not, and urban or rural.",
    )
    may_pull_decisions = fields.Boolean(
        "Decisions", tracking=True, help="What was granted and ended, as it happens."
    )
    purpose = fields.Char(required=True, tracking=True)
    legal_basis = fields.Char(
        required=True,
        tracking=True,
        help="Law and article by which no consent is needed (PIPL art. 13).",
    )
    letter = fields.Char("Letter no.", required=True, tracking=True)
    public_key = fields.Char(
        "Its key",
        tracking=True,
        help="X25519, base64: by it the department knows whom a decision is about.",
    )
    our_public_key = fields.Char("Our key", readonly=True, copy=False)
    secret = SealedBlob(readonly=True)
    valid_from = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    valid_to = fields.Date(required=True, tracking=True)
    state = fields.Selection(
        [("draft", "To be approved"), ("approved", "In force"), ("ended", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)

    _one_in_force = models.UniqueIndex(
        "(user_id) WHERE state = 'approved'",
        "This account has an entitlement in force already.",
    )

    @api.constrains("public_key", "may_pull_decisions", "valid_from", "valid_to")
    def _check_entries(self):
        for one in self:
            if one.may_pull_decisions and one._their_key() is None:
                raise ValidationError(
                    self.env._("For decisions the key of the department is needed.")
                )
            if one.valid_to and one.valid_to < one.valid_from:
                raise ValidationError(self.env._("It ends before it begins."))

    def _their_key(self):
        try:
            key = base64.b64decode((self.public_key or "").strip(), validate=True)
            # A key that agrees with none is refused here, not when it is used.
            share_payload.subject_key(b"\1" * 32, key)
        except (binascii.Error, ValueError):
            return None
        return key

    def write(self, vals):
        if self._is_typed(vals) and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._("What was approved is not changed: end it and enter anew.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("What was approved stays on record: end it."))

    # ACTS

    def action_approve(self):
        """A second person agrees; the keys of the decisions are made."""
        for one in self:
            one._check_step("draft", groups=(CONFIRMER,))
            if self.env.user in one.create_uid | one.user_id:
                raise AccessError(
                    self.env._("Another person than who entered it approves.")
                )
            secret, public = share_payload.new_agreement_key()
            one.sudo()._by_act(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": fields.Datetime.now(),
                    "our_public_key": base64.b64encode(public).decode(),
                    "secret": base64.b64encode(secret).decode(),
                }
            )

    def action_end(self):
        """From now on nothing is answered."""
        for one in self:
            one._check_step("draft", "approved")
            one.sudo()._by_act({"state": "ended", "secret": False})
