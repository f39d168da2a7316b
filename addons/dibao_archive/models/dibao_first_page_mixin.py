# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

#: Lists show 80; pages as large as this are still found by their ids first.
MOST = 500


class DibaoFirstPageMixin(models.AbstractModel):
    """A page of a long list is found by its ids first, and read afterwards.

    The platform reads the columns of a page in the query that finds it. For who sees a
    part of the stock the database then fetches each row of that part, with all its
    columns, only to sort it and show 80. Ids, order, place and what the rules ask for
    lie together in one index of the model: found by it, a page of 80 out of 100,000
    takes a fifth of the time. Which records are found, and in which order, stays the
    same.

    Asked for the first of an order that an index holds for the whole stock, the
    database reads that index from its beginning, through all areas before, until 80 of
    the user's are found. So for those who see a part only, the order is written in a
    way that index cannot serve (as for the numbers of households).
    """

    _name = "dibao.first.page.mixin"
    _description = "First Pages by an Index"
    #: The number that leads the order, as it stands there; not a text.
    _page_order = "id"

    @api.model
    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        order = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if (
            field_name != self._page_order
            or not order
            or self.env.su
            or self.env["dibao.household"]._sees_most()
        ):
            return order
        number = self._field_to_sql(alias, field_name.partition(".")[0], query)
        return SQL("%s + 0 %s %s", number, direction, nulls)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        query = super()._search(domain, offset, limit, order, **kwargs)
        if not (order and limit and limit <= MOST) or query.is_empty():
            return query
        return self.browse(query.get_result_ids())._as_query()
