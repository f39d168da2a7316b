# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

OUTCOMES = [("pass", "Unchanged"), ("fail", "Failed")]


class DibaoFixityCheck(models.Model):
    """First and latest result for each kept file; failures in between are findings."""

    _name = "dibao.fixity.check"
    _description = "Fixity of a File"
    _order = "last_on desc, id desc"
    _rec_name = "model"
    _log_access = False

    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="model", readonly=True, required=True
    )
    first_on = fields.Datetime(required=True, readonly=True)
    first_result = fields.Selection(OUTCOMES, required=True, readonly=True)
    last_on = fields.Datetime(required=True, readonly=True, index=True)
    last_result = fields.Selection(OUTCOMES, required=True, readonly=True)
    check_count = fields.Integer("Times read", readonly=True)
    opened_on = fields.Datetime(
        "Decrypted on",
        readonly=True,
        help="When the content itself was last compared with its digest. Between these "
        "times the encrypted file is compared.",
    )
    proof = fields.Char("Proof of the encrypted file", readonly=True)

    _once = models.UniqueIndex("(model, res_id)")
