# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from odoo.addons.dibao_archive.tools import in_force

from ..tools import duty as rules


class DibaoDutyRequirement(models.Model):
    """What a duty asks for at a place and a time: the nearest place above decides.

    What comes with the program stands by (archived) until an office puts it in force.
    """

    _name = "dibao.duty.requirement"
    _description = "Requirement of a Duty"
    _inherit = ["dibao.dated.mixin"]
    _order = "duty_id, division_id, valid_from desc, id"
    _rec_name = "duty_id"
    _rule_fields = ("duty_id",)

    duty_id = fields.Many2one(
        "dibao.duty", required=True, index=True, ondelete="cascade", tracking=True
    )
    active = fields.Boolean(default=True, tracking=True)
    kind_ids = fields.Many2many(
        "dibao.training.certificate.kind",
        "dibao_duty_requirement_kind_rel",
        "requirement_id",
        "kind_id",
        string="Certificates",
        tracking=True,
    )
    any_of = fields.Boolean(
        "One of them is enough", tracking=True, help="Else all of them are asked for."
    )
    promise = fields.Boolean(
        "Secrecy promise",
        default=True,
        tracking=True,
        help="A signed secrecy promise is asked for as well "
        "(社会救助暂行办法 art. 61).",
    )
    grace_until = fields.Date(
        "Takes effect after",
        compute="_compute_grace_until",
        help="Until this day nobody is refused yet: policy “Grace of a new "
        "requirement”, counted from the first day.",
    )

    _period_free = models.Constraint(
        "EXCLUDE USING gist ("
        "int4range(duty_id, duty_id, '[]') WITH &&, "
        "int4range(coalesce(division_id, 0), coalesce(division_id, 0), '[]') WITH &&, "
        "daterange(valid_from, valid_to, '[]') WITH &&) WHERE (active)",
        "Two requirements of one duty at one place may not share a day.",
    )

    @api.depends("valid_from", "division_id")
    def _compute_grace_until(self):
        for rule in self:
            days = self._grace_days(rule.division_id)
            rule.grace_until = rules.grace_end(rule.valid_from, days)

    @api.constrains("active", "kind_ids", "promise")
    def _check_something_asked(self):
        for rule in self:
            if rule.active and not rule.kind_ids and not rule.promise:
                raise ValidationError(
                    self.env._("Say what is asked for: a certificate, or the promise.")
                )

    def write(self, vals):
        if vals.get("active"):
            for rule in self.filtered(lambda one: not one.active):
                values = rule.read([*self._rule_fields, "division_id"], load="")[0]
                first, last = rule.valid_from, rule.valid_to
                rule._refuse_period(
                    values | {"valid_from": first, "valid_to": last} | vals
                )
        return super().write(vals)

    def action_enforce(self):
        """Put in force, from the day that is entered, or else from today."""
        for rule in self:
            first = rule.valid_from or fields.Date.context_today(self)
            rule.write({"active": True, "valid_from": first})

    def action_adopt(self):
        """Take over for the own place what stands by for the whole country."""
        self.ensure_one()
        place = self.env.user.dibao_division_ids[:1]
        if not place:
            raise AccessError(
                self.env._("You have no division: the requirement would be nowhere.")
            )
        values = {
            "division_id": place.id,
            "active": True,
            "valid_from": fields.Date.context_today(self),
        }
        mine = self.copy(values)
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": mine.id,
            "views": [(False, "form")],
        }

    # LOOK-UP

    @api.model
    def _grace_days(self, division):
        return self.env["dibao.policy"].sudo()._get("duty_grace_days", division) or 0

    @api.model
    def _asked(self, code, place_id, day):
        """What a duty asks for at a place on a day.

        :return: `tools.duty.Asked`, or None when nothing is asked
        """
        held = in_force.holding(self._candidates(code, place_id), day)
        return held and held.value

    @api.model
    @ormcache("code", "place_id")
    def _candidates(self, code, place_id):
        """The requirements that could hold, strongest first."""
        self.env["dibao.division"].flush_model()
        [[path]] = self.env.execute_query(
            SQL("SELECT coalesce(%s, '{}')", self._path_sql(place_id))
        )
        domain = Domain("duty_id.code", "=", code) & (
            Domain("division_id", "=", False) | Domain("division_id", "in", path)
        )
        # sudo: rules of the places above bind as well
        found = self.sudo().with_context(active_test=True).search(domain)
        return tuple(
            in_force.by_rank(
                in_force.Candidate(
                    one.id,
                    len(path) - 1 - path.index(one.division_id.id)
                    if one.division_id
                    else None,
                    rules.Asked(
                        tuple(one.kind_ids.ids),
                        one.any_of,
                        one.promise,
                        one.valid_from or None,
                    ),
                    one.valid_from or None,
                    one.valid_to or None,
                )
                for one in found
            )
        )
