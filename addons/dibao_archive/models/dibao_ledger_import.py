# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sealed_blob import SealedBlob

#: What the user chooses; another choice makes a dry run void.
CHOICES = {"file", "sheet", "division_id", "layout", "urban_rural", "create_villages"}
#: What only the steps themselves write.
GUARDED = {
    "state",
    "job_id",
    "header_rows",
    "sheets",
    "mapping_id",
    "user_id",
    "household_count",
    "person_count",
    "faulty_count",
    "error_count",
    "warning_count",
    "create_count",
    "update_count",
    "same_count",
    "created_count",
    "updated_count",
    "skipped_count",
    "rule_counts",
    "checked_on",
    "imported_on",
}


class DibaoLedgerImport(models.Model):
    """One act of taking a ledger over: upload, columns, dry run, import.

    The file is sealed as long as it is kept; the dry run changes nothing in the
    registry, and the import writes what the dry run has told.
    """

    _name = "dibao.ledger.import"
    _description = "Ledger Import"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin"]
    _order = "id desc"
    _rec_name = "file_name"

    file = SealedBlob(help="XLSX, XLS or CSV. Kept sealed, and only for a time.")
    file_name = fields.Char(
        required=True, default=lambda self: self.env._("New ledger import")
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Office",
        required=True,
        index=True,
        default=lambda self: self._default_division(),
        help="Rows outside this area are refused.",
    )
    user_id = fields.Many2one(
        "res.users", "By", default=lambda self: self.env.uid, readonly=True
    )
    state = fields.Selection(
        [
            ("upload", "Upload"),
            ("mapping", "Columns"),
            ("checking", "Checking"),
            ("checked", "Findings"),
            ("importing", "Importing"),
            ("done", "Imported"),
        ],
        default="upload",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    # Columns
    sheet = fields.Char(help="Empty: the first sheet with content.")
    sheets = fields.Char("Sheets in the file", readonly=True)
    layout = fields.Selection(
        [
            ("household", "One row a household, members side by side"),
            ("member", "One row a member"),
            ("payment", "Payment list: one row a payment, head only"),
        ],
    )
    header_rows = fields.Json(readonly=True)
    header_shown = fields.Char("Rows of the heading", compute="_compute_header_shown")
    column_ids = fields.One2many("dibao.ledger.column", "import_id", "Columns")
    unknown_count = fields.Integer("Unread columns", compute="_compute_header_shown")
    mapping_id = fields.Many2one(
        "dibao.ledger.mapping", "Saved columns", readonly=True, ondelete="set null"
    )
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")],
        "Where the file does not say",
        help="Taken for households that are new and whose row says neither.",
    )
    create_villages = fields.Boolean(
        "Create missing villages",
        help="Villages that the registry does not know are created under the "
        "township that the row or the office names.",
    )
    faultless_only = fields.Boolean(
        "Import faultless households only",
        help="Off: nothing is imported as long as one household has an error.",
    )
    # Dry run and result
    job_id = fields.Many2one("dibao.job", readonly=True, copy=False)
    job_state = fields.Selection(related="job_id.state", string="State of the job")
    job_progress = fields.Float(related="job_id.progress", string="Progress")
    job_message = fields.Text(related="job_id.message", string="Message of the job")
    household_count = fields.Integer("Households", readonly=True, copy=False)
    person_count = fields.Integer("Persons", readonly=True, copy=False)
    faulty_count = fields.Integer("With errors", readonly=True, copy=False)
    error_count = fields.Integer("Errors", readonly=True, copy=False)
    warning_count = fields.Integer("Warnings", readonly=True, copy=False)
    create_count = fields.Integer("New", readonly=True, copy=False)
    update_count = fields.Integer("Changed", readonly=True, copy=False)
    same_count = fields.Integer("Unchanged", readonly=True, copy=False)
    created_count = fields.Integer("Households created", readonly=True, copy=False)
    updated_count = fields.Integer("Households changed", readonly=True, copy=False)
    skipped_count = fields.Integer("Households left out", readonly=True, copy=False)
    rule_counts = fields.Json(readonly=True, copy=False)
    finding_ids = fields.One2many("dibao.ledger.finding", "import_id", "Findings")
    checked_on = fields.Datetime(readonly=True, copy=False)
    imported_on = fields.Datetime(readonly=True, copy=False)

    # ------------------------------------------------------------------ defaults

    @api.model
    def _default_division(self):
        divisions = self.env.user.sudo().dibao_division_ids
        return divisions if len(divisions) == 1 else False

    @api.depends("header_rows", "column_ids.field")
    def _compute_header_shown(self):
        for ledger in self:
            ledger.header_shown = ", ".join(map(str, ledger.header_rows or []))
            ledger.unknown_count = len(
                ledger.column_ids.filtered(lambda c: not c.field)
            )

    @api.model
    def _size_limit(self):
        """Bytes that an upload may have."""
        return (
            self.env["dibao.policy"]
            .sudo()
            ._require("upload_megabytes", self.division_id)
            << 20
        )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            {name: value for name, value in vals.items() if name not in GUARDED}
            for vals in vals_list
        ]
        return super().create(vals_list)

    def write(self, vals):
        if GUARDED & vals.keys():
            raise UserError(
                self.env._("The steps of an import are taken by its buttons.")
            )
        if CHOICES & vals.keys():
            self._check_step("upload", "mapping", "checked")
            step = "upload" if {"file", "sheet"} & vals.keys() else "mapping"
            for ledger in self.filtered(
                lambda one: one.state == "checked" or step == "upload"
            ):
                # What was checked under other choices tells nothing any more.
                ledger._forget()
                ledger._set({"state": step})
        return super().write(vals)

    def _set(self, vals):
        """Write what no user writes: steps, counts, results."""
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_at_rest(self):
        self._check_step("upload", "mapping", "checked", "done")
        self._forget()

    def _check_step(self, *states):
        for ledger in self:
            if ledger.state not in states:
                raise UserError(
                    self.env._(
                        "%(name)s is at another step. Wait for the job, or cancel it.",
                        name=ledger.file_name,
                    )
                )
