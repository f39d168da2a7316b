# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .dibao_category import ARRANGEMENTS, OPEN_MARKS, SECRECY

STATES = [
    ("open", "Being filled"),
    ("filed", "Filed"),
    ("transferred", "Transferred"),
    ("destroyed", "Destroyed"),
]
#: What a filed volume still takes: nothing that stands in its code or catalogue.
FREE_WHEN_FILED = {
    "note",
    "open_mark",
    "checker_id",
    "retention_id",
    "thickness_mm",
    "measured_mm",
    "message_ids",
}


class DibaoVolume(models.Model):
    """A volume of archives: a household's papers, or an office's of one year."""

    _name = "dibao.volume"
    _description = "Volume"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
        "dibao.code.search.mixin",
        "dibao.first.page.mixin",
    ]
    _order = "id desc"
    _rec_name = "title"
    _mail_post_access = "read"
    _act_fields = (
        "state",
        "number",
        "profile_id",
        "reference_code",
        "reference_key",
        "closed_on",
        "filed_on",
        "filed_by_id",
        "gap_reason",
        "gap_user_id",
    )

    reference_code = fields.Char(
        readonly=True, copy=False, tracking=True, index="btree_not_null"
    )
    number = fields.Integer("Volume no.", readonly=True, copy=False, aggregator=False)
    profile_id = fields.Many2one(
        "dibao.number.profile", readonly=True, copy=False, ondelete="restrict"
    )
    title = fields.Char(required=True, tracking=True)
    category_id = fields.Many2one(
        "dibao.category", required=True, index=True, ondelete="restrict", tracking=True
    )
    arranged_by = fields.Selection(
        ARRANGEMENTS,
        "Arranged",
        compute="_compute_arranged_by",
        store=True,
        precompute=True,
        help="Settled for a fonds, category and year by its first volume: another "
        "arrangement of the category begins with the next year.",
    )
    category_kind = fields.Selection(related="category_id.kind", store=True)
    household_id = fields.Many2one(
        "dibao.household", index="btree_not_null", ondelete="restrict", tracking=True
    )
    person_id = fields.Many2one(
        "dibao.person",
        "Head in this volume",
        index="btree_not_null",
        ondelete="restrict",
        help="Who headed the household when the volume was opened.",
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Village or office",
        required=True,
        index=True,
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
        help="An open volume goes with its household; a filed one stays.",
    )
    fonds_id = fields.Many2one(
        "dibao.fonds",
        index=True,
        ondelete="restrict",
        compute="_compute_fonds_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    year = fields.Integer(
        required=True,
        aggregator=False,
        default=lambda self: fields.Date.context_today(self).year,
    )
    organ_code = fields.Char(
        "Office code",
        compute="_compute_organ_code",
        store=True,
        readonly=False,
        precompute=True,
        help="Office or matter, as it stands in codes of items (DA/T 22-2015).",
    )
    retention_id = fields.Many2one(
        "dibao.retention",
        ondelete="restrict",
        index=True,
        compute="_compute_retention_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="The longest of the rules that apply to the category at this place.",
    )
    secrecy = fields.Selection(
        SECRECY,
        compute="_compute_marks",
        store=True,
        readonly=False,
        precompute=True,
    )
    open_mark = fields.Selection(
        OPEN_MARKS,
        "Opening",
        compute="_compute_marks",
        store=True,
        readonly=False,
        precompute=True,
    )
    state = fields.Selection(
        STATES, required=True, default="open", readonly=True, tracking=True, index=True
    )
    opened_on = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    closed_on = fields.Date(
        readonly=True, copy=False, help="No paper is added after this day."
    )
    filed_on = fields.Date(readonly=True, copy=False)
    filed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    trigger_date = fields.Date(
        "Retention counts from", compute="_compute_due_date", store=True
    )
    due_date = fields.Date(
        "Due for appraisal",
        compute="_compute_due_date",
        store=True,
        index="btree_not_null",
        help="Empty: kept for good, or the event from which the years count has not "
        "happened. A household that receives is never due.",
    )
    previous_id = fields.Many2one(
        "dibao.volume",
        "Continues",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
    )
    next_ids = fields.One2many("dibao.volume", "previous_id", "Continued in")
    item_ids = fields.One2many("dibao.item", "volume_id", "Items")
    item_count = fields.Integer("Item count", compute="_compute_counts", store=True)
    page_count = fields.Integer(
        "Number of pages", compute="_compute_counts", store=True
    )
    date_from = fields.Date("First paper", compute="_compute_counts", store=True)
    date_to = fields.Date("Last paper", compute="_compute_counts", store=True)
    gap_ids = fields.One2many("dibao.volume.gap", "volume_id", "Missing papers")
    missing_count = fields.Integer(
        "Missing", compute="_compute_missing_count", store=True
    )
    gap_reason = fields.Char(
        "Filed with gaps because", readonly=True, copy=False, tracking=True
    )
    gap_user_id = fields.Many2one("res.users", readonly=True, copy=False)
    arranger_id = fields.Many2one(
        "res.users", "Arranged by", default=lambda self: self.env.user
    )
    checker_id = fields.Many2one("res.users", "Checked by", tracking=True)
    note = fields.Text(help="State of the volume, for the note sheet.")

    _code_uniq = models.UniqueIndex(
        "(reference_code, fonds_id) WHERE reference_code IS NOT NULL",
        "This reference code was given already.",
    )
    _own_order = models.Index("(division_id, id DESC) INCLUDE (household_id)")
    _household_open = models.UniqueIndex(
        "(household_id) WHERE household_id IS NOT NULL AND state = 'open'"
        " AND closed_on IS NULL AND category_kind = 'approval'",
        "This household has an open volume already.",
    )

    # COMPUTE

    @api.depends("item_ids.page_count", "item_ids.parent_id", "item_ids.date")
    def _compute_counts(self):
        for volume in self:
            items = volume.item_ids
            dates = [day for day in items.mapped("date") if day]
            volume.item_count = len(items.filtered(lambda item: not item.parent_id))
            volume.page_count = sum(items.mapped("page_count"))
            volume.date_from = min(dates, default=False)
            volume.date_to = max(dates, default=False)

    @api.depends("gap_ids")
    def _compute_missing_count(self):
        for volume in self:
            volume.missing_count = len(volume.gap_ids)

    @api.depends(
        "state",
        "year",
        "closed_on",
        "filed_on",
        "retention_id.years",
        "retention_id.permanent",
        "retention_id.trigger",
        "retention_id.floor_years",
        "retention_id.to_year_end",
        "household_id.state",
        "household_id.state_date",
    )
    def _compute_due_date(self):
        known = {}
        for volume in self:
            volume.due_date, volume.trigger_date = volume._due(known)

    @api.depends("reference_code", "title")
    def _compute_display_name(self):
        for volume in self:
            names = (volume.reference_code, volume.title)
            volume.display_name = " ".join(filter(None, names))

    @api.constrains("household_id", "division_id")
    def _check_place(self):
        for volume in self.filtered(lambda v: v.household_id and v.state == "open"):
            if volume.division_id != volume.household_id.division_id:
                raise ValidationError(
                    self.env._("A household's volume lies where the household lives.")
                )

    # CRUD

    def write(self, vals):
        if not self._dibao_in_act() and vals.keys() - FREE_WHEN_FILED:
            self._refuse_filed(vals)
        return super().write(vals)

    def _refuse_filed(self, vals):
        settled = {
            name
            for name in vals.keys() - FREE_WHEN_FILED
            if not name.startswith(("activity_", "message_"))
        }
        if settled and any(volume.state != "open" for volume in self):
            raise UserError(
                self.env._("A filed volume is not changed any more: add to its note.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if any(volume.state != "open" or volume.item_ids for volume in self):
            raise UserError(
                self.env._("A volume with papers is disposed of by appraisal only.")
            )
