# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

#: By rank; the key sorts. Titles do not expire.
LEVELS = [
    ("1", "Archives clerk"),
    ("2", "Assistant archivist"),
    ("3", "Archivist (middle)"),
    ("4", "Associate research archivist"),
    ("5", "Research archivist"),
]


class DibaoStaffTitle(models.Model):
    """A professional title of the archival series, with its date (AR24 art. 17)."""

    _name = "dibao.staff.title"
    _description = "Professional title"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "awarded_on desc, id desc"
    _rec_name = "level"

    staff_id = fields.Many2one(
        "dibao.staff", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="staff_id.division_id", store=True, index=True
    )
    level = fields.Selection(LEVELS, "Title", required=True)
    awarded_on = fields.Date(required=True)
    issuer = fields.Char(help="Who awarded it.")
    note = fields.Char()

    _once = models.Constraint(
        "UNIQUE(staff_id, level)", "This person has this title already."
    )
