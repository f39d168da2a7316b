# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import log_detail


class DibaoAccessLogWords(models.Model):
    """The log in the words of the screens; what is stored are technical names."""

    _inherit = "dibao.access.log"

    subject = fields.Char("What", compute="_compute_words")
    purpose_shown = fields.Char("What for", compute="_compute_words")
    detail_shown = fields.Char("Detail", compute="_compute_detail_shown")

    @api.depends("model", "res_ids", "field_names", "purpose")
    @api.depends_context("lang")
    def _compute_words(self):
        purposes = self._purpose_words()
        for row in self:
            row.subject = row._subject()
            row.purpose_shown = purposes.get(row.purpose, row.purpose)

    @api.depends("detail")
    @api.depends_context("lang")
    def _compute_detail_shown(self):
        words = self._detail_words()
        for row in self:
            code, said = log_detail.unpack(row.detail)
            try:
                row.detail_shown = words[code] % self._said_words(said)
            except KeyError:
                # Of an add-on that has gone, or of before there were codes.
                row.detail_shown = row.detail

    @api.model
    def _detail_words(self):
        """{code: sentence} of the details that are logged; add-ons add their own."""
        env = self.env
        return {
            "account_set": env._("Set by another for users %(users)s: %(fields)s"),
            "disposal": env._("Papers of a disposal list"),
            "evidence_sheet": env._("Evidence sheet of an item"),
            "file": env._("Whole file"),
            "granted": env._("User %(user)s now holds: %(roles)s"),
            "household_sheet": env._("Household record sheet"),
            "known": env._("The copy is known"),
            "key_destroyed": env._("Key destroyed: %(key)s (%(use)s)"),
            "key_destroying": env._("Key about to be destroyed: %(key)s (%(use)s)"),
            "key_rotated": env._("Key replaced: %(key)s (%(use)s)"),
            "ledger_import": env._("Ledger import %(id)s"),
            "ledger_result": env._("Result workbook, masked"),
            "log_anchored": env._("End of the log noted anew"),
            "masked_workbook": env._("Workbook, masked"),
            "original": env._("Electronic original"),
            "pages": env._("Pages on the screen"),
            "result workbook, masked": env._("Result workbook, masked"),
            "sorting": env._("Pages while sorting scans"),
            "unknown": env._("The copy is not known"),
            "over_limit": env._("Over the limit of %(limit)s in an hour: %(action)s"),
            "transfer_package": env._("Package %(profile)s for %(receiver)s"),
            "transfer_taken": env._("Package taken over"),
            "inspection_report": env._("Report of an inspection"),
            "transfer_register": env._("Register of a transfer"),
            "search": env._("Value %(mark)s (one mark stands for one value)"),
        }

    @api.model
    def _said_words(self, said):
        """The values of a sentence as people read them."""
        env = self.env
        labels = {
            "action": dict(self._fields["action"]._description_selection(env)),
            "use": dict(env["dibao.key"]._fields["use"]._description_selection(env)),
            "roles": {role: self._role_word(role) for role in said.get("roles", ())},
            "fields": {
                name: env["res.users"]._fields[name]._description_string(env)
                for name in said.get("fields", ())
                if name in env["res.users"]._fields
            },
        }
        return {
            name: ", ".join(
                str(labels.get(name, {}).get(one, one))
                for one in (value if isinstance(value, list) else [value])
            )
            for name, value in said.items()
        }

    @api.model
    def _role_word(self, role):
        group = self.env.ref(f"dibao_archive.group_{role}", raise_if_not_found=False)
        return group.sudo().name if group else role

    @api.model
    def _purpose_words(self):
        words = self.env["dibao.export"]._fields["purpose"]._description_selection
        return {
            **dict(words(self.env)),
            "ledger": self.env._("Ledger import"),
            "ledger result": self.env._("Result workbook"),
            "transfer": self.env._("Transfer"),
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
