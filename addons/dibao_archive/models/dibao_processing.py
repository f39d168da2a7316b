# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

#: Who keeps the entries of the whole country.
EVERYWHERE = "dibao_archive.group_security_officer"


class DibaoProcessing(models.Model):
    """An activity in which personal information is processed, and on what basis.

    PIPL arts. 13, 34, 51 and 55; GB/T 35273-2020 (record of processing activities).
    It tells of kinds of people and of fields, never of a person (R-43).
    """

    _name = "dibao.processing"
    _description = "Processing Activity"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.filed.mixin",
    ]
    _order = "code, id"
    _act_fields = ("state",)
    _rec_names_search = ["code", "name"]

    code = fields.Char("Entry no.", required=True)
    name = fields.Char("Activity", required=True, tracking=True)
    purpose = fields.Text(required=True, tracking=True)
    basis_kind = fields.Selection(
        [
            ("duty", "Necessary for a statutory duty"),
            ("law", "Other case of a law or regulation"),
            ("consent", "Consent of the person"),
            ("contract", "Necessary for a contract or staff management"),
            ("emergency", "Emergency: life, health or property"),
            ("disclosed", "Made public by the person or lawfully"),
        ],
        "Kind of basis",
        required=True,
        default="duty",
        tracking=True,
        help="Personal Information Protection Law, art. 13.",
    )
    legal_basis = fields.Text(
        required=True, tracking=True, help="Law and article, as it is cited."
    )
    person_categories = fields.Text("Categories of persons", required=True)
    data_fields = fields.Text("Categories of data", required=True)
    receivers = fields.Text(help="To whom data are given; empty: to nobody outside.")
    retention_rule = fields.Text("Kept for", required=True)
    office = fields.Char("Responsible office", required=True)
    officer_id = fields.Many2one(
        "res.users", "Responsible officer", tracking=True, index="btree_not_null"
    )
    is_sensitive = fields.Boolean(
        "Sensitive",
        tracking=True,
        help="Identity, health, financial accounts, or anything of children under 14 "
        "(PIPL art. 28): needs an assessment before it begins (art. 55).",
    )
    with_children = fields.Boolean(
        "Also children under 14", help="PIPL art. 31: rules of their own."
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Area",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: in every office.",
    )
    fonds_id = fields.Many2one("dibao.fonds", "Fonds", ondelete="restrict")
    valid_from = fields.Date("In force from", tracking=True)
    valid_to = fields.Date("In force until", tracking=True)
    state = fields.Selection(
        [("draft", "Planned"), ("running", "In operation"), ("ended", "No more")],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        index=True,
        copy=False,
    )
    impact_ids = fields.One2many("dibao.impact", "processing_id", "Assessments")
    impact_state = fields.Selection(
        [
            ("none", "Not required"),
            ("missing", "Missing"),
            ("due", "Review is due"),
            ("valid", "In order"),
        ],
        "Assessment",
        compute="_compute_impact_state",
        search="_search_impact_state",
    )
    note = fields.Text()

    _code_uniq = models.UniqueIndex(
        "(code, coalesce(division_id, 0))", "This number is taken in this area."
    )
    _dates = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "An activity ends after it begins.",
    )

    @api.depends("is_sensitive", "impact_ids.state", "impact_ids.review_date")
    def _compute_impact_state(self):
        today = fields.Date.context_today(self)
        for one in self:
            last = one._last_impact()
            if not last:
                one.impact_state = "missing" if one.is_sensitive else "none"
            else:
                one.impact_state = "due" if last.review_date <= today else "valid"

    def _last_impact(self):
        """The latest approved assessment that lets the activity go on."""
        self.ensure_one()
        # sudo: all staff see whether there is one, not what it says
        passed = self.sudo().impact_ids.filtered(
            lambda one: one.state == "approved" and one.result != "refused"
        )
        return passed.sorted("done_on")[-1:]

    @api.model
    def _search_impact_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        # A register has some dozens of entries.
        found = self.search(Domain.TRUE).filtered(lambda one: one.impact_state in value)
        return Domain("id", "in", found.ids)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for one in self:
            one.display_name = " ".join(filter(None, (one.code, one.name)))

    # CRUD

    def _check_area(self):
        """Each office keeps the entries of its own area.

        No constraint: those are asked as the superuser.
        """
        if self.env.su or self.env.user.has_group(EVERYWHERE):
            return
        mine = self.env.user.sudo().dibao_division_ids
        for one in self:
            path = one.sudo().division_id.parent_path or ""
            if not any(path.startswith(place.parent_path) for place in mine):
                raise AccessError(
                    self.env._(
                        "You keep the entries of your own area. Those of every office "
                        "are kept by the security officer."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        made._check_area()
        return made

    def write(self, vals):
        self._check_area()
        if self._is_typed(vals) and any(one.state == "ended" for one in self):
            raise UserError(self.env._("What ended stays as it was."))
        result = super().write(vals)
        self._check_area()
        if vals.get("is_sensitive"):
            self.filtered(lambda one: one.state == "running")._check_assessed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("The register keeps what was carried out."))

    # ACTS

    def _check_assessed(self):
        for one in self:
            if one.is_sensitive and one.impact_state == "missing":
                raise ValidationError(
                    self.env._(
                        "%(name)s: sensitive information is processed after an "
                        "assessment that was approved (PIPL art. 55).",
                        name=one.display_name,
                    )
                )

    def action_start(self):
        """Carry it out from now on; a sensitive one has been assessed before."""
        self.check_access("write")
        self._check_area()
        for one in self:
            if one.state != "draft":
                raise UserError(self.env._("%s began already.", one.display_name))
            one._check_assessed()
            today = fields.Date.context_today(self)
            vals = {"state": "running", "valid_from": one.valid_from or today}
            one._by_act(vals)
            one.activity_feedback(["dibao_archive.activity_impact"])

    def action_end(self):
        """It is not carried out any more; the entry stays."""
        self.check_access("write")
        self._check_area()
        for one in self.filtered(lambda one: one.state == "running"):
            today = fields.Date.context_today(self)
            one._by_act({"state": "ended", "valid_to": one.valid_to or today})
            one.activity_feedback(["dibao_archive.activity_impact"])

    @api.model
    def _cron_impact(self):
        """Tell who answers for it where an assessment is missing or to be reviewed."""
        days = self.env["dibao.policy"].sudo()._require("impact_remind_days")
        until = fields.Date.add(fields.Date.context_today(self), days=days)
        kind = self.env.ref("dibao_archive.activity_impact")
        for one in self.search(Domain("state", "!=", "ended")):
            last = one._last_impact()
            wanted = last.review_date <= until if last else one.is_sensitive
            if not wanted or kind in one.activity_ids.activity_type_id:
                continue
            one.activity_schedule(
                "dibao_archive.activity_impact",
                date_deadline=last.review_date or until,
                user_id=(one.officer_id or self._officers()[:1] or self.env.user).id,
            )

    @api.model
    def _officers(self):
        """Security officers in service."""
        group = self.env.ref(EVERYWHERE)
        return group.sudo().all_user_ids.filtered("active").sudo(False)
