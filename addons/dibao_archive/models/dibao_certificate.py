# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..sealed import Sealed


class DibaoCertificate(models.Model):
    """A document that proves something of a person, other than the ID card."""

    _name = "dibao.certificate"
    _description = "Certificate of a Person"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "person_id, issued_on desc, id"
    _rec_name = "kind_id"

    person_id = fields.Many2one(
        "dibao.person", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="person_id.division_id", store=True, index=True
    )
    kind_id = fields.Many2one(
        "dibao.code", "Kind", required=True, domain=[("list", "=", "certificate")]
    )
    number = Sealed(kind="certificate", required=True)
    issued_on = fields.Date()
    expires_on = fields.Date()
    note = fields.Char()

    _number_uniq = models.UniqueIndex(
        "(kind_id, (number->>'i'))",
        "A certificate of this kind with this number is already registered.",
    )
    _dates = models.Constraint(
        "CHECK (expires_on IS NULL OR issued_on IS NULL OR expires_on >= issued_on)",
        "The certificate expires before it is issued.",
    )
