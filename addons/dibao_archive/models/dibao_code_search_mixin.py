# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools import reference_code

TEXT_OPERATORS = ("ilike", "like", "=", "in")


class DibaoCodeSearchMixin(models.AbstractModel):
    """Found by a part of the reference code, with or without its separators (R-10)."""

    _name = "dibao.code.search.mixin"
    _description = "Search by Reference Code"

    reference_key = fields.Char(
        "Reference code without separators",
        readonly=True,
        copy=False,
        index="trigram",
        exportable=False,
    )
    code_search = fields.Char(
        "Part of a reference code",
        compute="_compute_code_search",
        search="_search_code_search",
        exportable=False,
    )

    def _write_numbers(self, rows):
        """Write numbers and codes just given, all at once.

        :param rows: (id, number, code)
        """
        names = ["number", "reference_code", "reference_key"]
        self.flush_recordset(names)
        given = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s)",
                record_id,
                number,
                code,
                reference_code.search_key(code),
            )
            for record_id, number, code in rows
        )
        self.env.cr.execute(
            SQL(
                "UPDATE %s AS record SET number = given.number,"
                " reference_code = given.code, reference_key = given.key"
                " FROM (VALUES %s) AS given (id, number, code, key)"
                " WHERE record.id = given.id",
                SQL.identifier(self._table),
                given,
            )
        )
        self.invalidate_recordset(names)
        self.modified(names)

    def _compute_code_search(self):
        for record in self:
            record.code_search = record.reference_key

    @api.model
    def _search_code_search(self, operator, value):
        if operator not in TEXT_OPERATORS:
            return NotImplemented
        words = [value] if isinstance(value, str) else value
        keys = map(reference_code.search_key, words)
        return Domain.OR(Domain("reference_key", "like", key) for key in keys if key)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator in TEXT_OPERATORS and isinstance(value, str) and value:
            domain = Domain(domain) | Domain("code_search", operator, value)
        return domain

    def action_open_references(self):
        """Open all codes that this record has or had."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_reference_action"
        )
        return action | {
            "domain": [("model", "=", self._name), ("res_id", "=", self.id)]
        }
