# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import resident_id, tokens


class DibaoSearchMixin(models.AbstractModel):
    """Found by what a clerk types: characters, pinyin or initials, whole numbers.

    A model fills ``search_tokens`` from what it is called by, and may look further by
    ``_text_query``.
    """

    _name = "dibao.search.mixin"
    _description = "Search by Words"

    search_tokens = fields.Char(
        compute="_compute_search_tokens", store=True, precompute=True, copy=False
    )
    search_name = fields.Char(
        compute="_compute_search_name", search="_search_search_name", exportable=False
    )

    _words = models.Index(
        # A short list of pending entries (kB). A long one slows searches down until
        # the next vacuum, so that the planner would rather read the whole table;
        # without any, a ledger takes six times as long to come in.
        "USING gin (array_to_tsvector(string_to_array(search_tokens, ' ')))"
        " WITH (gin_pending_list_limit = 256)"
    )

    def _compute_search_tokens(self):
        raise NotImplementedError

    def _compute_search_name(self):
        for record in self:
            record.search_name = record[self._rec_name]

    @api.model
    def _search_search_name(self, operator, value):
        if operator not in ("ilike", "like", "=ilike", "=", "in"):
            return NotImplemented
        words = value if operator == "in" else [value]
        return Domain.OR(
            [("id", "in", self._text_query(word))] if word else Domain.FALSE
            for word in words
        )

    @api.model
    def _text_query(self, text):
        """SQL of the records that a clerk's text may mean."""
        return self._token_query(text)

    @api.model
    def _token_query(self, text):
        """SQL of the records whose own tokens fit the text."""
        query = tokens.tsquery(text)
        if not query:
            return SQL("SELECT NULL::int WHERE FALSE")
        return SQL(
            """SELECT id FROM %s
               WHERE array_to_tsvector(string_to_array(search_tokens, ' '))
                     @@ %s::tsquery""",
            SQL.identifier(self._table),
            query,
        )

    @api.model
    def _search_display_name(self, operator, value):
        if operator in ("ilike", "like", "=") and isinstance(value, str) and value:
            domain = Domain("search_name", "ilike", value)
            if not resident_id.check(value).errors:
                domain |= Domain("id_number", "=", value)
            return domain
        return super()._search_display_name(operator, value)
