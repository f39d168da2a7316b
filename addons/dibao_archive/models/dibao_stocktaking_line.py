# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

RESOLUTIONS = [
    ("put_right", "Record put right: it lies where it was found"),
    ("put_back", "Put back into its box"),
    ("found_later", "Found later"),
    ("lost", "Lost, and reported"),
]


class DibaoStocktakingLine(models.Model):
    """A volume in a count: where it should lie, where it was found, what was done."""

    _name = "dibao.stocktaking.line"
    _description = "Counted Volume"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "stocktaking_id desc, expected_name, id"
    _rec_name = "volume_id"
    _act_fields = (
        "stocktaking_id",
        "volume_id",
        "expected_id",
        "expected_name",
        "found_id",
        "result",
        "resolution",
        "counted_on",
        "counted_by_id",
        "settled_on",
        "settled_by_id",
    )

    stocktaking_id = fields.Many2one(
        "dibao.stocktaking",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    count_state = fields.Selection(related="stocktaking_id.state")
    volume_id = fields.Many2one(
        "dibao.volume", required=True, readonly=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="volume_id.division_id", store=True, index=True
    )
    expected_id = fields.Many2one(
        "dibao.location", "Expected in", readonly=True, ondelete="restrict"
    )
    expected_name = fields.Char(readonly=True)
    found_id = fields.Many2one(
        "dibao.location", "Found in", readonly=True, ondelete="restrict"
    )
    result = fields.Selection(
        [
            ("unseen", "Not seen yet"),
            ("found", "Found"),
            ("lent", "Lent"),
            ("missing", "Missing"),
            ("misplaced", "In another box"),
            ("surplus", "Surplus"),
        ],
        required=True,
        readonly=True,
        default="unseen",
        index=True,
    )
    counted_on = fields.Datetime(readonly=True)
    counted_by_id = fields.Many2one("res.users", readonly=True)
    resolution = fields.Selection(RESOLUTIONS, "Settled by", readonly=True)
    settled_on = fields.Datetime(readonly=True)
    settled_by_id = fields.Many2one("res.users", readonly=True)
    note = fields.Char()

    _one_volume = models.UniqueIndex(
        "(stocktaking_id, volume_id)", "This volume is on the list already."
    )

    @api.model
    def _expect(self, count, volumes):
        """What should be there; what is lent is expected to be away."""
        self.sudo()._acting().create(
            [
                {
                    "stocktaking_id": count.id,
                    "volume_id": volume.id,
                    "expected_id": volume.box_id.id,
                    "expected_name": volume.box_id.sudo().path_name,
                    "result": "lent" if volume.is_lent else "unseen",
                }
                for volume in volumes
            ]
        )

    @api.model
    def _surplus(self, count, volume):
        vals = {"stocktaking_id": count.id, "volume_id": volume.id}
        if volume.box_id:
            name = volume.box_id.sudo().path_name
            vals.update(expected_id=volume.box_id.id, expected_name=name)
        line = self.sudo()._acting().create({**vals, "result": "surplus"})
        return line.sudo(self.env.su)

    def _found_in(self, box):
        result = "found" if box == self.expected_id else "misplaced"
        path = self.stocktaking_id.location_id.parent_path
        if not (self.expected_id.sudo().parent_path or "").startswith(path):
            result = "surplus"
        if self.result == "lent":
            # On the books somebody has it: the loan or the count is wrong.
            result = "surplus"
        self._by_act(
            {
                "result": result,
                "found_id": box.id,
                "counted_on": fields.Datetime.now(),
                "counted_by_id": self.env.uid,
            }
        )

    # SETTLING

    def _settle(self, resolution, results):
        for line in self:
            if line.count_state != "compared" or line.result not in results:
                raise UserError(self.env._("This difference is not settled that way."))
            if line.resolution:
                raise UserError(self.env._("This difference is settled already."))
        self._by_act(
            {
                "resolution": resolution,
                "settled_on": fields.Datetime.now(),
                "settled_by_id": self.env.uid,
            }
        )

    def action_put_right(self):
        """The record was wrong: the volume belongs where it was found."""
        for line in self:
            line._settle("put_right", ("misplaced", "surplus"))
            line.volume_id._place(
                line.found_id,
                reason="counted",
                stocktaking_id=line.stocktaking_id.id,
            )

    def action_put_back(self):
        """The volume was put back where the record says."""
        self._settle("put_back", ("misplaced", "surplus"))

    def action_found_later(self):
        """It turned up, in its box."""
        self._settle("found_later", ("missing",))

    def action_lost(self):
        """Nobody finds it: lost, with a note to whom that was reported."""
        for line in self:
            if not (line.note or "").strip():
                raise UserError(
                    self.env._("Write into the note who was told, and by what report.")
                )
            line._settle("lost", ("missing",))
