# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from .. import apart

#: In a context: somebody only asks whether the act may be done. A context sent by RPC
#: is plain data and can never hold this object.
LOOKING = object()
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

    # ------------------------------------------------------------------ asking

    @api.model
    @api.private
    def _demand(self, user, duty, records):
        """Let an act pass that needs no second person, or has one.

        Who only looks (``LOOKING``) neither asks for anybody nor uses up an approval.

        :raise AccessError: one is needed; the request is on record by then
        """
        if self.env.context.get("dibao_second_person") is LOOKING:
            return
        for record in records:
            place = self._place(user, record)
            asked = self.env["dibao.policy"]._get("second_person_duties", place)
            if duty in (asked or ()) and duty in dict(DUTIES):
                self._demand_for(user, duty, record, place)

    @api.model
    def _place(self, user, record):
        if "division_id" in record._fields:
            place = record.sudo().division_id
            if place._name == "dibao.division" and place:
                return place
        return user.sudo().dibao_division_ids[:1]

    @api.model
    def _demand_for(self, user, duty, record, place):
        transaction = self._transaction()
        now = fields.Datetime.now()
        # sudo: what was decided counts, whatever the user may read by now
        requests = self.sudo()
        mine = Domain(
            [
                ("user_id", "=", user.id),
                ("duty", "=", duty),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        done = mine & Domain("state", "=", "used") & Domain("used_in", "=", transaction)
        if requests.search_count(done, limit=1):
            return
        approved = requests.search(
            mine & Domain("state", "=", "approved") & Domain("valid_until", ">=", now)
        )
        if approved:
            # two sessions of one person: the second one waits, and then sees it used
            approved.lock_for_update()
            approved.invalidate_recordset(["state"])
            if approved.state == "approved":
                approved._by_act(
                    {"state": "used", "used_on": now, "used_in": transaction}
                )
                return
        # The act is refused and undone; what was asked for stays.
        with apart.transaction(self.env) as cr:
            apart_self = self.with_env(self.env(cr=cr)).sudo()
            apart_self._ask(mine, user.id, duty, record._name, record.id, place.id)
        labels = dict(self._fields["duty"]._description_selection(self.env))
        raise AccessError(
            self.env._(
                "At %(place)s “%(duty)s” asks for a second person. Your request is on "
                "record under Archives > Second person: once somebody else has "
                "approved it, do this again.",
                place=place.name,
                duty=labels[duty],
            )
        )

    @api.model
    def _transaction(self):
        [(number,)] = self.env.execute_query(SQL("SELECT txid_current()"))
        return str(number)

    @api.model
    def _ask(self, mine, user_id, duty, res_model, res_id, division_id):
        """Write a request unless one is open; who decides is told."""
        lapsed = self.search(
            mine
            & Domain("state", "=", "approved")
            & Domain("valid_until", "<", fields.Datetime.now())
        )
        lapsed._by_act({"state": "lapsed"})
        if self.search_count(
            mine & Domain("state", "in", ("requested", "approved")), limit=1
        ):
            return
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                request = self._acting().create(
                    {
                        "user_id": user_id,
                        "duty": duty,
                        "res_model": res_model,
                        "res_id": res_id,
                        "division_id": division_id,
                    }
                )
        except UniqueViolation:
            # another session of the same person asked in this very moment
            return
        request._tell()

    def _tell(self):
        """Tell those of the area who may decide, within the system."""
        above = [int(one) for one in self.division_id.parent_path.split("/") if one]
        groups = [self.env.ref(name).id for name in DECIDERS]
        deciders = self.env["res.users"].search(
            [
                ("all_group_ids", "in", groups),
                ("dibao_division_ids", "in", above),
                ("id", "!=", self.user_id.id),
            ],
            limit=20,
        )
        for user in deciders:
            this = self.with_context(lang=user.lang)
            labels = dict(this._fields["duty"]._description_selection(this.env))
            self.env["mail.thread"].message_notify(
                partner_ids=user.partner_id.ids,
                model=self._name,
                res_id=self.id,
                subject=this.env._("A second person is asked for"),
                body=this.env._(
                    "%(user)s asks for a second person: %(duty)s.",
                    user=self.user_id.name,
                    duty=labels[self.duty],
                ),
            )

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
