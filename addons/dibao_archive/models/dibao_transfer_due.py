# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL


class DibaoTransferDue(models.Model):
    """Volumes and the year in which they are to be handed over (R-32).

    Counted from the year of the papers by the policy of the fonds' place (county ten
    years, Regulation of 2024 art. 20).
    """

    _name = "dibao.transfer.due"
    _description = "Volumes Due for Transfer"
    _auto = False
    _order = "due_year, id"
    _rec_name = "volume_id"

    volume_id = fields.Many2one("dibao.volume", readonly=True)
    reference_code = fields.Char(readonly=True)
    title = fields.Char(readonly=True)
    fonds_id = fields.Many2one("dibao.fonds", readonly=True)
    category_id = fields.Many2one("dibao.category", readonly=True)
    retention_id = fields.Many2one("dibao.retention", readonly=True)
    division_id = fields.Many2one("dibao.division", readonly=True)
    year = fields.Integer(readonly=True, aggregator=False)
    due_year = fields.Integer("Due in", readonly=True, aggregator=False)
    is_due = fields.Boolean("Due now", readonly=True)
    item_count = fields.Integer("Item count", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT v.id, v.id AS volume_id, v.reference_code, v.title, v.fonds_id,
                      v.category_id, v.retention_id, v.division_id, v.year,
                      v.year + y.years AS due_year, v.item_count, v.page_count,
                      v.year + y.years <= extract(year FROM now())::int AS is_due
               FROM dibao_volume v
               JOIN unnest(%(fonds)s::int[], %(years)s::int[]) AS y (fonds_id, years)
                 ON y.fonds_id = v.fonds_id
               WHERE v.state = 'filed'""",
            **self._years(),
        )

    @api.model
    def _years(self):
        """Years until transfer for each fonds."""
        policy = self.env["dibao.policy"].sudo()
        fonds = self.env["dibao.fonds"].sudo().with_context(active_test=False)
        known = {one.id: one.division_id for one in fonds.search([])}
        return {
            "fonds": list(known),
            "years": [
                policy._require("transfer_years", place) for place in known.values()
            ],
        }
