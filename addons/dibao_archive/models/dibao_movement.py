# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class DibaoMovement(models.Model):
    """Who moved what from where to where, and when: written by acts, never changed."""

    _name = "dibao.movement"
    _description = "Movement"
    _order = "moved_on desc, id desc"
    _rec_name = "reason"

    moved_on = fields.Datetime(
        required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Moved by", required=True, readonly=True, index=True
    )
    reason = fields.Selection(
        [
            ("placed", "Put away"),
            ("moved", "Moved about"),
            ("taken_out", "Taken out of its box"),
            ("lent", "Handed out"),
            ("returned", "Taken back"),
            ("counted", "Put right after stock-taking"),
        ],
        required=True,
        readonly=True,
    )
    volume_id = fields.Many2one(
        "dibao.volume", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    item_id = fields.Many2one(
        "dibao.item", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    location_id = fields.Many2one(
        "dibao.location",
        "Box, shelf or cabinet",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    from_id = fields.Many2one(
        "dibao.location", "Place before", readonly=True, ondelete="restrict"
    )
    from_name = fields.Char("From place", readonly=True)
    to_id = fields.Many2one(
        "dibao.location", "Place after", readonly=True, ondelete="restrict"
    )
    to_name = fields.Char("To place", readonly=True)
    holder = fields.Char("Held by", readonly=True, help="Outside the room.")
    loan_id = fields.Many2one(
        "dibao.loan", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    stocktaking_id = fields.Many2one(
        "dibao.stocktaking", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    note = fields.Char(readonly=True)
    # Of the moment: a row never changes, wherever its volume goes later.
    division_id = fields.Many2one(
        "dibao.division", required=True, readonly=True, index=True, ondelete="restrict"
    )

    _one_thing = models.Constraint(
        "CHECK ((volume_id IS NULL) <> (location_id IS NULL))",
        "A volume moves, or a location.",
    )
    _of_volume = models.Index("(volume_id, moved_on DESC) WHERE volume_id IS NOT NULL")

    def init(self):
        """The database itself refuses to change or remove a row."""
        self.env.cr.execute(
            SQL(
                """
                DROP TRIGGER IF EXISTS dibao_append_only ON dibao_movement;
                CREATE TRIGGER dibao_append_only
                    BEFORE UPDATE OR DELETE OR TRUNCATE ON dibao_movement
                    FOR EACH STATEMENT EXECUTE FUNCTION dibao_append_only();
                """
            )
        )

    # ------------------------------------------------------------------ writing

    @api.model
    def _record(self, rows):
        """Write rows as the effect of an act whose checks are done."""
        now = fields.Datetime.now()
        for row in rows:
            row.update(user_id=self.env.uid, moved_on=now)
            for side in ("from", "to"):
                place = self.env["dibao.location"].sudo().browse(row.get(f"{side}_id"))
                row[f"{side}_name"] = place.path_name
        return super(DibaoMovement, self.sudo()).create(rows).sudo(self.env.su)

    @api.model
    def _record_volumes(self, volumes, to, reason, **vals):
        """Volumes go from where they are to a box, or out of all boxes."""
        self._record(
            [
                {
                    "volume_id": volume.id,
                    "from_id": volume.box_id.id,
                    "to_id": to.id,
                    "division_id": volume.division_id.id,
                    "reason": reason,
                    **vals,
                }
                for volume in volumes.sudo()
            ]
        )

    @api.model
    def _record_places(self, places, before):
        """Boxes, shelves or cabinets went elsewhere."""
        self._record(
            [
                {
                    "location_id": place.id,
                    "from_id": before[place].id,
                    "to_id": place.parent_id.id,
                    "division_id": place.division_id.id,
                    "reason": "moved",
                }
                for place in places.sudo()
            ]
        )

    # ------------------------------------------------------------------ keeping

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise UserError(self.env._("Movements are written by the acts that move."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A movement cannot be changed."))

    def unlink(self):
        # pylint: disable=method-required-super,no-raise-unlink
        raise UserError(self.env._("A movement cannot be deleted."))
