# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dibao_archive.tools import label_token

#: Of the coordinator alone: the platform's other events know nothing of it.
COORDINATOR = "dibao_archive.group_training_coordinator"


class EventEvent(models.Model):
    """A session of a course: the platform's event, with hours and attendance."""

    _inherit = ["event.event", "dibao.training.paper.mixin"]
    _name = "event.event"

    dibao_course_id = fields.Many2one(
        "dibao.training.course",
        string="Training course",
        index="btree_not_null",
        ondelete="set null",
        groups=COORDINATOR,
        help="The course that this event is a session of.",
    )
    dibao_division_id = fields.Many2one(
        related="dibao_course_id.division_id",
        store=True,
        index="btree_not_null",
        groups=COORDINATOR,
        string="Held by",
    )
    dibao_hours = fields.Float(
        "Credit hours",
        compute="_compute_dibao_hours",
        store=True,
        readonly=False,
        groups=COORDINATOR,
        help="Booked for whoever attends; all sessions of a course together never "
        "give more than the hours of the course.",
    )
    dibao_mode = fields.Selection(
        [("onsite", "On site"), ("online", "Online"), ("both", "Both")],
        "Mode",
        default="onsite",
        groups=COORDINATOR,
    )
    dibao_place = fields.Char("Place", groups=COORDINATOR)
    dibao_expert_id = fields.Many2one(
        "dibao.training.expert",
        "Expert",
        compute="_compute_dibao_expert_id",
        store=True,
        readonly=False,
        ondelete="set null",
        groups=COORDINATOR,
    )
    dibao_token = fields.Char(
        "Code of the sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups=COORDINATOR,
    )
    dibao_open = fields.Boolean(
        "Staff may register",
        default=True,
        groups=COORDINATOR,
        help="Shown under My training of the staff of the area.",
    )
    dibao_closed_on = fields.Datetime(
        "Closed", readonly=True, copy=False, groups=COORDINATOR
    )
    dibao_sheet_item_id = fields.Many2one(
        "dibao.item",
        "Filed attendance sheet",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups=COORDINATOR,
    )
    dibao_waiting_count = fields.Integer(
        "Waiting", compute="_compute_dibao_counts", groups=COORDINATOR
    )
    dibao_attended_count = fields.Integer(
        "Attended", compute="_compute_dibao_counts", groups=COORDINATOR
    )
    dibao_booked_hours = fields.Float(
        "Hours booked", compute="_compute_dibao_counts", groups=COORDINATOR
    )

    _dibao_hours_positive = models.Constraint(
        "CHECK (dibao_hours IS NULL OR dibao_hours >= 0)",
        "Credit hours cannot be negative.",
    )

    @api.depends("dibao_course_id.hours")
    def _compute_dibao_hours(self):
        for event in self:
            if event.dibao_closed_on or event.dibao_hours:
                continue
            event.dibao_hours = event.dibao_course_id.hours

    @api.depends("dibao_course_id.expert_id")
    def _compute_dibao_expert_id(self):
        for event in self:
            event.dibao_expert_id = (
                event.dibao_expert_id or event.dibao_course_id.expert_id
            )

    @api.depends("registration_ids.state", "registration_ids.dibao_waiting")
    def _compute_dibao_counts(self):
        credits = dict(
            self.env["dibao.training.credit"]
            .sudo()
            ._read_group(
                [("event_id", "in", self.ids), ("state", "=", "booked")],
                ["event_id"],
                ["hours:sum"],
            )
        )
        for event in self:
            seats = event.registration_ids
            event.dibao_waiting_count = len(seats.filtered("dibao_waiting"))
            event.dibao_attended_count = len(
                seats.filtered(lambda seat: seat.state == "done")
            )
            event.dibao_booked_hours = credits.get(event._origin, 0.0)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events.sudo().filtered("dibao_course_id")._dibao_prepare()
        return events

    def write(self, vals):
        if vals.get("kanban_state") == "cancel":
            self._dibao_take_back()
        limits = {"seats_max", "seats_limited"} & vals.keys()
        result = super().write(vals)
        if "dibao_course_id" in vals:
            self.sudo().filtered("dibao_course_id")._dibao_prepare()
        if limits:
            self.sudo().filtered("dibao_course_id")._dibao_move_up()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_hours(self):
        credits = self.env["dibao.training.credit"].sudo()
        known = credits.search([("event_id", "in", self.ids)], limit=1)
        if known:
            raise UserError(
                self.env._(
                    "“%(session)s” has booked credit hours, which must be kept. "
                    "Cancel the session instead: its hours are then taken back.",
                    session=known.event_id.name,
                )
            )

    def _dibao_prepare(self):
        """A session writes to no contacts: the staff is told within the system."""
        self.event_mail_ids.unlink()
        for event in self.filtered(lambda one: not one.dibao_token):
            event.dibao_token = label_token.new()

    # SCREEN

    def action_dibao_register(self):
        """Ask whom to register."""
        return self._dibao_wizard(
            "dibao.session.register", self.env._("Register staff")
        )

    def action_dibao_scan_sheet(self):
        """Take a signed sheet back."""
        return self._dibao_wizard(
            "dibao.session.sheet", self.env._("Signed attendance sheet")
        )

    def _dibao_wizard(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def action_dibao_print_sheet(self):
        """Print the sheet that participants sign."""
        self.ensure_one()
        report = self.env.ref("dibao_training.attendance_sheet_report")
        return report.report_action(self, config=False)

    def action_dibao_seats(self):
        """Open the participants."""
        self.ensure_one()
        views = self.env.ref("dibao_training.event_registration_view_list")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Participants"),
            "res_model": "event.registration",
            "view_mode": "list,form",
            "views": [(views.id, "list"), (False, "form")],
            "domain": [("event_id", "=", self.id)],
            "context": {"create": False},
        }

    def action_dibao_credits(self):
        """Open the hours that this session booked."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_credit_action"
        )
        return action | {"domain": [("event_id", "=", self.id)], "context": {}}
