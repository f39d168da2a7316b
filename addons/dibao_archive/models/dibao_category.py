# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import reference_code

SECRECY = [
    ("none", "None"),
    ("internal", "Internal"),
    ("confidential", "Confidential"),
    ("secret", "Secret"),
]
OPEN_MARKS = [
    ("open", "Open to the public"),
    ("controlled", "Controlled"),
    ("delayed", "Opening delayed"),
    ("unreviewed", "Not reviewed"),
]
ARRANGEMENTS = [("volume", "By volume (GB/T 9705)"), ("item", "By item (DA/T 22)")]
MAX_LEVELS = 4


class DibaoCategory(models.Model):
    """A class of archives; its codes, level by level, stand in reference codes."""

    _name = "dibao.category"
    _description = "Archival Category"
    _parent_store = True
    _order = "path_code, id"
    _rec_names_search = ["name", "path_code"]

    code = fields.Char(
        required=True,
        help="Of this level alone, such as DB below ZY. Registered in the unit's own "
        "class table, which the archives authority approves.",
    )
    name = fields.Char(required=True, translate=True)
    parent_id = fields.Many2one(
        "dibao.category", "Category above", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("dibao.category", "parent_id", "Below")
    path_code = fields.Char(
        "Class code",
        compute="_compute_path_code",
        store=True,
        recursive=True,
        help="Codes of all levels, joined by · (DA/T 13-2022).",
    )
    kind = fields.Selection(
        [
            ("approval", "Approval: a volume for each household"),
            ("daily", "Daily management: by office and year"),
            ("statistics", "Statistics"),
            ("dossier", "Dossier of the fonds"),
            ("local", "Local"),
        ],
        required=True,
        default="local",
        index=True,
        help="What the program files here by itself.",
    )
    arranged_by = fields.Selection(
        ARRANGEMENTS,
        "Arranged",
        required=True,
        default="volume",
        help="A change holds for years of which there is no volume yet.",
    )
    secrecy = fields.Selection(SECRECY, required=True, default="internal")
    open_mark = fields.Selection(
        OPEN_MARKS,
        "Opening",
        required=True,
        default="controlled",
        help="Proposed for new volumes (DA/T 18-2022).",
    )
    retention_ids = fields.One2many("dibao.retention", "category_id", "Retention")
    active = fields.Boolean(default=True)
    note = fields.Text("Scope", help="What is filed here and what is not.")

    _code_uniq = models.UniqueIndex(
        "(coalesce(parent_id, 0), code)",
        "There is a category of this code at this place already.",
    )

    @api.depends("code", "parent_id.path_code")
    def _compute_path_code(self):
        for category in self:
            codes = (category.parent_id.path_code, category.code)
            category.path_code = reference_code.DOT.join(filter(None, codes))

    @api.depends("path_code", "name")
    def _compute_display_name(self):
        for category in self:
            category.display_name = f"{category.path_code or ''} {category.name or ''}"

    @api.constrains("code", "parent_id")
    def _check_code(self):
        for category in self:
            levels = (category.path_code or "").split(reference_code.DOT)
            if len(levels) > MAX_LEVELS or not all(
                reference_code.fits("organ", level) for level in levels
            ):
                raise ValidationError(
                    self.env._(
                        "%(code)s: a class code has letters and digits only, without "
                        "dots or hyphens, on at most four levels (DA/T 13-2022).",
                        code=category.path_code,
                    )
                )

    def write(self, vals):
        if {"code", "parent_id"} & vals.keys():
            given = self.env["dibao.volume"].sudo()
            domain = [
                ("category_id", "child_of", self.ids),
                ("state", "!=", "open"),
            ]
            if given.search_count(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "Volumes of this category are filed under its code. Add a new "
                        "category for what comes from now on."
                    )
                )
        return super().write(vals)

    @api.model
    def _of_kind(self, kind):
        """The category into which the program files a kind of papers."""
        return self.sudo().search([("kind", "=", kind)], limit=1).sudo(self.env.su)
