# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

CONDITIONS = [
    ("intact", "Intact"),
    ("damaged", "Damaged"),
    ("incomplete", "Incomplete"),
    ("lost", "Lost"),
]


class DibaoLoanLine(models.Model):
    """A volume, or one item of it, on a loan."""

    _name = "dibao.loan.line"
    _description = "Lent Paper"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "loan_id desc, id"
    _rec_name = "volume_id"
    _act_fields = (
        "state",
        "out_on",
        "out_by_id",
        "box_id",
        "returned_on",
        "returned_by_id",
        "condition",
        "condition_note",
    )

    loan_id = fields.Many2one(
        "dibao.loan", required=True, index=True, ondelete="cascade"
    )
    loan_state = fields.Selection(related="loan_id.state", string="State of the loan")
    way = fields.Selection(related="loan_id.way", store=True)
    is_paper = fields.Boolean(compute="_compute_is_paper", store=True)
    volume_id = fields.Many2one(
        "dibao.volume", required=True, index=True, ondelete="restrict"
    )
    item_id = fields.Many2one(
        "dibao.item",
        "Only this item",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('volume_id', '=', volume_id)]",
    )
    household_id = fields.Many2one(
        related="volume_id.household_id", store=True, index="btree_not_null"
    )
    division_id = fields.Many2one(
        related="volume_id.division_id", store=True, index=True
    )
    box_id = fields.Many2one(
        "dibao.location", "Taken from", readonly=True, ondelete="restrict", copy=False
    )
    place = fields.Char("Lies in", related="volume_id.box_id.path_name")
    state = fields.Selection(
        [
            ("wanted", "Wanted"),
            ("out", "Out"),
            ("returned", "Returned"),
            ("cancelled", "Not handed out"),
        ],
        required=True,
        readonly=True,
        default="wanted",
        index=True,
        copy=False,
    )
    out_on = fields.Datetime(readonly=True, copy=False)
    out_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    returned_on = fields.Datetime(readonly=True, copy=False)
    returned_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    condition = fields.Selection(
        CONDITIONS, "Condition on return", readonly=True, copy=False
    )
    condition_note = fields.Char(readonly=True, copy=False)
    holder = fields.Char(related="loan_id.holder")
    due_date = fields.Date(related="loan_id.due_date", store=True)

    # A whole volume is a range over all its items: it and one of them never go out
    # together, nor the same twice. On the screen many may look at once.
    _lent_once = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(volume_id, volume_id, '[]') WITH &&, "
        "int4range(coalesce(item_id, 0), coalesce(item_id, 2147483646), '[]') WITH &&"
        ") WHERE (state = 'out' AND is_paper)",
        "This paper is out already.",
    )
    _out_of_volume = models.Index("(volume_id) WHERE state = 'out'")

    @api.depends("way")
    def _compute_is_paper(self):
        for line in self:
            line.is_paper = line.way != "view"

    @api.depends("volume_id", "item_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = (line.item_id or line.volume_id).display_name

    # RULES

    @api.constrains("volume_id", "item_id")
    def _check_item(self):
        for line in self.filtered("item_id"):
            if line.item_id.volume_id != line.volume_id:
                raise ValidationError(self.env._("This item lies in another volume."))

    @api.constrains("volume_id")
    def _check_state(self):
        gone = self.volume_id.filtered(
            lambda one: one.state in ("transferred", "destroyed")
        )
        if gone:
            raise ValidationError(
                self.env._("%(volume)s is not kept here.", volume=gone[0].display_name)
            )

    def _is_of(self, paper):
        """Whether this line is about a volume or an item, as scanned."""
        paper = paper._origin
        if paper._name == "dibao.item":
            return self.item_id == paper
        return self.volume_id == paper and not self.item_id

    def _check_free(self):
        """Say who has it, before the database refuses a second loan."""
        for line in self.filtered("is_paper"):
            others = self.sudo().search(
                Domain("volume_id", "=", line.volume_id.id)
                & Domain("state", "=", "out")
                & Domain("is_paper", "=", True)
                & Domain("id", "!=", line.id)
            )
            if line.item_id:
                others = others.filtered(
                    lambda one, line=line: one.item_id.id in (False, line.item_id.id)
                )
            if others:
                raise UserError(
                    self.env._(
                        "%(paper)s is out already: %(holder)s has it (%(loan)s), due "
                        "back on %(day)s.",
                        paper=line.display_name,
                        holder=others[0].holder,
                        loan=others[0].loan_id.name,
                        day=others[0].due_date,
                    )
                )

    # ACTS

    def _go_out(self):
        now = fields.Datetime.now()
        for line in self:
            line._by_act(
                {
                    "state": "out",
                    "out_on": now,
                    "out_by_id": self.env.uid,
                    "box_id": line.volume_id.box_id.id,
                }
            )
        self.flush_recordset()
        self._record("lent")

    def _record(self, reason):
        """A row of custody for each paper that leaves the room or comes back."""
        rows = []
        for line in self.filtered("is_paper"):
            box = line.box_id.id
            rows.append(
                {
                    "reason": reason,
                    "volume_id": line.volume_id.id,
                    "item_id": line.item_id.id,
                    "from_id": box if reason == "lent" else False,
                    "to_id": box if reason == "returned" else False,
                    "holder": line.loan_id.holder,
                    "loan_id": line.loan_id.id,
                    "division_id": line.division_id.id,
                }
            )
        self.env["dibao.movement"]._record(rows)

    def _take_back(self, condition, note):
        """It came back: how it looks is compared with how it went out.

        :param condition: one of ``CONDITIONS``; anything but intact needs a note
        """
        for line in self:
            line.loan_id._check_step("out")
            if line.state != "out":
                raise UserError(
                    self.env._("%(paper)s is not out.", paper=line.display_name)
                )
            if condition != "intact" and not (note or "").strip():
                raise UserError(
                    self.env._(
                        "Say what is damaged or missing: %(paper)s.",
                        paper=line.display_name,
                    )
                )
            line._by_act(
                {
                    "state": "returned",
                    "returned_on": fields.Datetime.now(),
                    "returned_by_id": self.env.uid,
                    "condition": condition,
                    "condition_note": note,
                }
            )
            line._record("returned")
            line._tell_damage()
        self.loan_id._close_if_returned()

    def _tell_damage(self):
        if self.condition == "intact":
            return
        words = dict(self._fields["condition"]._description_selection(self.env))
        self.volume_id.message_post(
            body=self.env._(
                "Came back from loan %(loan)s: %(condition)s. %(note)s",
                loan=self.loan_id.name,
                condition=words[self.condition],
                note=self.condition_note,
            )
        )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.loan_id._check_open_request()
        return lines

    def write(self, vals):
        if {"volume_id", "item_id", "loan_id"} & vals.keys():
            self.loan_id._check_open_request()
        result = super().write(vals)
        if {"volume_id", "item_id", "loan_id"} & vals.keys():
            self.loan_id._check_open_request()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_wanted(self):
        self.loan_id._check_open_request()
