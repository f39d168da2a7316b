# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import ledger_columns
from ..tools.sheets.xlsx_parts import column_letters


class DibaoLedgerColumn(models.Model):
    """A column of a ledger and what it stands for."""

    _name = "dibao.ledger.column"
    _description = "Column of a Ledger"
    _order = "import_id, position"
    _rec_name = "header"

    import_id = fields.Many2one(
        "dibao.ledger.import", required=True, index=True, ondelete="cascade"
    )
    position = fields.Integer(readonly=True)
    letter = fields.Char("Column", compute="_compute_letter")
    header = fields.Char("Heading", readonly=True)
    field = fields.Selection(
        lambda self: self._fields_known(),
        "Read as",
        help="Empty: the column is not read.",
    )
    slot = fields.Integer(
        "Member no.", help="Where members stand side by side: which of them."
    )
    is_protected = fields.Boolean("Protected", compute="_compute_letter")

    @api.depends("position", "field")
    def _compute_letter(self):
        for column in self:
            column.letter = column_letters(column.position)
            column.is_protected = bool(
                ledger_columns.protected_kind(column.field or "")
            )

    @api.model_create_multi
    def create(self, vals_list):
        columns = super().create(vals_list)
        columns.import_id._check_step("upload", "mapping")
        return columns

    def write(self, vals):
        self.import_id._check_step("upload", "mapping")
        return super().write(vals)

    @api.model
    def _fields_known(self):
        """What a column may stand for, in the reader's words."""
        texts = self._field_texts()
        head, member = self.env._("Head"), self.env._("Member")
        known = [("-", self.env._("Known, not needed"))]
        for name in ledger_columns.field_choices():
            who, _dot, own = name.rpartition(".")
            label = texts[own]
            if who:
                label = f"{head if who == 'head' else member}: {label}"
            known.append((name, label))
        return known

    @api.model
    def _field_texts(self):
        env = self.env
        return {
            "name": env._("name"),
            "id_number": env._("ID number"),
            "relation": env._("relation to the head"),
            "sex": env._("sex"),
            "birth_date": env._("birth date"),
            "age": env._("age (not kept)"),
            "ethnic": env._("ethnic group"),
            "marriage": env._("marital status"),
            "health": env._("health"),
            "education": env._("education"),
            "occupation": env._("occupation"),
            "disability_type": env._("disability"),
            "disability_grade": env._("disability grade"),
            "disability_certificate": env._("disability certificate"),
            "labour_ability": env._("labour ability"),
            "serious_illness": env._("seriously ill"),
            "illness": env._("which illness"),
            "school": env._("school"),
            "phone": env._("phone"),
            "phone_other": env._("second phone"),
            "counted": env._("counted"),
            "exclusion": env._("why not counted"),
            "no_id_reason": env._("why no ID number"),
            "death_date": env._("date of death"),
            "number": env._("Household number"),
            "division_code": env._("Division code"),
            "township": env._("Township"),
            "village": env._("Village"),
            "urban_rural": env._("Urban or rural"),
            "recheck_class": env._("Re-check class"),
            "registered_address": env._("Registered address"),
            "living_address": env._("Living address"),
            "account_number": env._("Account"),
            "account_bank": env._("Bank"),
            "account_holder": env._("Account holder"),
            "certificate_number": env._("Certificate no."),
            "allowance": env._("Allowance per month"),
            "allowance_from": env._("Allowance since"),
            "monthly_income": env._("Income per month"),
            "annual_income": env._("Income per year"),
            "cause": env._("Causes of hardship"),
            "member_count": env._("Members (compared only)"),
            "counted_count": env._("Counted members (compared only)"),
            "state": env._("State"),
            "state_date": env._("State since"),
            "pay_date": env._("Payment date"),
            "other_subsidy": env._("Other subsidy (not kept)"),
        }
