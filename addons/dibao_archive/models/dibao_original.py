# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import intake, vault

_logger = logging.getLogger(__name__)

#: Binds what lies in the vault to what it is.
CONTEXT = "original"
ROLES = [
    ("scan", "Scan of the paper"),
    ("born", "Born digital"),
    ("derivative", "Derivative"),
    ("stamped", "With filing stamp"),
]
COLOURS = [("bitonal", "Black and white"), ("gray", "Gray"), ("colour", "Colour")]
MALWARE = [("clean", "Clean"), ("infected", "Infected"), ("not_run", "Not run")]
PDFA = [
    ("no", "No"),
    ("failed", "Says so, fails the check"),
    ("unchecked", "Says so, not wholly checked"),
    ("checked", "Checked"),
]
SIGNATURE = [
    ("valid", "Valid"),
    ("untrusted", "Unchanged, signer not known"),
    ("invalid", "Not valid"),
    ("not_run", "Not run"),
]


class DibaoOriginal(models.Model):
    """An electronic original: one file of an item, encrypted, never exchanged.

    The unmodified file is kept; what is made of it is a derivative with a digest of its
    own that names what it comes from (R-27). The content leaves by ``_open`` alone.
    """

    _name = "dibao.original"
    _description = "Electronic Original"
    _inherit = [
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.vault.mixin",
        "dibao.filed.mixin",
    ]
    _order = "item_id.id desc, sequence, id"
    _act_fields = (
        "item_id",
        "name",
        "role",
        "sequence",
        "derived_from_id",
        "derivation",
        "mimetype",
        "page_count",
        "dpi",
        "colour",
        "pdfa",
        "signed",
        "signature",
        "malware",
        "malware_detail",
        "findings",
        "state",
        "captured_on",
        "captured_by_id",
        "source",
        "text_state",
    )

    item_id = fields.Many2one(
        "dibao.item", required=True, readonly=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="item_id.division_id", store=True, index=True, precompute=True
    )
    household_id = fields.Many2one(
        related="item_id.household_id", store=True, index="btree_not_null"
    )
    kind_id = fields.Many2one(related="item_id.kind_id")
    sequence = fields.Integer("Order", readonly=True, default=10, aggregator=False)
    name = fields.Char("File name", required=True, readonly=True)
    role = fields.Selection(ROLES, required=True, readonly=True, default="born")
    derived_from_id = fields.Many2one(
        "dibao.original",
        "Derived from",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    derivation = fields.Char(
        "How it was made", readonly=True, help="What was done, by what."
    )
    derivative_ids = fields.One2many("dibao.original", "derived_from_id", "Derivatives")
    mimetype = fields.Char("Format", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    dpi = fields.Integer(
        "Resolution (dpi)",
        readonly=True,
        aggregator=False,
        help="The lowest of its scanned pages, as the file itself says.",
    )
    colour = fields.Selection(
        COLOURS, readonly=True, help="The poorest of its scanned pages."
    )
    pdfa = fields.Selection(PDFA, "PDF/A", readonly=True)
    signed = fields.Boolean("Signature inside", readonly=True)
    signature = fields.Selection(
        SIGNATURE,
        "Electronic signature",
        readonly=True,
        help="As it was found when the file came in, or was last checked. SM2 and the "
        "seals of OFD are not checked.",
    )
    malware = fields.Selection(
        MALWARE, "Malware scan", required=True, readonly=True, default="not_run"
    )
    malware_detail = fields.Char("Scanner says", readonly=True)
    findings = fields.Json("Finding codes", readonly=True)
    problem = fields.Text("Findings", compute="_compute_problem")
    state = fields.Selection(
        [("kept", "Kept"), ("quarantined", "Quarantined"), ("erased", "Erased")],
        required=True,
        readonly=True,
        default="kept",
        index=True,
    )
    captured_on = fields.Datetime(
        readonly=True, required=True, default=lambda self: fields.Datetime.now()
    )
    captured_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.uid
    )
    source = fields.Char(readonly=True)
    text_state = fields.Selection(
        [
            ("none", "Not read"),
            ("queued", "Waiting"),
            ("done", "Read"),
            ("failed", "Unreadable"),
        ],
        "Text",
        required=True,
        readonly=True,
        default="none",
    )
    text_ids = fields.One2many("dibao.original.text", "original_id", "Text of pages")
    confidence = fields.Float(
        "Confidence of the text",
        compute="_compute_confidence",
        compute_sudo=True,
        help="How sure the program was, 0 to 100. Stamps and handwriting are read "
        "badly.",
    )
    viewable = fields.Boolean(compute="_compute_viewable")

    _same_content = models.Index("(sha256) WHERE sha256 IS NOT NULL")

    @api.depends("findings")
    @api.depends_context("lang")
    def _compute_problem(self):
        for original in self:
            original.problem = "\n".join(
                intake.finding_text(self.env, code, detail)
                for code, detail in original.findings or []
            )

    @api.depends("text_ids.confidence")
    def _compute_confidence(self):
        means = self.env["dibao.original.text"]._read_group(
            [("original_id", "in", self.ids)], ["original_id"], ["confidence:avg"]
        )
        known = {original.id: mean for original, mean in means}
        for original in self:
            original.confidence = known.get(original.id, 0.0)

    @api.ondelete(at_uninstall=False)
    def _unlink_with_drafts_only(self):
        if any(one.item_id.state != "draft" for one in self):
            raise UserError(
                self.env._("An original of a filed item is disposed of by appraisal.")
            )

    def _erase(self):
        """Destroy content, text and key for good; the row stays as a stub (R-40).

        What calls this has checked that it may.
        """
        for original in self.sudo():
            original.text_ids.unlink()
            if original.token:
                vault.erase(self.env, original.token)
            original._acting().write(
                {"state": "erased", "token": False, "vault_key": False}
            )
        self.item_id.sudo()._index_text()

    @api.autovacuum
    def _gc_strays(self):
        """A killed process leaves a file without a row: it goes after a week."""
        swept = vault.sweep(self.env, older_than=7 * 86400)
        if swept.removed:
            _logger.warning("%s files without a row were removed", swept.removed)
