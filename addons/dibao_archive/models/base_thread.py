# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools import clear_text

PREFIX = "dibao."
#: Rows beside a record: the path to the name of its model, and what people type.
#: By name, since some of them belong to add-ons that an installation may lack.
BESIDE = {
    "calendar.event": ("res_model", ("name", "description", "location", "notes")),
    "ir.attachment": ("res_model", ("name", "description")),
    "mail.activity": ("res_model", ("summary", "note", "feedback")),
    "mail.activity.schedule": ("res_model", ("summary", "note")),
    "mail.compose.message": ("model", ("subject", "body")),
    "mail.followers.edit": ("res_model", ("message",)),
    "mail.mail": ("mail_message_id.model", ("body_html",)),
    "mail.message": ("model", ("subject", "body")),
    "mail.message.reaction": ("message_id.model", ("content",)),
    "mail.scheduled.message": ("model", ("subject", "body")),
    "portal.share": ("res_model", ("note",)),
}


class Base(models.AbstractModel):
    # What is written beside a record of these add-ons holds no ID number.
    #
    # Messages, log notes, activities and file names are kept in clear, mailed and shown
    # in other places than the record's form. Every way of writing them, over whatever
    # route, ends here. Threads of other applications are left alone.
    #
    # No docstring: the platform would store it as its own word on all abstract models.

    _inherit = "base"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._name in BESIDE:
            records._dibao_refuse_beside()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._name in BESIDE:
            path, words = BESIDE[self._name]
            if not vals.keys().isdisjoint((path, *words)):
                self._dibao_refuse_beside()
        return result

    def _dibao_refuse_beside(self):
        """Undo, by an error, rows that hold a number beside a record of ours."""
        path, words = BESIDE[self._name]
        words = [word for word in words if word in self._fields]
        for row in self.sudo():
            ours = any(name and name.startswith(PREFIX) for name in row.mapped(path))
            if ours and any(clear_text.holds_id_number(row[word]) for word in words):
                raise ValidationError(self._dibao_number_refusal())

    @api.model
    def _dibao_number_refusal(self):
        return self.env._(
            "What you wrote holds an ID number, which would be kept here in clear. "
            "Write the name or the number of the household instead; ID numbers "
            "belong in their own field, where they are protected."
        )
