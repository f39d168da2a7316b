# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoBackup(models.Model):
    """A backup that was taken, and whether restoring it was tried (R-38).

    Written by whoever takes backups (by hand, or by his program over the interface);
    the storage monitor warns when the last one is too old.
    """

    _name = "dibao.backup"
    _description = "Backup"
    _inherit = ["dibao.sealed.mixin"]
    _order = "taken_on desc, id desc"
    _rec_name = "place"

    taken_on = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now(), index=True
    )
    place = fields.Char(required=True, help="Where it lies: device or site, no path.")
    off_site = fields.Boolean("Elsewhere", help="At another site (Regulation art. 41).")
    size = fields.Float("Size (GB)", aggregator="sum")
    digest = fields.Char("SHA-256")
    expires_on = fields.Date(
        "Kept until", help="From then on what was destroyed is gone from it, too."
    )
    drill_on = fields.Datetime("Restored on a trial on")
    drill_ok = fields.Boolean("Trial went well")
    drill_minutes = fields.Integer("Time to restore (minutes)", aggregator="avg")
    drill_loss_minutes = fields.Integer("Data lost (minutes)", aggregator="avg")
    drill_user_id = fields.Many2one("res.users", "Tried by")
    note = fields.Text()
    user_id = fields.Many2one(
        "res.users", "Entered by", readonly=True, default=lambda self: self.env.uid
    )

    @api.constrains("taken_on")
    def _check_taken_on(self):
        now = fields.Datetime.now()
        if any(backup.taken_on > now for backup in self):
            raise UserError(self.env._("A backup is entered once it was taken."))
