# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoHousehold(models.Model):
    _inherit = "dibao.household"

    case_ids = fields.One2many("dibao.case", "household_id", string="Cases")
    rechecked_on = fields.Date(
        "Last re-verified on",
        help="Before this system was used, by the papers. From the first decision here "
        "on, the decisions count.",
    )
    case_count = fields.Integer(compute="_compute_case_count")
    open_case_count = fields.Integer(compute="_compute_case_count")

    _rechecked_in_the_past = models.Constraint(
        "CHECK (rechecked_on <= CURRENT_DATE + 1)",
        "Nobody was re-verified on a day that is still to come.",
    )

    @api.depends("case_ids.stage")
    def _compute_case_count(self):
        counts, still_open = self._count_cases([]), self._count_cases(["is_open"])
        for household in self:
            household.case_count = counts.get(household, 0)
            household.open_case_count = still_open.get(household, 0)

    def _count_cases(self, flags):
        cases = self.env["dibao.case"]
        if not cases.has_access("read"):
            return {}
        domain = [
            ("household_id", "in", self.ids),
            *((flag, "=", True) for flag in flags),
        ]
        return dict(cases._read_group(domain, ["household_id"], ["__count"]))

    def _decision_refusal(self):
        """While a case is open, that case decides."""
        # sudo: a case counts whoever may read it
        is_open = [("household_id", "=", self.id), ("is_open", "=", True)]
        case = self.env["dibao.case"].sudo().search(is_open, limit=1)
        if case:
            return self.env._(
                "Case %s is open for this household: decide it there.",
                case.display_name,
            )
        return super()._decision_refusal()

    def action_new_case(self):
        """Open a new case of this household; what it decides changes the household."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New case"),
            "res_model": "dibao.case",
            "views": [(False, "form")],
            "context": {"default_household_id": self.id},
        }

    def action_view_cases(self):
        """Open the household's cases."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_case_action"
        )
        return {
            **action,
            "path": False,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("household_id", "=", self.id)],
            "context": {"default_household_id": self.id},
        }

    def write(self, vals):
        told = self.browse()
        if "rechecked_on" in vals:
            day = fields.Date.to_date(vals["rechecked_on"]) or False
            told = self.filtered(lambda one: one.rechecked_on != day)
        result = super().write(vals)
        if "head_id" in vals:
            self._renew_public_digests()
        told._tell_rechecked()
        return result

    def _tell_rechecked(self):
        """By this day it is reckoned when a household is due: a change is told."""
        for household in self:
            household._log_event(
                "other",
                self.env._(
                    "Last re-verified on: %(day)s",
                    day=household.rechecked_on or self.env._("not known"),
                ),
            )

    def _renew_public_digests(self):
        """Who applies, or the ID number, changed: what the applicant asks by, too."""
        # sudo: by what an applicant finds the case belongs to no user
        cases = self.sudo().case_ids.filtered("number")
        if cases:
            cases._renew_public_digest()
