# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class DibaoLedgerHousehold(models.Model):
    """A household of a checked ledger on its way to the registry.

    Nobody has rights here: rows are written, matched and taken over by SQL, and end
    with the import. Links are plain numbers, for a foreign key would cost more than
    the row itself.
    """

    _name = "dibao.ledger.household"
    _description = "Checked Household of a Ledger"
    _log_access = False

    import_ref = fields.Integer(required=True)
    seq = fields.Integer(required=True, help="Its place among the file's households.")
    row = fields.Integer("Row in the sheet")
    faulty = fields.Boolean(help="Left out: the findings say why.")
    # What the ledger says; empty is not said.
    number = fields.Char()
    division_ref = fields.Integer()
    new_township_ref = fields.Integer()
    new_village = fields.Char()
    urban_rural = fields.Char()
    registered_address = fields.Char()
    living_address = fields.Char()
    search_tokens = fields.Char()
    account_number = fields.Json()
    account_bank = fields.Char()
    account_holder = fields.Char()
    recheck_class = fields.Char()
    cause_refs = fields.Json()
    state = fields.Char()
    state_date = fields.Date()
    certificate_number = fields.Char()
    monthly_income = fields.Float(digits=(12, 2))
    allowance = fields.Float(digits=(12, 2))
    allowance_from = fields.Date()

    _by_import = models.UniqueIndex("(import_ref, seq)")
