# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

#: The acts whose papers lie in a household's volume.
ACTS = [
    ("application", "First application"),
    ("member_change", "Member change"),
    ("reverification", "Re-verification"),
    ("increase", "Increase"),
    ("reduction", "Reduction"),
    ("stop", "Stop"),
    ("taper", "Tapering off"),
    ("resume", "Resumption"),
    ("correction", "Correction of particulars"),
    ("complaint", "Complaint"),
    ("daily", "Daily management"),
    ("other", "Other"),
]


class DibaoDocumentKind(models.Model):
    """A kind of paper: a form of the procedure or a proof."""

    _name = "dibao.document.kind"
    _description = "Kind of Paper"
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, index=True, help="F01 to F21, or a short word.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=100, help="Place within its group of the volume, lowest first."
    )
    order_group = fields.Selection(
        [
            ("10", "Conclusion"),
            ("20", "Basis"),
            ("30", "Papers of the applicant"),
            ("40", "Changes, by date"),
        ],
        required=True,
        default="30",
        help="The fixed order of a household's volume.",
    )
    category_kind = fields.Selection(
        [("approval", "Volume of the household"), ("daily", "Daily management")]
        + [("statistics", "Statistics"), ("dossier", "Dossier of the fonds")],
        "Filed in",
        required=True,
        default="approval",
    )
    seal_needed = fields.Boolean(
        "Stamped", help="Valid with a stamp only: the original must be a PDF."
    )
    colour_needed = fields.Boolean("In colour")
    smallest_dpi = fields.Integer(
        "Smallest resolution (dpi)", default=200, help="0: not looked at."
    )
    sensitivity = fields.Selection(
        [
            ("normal", "Normal"),
            ("personal", "Personal"),
            ("identity", "Identity papers"),
        ],
        required=True,
        default="personal",
    )
    office_allowed = fields.Boolean("Office files allowed")
    requirement_ids = fields.One2many("dibao.document.requirement", "kind_id")
    active = fields.Boolean(default=True)
    note = fields.Text("What it is")

    _code_uniq = models.UniqueIndex("(code)", "There is a kind of this code already.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for kind in self:
            form = (kind.code or "")[:1] == "F" and (kind.code or "")[1:].isdigit()
            kind.display_name = f"{kind.code} {kind.name}" if form else kind.name

    @api.model
    def _by_code(self, code):
        """The kind of a code.

        :raise ValueError: there is no such kind
        """
        kind = self.sudo().search([("code", "=", code)], limit=1).sudo(self.env.su)
        if not kind:
            raise ValueError(f"There is no kind of paper {code!r}")
        return kind

    def _search_words(self):
        """{id: code and name in each language}, by which its papers are found."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        named = {code: self.with_context(lang=code) for code in languages}
        return {
            kind.id: " ".join(
                [
                    *sorted({named[code].browse(kind.id).name for code in languages}),
                    kind.code or "",
                ]
            )
            for kind in self
        }
