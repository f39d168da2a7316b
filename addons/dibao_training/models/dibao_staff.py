# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.dibao_archive.sealed import Sealed

from .dibao_staff_post import ENGAGEMENTS, KINDS
from .dibao_staff_title import LEVELS


class DibaoStaff(models.Model):
    """One person of the archive staff: an employee, with what the office asks of him.

    Everything that is about the job and not about the contract stands here and not on
    the employee, whose private fields belong to the personnel office: the place of
    work, the posts held, the title, the year of birth (no day), the promise.
    """

    _name = "dibao.staff"
    _description = "Archive staff"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.training.paper.mixin",
    ]
    _order = "name, id"

    employee_id = fields.Many2one(
        "hr.employee",
        index=True,
        ondelete="cascade",
        readonly=True,
        help="Made together with the staff record where there is none yet.",
    )
    name = fields.Char(
        "Full name",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id", store=True, index="btree_not_null"
    )
    division_id = fields.Many2one(
        "dibao.division",
        compute="_compute_division_id",
        inverse="_inverse_division_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        tracking=True,
        help="Where the person works with archives.",
    )
    active = fields.Boolean(default=True)
    number = fields.Char("Staff no.", index="btree_not_null", copy=False)
    id_number = Sealed(
        kind="id_number",
        string="ID number",
        help="Tells two employees apart who are one person. Sealed: the screen shows "
        "its first digits only.",
    )
    birth_year = fields.Integer(
        "Year of birth",
        aggregator=None,
        help="The year alone: the structure of the staff needs no more.",
    )
    age = fields.Integer(compute="_compute_age", aggregator=None)
    education_id = fields.Many2one(
        "dibao.code",
        "Education",
        domain=[("list", "=", "education")],
        tracking=True,
        help="Levels of GB/T 4658.",
    )
    post_ids = fields.One2many("dibao.staff.post", "staff_id", "Posts")
    kind = fields.Selection(KINDS, "Post", compute="_compute_post", store=True)
    engagement = fields.Selection(
        ENGAGEMENTS, "Employment", compute="_compute_post", store=True
    )
    post_since = fields.Date("In this post since", compute="_compute_post", store=True)
    working_since = fields.Date(
        "With archives since", compute="_compute_post", store=True
    )
    left_on = fields.Date("Left", compute="_compute_post", store=True)
    years_in_post = fields.Float(
        compute="_compute_years_in_post", digits=(5, 1), aggregator=None
    )
    title_ids = fields.One2many("dibao.staff.title", "staff_id", "Titles")
    title_level = fields.Selection(
        LEVELS, "Professional title", compute="_compute_title", store=True
    )
    title_on = fields.Date("Title since", compute="_compute_title", store=True)
    promise_on = fields.Date(
        "Secrecy promise signed", tracking=True, readonly=True, copy=False
    )
    promise_item_id = fields.Many2one(
        "dibao.item",
        "Filed promise",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    note = fields.Text()

    _employee_uniq = models.UniqueIndex(
        "(employee_id)", "This employee has a staff record already."
    )
    _number_of_person = models.UniqueIndex(
        "((id_number->>'i')) WHERE id_number IS NOT NULL",
        "Another staff record has this ID number: one person has one record, so that "
        "hours are counted once.",
    )

    # COMPUTE

    @api.depends("employee_id.name")
    def _compute_name(self):
        for staff in self:
            # sudo: the name of an employee is public in every office
            staff.name = staff.sudo().employee_id.name or staff.name

    @api.depends("employee_id.dibao_division_id")
    def _compute_division_id(self):
        for staff in self:
            staff.division_id = (
                staff.sudo().employee_id.dibao_division_id or staff.division_id
            )

    def _inverse_division_id(self):
        """The coordinator may say where the own staff works; the guard looks after."""
        for staff in self.filtered("employee_id"):
            staff.sudo().employee_id.dibao_division_id = staff.division_id

    @api.depends("birth_year")
    def _compute_age(self):
        year = fields.Date.context_today(self).year
        for staff in self:
            staff.age = year - staff.birth_year if staff.birth_year else 0

    @api.depends(
        "post_ids.kind",
        "post_ids.engagement",
        "post_ids.date_from",
        "post_ids.date_to",
    )
    def _compute_post(self):
        for staff in self:
            posts = staff.post_ids.sorted(
                lambda post: (not post.date_to, post.date_to or post.date_from),
                reverse=True,
            )
            last = posts[:1]
            staff.kind = last.kind
            staff.engagement = last.engagement
            staff.post_since = last.date_from
            staff.working_since = min(posts.mapped("date_from"), default=False)
            staff.left_on = last.date_to

    @api.depends("post_since", "left_on")
    def _compute_years_in_post(self):
        today = fields.Date.context_today(self)
        for staff in self:
            until = min(staff.left_on or today, today)
            days = (until - staff.post_since).days if staff.post_since else 0
            staff.years_in_post = round(max(days, 0) / 365.25, 1)

    @api.depends("title_ids.level", "title_ids.awarded_on")
    def _compute_title(self):
        for staff in self:
            # Titles do not expire: the highest one stays.
            best = staff.title_ids.sorted("level", reverse=True)[:1]
            staff.title_level = best.level
            staff.title_on = best.awarded_on

    @api.constrains("birth_year")
    def _check_birth_year(self):
        year = fields.Date.context_today(self).year
        for staff in self:
            if staff.birth_year and not year - 90 <= staff.birth_year <= year - 16:
                raise ValidationError(
                    self.env._(
                        "%(name)s: %(year)s is no year of birth of somebody who works.",
                        name=staff.name,
                        year=staff.birth_year,
                    )
                )

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_employee(dict(vals)) for vals in vals_list]
        staff = super().create(vals_list)
        staff._check_same_person()
        return staff

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "employee_id"}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_known(self):
        for staff in self:
            if staff.promise_item_id or staff.employee_id._dibao_has_hours():
                raise UserError(
                    self.env._(
                        "%(name)s has hours or a promise on record, which must be "
                        "kept. End the post or archive the record instead.",
                        name=staff.name,
                    )
                )

    # ACTS

    def _file_promise(self, day, filename, content):
        """File a signed promise; a later one is a paper of its own."""
        return self._dibao_file_paper(
            "PROMISE",
            self.division_id,
            self.name,
            year=day.year,
            filename=filename or "promise.pdf",
            content=content,
            once=str(day),
        )

    def action_promise(self):
        """Ask for the signed secrecy promise and file it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Secrecy promise"),
            "res_model": "dibao.staff.promise",
            "view_mode": "form",
            "target": "new",
            "context": {"default_staff_id": self.id},
        }

    def action_open_promise(self):
        """Open the filed promise, by the rights on archives."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.item",
            "res_id": self.promise_item_id.id,
            "view_mode": "form",
        }

    def action_open_credits(self):
        """Open the hours of this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_credit_action"
        )
        return action | {
            "domain": [("employee_id", "=", self.employee_id.id)],
            "context": {"default_employee_id": self.employee_id.id},
        }
