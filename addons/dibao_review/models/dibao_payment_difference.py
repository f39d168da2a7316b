# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoPaymentDifference(models.Model):
    """One reason why a household gets more or less than in the last run.

    The reasons of a household add up to its difference, to the fen.
    """

    _name = "dibao.payment.difference"
    _description = "Difference from the Last Run"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "run_id desc, cause, id"
    _rec_name = "household_id"
    _log_access = False
    _act_fields = (
        *("run_id", "household_id", "division_id", "township_id", "cause", "amount"),
        *("before_amount", "now_amount"),
    )

    run_id = fields.Many2one(
        "dibao.payment.run",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    household_id = fields.Many2one(
        "dibao.household", required=True, readonly=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        "dibao.division", "Village", required=True, readonly=True, ondelete="restrict"
    )
    township_id = fields.Many2one(
        "dibao.division", "Township", readonly=True, ondelete="restrict"
    )
    cause = fields.Selection(
        [
            ("first", "Paid for the first time"),
            ("resumed", "Paid again after a break"),
            ("increase", "Higher amount"),
            ("reduction", "Lower amount"),
            ("members", "Other number of counted members"),
            ("standard", "Other standard"),
            ("taper", "Tapering began"),
            ("taper_end", "Tapering ended"),
            ("ended", "Benefit ended"),
            ("died", "All counted members died"),
            ("held", "Held after a death"),
            ("stopped", "Stopped after a check"),
            ("moved", "Moved to another county"),
            ("arrears", "Arrears"),
            ("arrears_past", "Last month's arrears fall away"),
            ("recovery", "Part taken back"),
            ("recovery_past", "Last month's part taken back falls away"),
            ("correction", "Correction"),
            ("correction_past", "Last month's correction falls away"),
            ("reissue", "Paid again"),
            ("reissue_past", "Last month's second payment falls away"),
            ("unexplained", "Not explained"),
        ],
        required=True,
        readonly=True,
    )
    amount = fields.Float("Difference, yuan", digits=(12, 2), readonly=True)
    before_amount = fields.Float("Last run", digits=(12, 2), readonly=True)
    now_amount = fields.Float("This run", digits=(12, 2), readonly=True)
