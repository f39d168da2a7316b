# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

#: Policy ``loan_approval``: whose yes is needed.
APPROVERS = {
    "archivist": ("archivist",),
    "supervisor": ("archive_supervisor",),
    "both": ("archive_supervisor", "county_confirmer"),
}


class DibaoLoanActs(models.Model):
    """From request to return: each act asks who does it, and in which order."""

    # One file for each kind of work.
    _inherit = "dibao.loan"  # pylint: disable=consider-merging-classes-inherited

    can_approve = fields.Boolean(compute="_compute_can_approve")

    def _compute_can_approve(self):
        for loan in self:
            loan.can_approve = bool(loan.state == "requested" and loan._missing_role())

    # CHECKS

    def _check_request(self):
        """What a request must tell, by its kind."""
        told = {
            "internal": [("reader_id", self.reader_id)],
            "unit": [
                ("applicant_unit", self.applicant_unit),
                ("applicant_name", self.applicant_name),
                ("letter_number", self.letter_number),
            ],
            "own": [("person_id", self.person_id)],
        }[self.kind]
        if self.way == "view":
            told.append(("reader_id", self.reader_id))
        if self.kind != "internal":
            told.append(("identity_checked", self.identity_checked))
        if self.purpose == "other":
            told.append(("purpose_note", self.purpose_note))
        missing = [
            self._fields[n]._description_string(self.env) for n, v in told if not v
        ]
        if missing:
            raise UserError(
                self.env._("Still to be told: %(fields)s", fields=", ".join(missing))
            )
        if not self.line_ids:
            raise UserError(self.env._("Say which volume or item is asked for."))

    def _approvers(self):
        """Roles whose yes is needed at this place."""
        policies = self.env["dibao.policy"].sudo()
        rule = policies._get("loan_approval", self.division_id.sudo())
        return APPROVERS.get(rule, APPROVERS["supervisor"])

    def _missing_role(self):
        """The group by which this user could give the approval that is missing."""
        roles = self._approvers()
        user = self.env.user
        if user in self.requested_by_id | self.create_uid | self.approved_by_id:
            return False
        if len(roles) > 1 and self.approved_by_id:
            first = [r for r in roles if self._holds(self.approved_by_id, r)]
            roles = [role for role in roles if role not in first[:1]]
        return next((role for role in roles if self._holds(user, role)), False)

    def _holds(self, user, role):
        return user.has_group(f"dibao_archive.group_{role}")

    # ACTS

    def action_request(self):
        """Hand in the request."""
        for loan in self:
            loan._check_step("draft")
            loan._check_request()
            loan._by_act(
                {
                    "state": "requested",
                    "requested_on": fields.Datetime.now(),
                    "requested_by_id": self.env.uid,
                }
            )

    def action_approve(self):
        """Say yes, as somebody who did not ask."""
        for loan in self:
            loan._check_step("requested", duty="lend")
            if not loan._missing_role():
                raise AccessError(
                    self.env._(
                        "%(loan)s is approved by somebody else than who asked, with "
                        "the role that the rules of the place name.",
                        loan=loan.name,
                    )
                )
            loan._check_request()
            loan._check_consent()
            loan.line_ids._check_free()
            loan._approve()

    def _check_consent(self):
        """Archives not yet transferred are used with their unit's consent (R-36)."""
        if self.consent_needed and not (self.consent_letter and self.consent_on):
            raise UserError(
                self.env._(
                    "%(unit)s formed these archives and has not consented yet: enter "
                    "its letter.",
                    unit=self.consent_unit,
                )
            )

    def _approve(self):
        now = fields.Datetime.now()
        if len(self._approvers()) > 1 and not self.approved_by_id:
            self._by_act({"approved_on": now, "approved_by_id": self.env.uid})
            return
        first = "second_approved" if self.approved_by_id else "approved"
        self._by_act(
            {f"{first}_on": now, f"{first}_by_id": self.env.uid, "state": "approved"}
        )

    def action_refuse(self):
        """Say no, with the reason that the applicant is told."""
        for loan in self:
            loan._check_step("requested", "approved")
            if not loan._missing_role() and self.env.user != loan.approved_by_id:
                raise AccessError(self.env._("Who may approve may refuse."))
            if not (loan.refusal or "").strip():
                raise UserError(self.env._("Write why it is refused."))
            loan._by_act({"state": "refused"})
            loan.line_ids._by_act({"state": "cancelled"})

    def action_cancel(self):
        """The applicant does not want it any more."""
        for loan in self:
            loan._check_step("draft", "requested", "approved")
            loan._by_act({"state": "cancelled"})
            loan.line_ids._by_act({"state": "cancelled"})

    def action_hand_out(self):
        """Give everything that was approved."""
        for loan in self:
            loan._hand_out(loan.line_ids.filtered(lambda line: line.state == "wanted"))

    def _hand_out(self, lines):
        """Give papers, or open them on the screen, until the day they are due."""
        self._check_step("approved", "out", duty="lend")
        if not lines or lines.loan_id != self:
            raise UserError(self.env._("Nothing of this loan is left to hand out."))
        due = self.due_date or self._due()
        lines._check_free()
        lines._go_out()
        self._by_act(
            {
                "state": "out",
                "out_on": self.out_on or fields.Datetime.now(),
                "out_by_id": self.env.uid,
                "due_date": due,
            }
        )
        if self.way == "view":
            self.env["dibao.view.grant"]._grant(self, lines)
        self.env["dibao.access.log"]._log(
            "lend",
            lines.volume_id,
            purpose=self.purpose,
            reference=self.name,
            detail="loan",
            said={"kind": self.kind, "way": self.way},
        )

    def _due(self):
        """Read here: today; else by the period of the place."""
        today = fields.Date.context_today(self)
        policy = self.env["dibao.policy"].sudo()
        place = self.division_id.sudo()
        days = {
            "reading": 0,
            "paper": policy._get("loan_days", place) or 0,
            "view": policy._get("view_grant_days", place) or 0,
        }[self.way]
        return today + timedelta(days=days)

    def action_extend(self):
        """Once more the period, by somebody who may approve."""
        for loan in self:
            loan._check_step("out")
            if not loan._may_extend():
                raise AccessError(
                    self.env._("A loan is extended by who may approve it.")
                )
            today = fields.Date.context_today(self)
            due = max(loan.due_date, today) + (loan._due() - today)
            count = loan.extended_count + 1
            loan._by_act({"due_date": due, "extended_count": count})
            loan.grant_ids._extend(due)
            loan._forget_reminders()

    def _may_extend(self):
        roles = self._approvers()
        mine = any(self._holds(self.env.user, role) for role in roles)
        return mine and self.env.user not in self.requested_by_id | self.reader_id

    def action_take_back(self):
        """Everything came back intact."""
        for loan in self:
            loan._check_step("out")
            lines = loan.line_ids.filtered(lambda line: line.state == "out")
            lines._take_back("intact", False)

    def _close_if_returned(self):
        for loan in self:
            if loan.state != "out" or loan.line_ids.filtered(
                lambda line: line.state in ("out", "wanted")
            ):
                continue
            loan._by_act({"state": "returned", "returned_on": fields.Datetime.now()})
            loan.grant_ids._revoke()
            loan._forget_reminders()

    def _forget_reminders(self):
        self.sudo().activity_feedback(["dibao_archive.activity_loan_due"])

    # SCREENS

    def _scan(self, purpose):
        self.ensure_one()
        scan = self.env["dibao.scan"].create({"purpose": purpose, "loan_id": self.id})
        return scan._open()

    def action_scan_out(self):
        """Hand out by scanning."""
        self._check_step("approved", "out")
        return self._scan("lend")

    def action_scan_back(self):
        """Take back by scanning, with the condition of each paper."""
        self._check_step("out")
        return self._scan("return")
