# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoCrossElement(models.Model):
    """A number in an exchange, blinded; written by SQL, and gone when it is over."""

    _name = "dibao.cross.element"
    _description = "Blinded Number"
    _log_access = False

    run_id = fields.Many2one(
        "dibao.cross.run", required=True, readonly=True, ondelete="cascade"
    )
    is_own = fields.Boolean(readonly=True)
    person_id = fields.Many2one("dibao.person", readonly=True, ondelete="cascade")
    position = fields.Integer("Place in the file", readonly=True)
    value = fields.Binary("Blinded once", attachment=False, readonly=True)
    doubled = fields.Binary("Blinded by both", attachment=False, readonly=True)

    _by_place = models.Index("(run_id, is_own, position)")
    _to_blind = models.Index("(run_id, id) WHERE is_own AND value IS NULL")
    _to_double = models.Index("(run_id, id) WHERE NOT is_own AND doubled IS NULL")
