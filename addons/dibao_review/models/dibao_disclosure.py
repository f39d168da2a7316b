# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OFFICER = "dibao_archive.group_county_officer"
CONFIRMER = "dibao_archive.group_county_confirmer"


class DibaoDisclosure(models.Model):
    """A county's month as everybody may see it, on the public pages and as open data.

    What is shown is reckoned once, kept with its digest, and approved by a second
    person: nothing on the public pages changes but by an act. What was public stays on
    record when it is withdrawn, since later versions must fit it.
    """

    _name = "dibao.disclosure"
    _description = "Disclosure of a Month"
    _inherit = [
        "mail.thread",
        "dibao.county.month.mixin",
        "dibao.filed.mixin",
        "dibao.jurisdiction.mixin",
    ]
    _order = "month desc, id desc"
    _act_fields = (
        *("state", "content", "digest", "hidden_count", "cell_count", "prepared_by_id"),
        *("prepared_on", "approved_by_id", "published_on", "withdrawn_by_id"),
        *("withdrawn_on", "was_public"),
    )

    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("prepared", "To be approved"),
            ("published", "Public"),
            ("replaced", "Replaced by a newer version"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
        index=True,
    )
    hotline = fields.Char(default=lambda self: self._before().hotline or "12345")
    office = fields.Char(
        "Where to ask",
        default=lambda self: self._before().office,
        help="Address and hours, as they are shown.",
    )
    apply_text = fields.Text(
        "How to apply",
        default=lambda self: self._before().apply_text or self._how_to_apply(),
    )
    content = fields.Json(readonly=True, copy=False)
    digest = fields.Char("SHA-256", readonly=True, copy=False)
    cell_count = fields.Integer("Figures", readonly=True, copy=False)
    hidden_count = fields.Integer(
        "Held back",
        readonly=True,
        copy=False,
        help="Small figures, and those that would give them back.",
    )
    was_public = fields.Boolean(readonly=True, copy=False)
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    prepared_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    published_on = fields.Datetime(readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    withdrawn_on = fields.Datetime(readonly=True, copy=False)
    withdraw_reason = fields.Char("Why it is withdrawn", copy=False, tracking=True)
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    address = fields.Char("Public page", compute="_compute_address")

    _one_public = models.UniqueIndex(
        "(division_id, month) WHERE state = 'published'",
        "One version of a month is public.",
    )

    @api.depends("division_id.name", "month")
    def _compute_display_name(self):
        for one in self:
            month = one.month and f"{one.month:%Y-%m}"
            one.display_name = " ".join(filter(None, (month, one.division_id.name)))

    @api.depends("division_id", "month")
    def _compute_address(self):
        for one in self:
            code = one.division_id.code
            one.address = one.month and f"/dibao/public/{code}/{one.month:%Y-%m}"

    @api.depends("content")
    @api.depends_context("lang")
    def _compute_preview(self):
        for one in self:
            one.preview = one.content and self.env["ir.qweb"]._render(
                "dibao_review.public_preview", one._page_values(one.division_id.code)
            )

    @api.model
    def _before(self):
        """The last one of the user's county, whose texts go on."""
        county = self.env["dibao.payment.run"]._default_county()
        domain = [("division_id", "=", county.id)] if county else []
        return self.search(domain, limit=1)

    @api.model
    def _how_to_apply(self):
        return self.env._(
            "Apply in writing, in the name of the household, to the people's "
            "government of the township or the sub-district office where the household "
            "register is, or online. Who has difficulty applying may have the village "
            "committee do it. Nobody is charged for it."
        )

    # CRUD

    def write(self, vals):
        free = {"withdraw_reason"}
        typed = self._is_typed(vals) and vals.keys() - free
        if typed and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._("What was prepared is not changed: send it back first.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never_public(self):
        if any(one.was_public for one in self):
            raise UserError(self.env._("What was public stays on record: withdraw it."))

    # ACTS

    def action_prepare(self):
        """Reckon what may be shown, and ask for the approval of a second person."""
        for one in self:
            one._check_step("draft", groups=(OFFICER,))
            content = one._reckon()
            text = json.dumps(content, ensure_ascii=False, sort_keys=True)
            one._by_act(
                {
                    "state": "prepared",
                    "content": content,
                    "digest": hashlib.sha256(text.encode()).hexdigest(),
                    "hidden_count": content["hidden"],
                    "cell_count": 3 * len(content["places"]),
                    "prepared_by_id": self.env.uid,
                    "prepared_on": fields.Datetime.now(),
                }
            )

    def action_send_back(self):
        """Not so: it is prepared anew."""
        for one in self:
            one._check_step("prepared", groups=(OFFICER, CONFIRMER))
            one._by_act({"state": "draft", "content": False, "digest": False})

    def action_publish(self):
        """Say yes as a second person: from now on everybody can see it."""
        for one in self:
            one._check_step("prepared", groups=(CONFIRMER,))
            if self.env.user in one.prepared_by_id | one.create_uid:
                raise AccessError(
                    self.env._("Another person than who prepared it publishes it.")
                )
            # sudo: another version, whoever prepared it, makes room
            same = [("division_id", "=", one.division_id.id), ("month", "=", one.month)]
            older = one.sudo().search([*same, ("state", "=", "published")])
            public = one.sudo().search_count([*same, ("was_public", "=", True)])
            if public != one.content["versions_before"]:
                raise UserError(
                    self.env._(
                        "Another version became public since this one was prepared: "
                        "send it back and prepare it anew."
                    )
                )
            older._by_act({"state": "replaced"})
            older.flush_recordset()
            one._by_act(
                {
                    "state": "published",
                    "was_public": True,
                    "approved_by_id": self.env.uid,
                    "published_on": fields.Datetime.now(),
                }
            )
        self.env.registry.clear_cache()

    def action_withdraw(self):
        """Take it off the public pages; the record says who, when and why."""
        for one in self:
            one._check_step("published", groups=(CONFIRMER,))
            if not (one.withdraw_reason or "").strip():
                raise UserError(self.env._("Write down first why it is withdrawn."))
            one._by_act(
                {
                    "state": "withdrawn",
                    "withdrawn_by_id": self.env.uid,
                    "withdrawn_on": fields.Datetime.now(),
                }
            )
        self.env.registry.clear_cache()

    def action_open_page(self):
        """See it as everybody does."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": self.address, "target": "new"}
