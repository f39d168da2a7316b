# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import notice_name

#: All that a notice may ever show, in its order (民发〔2021〕57号 art. 24).
SHOWABLE = ("name", "size", "amount")
#: Age of majority (Civil Code art. 17).
ADULT = 18


class DibaoCase(models.Model):
    """The public notices of a case and what was said against them."""

    _inherit = "dibao.case"

    notice_ids = fields.One2many("dibao.notice", "case_id", "Notices")
    objection_ids = fields.One2many("dibao.objection", "case_id", "Objections")
    open_objection_count = fields.Integer(compute="_compute_open_objection_count")

    @api.depends("objection_ids.outcome")
    def _compute_open_objection_count(self):
        for case in self:
            case.open_objection_count = len(
                case.objection_ids.filtered(lambda one: not one.outcome)
            )

    def _shown(self):
        """What a notice shows of a case: name, number of members, amount (art. 24).

        :return: of ``name``, ``size``, ``amount`` (yuan per month) what the place shows
        """
        self.ensure_one()
        place = self.household_id.sudo().division_id
        policies, today = (
            self.env["dibao.policy"].sudo(),
            fields.Date.context_today(self),
        )
        wanted = policies._get("publication_fields", place, today)
        said = self._sayable()
        return {
            name: said[name]
            for name in SHOWABLE
            # Whatever else a place may have listed, nothing beside these is shown.
            if wanted is None or name in wanted
        }

    def _sayable(self):
        """Each of ``SHOWABLE``; the name of a minor is never told in full."""
        household = self.household_id.sudo()
        mask = (
            self.env["dibao.policy"]
            .sudo()
            ._get(
                "publication_name_mask",
                household.division_id,
                fields.Date.context_today(self),
            )
        )
        masked = bool(mask) or self._is_minors()
        return {
            "name": notice_name.shown(household.head_id.name or "", masked=masked),
            "size": household.counted_count,
            "amount": self._proposed_amount(),
        }

    def _is_minors(self):
        """Whether the applicant has not come of age."""
        born = self.household_id.sudo().head_id.birth_date
        today = fields.Date.context_today(self)
        return bool(born and born > fields.Date.subtract(today, years=ADULT))

    def _proposed_amount(self):
        """Yuan per month that the household would get."""
        return self.household_id.sudo().allowance

    def _check_objections(self):
        """Nor is a posting handed up that no photograph proves, where it is asked."""
        result = super()._check_objections()
        for case in self.sudo():
            posted = case.stage == "notice" and case.notice_ids[:1]
            if (
                posted
                and not posted.photo_ids
                and case._rule("notice_photo", posted.posted_on, needed=False)
            ):
                raise UserError(
                    self.env._(
                        "%(case)s: this place asks for a photograph of the posted "
                        "notice. Take it on the notice, under “Photographs”.",
                        case=case.display_name,
                    )
                )
            # Those of former notices, too.
            if case.stage == "notice" and case.open_objection_count:
                raise UserError(
                    self.env._(
                        "An objection to the notice of %s is not settled yet.",
                        case.display_name,
                    )
                )
        return result

    def _back_by_objection(self, step):
        """A well-founded objection sends the posted case back by itself (art. 19).

        :param str step: ``appraisal`` or ``investigation``
        """
        # sudo: what settling an objection brings about; that right was checked
        case = self.sudo()
        if case.stage != "notice":
            # Another objection to the same notice did so already.
            return
        if step == "appraisal":
            case.action_appraise()
        else:
            told = self.env._("Investigated anew after a well-founded objection")
            case._back(told, "reopen")

    def action_post_notice(self):
        """Write down what is posted, too."""
        result = super().action_post_notice()
        for case in self:
            notice = self.env["dibao.notice"]._post(
                case, case.notice_on, case.notice_until
            )
            case._dibao_paper("F13", notice)
        return result

    def _end_notice(self, day):
        result = super()._end_notice(day)
        self.sudo().notice_ids._take_down(day)
        return result

    def action_add_objection(self):
        """Enter what somebody said against the notice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Objection"),
            "res_model": "dibao.objection",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_notice_id": self.notice_ids[:1].id},
        }
