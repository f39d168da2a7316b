# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dibao_archive.sealed import SealedBlob

from ..tools import cross_file


class DibaoCrossIdentity(models.Model):
    """The signing key by which other offices know this one.

    It signs the files of exchanges across regions and the decisions that are handed to
    platforms. The secret half is sealed and leaves by no way; the public one is for
    everybody, so that a security officer of the whole system, who has no area, sees and
    replaces the keys of all offices. One with an area replaces those of his area.
    """

    _name = "dibao.cross.identity"
    _description = "Signing Key of an Office"
    _inherit = ["dibao.filed.mixin"]
    _order = "id desc"
    _rec_name = "fingerprint"
    _act_fields = ("division_id", "public_key", "fingerprint", "secret", "retired_on")

    division_id = fields.Many2one(
        "dibao.division", "Office", required=True, readonly=True, ondelete="restrict"
    )
    public_key = fields.Char(
        required=True,
        readonly=True,
        help="Ed25519, base64. Give it to the other office, and compare the "
        "fingerprint by another way, such as the telephone.",
    )
    fingerprint = fields.Char(required=True, readonly=True)
    secret = SealedBlob(readonly=True)
    retired_on = fields.Datetime("Replaced on", readonly=True)

    _one_in_use = models.UniqueIndex(
        "(division_id) WHERE retired_on IS NULL", "An office signs with one key."
    )

    @api.model
    def _for(self, division):
        """The key in use of an office; made when it is needed for the first time."""
        keys = self.sudo()
        found = keys.search(
            [("division_id", "=", division.id), ("retired_on", "=", False)], limit=1
        )
        if found:
            return found
        secret, public = cross_file.new_signing_key()
        made = keys._acting().create(
            {
                "division_id": division.id,
                "public_key": base64.b64encode(public).decode(),
                "fingerprint": cross_file.fingerprint(public),
                "secret": base64.b64encode(secret).decode(),
            }
        )
        return made.with_env(keys.env)

    def action_replace(self):
        """Sign with a new key from now on; others must be told it."""
        self.check_access("read")
        if not self.env.user.has_group("dibao_archive.group_security_officer"):
            raise AccessError(self.env._("Only the security officer handles keys."))
        mine = self.env.user.sudo().dibao_division_ids
        area = mine.sudo().search([("id", "child_of", mine.ids)])
        if mine and self.division_id - area:
            raise AccessError(self.env._("This office lies outside your area."))
        for one in self.filtered(lambda key: not key.retired_on):
            one.sudo()._by_act({"retired_on": fields.Datetime.now()})
            one.flush_recordset()
            self._for(one.division_id)
