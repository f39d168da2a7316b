# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dibao_appraised_mixin import OUTCOMES

#: The permanent columns as frozen: 档号, 文号, 责任者, 题名, 形成时间,
#: 应保管期限, 已保管期限.
COLUMNS = (
    "reference_code",
    "document_number",
    "responsible",
    "title",
    "formed_from",
    "formed_to",
    "retention",
    "kept",
    "item_count",
    "page_count",
)


class DibaoDisposalLine(models.Model):
    """One volume or item on the list of a disposal. The list is kept for good."""

    _name = "dibao.disposal.line"
    _description = "Entry of a Disposal List"
    _inherit = ["dibao.sealed.mixin", "dibao.filed.mixin"]
    _order = "disposal_id desc, sequence, id"
    _rec_name = "reference_code"
    _act_fields = (
        *COLUMNS,
        "state",
        "fingerprint",
        "destroyed_on",
        "done_on",
        "shared_count",
        "withdrawn_because",
    )

    disposal_id = fields.Many2one(
        "dibao.disposal", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="disposal_id.division_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer("No.", default=10, aggregator=False)
    volume_id = fields.Many2one(
        "dibao.volume", index="btree_not_null", ondelete="restrict"
    )
    item_id = fields.Many2one(
        "dibao.item",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('parent_id', '=', False)]",
        help="Where one item of a volume is appraised apart from the rest.",
    )
    due_date = fields.Date(compute="_compute_due_date")
    outcome = fields.Selection(OUTCOMES, required=True, default="destroy")
    extend_to = fields.Date("Keep until")
    opinion = fields.Char(help="Empty: the opinion on the whole list.")
    reference_code = fields.Char(readonly=True)
    document_number = fields.Char("Document no.", readonly=True)
    responsible = fields.Char("Responsible party", readonly=True)
    title = fields.Char(
        readonly=True, help="With names reduced: the list outlives the archives."
    )
    formed_from = fields.Date("Formed from", readonly=True)
    formed_to = fields.Date("Formed to", readonly=True)
    retention = fields.Char("To be kept for", readonly=True)
    kept = fields.Char("Was kept for", readonly=True)
    item_count = fields.Integer("Item count", readonly=True)
    page_count = fields.Integer("Pages", readonly=True)
    destroyed_on = fields.Date(readonly=True, index="btree_not_null")
    done_on = fields.Date("Carried out on", readonly=True)
    state = fields.Selection(
        [
            ("listed", "Listed"),
            ("erasing", "Erased, files to be proved gone"),
            ("done", "Executed"),
            ("withdrawn", "Withdrawn"),
            ("void", "List cancelled"),
        ],
        required=True,
        default="listed",
        readonly=True,
    )
    salt = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    fingerprint = fields.Char("Digest when frozen", readonly=True)
    pending = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    shared_count = fields.Integer(
        "Files shared",
        readonly=True,
        help="Attached files that stay, since another record holds the same bytes.",
    )
    withdrawn_because = fields.Char(readonly=True)

    _one_thing = models.Constraint(
        "CHECK ((volume_id IS NULL) <> (item_id IS NULL))",
        "An entry names a volume or an item.",
    )
    _volume_once = models.UniqueIndex(
        "(volume_id) WHERE volume_id IS NOT NULL AND state IN ('listed', 'erasing')",
        "This volume stands on a disposal list already.",
    )
    _item_once = models.UniqueIndex(
        "(item_id) WHERE item_id IS NOT NULL AND state IN ('listed', 'erasing')",
        "This item stands on a disposal list already.",
    )
    _extended = models.Constraint(
        "CHECK (outcome <> 'extend' OR extend_to IS NOT NULL"
        " OR state IN ('withdrawn', 'void') OR fingerprint IS NULL)",
        "Say until when it is kept longer.",
    )

    @api.depends("volume_id.due_date", "item_id.volume_id.due_date")
    def _compute_due_date(self):
        for line in self:
            line.due_date = line._volume().due_date

    @api.depends("reference_code", "volume_id", "item_id")
    def _compute_display_name(self):
        for line in self:
            thing = line._thing()
            line.display_name = line.reference_code or thing.display_name

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # What left a list in this transaction must have left the unique index, too.
        self.flush_model(["state", "volume_id", "item_id"])
        lines = super().create(vals_list)
        lines._check_open_list()
        lines._take_columns()
        return lines

    def write(self, vals):
        if not self._dibao_in_act():
            self._check_open_list()
        result = super().write(vals)
        if {"volume_id", "item_id"} & vals.keys() and not self._dibao_in_act():
            self._take_columns()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_from_drafts(self):
        self._check_open_list()

    def _check_open_list(self):
        if any(line.disposal_id.state != "draft" for line in self):
            raise UserError(
                self.env._("The list is settled. Reopen it to change what is on it.")
            )

    @api.constrains("volume_id", "item_id", "disposal_id")
    def _check_thing(self):
        for line in self:
            volume = line._volume()
            if volume.fonds_id != line.disposal_id.fonds_id:
                raise ValidationError(
                    self.env._(
                        "%(thing)s is of another fonds than the list.",
                        thing=line._thing().display_name,
                    )
                )
            if line.item_id.parent_id:
                raise ValidationError(
                    self.env._("An annex goes with its body: list the body.")
                )
            if line._overlaps():
                raise ValidationError(
                    self.env._(
                        "%(volume)s stands on a list already, whole or in part.",
                        volume=volume.display_name,
                    )
                )

    def _overlaps(self):
        """Is the volume of this item, or an item of this volume, on a list, too?"""
        self.ensure_one()
        lines = self.sudo().with_context(active_test=False)
        live = [("state", "in", ("listed", "erasing")), ("id", "!=", self.id)]
        if self.item_id:
            return lines.search_count([*live, ("volume_id", "=", self._volume().id)])
        return lines.search_count(
            [*live, ("item_id.volume_id", "=", self.volume_id.id)]
        )

    # WHAT IT IS ABOUT

    def _thing(self):
        """The volume or the item."""
        self.ensure_one()
        return self.volume_id or self.item_id

    def _volume(self):
        self.ensure_one()
        return self.volume_id or self.item_id.volume_id

    def _items(self):
        """The items it is about, with their annexes."""
        self.ensure_one()
        if self.volume_id:
            return self.volume_id.item_ids
        return self.item_id | self.item_id.child_ids

    def _households(self):
        return self._volume().household_id | self._items().household_id
