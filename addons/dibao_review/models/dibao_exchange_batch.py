# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dibao_archive.ledger.source import file_text
from odoo.addons.dibao_archive.sealed import SealedBlob
from odoo.addons.dibao_archive.tools import workbook

STATES = [
    ("draft", "To be read"),
    ("reading", "Being read"),
    ("used", "In use"),
    ("replaced", "Replaced by a newer one"),
    ("refused", "Turned away"),
    ("purged", "Rows deleted"),
]


class DibaoExchangeBatch(models.Model):
    """One delivery of a source: read whole, or refused whole.

    The file is kept sealed until it is read, and no longer. While a delivery is being
    read or refused, the one before it stays in use.
    """

    _name = "dibao.exchange.batch"
    _description = "Delivery of Data"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "id desc"
    _act_fields = (
        *("state", "refusal", "refusal_said", "digest", "job_id", "received_on"),
        *("received_by_id", "used_on", "replaced_by_id", "keep_until", "purged_on"),
        *("row_count", "faulty_count", "matched_count", "weak_count", "counts"),
        *("in_use_count", "channel"),
    )

    name = fields.Char(compute="_compute_name", store=True)
    source_id = fields.Many2one(
        "dibao.exchange.source",
        "Data source",
        required=True,
        index=True,
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Received for",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_division(),
        help="Rows are matched with people of this area only.",
    )
    data_on = fields.Date(
        "Drawn on",
        required=True,
        default=fields.Date.context_today,
        help="The day as of which the sender drew the list.",
    )
    reference = fields.Char("Letter no.", help="Of the sender's letter or order.")
    content = SealedBlob("File", help="Kept sealed until it is read, then deleted.")
    content_name = fields.Char("File name")
    channel = fields.Selection(
        [("file", "File"), ("rpc", "Interface")], default="file", readonly=True
    )
    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    refusal = fields.Char("Stored refusal", readonly=True, copy=False)
    refusal_said = fields.Json(readonly=True, copy=False)
    refusal_shown = fields.Char("Why it was refused", compute="_compute_refusal_shown")
    digest = fields.Char("SHA-256 of the file", readonly=True, copy=False, index=True)
    received_on = fields.Datetime(readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    used_on = fields.Datetime("In use since", readonly=True, copy=False)
    replaced_by_id = fields.Many2one(
        "dibao.exchange.batch", "Replaced by", readonly=True, copy=False
    )
    keep_until = fields.Date("Rows kept until", readonly=True, copy=False, index=True)
    purged_on = fields.Date("Rows deleted on", readonly=True, copy=False)
    job_id = fields.Many2one("dibao.job", readonly=True, copy=False)
    job_state = fields.Selection(related="job_id.state", string="State of the job")
    job_progress = fields.Float(related="job_id.progress", string="Progress")
    job_message = fields.Text(related="job_id.message", string="Message of the job")
    row_count = fields.Integer("Rows", readonly=True, copy=False)
    faulty_count = fields.Integer("Rows left out", readonly=True, copy=False)
    in_use_count = fields.Integer("Rows kept", readonly=True, copy=False)
    matched_count = fields.Integer("Matched by ID", readonly=True, copy=False)
    weak_count = fields.Integer(
        "Matched weakly",
        readonly=True,
        copy=False,
        help="By name, birth date and place: a lead only.",
    )
    counts = fields.Json("Findings by kind", readonly=True, copy=False)
    finding_ids = fields.One2many("dibao.exchange.finding", "batch_id", "Findings")
    alert_count = fields.Integer(compute="_compute_alert_count")

    # COMPUTES

    @api.model
    def _default_division(self):
        divisions = self.env.user.sudo().dibao_division_ids
        return divisions if len(divisions) == 1 else False

    @api.depends("source_id.name", "data_on")
    def _compute_name(self):
        for batch in self:
            name = batch.source_id.name or ""
            batch.name = f"{name} {batch.data_on or ''}".strip()

    @api.depends("source_id.name", "data_on")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = (
                f"{batch.source_id.name or ''} {batch.data_on or ''}".strip()
            )

    def _compute_alert_count(self):
        groups = dict(
            self.env["dibao.alert"]._read_group(
                [("batch_id", "in", self.ids)], ["batch_id"], ["__count"]
            )
        )
        for batch in self:
            batch.alert_count = groups.get(batch, 0)

    @api.depends("refusal", "refusal_said")
    @api.depends_context("lang")
    def _compute_refusal_shown(self):
        words = self._refusals()
        for batch in self:
            text = words.get(batch.refusal)
            if text:
                text %= batch.refusal_said or {}
            elif batch.refusal in workbook.TEXTS:
                text = file_text(self.env, batch.refusal)
            batch.refusal_shown = text or False

    @api.model
    def _refusals(self):
        env = self.env
        return {
            "columns_missing": env._(
                "Columns are missing: %(missing)s. The file has: %(found)s. Ask the "
                "sender for the agreed columns, or add the heading to the source."
            ),
            "no_rows": env._(
                "The list has a heading but no rows. If nobody is on it, ask the "
                "sender to say so in writing; the last list stays in use."
            ),
            "junk": env._(
                "%(faulty)s of %(rows)s rows cannot be used (%(share)s%%); at most "
                "%(limit)s%% may. Nothing was taken over. See the findings."
            ),
            "hashed": env._(
                "The ID numbers are hashed by a key that is not ours, so nobody can "
                "be matched. Ask for plain numbers over the protected line, or for an "
                "exchange of keyed indexes."
            ),
            "repeated": env._(
                "This very file was received on %(day)s already. Nothing was taken "
                "over twice."
            ),
            "older": env._(
                "It is of %(day)s, but a list of %(newer)s is in use. Nothing was "
                "taken over."
            ),
            "future": env._("A list cannot be of a day to come (%(day)s)."),
            "no_basis": env._(
                "The basis of this source ended on %(day)s. Nothing was taken over: "
                "enter the new agreement or order in the source first."
            ),
            "lapsed": env._(
                "It was not read to its end within the days for which its rows may be "
                "kept. File and rows were deleted."
            ),
            "json": env._(
                "This is no JSON list of rows. Send [{“heading”: value}, …] in UTF-8."
            ),
        }

    # GUARDS

    def write(self, vals):
        fixed = {"content", "source_id", "division_id", "data_on"} & vals.keys()
        read = any(batch.state != "draft" for batch in self)
        if fixed and read and self._is_typed(vals):
            raise UserError(
                self.env._("What was read is not changed: enter a new delivery.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts(self):
        if any(batch.state != "draft" for batch in self):
            raise UserError(
                self.env._(
                    "Receipts stay on record; their rows go when their time is over."
                )
            )

    # SCREEN

    def action_findings(self):
        """The findings as a list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_exchange_finding_action"
        )
        return action | {"domain": [("batch_id", "=", self.id)]}

    def action_rows(self):
        """The rows that match somebody of the user's area."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_exchange_row_action"
        )
        return action | {"domain": [("batch_id", "=", self.id)]}

    def action_alerts(self):
        """The alerts that it gave rise to."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_alert_action"
        )
        return action | {"domain": [("batch_id", "=", self.id)], "context": {}}

    def action_result(self):
        """The findings as a workbook, for the sender."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/exchange/{self.id}/result",
            "target": "download",
        }
