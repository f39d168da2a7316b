# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import vault
from ..tools import label_token
from .dibao_sealed_mixin import PURPOSES

CONTEXT = "certified copy"


class DibaoCertifiedCopy(models.Model):
    """A copy with the keeper's mark, which has the force of the original.

    Archives Law Regulation (2024), article 32. Its reader can have serial and check
    code verified without signing in, and is shown nothing personal there (R-37).
    """

    _name = "dibao.certified.copy"
    _description = "Certified Copy"
    _inherit = [
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.vault.mixin",
        "dibao.filed.mixin",
        "dibao.paper.check.mixin",
    ]
    _order = "id desc"
    _rec_name = "serial"
    _paper_number = "serial"
    _act_fields = (
        "serial",
        "check_code",
        "original_id",
        "fonds_id",
        "purpose",
        "reference",
        "recipient",
        "page_count",
        "made_on",
        "made_by_id",
        "state",
        "revoked_on",
        "revoked_by_id",
    )

    serial = fields.Char(required=True, readonly=True, copy=False)
    check_code = fields.Char(
        readonly=True, copy=False, groups="dibao_archive.group_archivist"
    )
    original_id = fields.Many2one(
        "dibao.original", required=True, readonly=True, index=True, ondelete="restrict"
    )
    item_id = fields.Many2one(related="original_id.item_id", store=True, index=True)
    division_id = fields.Many2one(
        related="original_id.division_id", store=True, index=True
    )
    fonds_id = fields.Many2one(
        "dibao.fonds", "Keeper", readonly=True, ondelete="restrict"
    )
    purpose = fields.Selection(
        selection=lambda self: self._purposes(), required=True, readonly=True
    )
    reference = fields.Char("Case or request", readonly=True)
    recipient = fields.Char("For whom", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    made_on = fields.Datetime(readonly=True, default=lambda self: fields.Datetime.now())
    made_by_id = fields.Many2one(
        "res.users", "Made by", readonly=True, default=lambda self: self.env.uid
    )
    state = fields.Selection(
        [("valid", "Valid"), ("revoked", "Revoked")],
        required=True,
        readonly=True,
        default="valid",
    )
    revoked_on = fields.Datetime(readonly=True)
    revoked_by_id = fields.Many2one("res.users", readonly=True)
    revoke_reason = fields.Char("Revoked because")

    _serial_uniq = models.Constraint("UNIQUE(serial)", "This serial was given already.")

    @api.model
    def _purposes(self):
        words = (
            self.env["dibao.export"]._fields["purpose"]._description_selection(self.env)
        )
        known = dict(words)
        return [(code, known.get(code, code)) for code in PURPOSES]

    @api.model
    def _make(self, original, purpose, reference="", recipient=""):
        """Make a copy of an original and keep it; the opening is logged first.

        :return: the copy
        :raise AccessError: the user may not have the file
        """
        env = self.env
        with original.with_env(env)._open(purpose, reference) as stream:
            vals = {
                "serial": env["ir.sequence"]
                .sudo()
                .next_by_code("dibao.certified.copy"),
                "check_code": label_token.new(),
                "original_id": original.id,
                "fonds_id": original.item_id.fonds_id.id,
                "purpose": purpose,
                "reference": reference,
                "recipient": recipient,
                "page_count": original.page_count,
                "made_by_id": env.uid,
            }
            # sudo: the effect of an act whose right was checked in opening
            copy = self.sudo()._acting().create(vals)
            content = copy._marked(stream)
        copy.write(vault.put(env, content, CONTEXT).row())
        return copy.with_env(env)

    def action_download(self):
        """Have the copy again, as it was made."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/copy/{self.id}/file",
            "target": "self",
        }

    def action_revoke(self):
        """Withdraw a copy: its check says so from now on."""
        for copy in self:
            copy.check_access("write")
            if copy.state != "valid":
                raise UserError(self.env._("This copy is withdrawn already."))
            if not copy.revoke_reason:
                raise UserError(self.env._("Say why the copy is withdrawn."))
            copy._by_act(
                {
                    "state": "revoked",
                    "revoked_on": fields.Datetime.now(),
                    "revoked_by_id": self.env.uid,
                }
            )

    def write(self, vals):
        if "revoke_reason" in vals and any(one.state != "valid" for one in self):
            raise UserError(self.env._("This copy is withdrawn already."))
        return super().write(vals)

    # ------------------------------------------------------------------ public check

    def _paper_told(self):
        """Nothing personal."""
        self.ensure_one()
        return {
            "serial": self.serial,
            "keeper": self.fonds_id.agency_name or self.fonds_id.name or "",
            "made_on": fields.Date.to_string(self.made_on),
            "pages": self.page_count,
            "valid": self.state == "valid",
            "sha256": self.sha256,
        }
