# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

HEAD_CODES = ("02",)


class DibaoHouseholdMember(models.Model):
    """A person in a household, from a day to a day; history is kept."""

    _name = "dibao.household.member"
    _description = "Household Member"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _inherits = {"dibao.person": "person_id"}
    _order = "household_id, date_to desc, is_head desc, sequence, id"
    _rec_name = "name"

    sequence = fields.Integer(default=10)
    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="restrict"
    )
    person_id = fields.Many2one(
        "dibao.person", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True, readonly=True
    )
    relation_id = fields.Many2one(
        "dibao.code",
        "Relation to the head",
        domain=[("list", "=", "relation")],
        help="GB/T 4761-2008",
    )
    is_head = fields.Boolean(
        "Head", compute="_compute_is_head", store=True, precompute=True
    )
    is_counted = fields.Boolean(
        "Counted",
        default=True,
        help="Counted as a co-living family member (民发〔2021〕57号 art. 7).",
    )
    exclusion_id = fields.Many2one(
        "dibao.code", "Why not counted", domain=[("list", "=", "exclusion")]
    )
    exclusion_note = fields.Char("Remark on not counting")
    date_from = fields.Date(
        "Since",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_to = fields.Date("Until")
    end_reason = fields.Selection(
        [
            ("death", "Died"),
            ("moved", "Moved away"),
            ("marriage", "Married out"),
            ("split", "Household split"),
            ("error", "Entered by mistake"),
            ("other", "Other"),
        ],
        "Why it ended",
    )

    _one_live_membership = models.UniqueIndex(
        "(person_id) WHERE date_to IS NULL",
        "This person is already a present member of a household. End that membership "
        "first: one ID number, one household.",
    )
    _one_live_head = models.UniqueIndex(
        "(household_id) WHERE is_head AND date_to IS NULL",
        "A household has one head. Change the relation of the former head first.",
    )
    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A membership cannot end before it begins.",
    )
    _exclusion_reason = models.Constraint(
        "CHECK (is_counted OR exclusion_id IS NOT NULL)",
        "Say why a member is not counted (民发〔2021〕57号 art. 7).",
    )

    @api.depends("relation_id")
    def _compute_is_head(self):
        for member in self:
            member.is_head = member.relation_id.code in HEAD_CODES

    @api.onchange("is_counted")
    def _onchange_is_counted(self):
        if self.is_counted:
            self.exclusion_id = False
            self.exclusion_note = False

    @api.constrains("date_to", "end_reason")
    def _check_end_reason(self):
        for member in self:
            if member.date_to and not member.end_reason:
                raise ValidationError(
                    self.env._(
                        "%(name)s: say why the membership ended.", name=member.name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        new = [vals for vals in vals_list if not self._link_person(vals)]
        persons = self.env["dibao.person"].create(
            [self._pop_person_vals(vals) for vals in new]
        )
        for vals, person in zip(new, persons, strict=True):
            vals["person_id"] = person.id
        members = super().create(vals_list)
        members._follow()
        members._log("member_in", self.env._("Member from %(date)s: %(name)s"))
        members.household_id._bump_revision()
        return members

    @api.model
    def _link_person(self, vals):
        """Is the person on record already, free to join, and the one that is meant?"""
        if vals.get("person_id"):
            return True
        number = vals.get("id_number")
        if not number or "*" in number:
            return False
        person = self.env["dibao.duplicate"]._registered(number)
        person = person._filtered_access("read")
        if not person or person.household_id or person.name != vals.get("name"):
            return False
        self._pop_person_vals(vals)
        vals["person_id"] = person.id
        return True

    @api.model
    def _pop_person_vals(self, vals):
        """Take what belongs to the person out of the values of a membership."""
        household = self.env["dibao.household"].browse(vals.get("household_id"))
        names = [name for name in vals if self._fields[name].inherited]
        return {
            **{name: vals.pop(name) for name in names},
            "division_id": household.division_id.id,
        }

    def write(self, vals):
        ended = self.filtered(lambda m: not m.date_to) if vals.get("date_to") else None
        result = super().write(vals)
        if {"date_to", "household_id", "person_id"} & vals.keys():
            self._follow()
        if ended:
            ended._log("member_out", self.env._("Member until %(date)s: %(name)s"))
        self.household_id._bump_revision()
        return result

    def _follow(self):
        """The person's file lies where the present household is."""
        for member in self:
            person = member.person_id.sudo()
            if not member.date_to:
                person.write(
                    {
                        "household_id": member.household_id.id,
                        "division_id": member.household_id.division_id.id,
                    }
                )
            elif person.household_id == member.household_id:
                person.household_id = False

    def _log(self, kind, text):
        for member in self:
            day = member.date_to if kind == "member_out" else member.date_from
            member.household_id._log_event(
                kind,
                text % {"date": day, "name": member.name},
                day,
                record=member,
                person=member.person_id,
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(member.household_id.state != "draft" for member in self):
            raise ValidationError(
                self.env._(
                    "Members of a household that received benefit stay on record: "
                    "enter the last day and the reason instead."
                )
            )

    def unlink(self):
        persons = self.person_id.sudo()
        households = self.household_id
        result = super().unlink()
        persons.filtered(lambda p: p.household_id in households).household_id = False
        return result

    # ------------------------------------------------------------------ screen

    def action_open(self):
        """Open the member with all that is known of the person."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }
