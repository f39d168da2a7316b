# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

GUARDED = {"state", "job_id", "user_id", "finished_on"}


class DibaoIngest(models.Model):
    """A batch of scans: uploaded, looked at, matched, kept; with a result for each."""

    _name = "dibao.ingest"
    _description = "Scan Batch"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "id desc"
    _act_fields = ("state", "job_id", "user_id", "finished_on")

    name = fields.Char(
        required=True,
        default=lambda self: self.env._(
            "Scans of %(day)s", day=fields.Date.context_today(self)
        ),
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env["dibao.ledger.import"]._default_division(),
        help="Papers of households outside this area are not matched.",
    )
    user_id = fields.Many2one(
        "res.users", "By", readonly=True, default=lambda self: self.env.uid
    )
    state = fields.Selection(
        [
            ("open", "Uploading"),
            ("running", "Working"),
            ("sorting", "To be sorted"),
            ("done", "Done"),
        ],
        required=True,
        readonly=True,
        default="open",
        copy=False,
    )
    household_id = fields.Many2one(
        "dibao.household", "All of this household", ondelete="set null"
    )
    kind_id = fields.Many2one(
        "dibao.document.kind", "All of this kind", ondelete="set null"
    )
    read_codes = fields.Boolean(
        "Read cover sheets",
        default=True,
        help="Looks for QR codes on each page. Switch it off where there are none: it "
        "takes most of the time.",
    )
    make_pdf = fields.Boolean(
        "Make PDFs of pictures",
        default=True,
        help="The picture itself is kept as well.",
    )
    read_text = fields.Boolean(
        "Read the text", help="In the background; makes scans searchable."
    )
    job_id = fields.Many2one("dibao.job", readonly=True, copy=False)
    job_progress = fields.Float(related="job_id.progress", string="Progress")
    job_message = fields.Text(related="job_id.message")
    file_ids = fields.One2many("dibao.ingest.file", "ingest_id", "Files")
    file_count = fields.Integer("Files received", compute="_compute_counts")
    done_count = fields.Integer("Kept", compute="_compute_counts")
    sorting_count = fields.Integer("To be sorted", compute="_compute_counts")
    refused_count = fields.Integer("Refused", compute="_compute_counts")
    finished_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("file_ids.state")
    def _compute_counts(self):
        counts = {}
        for batch, state, count in self.env["dibao.ingest.file"]._read_group(
            [("ingest_id", "in", self.ids)], ["ingest_id", "state"], ["__count"]
        ):
            counts.setdefault(batch.id, {})[state] = count
        for batch in self:
            of = counts.get(batch.id, {})
            batch.done_count = of.get("done", 0)
            batch.sorting_count = of.get("sorting", 0)
            batch.refused_count = of.get("refused", 0)
            # Packages and piles count by what came out of them.
            batch.file_count = sum(of.values()) - of.get("split", 0)

    @api.constrains("household_id", "division_id")
    def _check_household(self):
        for batch in self.filtered("household_id"):
            if not batch._reaches(batch.household_id):
                raise UserError(
                    self.env._("This household is not in the area of the office.")
                )

    def _reaches(self, household):
        """Is a household within the office's area?"""
        self.ensure_one()
        path = household.sudo().division_id.parent_path or ""
        return path.startswith(self.sudo().division_id.parent_path or "-")

    @api.ondelete(at_uninstall=False)
    def _unlink_at_rest(self):
        if any(batch.state == "running" for batch in self):
            raise UserError(self.env._("Wait for the job, or cancel it."))

    # ------------------------------------------------------------------ acts

    def action_run(self):
        """Look at what was uploaded, match and keep it, in the background."""
        self.ensure_one()
        self.check_access("write")
        if not self.file_ids.filtered(lambda one: one.state == "waiting"):
            raise UserError(self.env._("There is nothing new to work on."))
        return self._run()

    def _run(self):
        job = self.env["dibao.job"]._enqueue(
            "ingest",
            key=f"ingest,{self.id}",
            title=self.name,
            params={"ingest": self.id},
            total=len(self.file_ids.filtered(lambda one: one.state == "waiting")),
            division=self.division_id,
        )
        self._by_act({"state": "running", "job_id": job.id})
        return True

    def action_sort(self):
        """Open the first file that nobody could match."""
        self.ensure_one()
        first = self.file_ids.filtered(lambda one: one.state == "sorting")[:1]
        if not first:
            raise UserError(self.env._("Everything is sorted."))
        return first._open_sorting()

    def action_open_files(self):
        """Open the result table."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_ingest_file_action"
        )
        return action | {"domain": [("ingest_id", "=", self.id)]}

    def action_download_result(self):
        """The result of each file as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/ingest/{self.id}/result",
            "target": "self",
        }

    def _settle(self):
        """After a change of its files: what is left to do."""
        for batch in self:
            states = set(batch.file_ids.mapped("state"))
            if states & {"waiting", "uploading"}:
                continue
            done = "sorting" not in states
            batch._by_act(
                {
                    "state": "done" if done else "sorting",
                    "finished_on": fields.Datetime.now() if done else False,
                }
            )

    @api.autovacuum
    def _gc_done(self):
        """What came in and is kept elsewhere, or was refused, goes after a time."""
        days = self.env["dibao.policy"].sudo()._require("upload_keep_days", None)
        before = fields.Datetime.now() - timedelta(days=days)
        self.sudo().search(
            [("state", "=", "done"), ("finished_on", "<", before)], limit=100
        ).unlink()
