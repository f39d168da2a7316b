# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import label_token


class DibaoVolumeCustody(models.Model):
    """Where a volume lies, and who has it."""

    # One file for each kind of work.
    _inherit = "dibao.volume"  # pylint: disable=consider-merging-classes-inherited

    box_id = fields.Many2one(
        "dibao.location",
        "Box",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Changed by moving the volume: scan the box, then the volume.",
    )
    room_id = fields.Many2one(related="box_id.room_id", store=True, string="Room")
    label_token = fields.Char(
        "Label token",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What the QR code on cover and spine holds. Drawn when first printed.",
    )
    measured_mm = fields.Float("Measured (mm)", digits=(6, 1), copy=False)
    thickness_mm = fields.Float(
        "Thickness (mm)",
        compute="_compute_thickness_mm",
        inverse="_inverse_thickness_mm",
        digits=(6, 1),
        help="Measured, or reckoned from the pages.",
    )
    movement_ids = fields.One2many("dibao.movement", "volume_id", "Movements")
    loan_line_ids = fields.One2many("dibao.loan.line", "volume_id", "Loans")
    is_lent = fields.Boolean("Out", compute="_compute_holder", search="_search_is_lent")
    holder = fields.Char("Who has it", compute="_compute_holder")
    loan_id = fields.Many2one("dibao.loan", "On loan", compute="_compute_holder")
    lent_until = fields.Date(compute="_compute_holder")

    _token_uniq = models.UniqueIndex(
        "(label_token) WHERE label_token IS NOT NULL", "This label is in use."
    )

    # COMPUTE

    @api.depends("page_count", "measured_mm")
    def _compute_thickness_mm(self):
        per_page = self._page_mm()
        for volume in self:
            volume.thickness_mm = volume.measured_mm or volume.page_count * per_page

    def _inverse_thickness_mm(self):
        for volume in self:
            volume.measured_mm = volume.thickness_mm

    @api.model
    def _page_mm(self):
        return (self.env["dibao.policy"].sudo()._get("page_micrometres") or 0) / 1000

    @api.depends("loan_line_ids.state", "loan_line_ids.loan_id.due_date")
    def _compute_holder(self):
        lines = self._out_lines()
        for volume in self:
            line = lines.filtered(lambda one, volume=volume: one.volume_id == volume)
            loan = line.loan_id[:1]
            volume.is_lent = bool(line)
            volume.holder = loan.holder
            volume.loan_id = loan
            volume.lent_until = loan.due_date

    def _search_is_lent(self, operator, value):
        if operator != "in":
            return NotImplemented
        out = Domain("loan_line_ids", "any!", self._out_domain())
        return out if True in value else ~out

    @api.model
    def _out_domain(self):
        return Domain("state", "=", "out") & Domain("is_paper", "=", True)

    def _out_lines(self):
        """Open loan lines that took paper of these volumes out of the room.

        As a superuser: that a volume is out, and with whom, is shown to whoever may
        see the volume, wherever the loan was asked for. Disposal asks this, too.
        """
        domain = Domain("volume_id", "in", self.ids) & self._out_domain()
        return self.env["dibao.loan.line"].sudo().search(domain)

    # MOVING

    def _token(self):
        """The token of the label, drawn when it is first needed."""
        self.ensure_one()
        if not self.label_token:
            self.sudo()._by_act({"label_token": label_token.new()})
        return self.label_token

    def _place(self, box, reason=None, **vals):
        """Put volumes into a box (or, with none, out of their boxes).

        :param box: a location of kind ``box``, or an empty one
        :raise UserError: lent, full, or no box
        """
        self.check_access("write")
        box.check_access("read")
        moved = self.filtered(lambda volume: volume.box_id != box)
        moved._check_movable(box)
        for group, word in (
            (moved.filtered(lambda volume: not volume.box_id), "placed"),
            (moved.filtered("box_id"), "moved" if box else "taken_out"),
        ):
            self.env["dibao.movement"]._record_volumes(
                group, box, reason or word, **vals
            )
        moved._by_act({"box_id": box.id})
        return moved

    def _check_movable(self, box):
        if box and box.kind != "box":
            raise UserError(self.env._("%(place)s is no box.", place=box.display_name))
        gone = self.filtered(lambda one: one.state in ("transferred", "destroyed"))
        if gone:
            raise UserError(
                self.env._("%(volume)s is not kept here.", volume=gone[0].display_name)
            )
        if lent := self.filtered("is_lent"):
            raise UserError(
                self.env._(
                    "%(volume)s is out, with %(holder)s. Take it back first.",
                    volume=lent[0].display_name,
                    holder=lent[0].holder,
                )
            )
        capacity = box.capacity_count
        if capacity and len(box.sudo().volume_ids) + len(self) > capacity:
            raise UserError(
                self.env._(
                    "%(box)s takes %(count)s volumes and would hold more.",
                    box=box.display_name,
                    count=capacity,
                )
            )

    def write(self, vals):
        kept = {"box_id", "label_token"} & vals.keys()
        if kept and not self._dibao_in_act():
            raise UserError(
                self.env._("A volume is moved by its movements: scan box and volume.")
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self._dibao_in_act():
            # A default in the context would put it into a box unseen.
            empty = {"box_id": False, "label_token": False}
            vals_list = [{**vals, **empty} for vals in vals_list]
        return super().create(vals_list)

    def action_lend(self):
        """Begin a loan of these volumes."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.loan",
            "name": self.env._("Lend"),
            "view_mode": "form",
            "context": {
                "default_line_ids": [
                    (0, 0, {"volume_id": volume.id}) for volume in self
                ]
            },
        }

    def action_move(self):
        """Move these volumes, by scanning the box they go to."""
        scan = self.env["dibao.scan"].create({"purpose": "move"})
        scan._add(self)
        return scan._open()

    def action_open_loans(self):
        """Open what became of the volume at the desk."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_loan_line_action"
        )
        return action | {"domain": [("volume_id", "=", self.id)]}

    def action_open_movements(self):
        """Open where the volume has been."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_movement_action"
        )
        return action | {"domain": [("volume_id", "=", self.id)]}
