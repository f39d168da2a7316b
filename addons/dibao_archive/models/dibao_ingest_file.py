# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import intake, vault
from ..tools import file_look
from .dibao_original import CONTEXT

STATES = [
    ("uploading", "Uploading"),
    ("waiting", "Waiting"),
    ("sorting", "To be sorted"),
    ("done", "Kept"),
    ("refused", "Refused"),
    ("split", "Taken apart"),
]


class DibaoIngestFile(models.Model):
    """A file of a batch, from its first byte to what became of it."""

    _name = "dibao.ingest.file"
    _description = "File of a Batch"
    _inherit = [
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.vault.mixin",
        "dibao.filed.mixin",
    ]
    _order = "ingest_id desc, folder, name, page_from, id"
    _act_fields = (
        "ingest_id",
        "name",
        "folder",
        "expected_size",
        "received",
        "stamp",
        "state",
        "findings",
        "matched_by",
        "item_id",
        "original_id",
        "parent_id",
        "page_from",
        "page_count",
        "mimetype",
        "unpacked",
    )

    ingest_id = fields.Many2one(
        "dibao.ingest", "Batch", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="ingest_id.division_id", store=True, index=True
    )
    name = fields.Char("File name", required=True, readonly=True)
    folder = fields.Char(readonly=True)
    expected_size = fields.Integer(readonly=True, aggregator=False)
    received = fields.Integer("Received (bytes)", readonly=True, aggregator=False)
    stamp = fields.Char(readonly=True, help="Tells whether a file is sent again.")
    piece_ids = fields.One2many("dibao.ingest.piece", "file_id", "Pieces")
    state = fields.Selection(
        STATES, required=True, readonly=True, default="uploading", index=True
    )
    mimetype = fields.Char("Format", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    page_from = fields.Integer("From page", readonly=True, aggregator=False)
    household_id = fields.Many2one(
        "dibao.household", index="btree_not_null", ondelete="set null"
    )
    kind_id = fields.Many2one(
        "dibao.document.kind", "Kind of paper", ondelete="set null"
    )
    title = fields.Char(help="Empty: the name of the kind of paper.")
    date = fields.Date("Date of the paper")
    matched_by = fields.Selection(
        [
            ("cover", "Cover sheet"),
            ("code", "Reference code"),
            ("number", "Household number"),
            ("batch", "The batch"),
            ("hand", "By hand"),
        ],
        readonly=True,
    )
    item_id = fields.Many2one(
        "dibao.item", readonly=True, ondelete="set null", index="btree_not_null"
    )
    original_id = fields.Many2one(
        "dibao.original", readonly=True, ondelete="set null", index="btree_not_null"
    )
    parent_id = fields.Many2one(
        "dibao.ingest.file", "Came in", readonly=True, ondelete="cascade", index=True
    )
    unpacked = fields.Integer("Members unpacked", readonly=True, aggregator=False)
    findings = fields.Json("Finding codes", readonly=True)
    problem = fields.Text("Findings", compute="_compute_problem")

    _waiting = models.Index("(ingest_id, id) WHERE state = 'waiting'")

    @api.depends("findings")
    @api.depends_context("lang")
    def _compute_problem(self):
        for one in self:
            one.problem = "\n".join(
                intake.finding_text(self.env, code, detail)
                for code, detail in one.findings or []
            )

    @api.model
    def _prepare(self, batch, name, **vals):
        """Values of a file of a batch; names lose folders and ID numbers."""
        folder, _slash, base = str(name or "").replace("\\", "/").rpartition("/")
        return {
            "ingest_id": batch.id,
            "name": file_look.without_numbers(file_look.clean_name(base)),
            "folder": file_look.without_numbers(folder)[-200:] or False,
            "household_id": batch.household_id.id,
            "kind_id": batch.kind_id.id,
            **vals,
        }

    @api.model
    def _receive(self, batch, name, content):
        """Take a whole file into a batch (bytes or stream); it waits for the job.

        :raise UserError: the disk is full
        """
        batch.check_access("write")
        stored = vault.put(self.env, content, CONTEXT)
        vals = self._prepare(batch, name, state="waiting", **stored.row())
        # sudo: receiving is the effect of an act whose right was checked
        return self.sudo()._acting().create(vals).with_env(self.env)

    def _stored(self):
        """What the vault knows of the file."""
        row = self.sudo()
        return vault.Stored(row.token, row.size, row.sha256, row.sm3, row.vault_key)

    def _refuse(self, code, detail=""):
        self._by_act({"state": "refused", "findings": [[code, detail]]})

    # ------------------------------------------------------------------ sorting

    def _open_sorting(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sort the scans"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [
                (self.env.ref("dibao_archive.dibao_ingest_file_view_form").id, "form")
            ],
            "target": "current",
        }

    def _next(self):
        """The next file of the batch that is to be sorted; none at the end."""
        others = self.ingest_id.file_ids.filtered(lambda one: one.state == "sorting")
        later = others.filtered(lambda one: one.id > self.id)
        return (later or others - self)[:1]

    def _go_on(self):
        following = self._next()
        if following:
            return following._open_sorting()
        self.ingest_id._settle()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.ingest",
            "res_id": self.ingest_id.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def dibao_page(self, page, purpose="", reference=""):
        """A page of a file that waits to be sorted, as a picture with a watermark.

        Looked at by those who work on the batch; logged like each look at a paper.

        :param int page: from 1
        :return: JPEG in base64
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "sorting" or not self.sudo().token:
            raise UserError(self.env._("This file is sorted already."))
        self.env["dibao.access.log"]._log(
            "open", self, purpose="verification", detail="sorting"
        )
        originals = self.env["dibao.original"]
        with vault.stream(self, CONTEXT) as stream:
            picture = originals._draw_page(
                stream, self.mimetype, int(page), "verification", "", self.division_id
            )
        return base64.b64encode(picture).decode()

    def action_keep(self):
        """Keep the file as a paper of the chosen household, and show the next one."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "sorting":
            raise UserError(self.env._("This file is sorted already."))
        if not (self.household_id and self.kind_id):
            raise UserError(self.env._("Choose the household and the kind of paper."))
        if not self.ingest_id._reaches(self.household_id):
            raise UserError(
                self.env._("This household is not in the area of the office.")
            )
        self._by_act({"matched_by": "hand"})
        self._keep()
        return self._go_on()

    def action_skip(self):
        """Show the next file; this one stays to be sorted."""
        self.ensure_one()
        return self._go_on()

    def action_discard(self):
        """Not a paper of the archives: leave it out."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "sorting":
            raise UserError(self.env._("This file is sorted already."))
        self._by_act({"state": "refused", "findings": [["discarded", ""]]})
        return self._go_on()
