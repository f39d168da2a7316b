# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.four_texts import TEXTS
from .dibao_inspection_rule import PROPERTIES

RESULTS = [
    ("pass", "Passed"),
    ("warn", "With a remark"),
    ("fail", "Does not pass"),
    ("manual", "Waits for a person"),
    ("not_run", "Not run"),
]


class DibaoInspectionResult(models.Model):
    """What one check said: of the batch as a whole, and of each place it found.

    Written by the inspection only; a check by hand gets its result from a person.
    """

    _name = "dibao.inspection.result"
    _description = "Inspection Result"
    _order = "inspection_id desc, sequence, is_head desc, id"
    _rec_name = "number"

    inspection_id = fields.Many2one(
        "dibao.inspection", required=True, readonly=True, index=True, ondelete="cascade"
    )
    number = fields.Char("Check no.", required=True, readonly=True, index=True)
    rule_id = fields.Many2one(
        "dibao.inspection.rule", required=True, readonly=True, ondelete="restrict"
    )
    rule_name = fields.Char(related="rule_id.name")
    sequence = fields.Integer(readonly=True, aggregator=False)
    property = fields.Selection(PROPERTIES, "Aspect", required=True, readonly=True)
    rule_version = fields.Char(readonly=True)
    blocking = fields.Boolean(readonly=True)
    is_head = fields.Boolean("Whole batch", readonly=True, index=True)
    result = fields.Selection(RESULTS, required=True, readonly=True, index=True)
    count = fields.Integer("Faults found", readonly=True)
    item_id = fields.Many2one(
        "dibao.item", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    document = fields.Char("File", readonly=True, help="Its place within the item.")
    text_code = fields.Char(readonly=True)
    text_values = fields.Json(readonly=True)
    message = fields.Char(compute="_compute_message")
    input_digest = fields.Char(readonly=True)
    tool = fields.Char(readonly=True)
    done_on = fields.Datetime(readonly=True)
    user_id = fields.Many2one("res.users", "Checked by", readonly=True)
    remark = fields.Char(readonly=True)

    @api.depends("text_code", "text_values", "remark")
    @api.depends_context("lang")
    def _compute_message(self):
        for result in self:
            text = TEXTS.get(result.text_code or "", "")
            values = {
                name: self.env._(value) if name == "reason" else value
                for name, value in (result.text_values or {}).items()
            }
            said = self.env._(text, **values) if text else ""
            result.message = " ".join(filter(None, (said, result.remark)))

    def action_pass(self):
        """A person has looked, and it is in order."""
        self._by_hand("pass")

    def action_fail(self):
        """A person has looked, and it is not in order."""
        self._by_hand("fail")

    def _by_hand(self, result, remark=""):
        for one in self:
            one.inspection_id.check_access("write")
            one.inspection_id._check_duty("inspect")
            if one.result != "manual" or not one.is_head:
                raise UserError(
                    self.env._("Only a check by hand gets its result from a person.")
                )
        self.sudo().write(
            {
                "result": result,
                "text_code": False,
                "remark": remark or False,
                "user_id": self.env.uid,
                "done_on": fields.Datetime.now(),
            }
        )
        self.inspection_id._weigh()
