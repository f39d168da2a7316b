# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dibao_category import SECRECY
from .dibao_document_kind import ACTS

RELATIONS = [
    ("body", "Body"),
    ("annex", "Annex"),
    ("request", "Request to which the body replies"),
    ("draft", "Draft"),
    ("copy", "Copy"),
]
#: What may be written on a filed item without a correction: where it came from stays.
FREE_WHEN_FILED = {"message_ids"}


class DibaoItem(models.Model):
    """A paper in a volume. Body and annexes, final and draft count as one item."""

    _name = "dibao.item"
    _description = "Item"
    _inherit = [
        "mail.thread",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
        "dibao.code.search.mixin",
        "dibao.first.page.mixin",
    ]
    # By the volume's id itself: its own order would turn round and join it in.
    _order = "volume_id.id desc, sequence, id"
    _page_order = "volume_id.id"
    _rec_name = "title"
    _mail_post_access = "read"
    _act_fields = (
        "state",
        "number",
        "reference_code",
        "reference_key",
        "page_from",
        "filed_on",
        "filed_by_id",
        "source_model",
        "source_id",
        "source_key",
        "counted_pages",
    )

    volume_id = fields.Many2one(
        "dibao.volume", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(related="volume_id.division_id", store=True)
    fonds_id = fields.Many2one(related="volume_id.fonds_id", store=True, index=True)
    category_id = fields.Many2one(
        related="volume_id.category_id", store=True, index=True
    )
    year = fields.Integer(related="volume_id.year", store=True, aggregator=False)
    household_id = fields.Many2one(
        "dibao.household",
        compute="_compute_household_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Whom the paper is about; in a household's volume, that household.",
    )
    person_id = fields.Many2one(
        "dibao.person",
        "Person",
        index="btree_not_null",
        ondelete="restrict",
        help="Whose paper it is, where it is one member's alone.",
    )
    sequence = fields.Integer("Order", default=0, aggregator=False)
    number = fields.Integer("Item no.", readonly=True, copy=False, aggregator=False)
    reference_code = fields.Char(
        readonly=True, copy=False, tracking=True, index="btree_not_null"
    )
    kind_id = fields.Many2one(
        "dibao.document.kind",
        "Kind of paper",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    title = fields.Char(required=True, tracking=True)
    document_number = fields.Char(
        "Document no.", tracking=True, help="As printed on the paper (文号)."
    )
    responsible = fields.Char(
        "Responsible party", tracking=True, help="Who issued or signed the paper."
    )
    date = fields.Date(
        required=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self),
        help="Of the paper.",
    )
    secrecy = fields.Selection(SECRECY, default="internal", tracking=True)
    page_count = fields.Integer("Pages", tracking=True)
    page_from = fields.Integer("From page", readonly=True, copy=False, aggregator=False)
    remark = fields.Char(tracking=True)
    act = fields.Selection(ACTS, index=True)
    relation = fields.Selection(
        RELATIONS, "Relation to the body", required=True, default="body"
    )
    parent_id = fields.Many2one(
        "dibao.item",
        "Belongs to",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('volume_id', '=', volume_id), ('parent_id', '=', False)]",
        help="The body, for an annex, a draft or a request: all are one item.",
    )
    child_ids = fields.One2many("dibao.item", "parent_id", "Annexes and drafts")
    source_model = fields.Char(readonly=True, copy=False)
    source_id = fields.Many2oneReference(
        "Source", model_field="source_model", readonly=True, copy=False
    )
    source_key = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "To be filed"),
            ("filed", "Filed"),
            ("transferred", "Transferred"),
            ("destroyed", "Destroyed"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        index=True,
    )
    filed_on = fields.Date(readonly=True, copy=False)
    filed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    correction_ids = fields.One2many("dibao.item.correction", "item_id", "Corrections")

    _code_uniq = models.UniqueIndex(
        "(reference_code, fonds_id) WHERE reference_code IS NOT NULL"
        " AND parent_id IS NULL",
        "This reference code was given already.",
    )
    _source_once = models.UniqueIndex(
        "(source_key, (coalesce(household_id, 0))) WHERE source_key IS NOT NULL",
        "This paper is filed already.",
    )
    _body_alone = models.Constraint(
        "CHECK ((relation = 'body') = (parent_id IS NULL))",
        "An annex or draft belongs to its body; a body stands alone.",
    )
    _own_order = models.Index("(volume_id DESC, sequence, id)")
    # All that finds the first page of an area, what the rules ask for included.
    _own_place = models.Index(
        "(division_id, volume_id DESC, sequence, id) INCLUDE (household_id, person_id)"
    )

    @api.depends("volume_id.household_id")
    def _compute_household_id(self):
        for item in self:
            item.household_id = item.volume_id.household_id or item.household_id

    @api.depends("reference_code", "title")
    def _compute_display_name(self):
        for item in self:
            names = (item.reference_code, item.title)
            item.display_name = " ".join(filter(None, names))

    # RULES

    @api.constrains("parent_id", "volume_id", "relation")
    def _check_parent(self):
        for item in self.filtered("parent_id"):
            body = item.parent_id
            if body.parent_id or body.volume_id != item.volume_id or body == item:
                raise ValidationError(
                    self.env._("An annex lies with its body, in the same volume.")
                )
            if body.state != "draft" and item.state == "draft":
                raise ValidationError(
                    self.env._(
                        "%(body)s is filed: nothing is added to it. File the paper as "
                        "an item of its own.",
                        body=body.display_name,
                    )
                )

    @api.constrains("page_count")
    def _check_pages(self):
        if any(item.page_count < 0 for item in self):
            raise ValidationError(self.env._("A paper has no negative pages."))

    # CRUD

    def write(self, vals):
        if not self._dibao_in_act() and vals.keys() - FREE_WHEN_FILED:
            self._refuse_filed(vals)
        return super().write(vals)

    def _refuse_filed(self, vals):
        names = [name for name in vals if not name.startswith("message_")]
        if names and any(item.state != "draft" for item in self):
            raise UserError(
                self.env._(
                    "A filed item is not changed any more. Correct it with a reason: "
                    "the old value is kept."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(item.state != "draft" for item in self):
            raise UserError(
                self.env._("A filed item is disposed of by appraisal only.")
            )
