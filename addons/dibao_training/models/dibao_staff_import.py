# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from contextlib import contextmanager
from itertools import islice

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dibao_archive.ledger.source import refusal
from odoo.addons.dibao_archive.sealed_blob import SealedBlob, open_blob
from odoo.addons.dibao_archive.tools import workbook

from ..tools import staff_ledger, staff_tables

#: Rows that are written at once; more go to a job in the background.
AT_ONCE = 300


class DibaoStaffImport(models.Model):
    """Takes over a table of staff, hours or certificates: dry run first, then import.

    The dry run writes nothing but its findings. The import writes the faultless rows;
    once more the same table changes nothing, so a broken run is simply run again.
    """

    _name = "dibao.staff.import"
    _description = "Import of Staff and Hours"
    _inherit = ["dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "id desc"
    _rec_name = "file_name"
    _act_fields = (
        "state",
        "row_count",
        "faulty_count",
        "new_count",
        "changed_count",
        "same_count",
        "done_count",
        "job_id",
        "user_id",
    )

    kind = fields.Selection(
        [
            ("staff", "Staff"),
            ("hours", "Credit hours"),
            ("certificates", "Certificates"),
        ],
        required=True,
        default="staff",
    )
    file = SealedBlob(help="XLSX, XLS or CSV. Kept sealed, and only for a time.")
    file_name = fields.Char(
        required=True, default=lambda self: self.env._("New import")
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Office",
        required=True,
        index=True,
        default=lambda self: self.env.user.dibao_division_ids[:1],
        help="Rows outside this area are refused.",
    )
    user_id = fields.Many2one(
        "res.users", "By", default=lambda self: self.env.uid, readonly=True
    )
    state = fields.Selection(
        [
            ("upload", "Upload"),
            ("checked", "Findings"),
            ("importing", "Importing"),
            ("done", "Imported"),
        ],
        required=True,
        default="upload",
        readonly=True,
        copy=False,
    )
    row_count = fields.Integer("Rows", readonly=True, copy=False)
    faulty_count = fields.Integer("Left out", readonly=True, copy=False)
    new_count = fields.Integer("New", readonly=True, copy=False)
    changed_count = fields.Integer("Changed", readonly=True, copy=False)
    same_count = fields.Integer("Unchanged", readonly=True, copy=False)
    done_count = fields.Integer("Written", readonly=True, copy=False)
    finding_ids = fields.One2many("dibao.staff.import.finding", "import_id", "Findings")
    job_id = fields.Many2one("dibao.job", readonly=True, copy=False)
    job_progress = fields.Float(related="job_id.progress", string="Progress")
    job_message = fields.Text(related="job_id.message", string="Message of the job")

    def write(self, vals):
        if {"file", "kind", "division_id"} & vals.keys() and not self._dibao_in_act():
            if any(one.state in ("importing", "done") for one in self):
                raise UserError(
                    self.env._(
                        "This table was imported. Make a new import for another."
                    )
                )
            # another choice makes a dry run void
            self._by_act({"state": "upload"})
            self.sudo().finding_ids.unlink()
        return super().write(vals)

    # READING

    @contextmanager
    def _rows(self):
        """The rows of the file as ``staff_ledger.Row``; refusals become UserErrors."""
        self.ensure_one()
        data = open_blob(self.sudo(), "file")
        if not data:
            raise UserError(self.env._("There is no file. Upload it again."))
        most = self.env["dibao.policy"]._require("upload_megabytes", self.division_id)
        try:
            with workbook.open_book(
                data, limits=workbook.Limits(size=most << 20)
            ) as book:
                yield self._read(book)
        except workbook.WorkbookError as error:
            raise refusal(self.env, error) from None

    def _read(self, book):
        head = list(islice(book.rows, staff_tables.HEAD_ROWS))
        found = staff_tables.find_heading(head, self.kind)
        if not found:
            raise UserError(self._words("no_heading"))
        start, columns = found
        today = fields.Date.context_today(self)
        read = staff_tables.READERS[self.kind]
        for number, cells in head + list(book.rows):
            if number > start:
                yield read(number, cells, columns, today)

    @api.model
    def _words(self, code):
        wrong, remedy = staff_ledger.TEXTS[code]
        return f"{self.env._(wrong)} {self.env._(remedy)}"

    # ACTS

    def action_check(self):
        """Dry run: tell what the import would do; nothing else is written."""
        self._check_step("upload", "checked")
        with self._rows() as rows:
            plan = self.env["dibao.staff.import.plan"]._of(self, rows)
        self.sudo().finding_ids.unlink()
        self.env["dibao.staff.import.finding"].sudo().create(
            [
                {
                    "import_id": self.id,
                    "row": row.number,
                    "column": column,
                    "code": code,
                    "value": shown,
                }
                for row in plan.rows
                for column, code, shown in row.problems
            ]
        )
        self._by_act({"state": "checked", **plan.counts()})

    def action_template(self):
        """Have an empty table of this kind, with the headings that are understood."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/staff-import/{self.kind}/template",
            "target": "download",
        }

    def action_import(self):
        """Write the faultless rows: at once, or in the background when many."""
        self._check_step("checked")
        if self.row_count <= AT_ONCE:
            self._write_rows(0, self.row_count)
            self._by_act({"state": "done", "done_count": self._to_write()})
            return False
        job = self.env["dibao.job"]._enqueue(
            "staff_import",
            f"staff_import,{self.id}",
            title=self.file_name,
            params={"import": self.id},
            total=self.row_count,
            division=self.division_id,
        )
        self.sudo()._by_act({"state": "importing", "job_id": job.id})
        return job._open()

    def _to_write(self):
        return self.row_count - self.faulty_count - self.same_count

    def _write_rows(self, first, last):
        """Write rows by their place in the file; what is there already stays."""
        with self._rows() as rows:
            chunk = list(islice(rows, first, last))
        self.env["dibao.staff.import.plan"]._of(self, chunk).apply()
        return len(chunk)

    @api.autovacuum
    def _gc_files(self):
        """Uploaded tables hold ID numbers: they go after the days of the policy."""
        days = self.env["dibao.policy"]._get("upload_keep_days") or 0
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=days)
        old = self.sudo().search([("write_date", "<", limit), ("file", "!=", False)])
        old._acting().write({"file": False})
