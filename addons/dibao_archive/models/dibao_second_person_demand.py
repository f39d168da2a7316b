# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from .. import apart
from .dibao_second_person import DECIDERS, DUTIES


class DibaoSecondPerson(models.Model):
    """What an act does that begins: use an approval, or ask for one and be refused."""

    _inherit = "dibao.second.person"

    @api.model
    @api.private
    def _demand(self, user, duty, records):
        """Let an act pass that needs no second person, or has one.

        An act that begins; who only wants to know whether it may be done asks
        ``res.users._dibao_check_duty``, which writes nothing.

        :raise AccessError: one is needed; the request is on record by then
        """
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
        mine = Domain(
            [
                ("user_id", "=", user.id),
                ("duty", "=", duty),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
            ]
        )
        if self._use(mine):
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
    def _use(self, mine):
        """Use up an approval, once a transaction.

        :return: whether there was one
        """
        transaction = self._transaction()
        now = fields.Datetime.now()
        # sudo: what was decided counts, whatever the user may read by now
        requests = self.sudo()
        done = mine & Domain("state", "=", "used") & Domain("used_in", "=", transaction)
        if requests.search_count(done, limit=1):
            return True
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
                return True
        return False

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
