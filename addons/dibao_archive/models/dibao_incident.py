# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

#: What a closed incident tells (PIPL art. 57).
TOLD = ("kinds_of_data", "people_count", "causes", "harm", "measures")


class DibaoIncident(models.Model):
    """Personal information that leaked, was changed or got lost (PIPL art. 57, R-49).

    Tells kinds and numbers, never names: it goes to the authority.
    """

    _name = "dibao.incident"
    _description = "Incident"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "found_on desc, id desc"
    _act_fields = (
        "number",
        "state",
        "authority_on",
        "authority_by_id",
        "persons_on",
        "persons_by_id",
        "closed_on",
        "closed_by_id",
    )

    number = fields.Char(required=True, readonly=True, copy=False, default="/")
    name = fields.Char("What happened, in short", required=True, tracking=True)
    division_id = fields.Many2one(
        "dibao.division",
        "Area",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.user.sudo().dibao_division_ids[:1],
    )
    happened_on = fields.Datetime(help="As far as it is known.")
    found_on = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now(), tracking=True
    )
    kind = fields.Selection(
        [
            ("leak", "Leaked or seen without right"),
            ("change", "Changed without right"),
            ("loss", "Lost or destroyed"),
            ("other", "Other"),
        ],
        required=True,
        default="leak",
        tracking=True,
    )
    severity = fields.Selection(
        [("low", "Slight"), ("middle", "Considerable"), ("high", "Grave")],
        tracking=True,
    )
    description = fields.Text(help="Without names and numbers of persons.")
    kinds_of_data = fields.Text("Kinds of data")
    is_sensitive = fields.Boolean("Sensitive data", tracking=True)
    people_count = fields.Integer("Persons concerned", aggregator="sum")
    causes = fields.Text()
    harm = fields.Text("Harm that may come of it")
    measures = fields.Text("Measures taken")
    advice = fields.Text(
        "What persons can do themselves", help="PIPL art. 57: told to those concerned."
    )
    contact = fields.Char("Who answers questions")
    responsible_id = fields.Many2one(
        "res.users",
        "Responsible",
        required=True,
        default=lambda self: self.env.user,
        tracking=True,
    )
    authority = fields.Char("Authority that is told")
    authority_reference = fields.Char("Notice no.")
    authority_due = fields.Datetime(
        "Authority: until", compute="_compute_due", store=True
    )
    authority_on = fields.Datetime("Authority told on", readonly=True, copy=False)
    authority_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    persons_due = fields.Datetime("Persons: until", compute="_compute_due", store=True)
    persons_manner = fields.Char("How persons were told")
    persons_waived = fields.Text(
        "Why persons need not be told",
        help="Only where the measures have effectively averted the harm, and the "
        "authority does not ask for it (PIPL art. 57).",
    )
    persons_on = fields.Datetime("Persons told on", readonly=True, copy=False)
    persons_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("found", "Discovered"),
            ("contained", "Contained"),
            ("closed", "Concluded"),
        ],
        required=True,
        readonly=True,
        default="found",
        tracking=True,
        index=True,
        copy=False,
    )
    closed_on = fields.Datetime("Concluded on", readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        "res.users", "Concluded by", readonly=True, copy=False
    )
    is_late = fields.Boolean(
        "A notice is late", compute="_compute_is_late", search="_search_is_late"
    )

    _people = models.Constraint(
        "CHECK (people_count >= 0)", "The number of persons is not negative."
    )

    @api.depends("found_on", "division_id")
    def _compute_due(self):
        policies = self.env["dibao.policy"].sudo()
        for one in self.filtered("found_on"):
            place = one.division_id.sudo()
            hours = policies._require("incident_authority_hours", place)
            one.authority_due = fields.Datetime.add(one.found_on, hours=hours)
            hours = policies._require("incident_persons_hours", place)
            one.persons_due = fields.Datetime.add(one.found_on, hours=hours)

    @api.depends("authority_due", "authority_on", "persons_due", "persons_on")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for one in self:
            one.is_late = bool(one.filtered_domain(self._late(now)))

    @api.model
    def _late(self, now):
        authority = Domain("authority_on", "=", False) & Domain(
            "authority_due", "<", now
        )
        persons = Domain("persons_on", "=", False) & Domain("persons_due", "<", now)
        waived = Domain("persons_waived", "not in", (False, ""))
        return Domain("state", "!=", "closed") & (authority | (persons & ~waived))

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self._late(fields.Datetime.now())
        return late if True in value else ~late

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        for one in made:
            number = self.env["ir.sequence"].sudo().next_by_code("dibao.incident")
            one._by_act({"number": number or f"I-{one.id}"})
            one._alarm()
        return made

    def write(self, vals):
        if self._is_typed(vals) and any(one.state == "closed" for one in self):
            raise UserError(self.env._("A concluded incident stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An incident stays on record."))

    def _alarm(self):
        """Whoever answers for security learns of it at once."""
        self.ensure_one()
        people = self.responsible_id | self.env["dibao.processing"]._officers()
        for user in people:
            self.activity_schedule(
                "dibao_archive.activity_incident",
                date_deadline=fields.Date.context_today(self, self.authority_due),
                user_id=user.id,
            )

    # ACTS

    def _check_step(self, *states):
        self.ensure_one()
        self.check_access("write")
        if self.state not in states:
            raise UserError(self.env._("%s: this is not the next step.", self.number))

    def _check_told(self, *names):
        empty = [
            self._fields[name]._description_string(self.env)
            for name in names
            if not self[name]
        ]
        if empty:
            raise ValidationError(
                self.env._(
                    "Write down first (PIPL art. 57): %(fields)s.",
                    fields=", ".join(empty),
                )
            )

    def action_contain(self):
        """Measures were taken; it goes no further."""
        for one in self:
            one._check_step("found")
            one._check_told("measures")
            one._by_act({"state": "contained"})

    def action_tell_authority(self):
        """The authority was told; kinds, causes, harm, measures and contact are in."""
        for one in self:
            one._check_step("found", "contained")
            if one.authority_on:
                raise UserError(self.env._("The authority was told already."))
            names = (*TOLD[:1], *TOLD[2:], "contact", "authority")
            one._check_told(*names, "authority_reference")
            one._by_act(
                {
                    "authority_on": fields.Datetime.now(),
                    "authority_by_id": self.env.uid,
                }
            )

    def action_tell_persons(self):
        """Those concerned were told, with what they can do themselves."""
        for one in self:
            one._check_step("found", "contained")
            if one.persons_on:
                raise UserError(self.env._("The persons were told already."))
            one._check_told(*TOLD, "advice", "contact", "persons_manner")
            one._by_act(
                {"persons_on": fields.Datetime.now(), "persons_by_id": self.env.uid}
            )

    def action_close(self):
        """Conclude it: all is told, to the authority and to people, or why not."""
        for one in self:
            one._check_step("contained")
            one._check_told(*TOLD)
            if not one.authority_on:
                raise UserError(self.env._("The authority was not told yet."))
            if not (one.persons_on or (one.persons_waived or "").strip()):
                raise UserError(
                    self.env._("Tell those concerned, or say why they need not be.")
                )
            one._by_act(
                {
                    "state": "closed",
                    "closed_on": fields.Datetime.now(),
                    "closed_by_id": self.env.uid,
                }
            )
            one.sudo().activity_feedback(["dibao_archive.activity_incident"])
