# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Who is told at once, and without whom the door stays shut.
WATCHES = "dibao_archive.group_auditor"


class DibaoEmergency(models.Model):
    """The register of emergency accesses: who broke the glass, why, how long (R-55).

    Numbers of records and users, as in the access log: whose data it was is read by
    those alone who may read the household anyway.
    """

    _name = "dibao.emergency"
    _description = "Emergency Access"
    _inherit = ["mail.thread", "mail.activity.mixin", "dibao.filed.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _act_fields = (
        "number",
        "user_ref",
        "login",
        "household_ref",
        "household_number",
        "reason",
        "reference",
        "valid_to",
        "ended_on",
        "verdict",
        "reviewed_by_id",
        "reviewed_on",
    )

    number = fields.Char(readonly=True, copy=False, default="/")
    user_ref = fields.Integer("User number", readonly=True, aggregator=None)
    login = fields.Char("User", readonly=True)
    household_ref = fields.Integer("Record number", readonly=True, aggregator=None)
    household_number = fields.Char(readonly=True)
    reason = fields.Text("Emergency", readonly=True)
    reference = fields.Char("Case or file", readonly=True)
    valid_to = fields.Datetime("Ends", readonly=True)
    ended_on = fields.Datetime("Given back on", readonly=True)
    verdict = fields.Selection(
        [("justified", "Justified"), ("unjustified", "Not justified")],
        "Review by the auditor",
        readonly=True,
        tracking=True,
    )
    review_note = fields.Text("Remark of the auditor")
    reviewed_by_id = fields.Many2one("res.users", "Auditor", readonly=True)
    reviewed_on = fields.Datetime(readonly=True)

    # OPENING

    @api.model
    def _begin(self, household, reason, reference):
        """Open the door to one household for a time; told before anything is shown.

        :param household: whose record, read or not (sudo is not needed)
        :raise UserError: no reason, too many within a day, nobody to be told
        :return: the row of the register
        """
        self._check_may()
        if len((reason or "").strip()) < 10:
            raise UserError(
                self.env._("Say what the emergency is: it is read by the auditor.")
            )
        auditors = self.env.ref(WATCHES).sudo().all_user_ids.filtered("active")
        if not auditors:
            raise UserError(
                self.env._(
                    "There is no auditor who could be told: the door stays shut."
                )
            )
        self._check_count()
        # Before anything else: this row stays also when what follows fails.
        self.env["dibao.access.log"]._log(
            "emergency", household, purpose="other", reference=(reference or "")[:128]
        )
        minutes = self.env["dibao.policy"].sudo()._require("emergency_minutes")
        number = self.env["ir.sequence"].sudo().next_by_code("dibao.emergency")
        # sudo: the register is the auditor's; the checks are done
        row = (
            self.sudo()
            ._acting()
            ._quiet()
            .create(
                {
                    "number": number,
                    "user_ref": self.env.uid,
                    "login": self.env.user.login,
                    "household_ref": household.id,
                    "household_number": household.sudo().number,
                    "reason": reason.strip(),
                    "reference": reference,
                    "valid_to": fields.Datetime.now() + timedelta(minutes=minutes),
                }
            )
        )
        for auditor in auditors:
            row.activity_schedule(
                "dibao_archive.activity_emergency",
                date_deadline=fields.Date.context_today(self),
                user_id=auditor.id,
            )
        return row

    @api.model
    def _check_may(self):
        if not self.env.user.has_group("dibao_archive.group_reveal"):
            self.env["dibao.access.log"]._log("refused", self, detail="emergency")
            raise AccessError(self.env._("Your role does not open the emergency door."))

    @api.model
    def _check_count(self):
        limit = self.env["dibao.policy"].sudo()._require("emergency_per_day")
        since = fields.Datetime.now() - timedelta(days=1)
        mine = [("user_ref", "=", self.env.uid), ("create_date", ">", since)]
        if self.sudo().search_count(mine) >= limit:
            raise UserError(
                self.env._("You opened it as often as is allowed within a day.")
            )

    def _is_open_for(self, user):
        """Does it still let this user look?"""
        row = self.sudo()
        return bool(
            row.exists()
            and row.user_ref == user.id
            and not row.ended_on
            and fields.Datetime.now() < row.valid_to
        )

    def _check_open(self):
        self.ensure_one()
        if not self._is_open_for(self.env.user):
            raise AccessError(self.env._("This emergency access has ended."))

    # REVIEW

    def action_justified(self):
        """The auditor finds it right."""
        self._review("justified")

    def action_unjustified(self):
        """The auditor finds it wrong, and says why."""
        if not all((one.review_note or "").strip() for one in self):
            raise UserError(self.env._("Write down what you found."))
        self._review("unjustified")

    def _review(self, verdict):
        self.check_access("read")
        if not self.env.user.has_group(WATCHES):
            raise AccessError(self.env._("The auditor reviews emergency accesses."))
        for one in self:
            if one.verdict:
                raise UserError(self.env._("%s was reviewed already.", one.number))
            row = one.sudo()
            row._by_act(
                {
                    "verdict": verdict,
                    "reviewed_by_id": self.env.uid,
                    "reviewed_on": fields.Datetime.now(),
                }
            )
            row.activity_feedback(["dibao_archive.activity_emergency"])

    def write(self, vals):
        if self._is_typed(vals) and any(one.verdict for one in self):
            raise UserError(self.env._("What was reviewed stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The register of emergencies is kept."))
