# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools.exchange_read import ERRORS


class DibaoExchangeFinding(models.Model):
    """What is wrong with a row of a delivery. ID numbers are never quoted."""

    _name = "dibao.exchange.finding"
    _description = "Finding in a Delivery"
    _order = "batch_id desc, number, id"
    _rec_name = "code"
    _log_access = False

    batch_id = fields.Many2one(
        "dibao.exchange.batch",
        "Delivery",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    number = fields.Integer("Row", readonly=True, aggregator=None)
    slot = fields.Char(readonly=True)
    column = fields.Char("Heading", readonly=True)
    code = fields.Selection(lambda self: self._codes(), "Finding", readonly=True)
    value = fields.Char("Found", readonly=True, help="Long numbers are masked.")
    severity = fields.Selection(
        [("error", "Row left out"), ("note", "Note")],
        compute="_compute_severity",
    )

    @api.depends("code")
    def _compute_severity(self):
        for one in self:
            one.severity = "error" if one.code in ERRORS else "note"

    @api.model
    def _codes(self):
        env = self.env
        return [
            ("id_characters", env._("ID number: other characters than digits and X")),
            ("id_length", env._("ID number: neither 18 nor 15 characters")),
            ("id_birth_date", env._("ID number: its birth date does not exist")),
            ("id_birth_future", env._("ID number: its birth date is to come")),
            ("id_check_digit", env._("ID number: the last character does not fit")),
            ("id_rounded", env._("ID number: rounded by the spreadsheet")),
            ("id_masked", env._("ID number: masked with stars")),
            ("id_hashed", env._("ID number: hashed by a key that is not ours")),
            ("no_key", env._("Neither ID number nor name with birth date")),
            ("date_impossible", env._("No such date")),
            ("date_future", env._("Date is to come")),
            ("amount_unknown", env._("Not an amount")),
            ("amount_negative", env._("Amount below zero")),
            ("word_unknown", env._("Word that the source does not define")),
            ("value_missing", env._("Needed value missing")),
            ("row_twice", env._("Same row again")),
            ("no_authorisation", env._("Without the person's authorisation: not kept")),
            ("value_left_out", env._("Value could not be read and was left out")),
        ]
