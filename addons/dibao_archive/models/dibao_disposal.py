# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import disposal_list, sampling

STATES = [
    ("draft", "Draft"),
    ("appraised", "Appraisal done"),
    ("frozen", "List frozen"),
    ("approved", "Approved"),
    ("supervised", "Checked before"),
    ("executing", "Being carried out"),
    ("executed", "Executed"),
    ("signed", "Signed after"),
    ("closed", "Ended"),
    ("cancelled", "Cancelled"),
]


class DibaoDisposal(models.Model):
    """An appraisal of due archives and the list of what becomes of them.

    Appraisal group and report, frozen list with digests, approval, two supervisors
    before and after: four persons at least (机关档案管理规定; R-33, R-34).
    """

    _name = "dibao.disposal"
    _description = "Appraisal and Disposal"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "id desc"
    _rec_name = "name"
    _act_fields = (
        "state",
        "name",
        "proposer_id",
        "appraised_on",
        "frozen_on",
        "sha256",
        "sm3",
        "has_destruction",
        "approver_id",
        "approved_on",
        "approval_number",
        "supervisor_archive_id",
        "supervisor_forming_id",
        "archive_before_on",
        "forming_before_on",
        "archive_after_on",
        "forming_after_on",
        "place",
        "executed_by_id",
        "executed_on",
        "job_id",
        "backups_lapse_on",
        "closed_on",
        "sample_seed",
        "sample_drawn_on",
        "sample_drawn_by_id",
        "sample_size",
    )

    name = fields.Char("List number", readonly=True, default="/", copy=False)
    fonds_id = fields.Many2one(
        "dibao.fonds", required=True, index=True, ondelete="restrict", tracking=True
    )
    division_id = fields.Many2one(
        related="fonds_id.division_id", store=True, index=True, precompute=True
    )
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, tracking=True, index=True
    )
    line_ids = fields.One2many("dibao.disposal.line", "disposal_id", "List")
    line_count = fields.Integer("Entries", compute="_compute_counts")
    destroy_count = fields.Integer("To be destroyed", compute="_compute_counts")
    done_count = fields.Integer("Entries executed", compute="_compute_counts")

    # The appraisal group and what it says.
    leader_id = fields.Many2one(
        "res.users", "Leader in charge", tracking=True, domain=[("share", "=", False)]
    )
    archive_member_ids = fields.Many2many(
        "res.users",
        "dibao_disposal_archive_rel",
        "disposal_id",
        "user_id",
        string="Of the archive department",
        domain=[("share", "=", False)],
    )
    forming_member_ids = fields.Many2many(
        "res.users",
        "dibao_disposal_forming_rel",
        "disposal_id",
        "user_id",
        string="Of the forming department",
        domain=[("share", "=", False)],
    )
    opinion = fields.Text(
        "Opinion on the list",
        help="Stands for each entry that has no opinion of its own.",
    )
    report = fields.Text(
        "Appraisal report",
        help="What was appraised, how, and what the group proposes (AR24 art. 24).",
    )
    proposer_id = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    appraised_on = fields.Datetime(readonly=True, copy=False)

    # Sampling.
    sample_rule = fields.Selection(
        [(sampling.RANDOM, "At random"), (sampling.EVERY, "Every n-th by code")],
        default=sampling.RANDOM,
        required=True,
    )
    sample_share = fields.Float(
        "Share kept (%)",
        compute="_compute_sample_share",
        store=True,
        readonly=False,
        precompute=True,
    )
    sample_seed = fields.Char("Seed", readonly=True, copy=False)
    sample_drawn_on = fields.Datetime(readonly=True, copy=False)
    sample_drawn_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    sample_size = fields.Integer("Drawn from", readonly=True, copy=False)

    # The frozen list.
    frozen_on = fields.Datetime(readonly=True, copy=False)
    sha256 = fields.Char("SHA-256 of the list", readonly=True, copy=False)
    sm3 = fields.Char("SM3 of the list", readonly=True, copy=False)
    has_destruction = fields.Boolean(readonly=True, copy=False)
    is_unchanged = fields.Boolean(
        "The list is as it was frozen", compute="_compute_is_unchanged"
    )

    # Approval and supervision.
    approver_id = fields.Many2one(
        "res.users", "Approved by", readonly=True, copy=False, tracking=True
    )
    approved_on = fields.Datetime(readonly=True, copy=False)
    approval_number = fields.Char("Approval no.", readonly=True, copy=False)
    supervisor_archive_id = fields.Many2one(
        "res.users",
        "Supervisor, archive department",
        readonly=True,
        copy=False,
        tracking=True,
    )
    supervisor_forming_id = fields.Many2one(
        "res.users",
        "Supervisor, forming department",
        readonly=True,
        copy=False,
        tracking=True,
    )
    archive_before_on = fields.Datetime("Checked before (archive)", readonly=True)
    forming_before_on = fields.Datetime("Checked before (forming)", readonly=True)
    archive_after_on = fields.Datetime("Signed after (archive)", readonly=True)
    forming_after_on = fields.Datetime("Signed after (forming)", readonly=True)
    place = fields.Char("Place and way", readonly=True, help="Where paper was pulped.")

    # Execution.
    executed_by_id = fields.Many2one("res.users", "Carried out by", readonly=True)
    executed_on = fields.Datetime("Carried out on", readonly=True, copy=False)
    job_id = fields.Many2one("dibao.job", readonly=True, copy=False)
    stopped_because = fields.Text(compute="_compute_stopped_because")
    backups_lapse_on = fields.Date(
        "Last backup lapses on",
        readonly=True,
        copy=False,
        help="Until then a backup made before may still hold what was destroyed.",
    )
    closed_on = fields.Date(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex("(name) WHERE name <> '/'", "This number is taken.")
    _four_persons = models.Constraint(
        "CHECK ((proposer_id = approver_id"
        " OR proposer_id = supervisor_archive_id"
        " OR proposer_id = supervisor_forming_id"
        " OR approver_id = supervisor_archive_id"
        " OR approver_id = supervisor_forming_id"
        " OR supervisor_archive_id = supervisor_forming_id) IS NOT TRUE)",
        "Proposer, approver and both supervisors are four different persons.",
    )
    _all_signed = models.Constraint(
        "CHECK (state NOT IN ('executing', 'executed', 'signed', 'closed') OR ("
        "proposer_id IS NOT NULL AND approver_id IS NOT NULL AND sha256 IS NOT NULL"
        " AND (has_destruction IS NOT TRUE OR (supervisor_archive_id IS NOT NULL"
        " AND supervisor_forming_id IS NOT NULL AND archive_before_on IS NOT NULL"
        " AND forming_before_on IS NOT NULL))))",
        "Nothing is destroyed before four persons have signed.",
    )

    # COMPUTE

    @api.depends("name", "fonds_id")
    def _compute_display_name(self):
        for disposal in self:
            number = disposal.name if disposal.name != "/" else self.env._("Draft list")
            disposal.display_name = f"{number} {disposal.fonds_id.code or ''}".strip()

    @api.depends("fonds_id")
    def _compute_sample_share(self):
        policies = self.env["dibao.policy"].sudo()
        for disposal in self:
            place = disposal.fonds_id.sudo().division_id
            share = disposal.sample_share or policies._get("sample_share", place)
            disposal.sample_share = share or 0.0

    @api.depends("line_ids.outcome", "line_ids.state")
    def _compute_counts(self):
        for disposal in self:
            lines = disposal.line_ids
            disposal.line_count = len(lines)
            disposal.destroy_count = len(
                lines.filtered(lambda line: line.outcome == "destroy")
            )
            disposal.done_count = len(lines.filtered(lambda line: line.state == "done"))

    @api.depends("sha256", "sm3", "line_ids.fingerprint")
    def _compute_is_unchanged(self):
        for disposal in self:
            disposal.is_unchanged = bool(disposal.sha256) and (
                (disposal.sha256, disposal.sm3) == disposal._digests()
            )

    @api.depends("job_id.state", "state")
    def _compute_stopped_because(self):
        for disposal in self:
            job = disposal.sudo().job_id
            stopped = disposal.state == "executing" and job.state in (
                "failed",
                "cancelled",
            )
            disposal.stopped_because = stopped and (
                job.message or self.env._("It was cancelled on the way.")
            )

    # CRUD

    @api.constrains("sample_share")
    def _check_share(self):
        if any(not 0 <= disposal.sample_share <= 100 for disposal in self):
            raise ValidationError(self.env._("The share lies between 0 and 100 %."))

    def write(self, vals):
        if self._is_typed(vals) and any(one.state != "draft" for one in self):
            raise UserError(
                self.env._("Only a draft is changed. Reopen the list first.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(d.state != "draft" or d.name != "/" for d in self):
            raise UserError(
                self.env._("A list that was appraised stays on record: cancel it.")
            )

    # THE LIST

    def _listed(self):
        """The entries in the order of the list."""
        return self.line_ids.sorted(lambda line: (line.sequence, line.id))

    def _digests(self):
        """``(SHA-256, SM3)`` of the list as it is on record now."""
        self.ensure_one()
        head = {"list": self.name, "fonds": self.fonds_id.sudo().code}
        rows = [line._row(place) for place, line in enumerate(self._listed(), 1)]
        return disposal_list.digests([head, *rows])
