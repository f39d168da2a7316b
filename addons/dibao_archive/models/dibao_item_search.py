# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..sealed import open_blob
from ..tools import bigram

#: What is searched beside the text of the pages.
SEARCHED = {
    "title",
    "reference_code",
    "document_number",
    "responsible",
    "kind_id",
    "household_id",
    "person_id",
    "volume_id",
    "remark",
}


def _texts(items):
    """{item id: text of its kept originals}; for the index and snippets only.

    It hangs on no model: what it returns is not masked.
    """
    texts = {}
    pages = (
        items.env["dibao.original.text"]
        .sudo()
        .search(
            [
                ("original_id.item_id", "in", items.ids),
                ("original_id.state", "=", "kept"),
            ]
        )
    )
    for page in pages:
        words = open_blob(page, "text").decode()
        item = page.original_id.item_id.id
        texts[item] = f"{texts.get(item, '')}\n{words}"
    return texts


class DibaoItemSearch(models.Model):
    """Full-text search of items: words of two characters, too (R-56).

    The column is written here alone. It holds pairs of characters, no text, and no
    digits that could be a number of a person. Rights are those of the item.
    """

    _inherit = "dibao.item"

    search_text = fields.Char(
        "Title, name or words in the text",
        compute="_compute_search_text",
        search="_search_search_text",
    )

    def init(self):
        result = super().init()
        self.env.cr.execute(
            """
            ALTER TABLE dibao_item ADD COLUMN IF NOT EXISTS search_vector tsvector;
            CREATE INDEX IF NOT EXISTS dibao_item_search_vector_index
                ON dibao_item USING gin (search_vector)
            """
        )
        return result

    @api.depends()
    def _compute_search_text(self):
        self.search_text = False

    @api.model
    def _search_search_text(self, operator, value):
        texts = [value] if isinstance(value, str) else list(value or ())
        if operator not in ("ilike", "in", "=", "like") or not texts:
            return NotImplemented
        return Domain.OR(self._found_by(text) for text in texts)

    @api.model
    def _found_by(self, text):
        question = bigram.query(text)
        if not question:
            return Domain.FALSE
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s @@ %s::tsquery", SQL.identifier(alias, "search_vector"), question
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._index_text()
        return items

    def write(self, vals):
        result = super().write(vals)
        if SEARCHED & vals.keys():
            self._index_text()
        return result

    def _index_text(self):
        """Write the search column anew."""
        if not self.ids:
            return
        self.flush_recordset()
        read = _texts(self)
        kinds = self.sudo().kind_id._search_words()
        rows = [
            (
                item.id,
                bigram.vector(
                    *item._own_words(),
                    kinds[item.kind_id.id],
                    bigram.drop_numbers(read.get(item.id)),
                ),
            )
            for item in self.sudo()
        ]
        self.env.cr.execute_values(
            """UPDATE dibao_item SET search_vector = found.words::tsvector
               FROM (VALUES %s) AS found (id, words) WHERE dibao_item.id = found.id""",
            rows,
            page_size=1000,
        )

    def _own_words(self):
        """(title and codes, names) of an item."""
        self.ensure_one()
        household = self.household_id
        about = self.title, self.reference_code, self.document_number, self.remark
        names = (
            household.head_id.name,
            self.person_id.name,
            self.responsible,
            household.number,
        )
        return " ".join(filter(None, about)), " ".join(filter(None, names))

    def _snippets(self, asked):
        """{item id: masked words around the first hit}, of pages the user may see."""
        found = {}
        for item in self:
            shown = " ".join(item.sudo()._own_words())
            words = bigram.snippet(shown, asked)
            if not words and any(
                original._may_view(self.env.user) for original in item.original_ids
            ):
                words = bigram.snippet(_texts(item).get(item.id, ""), asked)
            found[item.id] = words
        return found
