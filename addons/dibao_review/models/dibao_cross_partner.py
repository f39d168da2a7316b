# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import binascii

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools import cross_file


class DibaoCrossPartner(models.Model):
    """The office of another region with which lists may be compared.

    Its key is typed in from what it sent, and compared by a second person by another
    way (telephone, letter) before anything is exchanged.
    """

    _name = "dibao.cross.partner"
    _description = "Office of Another Region"
    _inherit = ["mail.thread", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "name, id"
    _act_fields = ("state", "confirmed_by_id", "confirmed_on")

    name = fields.Char("Office", required=True, tracking=True)
    code = fields.Char(
        "Division code",
        required=True,
        size=12,
        tracking=True,
        help="Twelve digits of the other region.",
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Our office",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.sudo().dibao_division_ids[:1],
    )
    public_key = fields.Char(
        "Its key", required=True, tracking=True, help="Ed25519, base64, as it was sent."
    )
    fingerprint = fields.Char(compute="_compute_fingerprint")
    our_key = fields.Char(compute="_compute_ours")
    our_fingerprint = fields.Char(compute="_compute_ours")
    agreement = fields.Char(
        "Agreement no.",
        required=True,
        tracking=True,
        help="The letter by which both offices agreed to compare their lists.",
    )
    legal_basis = fields.Char(required=True, tracking=True)
    most = fields.Integer(
        "Persons at most",
        required=True,
        tracking=True,
        help="Lists with more numbers are refused: who sends many more than the region "
        "has recipients is trying numbers. Take the published number and a tenth.",
    )
    valid_from = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    valid_to = fields.Date(tracking=True)
    state = fields.Selection(
        [("draft", "To be confirmed"), ("confirmed", "Confirmed"), ("ended", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Datetime(readonly=True, copy=False)

    _most_positive = models.Constraint(
        "CHECK (most > 0)", "Say how many persons a list may have at most."
    )
    _one_open = models.UniqueIndex(
        "(division_id, code) WHERE state <> 'ended'",
        "This region is entered already.",
    )

    @api.depends("public_key")
    def _compute_fingerprint(self):
        for one in self:
            key = self._key_of(one.public_key)
            one.fingerprint = key and cross_file.fingerprint(key)

    @api.depends("division_id")
    def _compute_ours(self):
        for one in self:
            key = self.env["dibao.cross.identity"]
            if one.division_id and one._origin:
                key = key._for(one.division_id._origin)
            one.our_key, one.our_fingerprint = key.public_key, key.fingerprint

    @api.model
    def _key_of(self, text):
        """The 32 bytes of a key as it is typed, or None."""
        try:
            key = base64.b64decode((text or "").strip(), validate=True)
        except binascii.Error:
            return None
        return key if len(key) == 32 else None

    @api.constrains("public_key", "code", "most")
    def _check_entries(self):
        for one in self:
            if self._key_of(one.public_key) is None:
                raise ValidationError(
                    self.env._(
                        "A key has 44 characters of base64: check what was sent."
                    )
                )
            if not (one.code.isdigit() and len(one.code) == 12):
                raise ValidationError(self.env._("A division code has twelve digits."))
            if one.most <= 0:
                raise ValidationError(
                    self.env._("Say how many persons a list may have at most.")
                )

    def write(self, vals):
        fixed = {"public_key", "code", "most", "legal_basis", "agreement"}
        fixed |= {"division_id", "valid_from"}
        if fixed & vals.keys() and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._("What was confirmed is not changed: end it and enter anew.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("What was confirmed stays on record: end it."))

    # ACTS

    def action_confirm(self):
        """The second person has compared the fingerprint."""
        for one in self:
            one._check_step("draft", groups=("dibao_archive.group_county_confirmer",))
            if self.env.user == one.create_uid:
                raise AccessError(
                    self.env._("Another person than who entered it compares the key.")
                )
            one._by_act(
                {
                    "state": "confirmed",
                    "confirmed_by_id": self.env.uid,
                    "confirmed_on": fields.Datetime.now(),
                }
            )

    def action_end(self):
        """Nothing is exchanged with this office any more."""
        for one in self:
            one._check_step("draft", "confirmed")
            one._by_act({"state": "ended"})

    def _check_valid(self):
        """Refuse an exchange with an office that was not confirmed, or no longer."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        runs = self.valid_from <= today and (
            not self.valid_to or today <= self.valid_to
        )
        if self.state != "confirmed" or not runs:
            raise UserError(
                self.env._(
                    "%(office)s is not confirmed, or its agreement is over.",
                    office=self.name,
                )
            )
