# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class DibaoStocktaking(models.Model):
    """A count of what really lies in a room, cabinet or box, and what differs."""

    _name = "dibao.stocktaking"
    _description = "Stock-taking"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "id desc"
    _act_fields = ("state", "started_on", "compared_on", "closed_on", "closed_by_id")

    name = fields.Char(compute="_compute_name", store=True)
    location_id = fields.Many2one(
        "dibao.location",
        "Counted place",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    division_id = fields.Many2one(
        related="location_id.division_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Counted by", default=lambda self: self.env.user, tracking=True
    )
    state = fields.Selection(
        [
            ("draft", "Not begun"),
            ("counting", "Counting"),
            ("compared", "Differences"),
            ("closed", "Ended"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        index=True,
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    compared_on = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many("dibao.stocktaking.line", "stocktaking_id", "Volumes")
    difference_ids = fields.One2many(
        "dibao.stocktaking.line",
        "stocktaking_id",
        "Differences",
        domain=[("result", "in", ("missing", "misplaced", "surplus"))],
    )
    expected_count = fields.Integer("Expected", compute="_compute_counts")
    found_count = fields.Integer("Found there", compute="_compute_counts")
    lent_count = fields.Integer("Lent", compute="_compute_counts")
    missing_count = fields.Integer("Missing", compute="_compute_counts")
    misplaced_count = fields.Integer("Misplaced", compute="_compute_counts")
    surplus_count = fields.Integer("Surplus", compute="_compute_counts")
    open_count = fields.Integer("To be settled", compute="_compute_counts")
    note = fields.Text()

    @api.depends("location_id.path_name", "create_date")
    def _compute_name(self):
        for count in self:
            day = (count.create_date or fields.Datetime.now()).date()
            count.name = f"{count.location_id.sudo().path_name or ''} {day}".strip()

    @api.depends("line_ids.result", "line_ids.resolution")
    def _compute_counts(self):
        lines = self.env["dibao.stocktaking.line"]
        domain = Domain("stocktaking_id", "in", self.ids)
        rows = lines._read_group(domain, ["stocktaking_id", "result"], ["__count"])
        told = {(count, result): number for count, result, number in rows}
        unsettled = dict(
            lines._read_group(
                domain
                & Domain("result", "in", ("missing", "misplaced", "surplus"))
                & Domain("resolution", "=", False),
                ["stocktaking_id"],
                ["__count"],
            )
        )
        for count in self:
            for result in ("found", "lent", "missing", "misplaced", "surplus"):
                count[f"{result}_count"] = told.get((count, result), 0)
            count.expected_count = sum(
                number
                for (one, result), number in told.items()
                if one == count and result != "surplus"
            )
            count.open_count = unsettled.get(count, 0)

    # ACTS

    def action_start(self):
        """Freeze what should be there, and begin."""
        for count in self:
            count._check_step("draft")
            volumes = self.env["dibao.volume"].search(
                Domain("box_id", "child_of", count.location_id.id)
                & Domain("state", "not in", ("transferred", "destroyed"))
            )
            self.env["dibao.stocktaking.line"]._expect(count, volumes)
            count._by_act({"state": "counting", "started_on": fields.Datetime.now()})

    def action_scan(self):
        """Scan a box, then what lies in it."""
        self.ensure_one()
        self._check_step("counting")
        place = self.location_id
        scan = self.env["dibao.scan"].create(
            {
                "purpose": "count",
                "stocktaking_id": self.id,
                "target_id": place.id if place.kind == "box" else False,
            }
        )
        return scan._open()

    def _count(self, pairs):
        """Enter what was found.

        :param pairs: (volume, box it was found in); a later one corrects an earlier
        """
        self.ensure_one()
        self._check_step("counting")
        Line = self.env["dibao.stocktaking.line"]
        known = {line.volume_id: line for line in self.line_ids}
        for volume, box in pairs:
            line = known.get(volume)
            if not line:
                line = known[volume] = Line._surplus(self, volume)
            line._found_in(box)

    def action_compare(self):
        """The count is done: what was not seen is missing."""
        for count in self:
            count._check_step("counting")
            unseen = count.line_ids.filtered(lambda line: line.result == "unseen")
            unseen._by_act({"result": "missing"})
            count._by_act({"state": "compared", "compared_on": fields.Datetime.now()})

    def action_recount(self):
        """Go on counting: something was found after all."""
        for count in self:
            count._check_step("compared")
            missing = count.line_ids.filtered(
                lambda line: line.result == "missing" and not line.resolution
            )
            missing._by_act({"result": "unseen"})
            count._by_act({"state": "counting"})

    def action_close(self):
        """Every difference is settled."""
        for count in self:
            count._check_step("compared")
            if count.open_count:
                raise UserError(
                    self.env._(
                        "%(count)s differences are not settled yet.",
                        count=count.open_count,
                    )
                )
            count._by_act(
                {
                    "state": "closed",
                    "closed_on": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                }
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(count.state != "draft" for count in self):
            raise UserError(self.env._("A count that was begun is kept."))
