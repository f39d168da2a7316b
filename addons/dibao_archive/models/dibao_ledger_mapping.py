# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain


class DibaoLedgerMapping(models.Model):
    """How an office's ledgers are read: kept by the headings of their columns."""

    _name = "dibao.ledger.mapping"
    _description = "Saved Columns of a Ledger"
    _order = "division_id, name, id"

    name = fields.Char(required=True)
    division_id = fields.Many2one(
        "dibao.division", "Office", required=True, index=True, readonly=True
    )
    fingerprint = fields.Char(
        required=True, readonly=True, help="Equal for ledgers with equal headings."
    )
    layout = fields.Char(readonly=True)
    columns = fields.Json(readonly=True)
    used_on = fields.Date("Last used", readonly=True)

    _one_each = models.UniqueIndex(
        "(division_id, fingerprint)", "This office has saved these columns already."
    )

    @api.model
    def _find(self, division, fingerprint):
        """The saved mapping of an office, or of the nearest office above it."""
        found = self.sudo().search(
            Domain("fingerprint", "=", fingerprint)
            & Domain("division_id", "parent_of", division.id)
        )
        return max(found, key=lambda m: len(m.division_id.parent_path), default=found)
