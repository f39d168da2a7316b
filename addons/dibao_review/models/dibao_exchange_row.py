# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.fields import NO_ACCESS

from odoo.addons.dibao_archive.sealed import Sealed


class DibaoExchangeRow(models.Model):
    """One row of another department's list: a blind index, and what the rules need.

    Only rows that match somebody have a place, so only these are ever shown. Rows go
    when their time is over.
    """

    _name = "dibao.exchange.row"
    _description = "Row of a Delivery"
    _inherit = ["dibao.sealed.mixin"]
    _order = "batch_id desc, number"
    _rec_name = "number"
    _log_access = False

    batch_id = fields.Many2one(
        "dibao.exchange.batch", "Delivery", required=True, index=True, readonly=True
    )
    source_id = fields.Many2one(
        "dibao.exchange.source", "Data source", required=True, readonly=True
    )
    number = fields.Integer("Row", readonly=True, aggregator=None)
    # Never told to anybody: equal values can be compared inside the database alone.
    id_index = fields.Char(readonly=True, groups=NO_ACCESS)
    other_index = fields.Char(readonly=True, groups=NO_ACCESS)
    object_index = fields.Char(readonly=True, groups=NO_ACCESS)
    person_id = fields.Many2one(
        "dibao.person", readonly=True, index="btree_not_null", ondelete="set null"
    )
    match_kind = fields.Selection(
        [("id", "By ID number"), ("weak", "By name, birth date and place")],
        "Matched",
        readonly=True,
    )
    division_id = fields.Many2one(
        "dibao.division", readonly=True, index="btree_not_null", ondelete="set null"
    )
    fact_on = fields.Date("Day", readonly=True)
    end_on = fields.Date("Last day", readonly=True)
    amount = fields.Float("Yuan", digits=(14, 2), readonly=True)
    quantity = fields.Float(digits=(14, 2), readonly=True)
    kind = fields.Char(readonly=True)
    grade = fields.Char(readonly=True)
    status = fields.Char(readonly=True)
    # Of sources that name who draws nothing; of nobody else.
    name = fields.Char(readonly=True, groups=NO_ACCESS)
    birth_date = fields.Date(readonly=True, groups=NO_ACCESS)
    place_id = fields.Many2one("dibao.division", readonly=True, groups=NO_ACCESS)
    id_number = Sealed("ID number", kind="id_number", readonly=True)

    _id_index = models.Index("(id_index)")
    _matched = models.Index("(source_id, person_id) WHERE person_id IS NOT NULL")
