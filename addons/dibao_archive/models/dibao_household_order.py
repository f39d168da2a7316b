# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL, ormcache

#: From this share of all villages on, reading along the numbers finds a page quickly.
MOST = 0.5


class DibaoHousehold(models.Model):
    """A page of households in the order of their numbers, whatever the size.

    Numbers and places go together: a county's households lie side by side in the
    index of numbers. The database does not know that. Asked for the first page of one
    county in the order of numbers it reads that index from its beginning, through all
    counties before. So for those who see a part only, the order is written in a way
    the index cannot serve: the area is read by its own index, and sorted.
    """

    _inherit = "dibao.household"

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        order = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if field_name != "number" or not order or self.env.su or self._sees_most():
            return order
        number = self._field_to_sql(alias, field_name, query)
        return SQL("%s || '' %s %s", number, direction, nulls)

    @api.model
    @ormcache("self.env.uid")
    def _sees_most(self):
        """Whether the user's area holds most of all villages."""
        divisions = self.env["dibao.division"].sudo()
        own = self.env.user.sudo().dibao_division_ids
        village = [("level", "=", "village")]
        seen = divisions.search_count([("id", "child_of", own.ids), *village])
        return seen >= MOST * divisions.search_count(village)
