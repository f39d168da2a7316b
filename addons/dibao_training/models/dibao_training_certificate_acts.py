# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dibao_archive import vault
from odoo.addons.dibao_archive.tools import label_token

from ..tools import certificate as rules

CONTEXT = "training certificate"
VERIFIERS = (
    "dibao_archive.group_training_coordinator",
    "dibao_archive.group_archive_supervisor",
)


class DibaoTrainingCertificate(models.Model):
    """How certificates come about and end: each act looks at who does it."""

    # One file for each concern.
    _inherit = "dibao.training.certificate"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _issue_for(self, attempt):
        """The certificate of a sitting that was passed; given once."""
        # sudo: the effect of an exam, given by the program itself
        known = self.sudo().search([("attempt_id", "=", attempt.id)], limit=1)
        if known:
            return known
        day = fields.Date.context_today(self)
        months = (
            self.env["dibao.policy"].sudo()._get("recert_months", attempt.division_id)
        )
        certificate = (
            self.sudo()
            ._quiet()
            ._acting()
            .create(
                {
                    "kind_id": attempt.kind_id.id,
                    "employee_id": attempt.employee_id.id,
                    "division_id": attempt.division_id.id,
                    "source": "exam",
                    "attempt_id": attempt.id,
                    "issued_on": day,
                    "valid_from": day,
                    "valid_to": months and rules.last_day(day, months),
                }
            )
        )
        certificate._give()
        return certificate

    @api.model
    def _hand_in(self, employee, kind, values, content=None):
        """Take in a certificate of others; it counts once somebody has verified it.

        :param values: issuer, external_number, issued_on, valid_to, filename, or where
            the paper is kept (``evidence``) instead of a scan
        :param content: the scan, a binary stream
        """
        # sudo: the effect of an act that its wizard has checked
        certificate = (
            self.sudo()
            ._quiet()
            ._acting()
            .create(
                {
                    **values,
                    "kind_id": kind.id,
                    "employee_id": employee.id,
                    "source": "external",
                    "valid_from": values["issued_on"],
                    "submitted_by_id": self.env.uid,
                }
            )
        )
        if content is not None:
            certificate.write(vault.put(self.env, content, CONTEXT).row())
        return certificate.with_env(self.env)

    def _give(self):
        """Number, check code, and the employee's skill and résumé."""
        numbers = self.env["ir.sequence"].sudo()
        for one in self.sudo():
            one._by_act(
                {
                    "number": numbers.next_by_code("dibao.training.certificate"),
                    "check_code": label_token.new(),
                    "state": "valid",
                }
            )
            one._show_on_employee()

    def _check_verifier(self):
        """A second person: neither who handed it in nor the holder."""
        self._check_step("pending", groups=VERIFIERS)
        holder = self.sudo().employee_id.user_id
        if self.env.user in self.submitted_by_id | holder:
            raise AccessError(
                self.env._(
                    "A second person verifies a certificate: neither its holder nor "
                    "who handed it in."
                )
            )

    def action_verify(self):
        """The certificate was looked at, asked after, and counts."""
        for one in self:
            one._check_verifier()
            if not one.sudo().token and not one.evidence:
                raise UserError(
                    self.env._("There is no scan of the certificate to verify.")
                )
            one.sudo()._by_act(
                {
                    "verified_by_id": self.env.uid,
                    "verified_on": fields.Date.context_today(self),
                }
            )
            one._give()

    def action_refuse(self):
        """It does not count; the holder is told why."""
        for one in self:
            one._check_verifier()
            one._check_reason()
            one.sudo()._by_act(
                {
                    "state": "refused",
                    "verified_by_id": self.env.uid,
                    "verified_on": fields.Date.context_today(self),
                }
            )

    def action_revoke(self):
        """End a certificate at once: the right it gave ends with it."""
        for one in self:
            one._check_step("valid", groups=VERIFIERS)
            if one.sudo().employee_id.user_id == self.env.user:
                raise AccessError(self.env._("Nobody decides on the own certificate."))
            one._check_reason()
            one.sudo()._by_act(
                {
                    "state": "revoked",
                    "revoked_by_id": self.env.uid,
                    "revoked_on": fields.Date.context_today(self),
                }
            )
            one._hide_on_employee()

    def _check_reason(self):
        if not (self.reason or "").strip():
            raise UserError(self.env._("Write the reason first: it stays on record."))

    def action_open_file(self):
        """See the scan."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/certificate/{self.id}/file",
            "target": "new",
        }

    def action_print(self):
        """The certificate as a paper with its check code."""
        return self.env.ref("dibao_training.certificate_report").report_action(self)

    # ------------------------------------------------------------------ employee

    def _show_on_employee(self):
        """Write skill and résumé line with the certificate's own dates."""
        for one in self.sudo():
            skill = one.kind_id._get_skill()
            level = skill.skill_type_id.skill_level_ids.sorted("level_progress")[-1:]
            dates = {"valid_from": one.valid_from, "valid_to": one.valid_to}
            values = {
                "employee_id": one.employee_id.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_id": skill.id,
                "skill_level_id": level.id,
                **dates,
            }
            skills = self.env["hr.employee.skill"].sudo()
            same = skills.search(
                [(name, "=", v) for name, v in values.items()], limit=1
            )
            line_type = self.env.ref(
                "hr_skills_survey.resume_type_certification", False
            )
            line = (
                self.env["hr.resume.line"]
                .sudo()
                .create(
                    {
                        "employee_id": one.employee_id.id,
                        "name": one.kind_id.name,
                        "line_type_id": line_type and line_type.id,
                        "date_start": one.valid_from,
                        "date_end": one.valid_to,
                        "description": self.env._("Certificate no. %s", one.number),
                    }
                )
            )
            one._by_act(
                {
                    "employee_skill_id": (same or skills.create(values)).id,
                    "resume_line_id": line.id,
                }
            )

    def _hide_on_employee(self):
        """A revoked certificate is no skill; the résumé tells when it ended."""
        today = fields.Date.context_today(self)
        for one in self.sudo():
            one.employee_skill_id.unlink()
            line = one.resume_line_id
            if line:
                line.date_end = max(today, line.date_start)
