# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

#: The ten steps of GB/T 42727-2023, chapter 6.
STEPS = [
    ("collect", "1 Collect"),
    ("arrange", "2 Arrange"),
    ("inventory", "3 Take the inventory"),
    ("package", "4 Form the package"),
    ("digest", "5 Generate verification data"),
    ("check", "6 Check before archiving"),
    ("exchange", "7 Exchange"),
    ("receipt", "8 Check at receipt"),
    ("register", "9 Register and catalogue"),
    ("store", "10 Store"),
]


class DibaoTransferStep(models.Model):
    """A step that was carried out: who, when, what came out. Never changed."""

    _name = "dibao.transfer.step"
    _description = "Step of a Transfer"
    _order = "transfer_id desc, id"
    _rec_name = "step"

    transfer_id = fields.Many2one(
        "dibao.transfer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    step = fields.Selection(STEPS, required=True, readonly=True)
    result = fields.Selection(
        [("pass", "Done"), ("fail", "Failed")], required=True, readonly=True
    )
    note = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", "Operator", required=True, readonly=True)
    done_on = fields.Datetime(required=True, readonly=True)
