# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .res_users_duty import forget_held

STANDINGS = [
    ("pending", "To be verified"),
    ("refused", "Not accepted"),
    ("revoked", "Revoked"),
    ("ahead", "Not valid yet"),
    ("valid", "Valid"),
    ("expiring", "Ends soon"),
    ("expired", "Ended"),
]


class DibaoTrainingCertificate(models.Model):
    """Somebody passed an exam of the office, or handed in a certificate of others.

    Whether it is valid is told from its dates at each look; nothing stored says so.
    """

    _name = "dibao.training.certificate"
    _description = "Training Certificate"
    _inherit = [
        "mail.thread",
        "dibao.jurisdiction.mixin",
        "dibao.vault.mixin",
        "dibao.filed.mixin",
        "dibao.paper.check.mixin",
    ]
    _order = "valid_from desc, id desc"
    _rec_name = "number"
    _numbered_by = None
    _act_fields = (
        "number",
        "check_code",
        "kind_id",
        "employee_id",
        "state",
        "source",
        "attempt_id",
        "issued_on",
        "valid_from",
        "valid_to",
        "issuer",
        "external_number",
        "evidence",
        "filename",
        "mimetype",
        "submitted_by_id",
        "verified_by_id",
        "verified_on",
        "revoked_by_id",
        "revoked_on",
        "reminded_step",
        "employee_skill_id",
        "resume_line_id",
    )

    number = fields.Char(readonly=True, copy=False, index=True, tracking=True)
    check_code = fields.Char(
        readonly=True, copy=False, groups="dibao_archive.group_user"
    )
    kind_id = fields.Many2one(
        "dibao.training.certificate.kind",
        "Certificate",
        required=True,
        readonly=True,
        index=True,
        # held certificates keep their kind; a restriction would hold up an uninstall
        ondelete="cascade",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        "Holder",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null"
    )
    division_id = fields.Many2one(
        "dibao.division",
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        help="Where the holder works.",
    )
    state = fields.Selection(
        [
            ("pending", "To be verified"),
            ("valid", "Given"),
            ("refused", "Not accepted"),
            ("revoked", "Revoked"),
        ],
        required=True,
        readonly=True,
        default="pending",
        copy=False,
        index=True,
        tracking=True,
    )
    source = fields.Selection(
        [("exam", "Exam of the office"), ("external", "Given by others")],
        required=True,
        readonly=True,
        default="exam",
    )
    attempt_id = fields.Many2one(
        "dibao.training.attempt",
        "Sitting",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    score = fields.Float(related="attempt_id.score", string="Score (%)")
    issued_on = fields.Date(readonly=True, required=True)
    valid_from = fields.Date(readonly=True, required=True)
    valid_to = fields.Date("Last day", readonly=True, index=True, tracking=True)
    standing = fields.Selection(
        STANDINGS, compute="_compute_standing", search="_search_standing"
    )
    days_left = fields.Integer(compute="_compute_standing")
    issuer = fields.Char("Given by", readonly=True)
    external_number = fields.Char("Its number there", readonly=True)
    evidence = fields.Char(
        "Kept at",
        readonly=True,
        help="Where the paper lies that was not scanned: whoever verifies it looks at "
        "it there.",
    )
    filename = fields.Char("File", readonly=True)
    mimetype = fields.Char(readonly=True)
    submitted_by_id = fields.Many2one("res.users", "Handed in by", readonly=True)
    verified_by_id = fields.Many2one("res.users", readonly=True, tracking=True)
    verified_on = fields.Date(readonly=True)
    reason = fields.Char(tracking=True, help="Why it is not accepted, or revoked.")
    revoked_by_id = fields.Many2one("res.users", readonly=True)
    revoked_on = fields.Date(readonly=True)
    reminded_step = fields.Integer(
        readonly=True, copy=False, help="Days before the last day: the last reminder."
    )
    employee_skill_id = fields.Many2one(
        "hr.employee.skill",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="hr.group_hr_user",
    )
    resume_line_id = fields.Many2one(
        "hr.resume.line",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="hr.group_hr_user",
    )

    _number_unique = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )
    _one_of_a_sitting = models.UniqueIndex(
        "(attempt_id) WHERE attempt_id IS NOT NULL",
        "This sitting has given its certificate.",
    )
    _held = models.Index("(employee_id, kind_id, valid_to) WHERE state = 'valid'")
    _dates_ordered = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from <= valid_to)",
        "The last day lies before the first.",
    )

    @api.depends("employee_id.dibao_division_id")
    def _compute_division_id(self):
        for one in self:
            employee = one.employee_id.sudo()
            one.division_id = (
                employee.dibao_division_id
                or one.division_id
                or employee.user_id.dibao_division_ids[:1]
            )

    @api.depends("number", "kind_id.name", "employee_id.name")
    def _compute_display_name(self):
        for one in self:
            parts = (one.number, one.kind_id.name, one.sudo().employee_id.name)
            one.display_name = " ".join(filter(None, parts))

    @api.model
    def _soon_days(self):
        steps = self.env["dibao.policy"].sudo()._get("recert_reminders") or [0]
        return max(steps)

    @api.depends("state", "valid_from", "valid_to")
    def _compute_standing(self):
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._soon_days())
        for one in self:
            last = one.valid_to
            one.days_left = (last - today).days if last and one.state == "valid" else 0
            if one.state != "valid":
                one.standing = one.state
            elif one.valid_from and one.valid_from > today:
                one.standing = "ahead"
            elif last and last < today:
                one.standing = "expired"
            else:
                one.standing = "expiring" if last and last <= soon else "valid"

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._soon_days())
        given = Domain("state", "=", "valid")
        begun = given & Domain("valid_from", "<=", today)
        domains = {
            "ahead": given & Domain("valid_from", ">", today),
            "expired": begun & Domain("valid_to", "<", today),
            "expiring": begun
            & Domain("valid_to", ">=", today)
            & Domain("valid_to", "<=", soon),
            "valid": begun
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">", soon)),
        }
        return Domain.OR(
            domains.get(one) or Domain("state", "=", one) for one in value if one
        )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        forget_held(self.env)
        return records

    def write(self, vals):
        result = super().write(vals)
        forget_held(self.env)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(one.state != "pending" for one in self):
            raise UserError(
                self.env._("Certificates stay on record; a wrong one is revoked.")
            )
