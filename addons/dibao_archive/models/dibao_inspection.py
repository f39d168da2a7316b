# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools import four_property
from .dibao_inspection_rule import STAGES

CONCLUSIONS = [
    ("pass", "Passed"),
    ("warn", "Passed with remarks"),
    ("open", "Not all was carried out"),
    ("fail", "Does not pass"),
]


class DibaoInspection(models.Model):
    """A four-property inspection (四性检测) of volumes or items at one stage."""

    _name = "dibao.inspection"
    _description = "Four-Property Inspection"
    _inherit = [
        "mail.thread",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "id desc"
    _numbered_by = "dibao.inspection"
    _act_fields = (
        "state",
        "conclusion",
        "score",
        "input_digest",
        "tool",
        "done_on",
        "item_count",
        "document_count",
        "fail_count",
        "warn_count",
        "open_count",
        "override_user_id",
        "override_reason",
        "override_on",
    )

    name = fields.Char(
        "Inspection no.", required=True, readonly=True, default="/", copy=False
    )
    stage = fields.Selection(STAGES, required=True, default="filing")
    volume_ids = fields.Many2many(
        "dibao.volume", string="Volumes", help="All items of these volumes."
    )
    item_ids = fields.Many2many("dibao.item", string="Single items")
    transfer_id = fields.Many2one(
        "dibao.transfer", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        index=True,
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Inspector",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("draft", "Prepared"), ("running", "Running"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    conclusion = fields.Selection(
        CONCLUSIONS, readonly=True, copy=False, tracking=True, index=True
    )
    score = fields.Float(
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Weighted share of the rules that passed, in per cent. What was not "
        "carried out counts as nothing.",
    )
    input_digest = fields.Char(
        "Digest of the input",
        readonly=True,
        copy=False,
        help="SHA-256 over the descriptions and the digests of the content.",
    )
    tool = fields.Char(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False, index=True)
    item_count = fields.Integer("Item count", readonly=True, copy=False)
    document_count = fields.Integer("Files", readonly=True, copy=False)
    fail_count = fields.Integer("Rules failed", readonly=True, copy=False)
    warn_count = fields.Integer("Rules with remarks", readonly=True, copy=False)
    open_count = fields.Integer("Rules open", readonly=True, copy=False)
    override_user_id = fields.Many2one(
        "res.users", "Allowed by", readonly=True, copy=False, tracking=True
    )
    override_reason = fields.Char(
        "Allowed because", readonly=True, copy=False, tracking=True
    )
    override_on = fields.Datetime("Allowed on", readonly=True, copy=False)
    result_ids = fields.One2many("dibao.inspection.result", "inspection_id", "Results")
    head_ids = fields.One2many(
        "dibao.inspection.result",
        "inspection_id",
        "Checks",
        domain=[("is_head", "=", True)],
    )
    line_ids = fields.One2many("dibao.inspection.line", "inspection_id", "Items looked")
    job_id = fields.Many2one("dibao.job", readonly=True, copy=False)
    note = fields.Text()

    @api.depends("volume_ids", "item_ids")
    def _compute_division_id(self):
        for inspection in self:
            divisions = inspection.volume_ids.division_id
            divisions |= inspection.item_ids.division_id
            inspection.division_id = divisions._common() or inspection.division_id

    def write(self, vals):
        settled = {"stage", "volume_ids", "item_ids", "transfer_id", "user_id"}
        started = any(inspection.state != "draft" for inspection in self)
        if settled & vals.keys() and started and not self._dibao_in_act():
            raise UserError(
                self.env._("What was inspected stays as it is. Start another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(inspection.state != "draft" for inspection in self):
            raise UserError(self.env._("Results of an inspection are kept."))

    # ------------------------------------------------------------------ scope

    def _items(self):
        """All items in scope, in the order of their volumes."""
        self.ensure_one()
        domain = Domain("volume_id", "in", self.volume_ids.ids)
        domain |= Domain("id", "in", self.item_ids.ids)
        domain &= Domain("state", "!=", "destroyed")
        return self.env["dibao.item"].search(domain, order="volume_id, sequence, id")

    # ------------------------------------------------------------------ acts

    def action_run(self):
        """Carry the inspection out: at once when it is small, else in the queue."""
        self._check_step("draft", duty="inspect")
        items = self._items()
        if not items:
            raise UserError(self.env._("There is nothing to inspect in it."))
        self._prepare_lines(items)
        self._by_act({"state": "running"})
        at_once = self.env["dibao.policy"]._get(
            "inspection_at_once", self.division_id, fields.Date.today()
        )
        documents = sum(len(item._inspected_originals()) for item in items)
        if documents <= (at_once or 0):
            self._look_at(self.line_ids)
            self._conclude()
            return False
        self.job_id = self.env["dibao.job"]._enqueue(
            "inspection",
            f"inspection/{self.id}",
            self.env._("Inspection %s", self.name),
            {"inspection": self.id},
            len(items),
            self.division_id,
        )
        return self.job_id._open()

    def action_workbook(self):
        """Take the results as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/inspection/{self.id}",
            "target": "download",
        }

    def action_override(self):
        """Ask why the failed inspection may be passed over (a second person)."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Allow in spite of the result"),
            "res_model": "dibao.inspection.override",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_inspection_id": self.id},
        }

    def _override(self, reason):
        """R-22: a second person lets a failed batch pass and says why."""
        self.ensure_one()
        self.check_access("write")
        self._check_may_override()
        if self.state != "done" or self.conclusion != four_property.FAIL:
            raise UserError(self.env._("Only a failed inspection is passed over."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it may be passed over."))
        self._by_act(
            {
                "override_user_id": self.env.uid,
                "override_reason": reason,
                "override_on": fields.Datetime.now(),
            }
        )

    def _check_may_override(self):
        if not self.env.user.has_group("dibao_archive.group_archive_supervisor"):
            raise AccessError(
                self.env._("The supervisor of the archives alone may pass it over.")
            )
        if self.env.user in (self.user_id | self.create_uid):
            raise UserError(
                self.env._("A second person decides on it, not the inspector.")
            )

    def _refusal(self):
        """Why this inspection stops filing or transfer; empty when it does not."""
        self.ensure_one()
        if self.state != "done":
            return self.env._("Inspection %s has not come to its end.", self.name)
        if self.conclusion == four_property.FAIL and not self.override_user_id:
            rules = self.result_ids.filtered(
                lambda one: one.is_head and one.blocking and one.result == "fail"
            )
            return self.env._(
                "Inspection %(name)s failed at %(numbers)s. Mend it and inspect again, "
                "or let a second person decide.",
                name=self.name,
                numbers=", ".join(rules.mapped("number")),
            )
        return ""

    @api.model
    def _latest(self, volume, stage):
        """The last inspection of a volume at a stage that came to an end."""
        domain = Domain("volume_ids", "in", volume.ids) & Domain("stage", "=", stage)
        domain &= Domain("state", "=", "done") & Domain("transfer_id", "=", False)
        return self.sudo().search(domain, limit=1)
