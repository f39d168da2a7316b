# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoAccessLogWords(models.Model):
    """The log in the words of the screens; what is stored are technical names."""

    _inherit = "dibao.access.log"

    subject = fields.Char("What", compute="_compute_words")
    purpose_shown = fields.Char("What for", compute="_compute_words")

    @api.depends("model", "res_ids", "field_names", "purpose")
    @api.depends_context("lang")
    def _compute_words(self):
        purposes = self._purpose_words()
        for row in self:
            row.subject = row._subject()
            row.purpose_shown = purposes.get(row.purpose, row.purpose)

    @api.model
    def _purpose_words(self):
        words = self.env["dibao.export"]._fields["purpose"]._description_selection
        return {
            **dict(words(self.env)),
            "ledger": self.env._("Ledger import"),
            "ledger result": self.env._("Result workbook"),
        }

    def _subject(self):
        """Such as "Person 6: ID number"; add-ons may have gone since."""
        model = self.env.get(self.model or "")
        if model is None:
            return " ".join(filter(None, (self.model, self.res_ids)))
        names = [
            model._fields[name].get_description(self.env, ["string"])["string"]
            if name in model._fields
            else name
            for name in (self.field_names or "").split(",")
            if name
        ]
        title = self.env["ir.model"]._get(model._name).name
        record = " ".join(filter(None, (title, self.res_ids)))
        return ": ".join(filter(None, (record, ", ".join(names))))
