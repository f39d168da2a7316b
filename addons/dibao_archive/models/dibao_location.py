# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

from ..tools import label_token, reference_code

KINDS = [("room", "Room"), ("cabinet", "Cabinet"), ("shelf", "Shelf"), ("box", "Box")]
RANK = {kind: rank for rank, (kind, _label) in enumerate(KINDS)}


class DibaoLocation(models.Model):
    """A place where paper lies: room, cabinet, shelf or box.

    One household one file, one village one box, one township one cabinet, one county
    one room. Where a paper lies tells nothing about its order in the archives: box
    numbers are for shelving only, reference codes for arrangement.
    """

    _name = "dibao.location"
    _description = "Location"
    _inherit = ["mail.thread", "dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _parent_store = True
    _order = "path_name, id"
    _rec_name = "path_name"
    _rec_names_search = ["path_name", "label_token"]

    kind = fields.Selection(KINDS, required=True, default="box", index=True)
    code = fields.Char(required=True, tracking=True, help="As written on it: A-03.")
    name = fields.Char(tracking=True, help="What it is called, besides its code.")
    parent_id = fields.Many2one(
        "dibao.location", "Stands in", index=True, ondelete="restrict", tracking=True
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("dibao.location", "parent_id", "What stands in it")
    path_name = fields.Char(
        "Place", compute="_compute_path_name", store=True, recursive=True
    )
    room_id = fields.Many2one(
        "dibao.location",
        compute="_compute_room_id",
        store=True,
        recursive=True,
        index=True,
    )
    division_id = fields.Many2one(
        "dibao.division",
        "For the papers of",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Whoever works for this place or one above sees what stands here.",
    )
    width_mm = fields.Integer(
        "Width (mm)",
        aggregator=False,
        help="What a box takes on its shelf: 20, 30, 40 or 50 mm by DA/T 22.",
    )
    capacity_mm = fields.Integer(
        "Capacity (mm)", aggregator=False, help="Room inside, for paper or for boxes."
    )
    capacity_count = fields.Integer(
        "Capacity (pieces)",
        aggregator=False,
        help="Volumes of a box, boxes of a shelf. A full one takes no more.",
    )
    label_token = fields.Char(
        "Label token",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: label_token.new(),
        help="What the QR code of the label holds: nothing about whom the papers are.",
    )
    volume_ids = fields.One2many("dibao.volume", "box_id", "Volumes")
    movement_ids = fields.One2many("dibao.movement", "location_id", "Movements")
    volume_count = fields.Integer("Volumes here", compute="_compute_fill")
    box_count = fields.Integer("Boxes here", compute="_compute_fill")
    lent_count = fields.Integer("Of these lent", compute="_compute_lent_count")
    used_mm = fields.Integer("Taken (mm)", compute="_compute_fill")
    fill = fields.Integer(
        "Full (%)",
        compute="_compute_fill",
        help="Of the capacity. Thickness of paper that nobody measured is reckoned "
        "from the pages.",
    )
    active = fields.Boolean(default=True)
    note = fields.Text()

    _code_uniq = models.UniqueIndex(
        "(coalesce(parent_id, 0), division_id, kind, code)",
        "There is one of this code in this place already.",
    )
    _token_uniq = models.UniqueIndex("(label_token)", "This label is in use.")
    _no_negative = models.Constraint(
        "CHECK (coalesce(width_mm, 0) >= 0 AND coalesce(capacity_mm, 0) >= 0"
        " AND coalesce(capacity_count, 0) >= 0)",
        "Widths and capacities are not negative.",
    )

    # COMPUTE

    @api.depends("code", "name", "parent_id.path_name")
    def _compute_path_name(self):
        for place in self:
            own = " ".join(filter(None, (place.code, place.name)))
            above = place.parent_id.sudo().path_name
            place.path_name = " / ".join(filter(None, (above, own)))

    @api.depends("path_name")
    def _compute_display_name(self):
        for place in self:
            place.display_name = place.path_name

    @api.depends("kind", "parent_id.room_id")
    def _compute_room_id(self):
        for place in self:
            above = place.parent_id.sudo()
            place.room_id = place if place.kind == "room" else above.room_id

    @api.depends("parent_id")
    def _compute_division_id(self):
        for place in self:
            place.division_id = place.division_id or place.parent_id.division_id

    @api.depends("capacity_mm", "capacity_count", "volume_ids.thickness_mm")
    def _compute_fill(self):
        boxes = self.search(
            Domain("id", "child_of", self.ids) & Domain("kind", "=", "box")
        )
        held = boxes._held()
        for place in self:
            path = place.parent_path or f"{place.id}/"
            own = boxes.filtered(lambda box, path=path: box._is_below(path))
            place.box_count = len(own) if place.kind != "box" else 0
            place.volume_count = sum(held.get(box, (0, 0))[0] for box in own)
            place.used_mm = (
                held.get(place, (0, 0))[1]
                if place.kind == "box"
                else sum(own.mapped("width_mm"))
            )
            place.fill = place._percent()

    def _is_below(self, path):
        return (self.parent_path or "").startswith(path)

    def _held(self):
        """{box: (number of volumes, their thickness in mm)}"""
        volumes = self.env["dibao.volume"]
        here = Domain("box_id", "in", self.ids)
        held = {}
        reckoned = Domain("measured_mm", "in", (False, 0))
        for part, field, each in (
            (~reckoned, "measured_mm", 1),
            (reckoned, "page_count", volumes._page_mm()),
        ):
            for box, count, total in volumes._read_group(
                here & part, ["box_id"], ["__count", f"{field}:sum"]
            ):
                before = held.get(box, (0, 0))
                held[box] = (before[0] + count, before[1] + (total or 0) * each)
        return {box: (count, round(thick)) for box, (count, thick) in held.items()}

    def _percent(self):
        self.ensure_one()
        pieces = self.volume_count if self.kind == "box" else self.box_count
        if self.capacity_mm:
            return round(100 * self.used_mm / self.capacity_mm)
        if self.capacity_count:
            return round(100 * pieces / self.capacity_count)
        below = self.child_ids.filtered("capacity_mm")
        room = sum(below.mapped("capacity_mm"))
        if self.kind == "box" or not room:
            return 0
        return round(100 * self.used_mm / room)

    def _compute_lent_count(self):
        lent = self.env["dibao.volume"].search(
            Domain("box_id", "child_of", self.ids) & Domain("is_lent", "=", True)
        )
        paths = [volume.box_id.sudo().parent_path for volume in lent]
        for place in self:
            own = place.parent_path or f"{place.id}/"
            place.lent_count = sum(path.startswith(own) for path in paths)

    # RULES

    @api.constrains("parent_id", "kind")
    def _check_order(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A place does not stand in itself."))
        for place in self:
            above = place.parent_id.sudo()
            if place.kind == "room" and above:
                raise ValidationError(self.env._("A room stands in nothing else."))
            if place.kind != "room" and not above:
                raise ValidationError(
                    self.env._("Say in which room, cabinet or shelf this one stands.")
                )
            if above and RANK[above.kind] >= RANK[place.kind]:
                raise ValidationError(
                    self.env._("A box stands in a shelf, a shelf in a cabinet.")
                )

    @api.constrains("parent_id", "division_id")
    def _check_division(self):
        """A township's cabinet may stand in the county's room, not the reverse."""
        for place in self:
            above = place.parent_id.sudo().division_id
            path = place.division_id.sudo().parent_path or ""
            if above and not path.startswith(above.parent_path):
                raise ValidationError(
                    self.env._(
                        "%(place)s is kept for another area than what it stands in.",
                        place=place.path_name,
                    )
                )

    @api.constrains("kind")
    def _check_holds(self):
        for place in self:
            if place.kind != "box" and place.sudo().volume_ids:
                raise ValidationError(self.env._("Only a box holds volumes."))

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        # Nobody chooses a token: two labels of one token would be two of one box.
        vals_list = [{**v, "label_token": label_token.new()} for v in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if "label_token" in vals:
            raise UserError(self.env._("A label keeps its token."))
        before = {place: place.parent_id for place in self}
        result = super().write(vals)
        if "parent_id" in vals:
            moved = self.filtered(lambda place: place.parent_id != before[place])
            self.env["dibao.movement"]._record_places(moved, before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for place in self.sudo():
            if place.volume_ids or place.child_ids or place.movement_ids:
                raise UserError(
                    self.env._(
                        "%(place)s holds or held something. Archive it instead.",
                        place=place.path_name,
                    )
                )

    # SCANNING

    @api.model
    def _scanned(self, text):
        """What a label or a typed code means, by the rights of the user.

        :param str text: a token, a reference code, or the code of a box
        :return: one location, volume or item; an empty location when there is none
        """
        token = label_token.parse(text)
        for model in ("dibao.location", "dibao.volume"):
            if token and (
                found := self.env[model].search([("label_token", "=", token)], limit=1)
            ):
                return found
        code = reference_code.normalise(text)
        if not code or token:
            return self.browse()
        for model in ("dibao.volume", "dibao.item"):
            found = self.env[model].search([("reference_code", "=", code)], limit=2)
            if len(found) == 1:
                return found
        found = self.search([("code", "=", code), ("kind", "=", "box")], limit=2)
        return found if len(found) == 1 else self.browse()

    # ACTIONS

    def action_open_volumes(self):
        """Open the volumes that lie here."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_volume_custody_action"
        )
        return action | {"domain": [("box_id", "child_of", self.id)]}

    def action_scan(self):
        """Put volumes or boxes here, by scanning them."""
        self.ensure_one()
        scan = self.env["dibao.scan"].create(
            {"purpose": "move", "target_id": self.id, "line_ids": [Command.clear()]}
        )
        return scan._open()
