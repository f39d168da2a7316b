# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Who decides for others; they need the right to the record and the duty as well.
DECIDERS = (
    "dibao_archive.group_archive_supervisor",
    "dibao_archive.group_county_confirmer",
)
DUTIES = [
    ("file", "File archives"),
    ("lend", "Lend archives"),
    ("inspect", "Inspect archives"),
    ("destroy", "Destroy archives"),
    ("transfer", "Transfer archives"),
    ("reveal", "See in clear"),
    ("investigate", "Investigate"),
    ("confirm", "Confirm"),
    ("pay", "Pay"),
]


class DibaoSecondPerson(models.Model):
    """A request to a second person, for an act that the office lets nobody do alone.

    Which duties ask for one is the policy ``second_person_duties`` of the place. Who
    begins such an act is refused, and a request stands here; once another person has
    approved it, the same person does the same act on the same record, once.
    """

    _name = "dibao.second.person"
    _description = "Approval by a Second Person"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "id desc"
    _rec_name = "duty"
    _act_fields = (
        "duty",
        "res_model",
        "res_id",
        "division_id",
        "user_id",
        "state",
        "decided_by_id",
        "decided_on",
        "valid_until",
        "used_on",
        "used_in",
    )

    duty = fields.Selection(DUTIES, required=True, readonly=True)
    res_model = fields.Char("Kind of record", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", required=True, readonly=True
    )
    record_name = fields.Char("On what", compute="_compute_record_name")
    division_id = fields.Many2one(
        "dibao.division", "Place", required=True, readonly=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Asked by", required=True, readonly=True, index=True
    )
    state = fields.Selection(
        [
            ("requested", "Waiting"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("used", "Done"),
            ("lapsed", "Lapsed"),
        ],
        required=True,
        readonly=True,
        default="requested",
        index=True,
    )
    reason = fields.Char(help="Why it is refused.")
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    valid_until = fields.Datetime(readonly=True)
    used_on = fields.Datetime("Done on", readonly=True)
    used_in = fields.Char(
        "Transaction", readonly=True, help="One act asks more than once in it."
    )

    _other_person = models.Constraint(
        "CHECK ((decided_by_id = user_id) IS NOT TRUE)",
        "Who asks for a second person is not that person.",
    )
    _one_open = models.UniqueIndex(
        "(user_id, duty, res_model, res_id) WHERE state IN ('requested', 'approved')",
        "This was asked for already.",
    )

    @api.depends("res_model", "res_id")
    def _compute_record_name(self):
        for one in self:
            record = one._record()
            words = self.env["ir.model"]._get(one.res_model).name or ""
            if record and record.has_access("read"):
                words = f"{words}: {record.display_name}"
            one.record_name = words

    def _record(self):
        """The record behind the request; None where it is gone."""
        self.ensure_one()
        if self.res_model not in self.env:
            return None
        return self.env[self.res_model].browse(self.res_id).exists() or None

    # ------------------------------------------------------------------ deciding

    def _check_decider(self):
        """Another person of the area, qualified for the duty, who may see the record.

        :raise AccessError: not this user
        """
        self._check_step("requested", groups=DECIDERS)
        if self.user_id == self.env.user:
            raise AccessError(
                self.env._("Another person decides: it is you who asked.")
            )
        record = self._record()
        if not record:
            raise UserError(self.env._("What it was asked for is gone."))
        record.check_access("read")
        allowed = self.env.user._dibao_check_duty(self.duty, record)
        if allowed is not True:
            raise self.env.user._dibao_duty_refusal(allowed, self.duty, record)

    def action_approve(self):
        """Let the person who asked do it once, within the hours of the policy."""
        for one in self:
            one._check_decider()
            hours = self.env["dibao.policy"]._require(
                "second_person_hours", one.division_id
            )
            now = fields.Datetime.now()
            one._by_act(
                {
                    "state": "approved",
                    "decided_by_id": self.env.uid,
                    "decided_on": now,
                    "valid_until": fields.Datetime.add(now, hours=hours),
                }
            )

    def action_refuse(self):
        """Refuse it, with the reason."""
        for one in self:
            one._check_decider()
            if not (one.reason or "").strip():
                raise UserError(
                    self.env._("Write the reason first: it stays on record.")
                )
            one._by_act(
                {
                    "state": "refused",
                    "decided_by_id": self.env.uid,
                    "decided_on": fields.Datetime.now(),
                }
            )

    def action_open_record(self):
        """Open what it is about, by one's own rights."""
        self.ensure_one()
        record = self._record()
        if not record:
            raise UserError(self.env._("What it was asked for is gone."))
        record.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Requests to a second person stay on record."))
