# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dibao_archive.tools import file_kind, label_token, pages


class DibaoSessionSheet(models.TransientModel):
    """Takes a signed attendance sheet back: whose it is says its code."""

    _name = "dibao.session.sheet"
    _description = "Signed Attendance Sheet"
    _inherit = ["dibao.sealed.mixin"]

    file = fields.Binary("Scanned sheet", attachment=False)
    file_name = fields.Char()
    event_id = fields.Many2one("event.event", "Session", ondelete="cascade")
    seat_ids = fields.Many2many(
        "event.registration",
        string="Signed by",
        domain="[('event_id', '=', event_id), ('state', 'in', ('open', 'done'))]",
        help="Who signed attended, and gets the hours.",
    )
    message = fields.Char(readonly=True)

    def action_read(self):
        """Find the session by the code on the sheet."""
        self.ensure_one()
        content = self._content()
        event = self.env["event.event"]
        for token in self._tokens(content):
            event = event.search([("dibao_token", "=", token)], limit=1)
            if event:
                break
        if not event and not self.event_id:
            raise UserError(
                self.env._(
                    "No code of a session of yours was found on the sheet. Choose the "
                    "session yourself."
                )
            )
        self.event_id = event or self.event_id
        seats = self.event_id.registration_ids
        self.seat_ids = [
            Command.set(seats.filtered(lambda one: one.state in ("open", "done")).ids)
        ]
        self.message = self.env._(
            "Take out of the list who did not sign; then file the sheet."
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed attendance sheet"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _content(self):
        content = base64.b64decode(self.file or b"")
        if file_kind.kind_of(io.BytesIO(content)) not in pages.VIEWABLE:
            raise UserError(self.env._("Upload the scanned sheet: PDF or picture."))
        return content

    def _tokens(self, content):
        kind = file_kind.kind_of(io.BytesIO(content))
        with pages.PageReader() as reader:
            try:
                found = reader.codes(content, kind, most_pages=20)
            except pages.PageError as error:
                raise UserError(
                    self.env._("The file cannot be read: scan the sheet again.")
                ) from error
        return [token for _page, text in found if (token := label_token.parse(text))]

    def action_apply(self):
        """Book the attendance of those who signed, and file the sheet as evidence."""
        self.ensure_one()
        event = self.event_id
        if not event:
            raise UserError(self.env._("Read the sheet first."))
        event.check_access("write")
        content = self._content()
        self.seat_ids.filtered(lambda one: one.state == "open").action_set_done()
        event._dibao_file_sheet(filename=self.file_name, content=content)
        self.file = False
        return {"type": "ir.actions.act_window_close"}
