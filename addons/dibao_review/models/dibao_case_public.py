# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.orm.models import NO_ACCESS

from .. import public_key
from ..tools import procedure, public_case

CHUNK = 1000


class DibaoCase(models.Model):
    """The state of one's own case, for who knows its number and the ID's last four."""

    _inherit = "dibao.case"

    public_digest = fields.Char(
        groups=NO_ACCESS, copy=False, readonly=True, index="btree_not_null"
    )

    def action_accept(self):
        """The case has a number now, by which its applicant may ask."""
        result = super().action_accept()
        self._renew_public_digest()
        return result

    def _renew_public_digest(self):
        """After the number was given, or the applicant or the ID number changed."""
        for case, digest in public_key.of_cases(self).items():
            case.public_digest = digest

    @api.model
    def _cron_public_digest(self):
        """What was loaded or sealed anew since: by the key now in force."""
        since = fields.Date.subtract(fields.Date.today(), days=self._public_days(None))
        head = public_key.is_of(self.env)
        domain = self._asked_for(since) & (
            Domain("public_digest", "=", False)
            | Domain("public_digest", "not =like", f"{head}%")
        )
        domain &= Domain("number", "!=", False)
        domain &= Domain("household_id.head_id.id_number", "!=", False)
        last = 0
        while cases := self.search(
            domain & Domain("id", ">", last), limit=CHUNK, order="id"
        ):
            cases._renew_public_digest()
            last = cases[-1].id

    # ------------------------------------------------------------------ the answer

    @api.model
    def _public_days(self, division):
        return self.env["dibao.policy"].sudo()._get("public_case_days", division) or 0

    @api.model
    def _asked_for(self, since):
        """Open cases, and those that were closed since a day."""
        return Domain("stage", "in", procedure.OPEN_STAGES) | Domain(
            "closed_on", ">=", since
        )

    @api.model
    def _public_state(self, address, number, last_four):
        """What anybody may know who can name a case and the ID's last four characters.

        :param address: network address of who asks
        :return: None when there is no such case; else ``state`` (a word of
            ``public_case.STATES``), ``accepted_on``, ``due_on``, ``notice_until``,
            ``closed_on``, ``delivered_on``; nothing personal
        :raise PermissionError: asked too often, whatever was typed
        """
        asked = public_case.typed(number, last_four)
        questions = self.env["dibao.public.question"].sudo()
        # What is no number is counted for its address alone.
        if not questions._count(address, asked[0] if asked else f"?{address}"):
            raise PermissionError
        case = self.sudo()._found_by(*asked or ("", ""))
        self.env["dibao.access.log"]._log(
            "check",
            self.browse(),
            count=1,
            detail="public_case_known" if case else "public_case_unknown",
        )
        return case._public_facts() if case else None

    @api.model
    def _found_by(self, number, last_four):
        found = self.search(
            [("public_digest", "in", public_key.digests(self.env, number, last_four))],
            limit=1,
        )
        if not found:
            return found
        place, today = found.division_id, fields.Date.context_today(found)
        asked = self.env["dibao.policy"]._get("public_case_query", place, today)
        since = fields.Date.subtract(today, days=self._public_days(place))
        if found.household_id.restricted or found.household_id.head_id.restricted:
            return found.browse()
        return found.filtered_domain(self._asked_for(since)) if asked else found[:0]

    def _public_facts(self):
        self.ensure_one()
        total = self.deadline_ids.filtered(lambda one: one.key == "total")[-1:]
        return {
            "state": public_case.STATES[self.stage],
            "accepted_on": self.accepted_on,
            "due_on": self.is_open and total.due_on,
            "notice_until": self.stage == "notice" and self.notice_until,
            "closed_on": self.closed_on,
            "delivered_on": self.delivered_on,
        }
