# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import vault

#: What the vault alone writes.
GUARDED = {"token", "vault_key", "size", "sha256", "sm3"}


class DibaoVaultMixin(models.AbstractModel):
    """A row that owns a file of the vault.

    The digests are those of the clear content (SHA-256 and SM3, R-42, R-63). The file
    goes with the row, after the commit.
    """

    _name = "dibao.vault.mixin"
    _description = "Kept File"
    _vault_owner = True

    token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    vault_key = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    size = fields.Integer("Size in bytes", readonly=True, copy=False, aggregator="sum")
    sha256 = fields.Char("SHA-256", readonly=True, copy=False, index=True)
    sm3 = fields.Char("SM3", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(GUARDED & vals.keys() for vals in vals_list):
            raise UserError(self.env._("Files come in by the act that keeps them."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and GUARDED & vals.keys():
            raise UserError(self.env._("A kept file is never exchanged."))
        return super().write(vals)

    def unlink(self):
        tokens = self.sudo().mapped("token")
        result = super().unlink()
        for token in filter(None, tokens):
            vault.erase(self.env, token)
        return result
