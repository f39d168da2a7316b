# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

#: What a hold covers. It grows; leaving something out of it is lifting it.
COVERED = ("household_ids", "volume_ids", "item_ids")
SETTLED = ("kind", "mandate", "reason", "date_from")


class DibaoHold(models.Model):
    """A hold (冻结): what it covers is not destroyed, transferred or changed (R-41).

    Set by one person, lifted by another one.
    """

    _name = "dibao.hold"
    _description = "Hold"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "state, review_date, id desc"
    _rec_name = "mandate"
    _act_fields = ("state", "set_by_id", "lifted_on", "lifted_by_id", "lift_reason")

    kind = fields.Selection(
        [
            ("complaint", "Complaint"),
            ("litigation", "Litigation"),
            ("audit", "Audit"),
            ("inspection", "Inspection"),
            ("pi_request", "Request on personal information"),
            ("other", "Other"),
        ],
        required=True,
        tracking=True,
    )
    mandate = fields.Char(
        required=True,
        tracking=True,
        help="The paper it rests on: who asked, number and date of the letter.",
    )
    reason = fields.Text(required=True)
    holder_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
        help="Who looks again on the day of review.",
    )
    set_by_id = fields.Many2one(
        "res.users", readonly=True, required=True, default=lambda self: self.env.user
    )
    date_from = fields.Date(
        "Since", required=True, default=lambda self: fields.Date.context_today(self)
    )
    review_date = fields.Date(
        "Review on",
        required=True,
        tracking=True,
        compute="_compute_review_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    household_ids = fields.Many2many(
        "dibao.household",
        "dibao_hold_household_rel",
        "hold_id",
        "household_id",
        string="Households",
        help="All their volumes, also later ones, and their papers anywhere.",
    )
    volume_ids = fields.Many2many(
        "dibao.volume",
        "dibao_hold_volume_rel",
        "hold_id",
        "volume_id",
        string="Volumes",
    )
    item_ids = fields.Many2many(
        "dibao.item", "dibao_hold_item_rel", "hold_id", "item_id", string="Items"
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Division",
        required=True,
        index=True,
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
        help="The lowest place under which all of it lies.",
    )
    state = fields.Selection(
        [("active", "Still holding"), ("lifted", "Lifted")],
        required=True,
        default="active",
        readonly=True,
        tracking=True,
        index=True,
    )
    lifted_on = fields.Datetime(readonly=True)
    lifted_by_id = fields.Many2one("res.users", readonly=True)
    lift_reason = fields.Char("Lifted because", readonly=True, tracking=True)

    _other_person = models.Constraint(
        "CHECK ((lifted_by_id = set_by_id) IS NOT TRUE)",
        "A hold is lifted by another person than the one who set it.",
    )
    _lifted_whole = models.Constraint(
        "CHECK (state = 'active' OR (lifted_by_id IS NOT NULL"
        " AND lifted_on IS NOT NULL AND lift_reason IS NOT NULL))",
        "A lifted hold says who lifted it, when and why.",
    )

    @api.depends("date_from", "division_id")
    def _compute_review_date(self):
        policies = self.env["dibao.policy"].sudo()
        for hold in self:
            if hold.review_date or not hold.date_from:
                hold.review_date = hold.review_date
                continue
            days = policies._get("hold_review_days", hold.division_id.sudo()) or 0
            hold.review_date = fields.Date.add(hold.date_from, days=days)

    @api.depends(*COVERED)
    def _compute_division_id(self):
        for hold in self:
            places = hold.household_ids.division_id | hold.volume_ids.division_id
            places |= hold.item_ids.division_id
            hold.division_id = places._common() or hold.division_id

    @api.depends("kind", "mandate")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for hold in self:
            hold.display_name = f"{kinds.get(hold.kind, '')}: {hold.mandate or ''}"

    # CRUD

    @api.constrains(*COVERED)
    def _check_covers(self):
        for hold in self:
            if not any(hold[name] for name in COVERED):
                raise ValidationError(
                    self.env._("A hold covers households, volumes or items: name some.")
                )

    @api.constrains("date_from", "review_date")
    def _check_dates(self):
        for hold in self:
            if hold.review_date < hold.date_from:
                raise ValidationError(self.env._("The review lies before the hold."))

    def write(self, vals):
        if self._dibao_in_act():
            return super().write(vals)
        if self._is_typed(vals) and any(hold.state == "lifted" for hold in self):
            raise UserError(self.env._("A lifted hold stays as it was."))
        settled = [name for name in SETTLED if name in vals]
        if any(str(vals[name]) != str(hold[name]) for hold in self for name in settled):
            raise UserError(
                self.env._(
                    "On what a hold rests is settled. Set another one, and have this "
                    "one lifted."
                )
            )
        before = [{name: hold[name] for name in COVERED} for hold in self]
        result = super().write(vals)
        for hold, covered in zip(self, before, strict=True):
            if any(covered[name] - hold[name] for name in COVERED):
                raise UserError(
                    self.env._(
                        "Leaving something out of a hold is lifting it: another person "
                        "does that, with a reason."
                    )
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A hold stays on record, also when it is lifted."))

    # ACTS

    def action_lift(self):
        """Ask why the hold is lifted."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lift the hold"),
            "res_model": "dibao.hold.lift",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_hold_id": self.id},
        }

    def _lift(self, reason):
        """End a hold.

        :param reason: why; kept with the user's name
        :raise AccessError: the user set it himself, or may not
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "active":
            raise UserError(self.env._("This hold was lifted already."))
        if self.env.user in self.set_by_id | self.create_uid:
            raise AccessError(
                self.env._("You set this hold: another person decides on lifting it.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the hold is lifted."))
        self._by_act(
            {
                "state": "lifted",
                "lifted_on": fields.Datetime.now(),
                "lifted_by_id": self.env.uid,
                "lift_reason": reason.strip(),
            }
        )
        self.sudo().activity_feedback(["dibao_archive.activity_hold_review"])

    def action_keep(self):
        """The hold was looked at and goes on: the next review is set."""
        self.check_access("write")
        policies = self.env["dibao.policy"].sudo()
        for hold in self.filtered(lambda one: one.state == "active"):
            days = policies._require("hold_review_days", hold.division_id.sudo())
            today = fields.Date.context_today(self)
            hold.review_date = fields.Date.add(today, days=days)
            hold.message_post(
                body=self.env._(
                    "Reviewed: it goes on until %(day)s.", day=hold.review_date
                )
            )
            hold.activity_feedback(["dibao_archive.activity_hold_review"])

    @api.model
    def _cron_review(self):
        """Remind those responsible of holds that are to be reviewed soon."""
        kind = self.env.ref("dibao_archive.activity_hold_review")
        days = self.env["dibao.policy"].sudo()._require("hold_remind_days")
        until = fields.Date.add(fields.Date.context_today(self), days=days)
        holds = self.search(
            Domain("state", "=", "active") & Domain("review_date", "<=", until)
        )
        for hold in holds:
            if kind not in hold.activity_ids.activity_type_id:
                hold.activity_schedule(
                    "dibao_archive.activity_hold_review",
                    date_deadline=hold.review_date,
                    user_id=hold.holder_id.id,
                )
