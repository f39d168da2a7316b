# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoLedgerPerson(models.Model):
    """A person of a checked ledger on his way to the registry; see the household."""

    _name = "dibao.ledger.person"
    _description = "Checked Person of a Ledger"
    _log_access = False

    import_ref = fields.Integer(required=True)
    seq = fields.Integer(required=True, help="The household's place in the file.")
    position = fields.Integer(required=True)
    row = fields.Integer("Row in the sheet")
    column_no = fields.Integer()
    # What the ledger says; empty is not said.
    name = fields.Char()
    search_tokens = fields.Char()
    id_number = fields.Json()
    former_indexes = fields.Char(
        help="Blind indexes under keys that are being replaced, blank-separated."
    )
    id_number_marks = fields.Char()
    no_id_reason = fields.Char()
    birth_date = fields.Date()
    sex = fields.Char()
    ethnic_id = fields.Integer()
    marriage_id = fields.Integer()
    health_id = fields.Integer()
    education_id = fields.Integer()
    occupation_id = fields.Integer()
    disability_type = fields.Char()
    disability_grade = fields.Char()
    disability_certificate = fields.Json()
    serious_illness = fields.Boolean()
    illness = fields.Char()
    labour_ability = fields.Char()
    school = fields.Char()
    phone = fields.Json()
    phone_other = fields.Json()
    death_date = fields.Date()
    relation_id = fields.Integer()
    is_head = fields.Boolean()
    is_counted = fields.Boolean()
    exclusion_id = fields.Integer()

    _by_import = models.UniqueIndex("(import_ref, seq, position)")
