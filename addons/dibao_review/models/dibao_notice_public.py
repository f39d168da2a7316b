# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain


class DibaoNotice(models.Model):
    """What of the notices anybody may read on line, until their last day."""

    _inherit = "dibao.notice"

    def _shows(self):
        """What it shows of name, size and amount, in this order."""
        self.ensure_one()
        if self.shown_fields is False:
            # Posted before this was written down.
            return ["name", "size", "amount"]
        return [name for name in self.shown_fields.split(",") if name]

    @api.model
    def _online(self, village=None):
        """Notices on line now: posted, of a place that puts them there.

        The days are asked here and not taken from what a nightly run did: after the
        last day nothing is found, even where that run failed. Never one of a minor, nor
        of a household whose data are restricted.

        :param village: of one village; of all places by default
        """
        today = fields.Date.context_today(self)
        domain = Domain("is_running", "=", True) & Domain("posted_on", "<=", today)
        domain &= Domain("of_minor", "=", False)
        domain &= Domain("household_id.restricted", "!=", True)
        domain &= Domain("household_id.head_id.restricted", "!=", True)
        domain &= Domain("case_id.stage", "=", "notice")
        if village is not None:
            domain &= Domain("division_id", "=", village.id)
        # sudo: what is public by the rule of the place is public to all
        notices = self.sudo().search(domain, order="posted_on desc, id")
        policies = self.env["dibao.policy"].sudo()
        places = {
            place
            for place in notices.division_id
            if policies._get("publication_online", place, today)
        }
        return notices.filtered(lambda one: one.division_id in places)

    @api.model
    def _online_villages(self):
        """Villages with notices on line.

        :return: rows ``(township, [(village, how many)])`` in the order of their codes
        """
        found = self._online().grouped("division_id")
        rows = {}
        for village in sorted(found, key=lambda place: place.code):
            rows.setdefault(village.parent_id, []).append(
                (village, len(found[village]))
            )
        return list(rows.items())

    @api.model
    def _online_at(self, code):
        """What is on line at a place and below it, for its page of figures.

        :return: rows ``(village, how many)``
        """
        # sudo: names of places are for everybody
        place = self.env["dibao.division"].sudo().search([("code", "=", code)], limit=1)
        return [
            row
            for _township, villages in self._online_villages()
            for row in villages
            if place and row[0].parent_path.startswith(place.parent_path)
        ]

    @api.model
    def _online_of(self, code):
        """The village of a code and what is on line there.

        :return: ``(village, rows)``; each row has ``name``, ``size``, ``amount`` as far
            as they are shown, and ``posted_on``, ``until``. No rows: nothing of it, not
            even that there is such a village.
        """
        places = self.env["dibao.division"].sudo()
        village = places.search([("code", "=", str(code)[:12])], limit=1)
        notices = self._online(village) if village else self.sudo().browse()
        values = {"name": "shown_name", "size": "shown_count", "amount": "shown_amount"}
        return village, [
            {name: one[values[name]] for name in one._shows()}
            | {"posted_on": one.posted_on, "until": one.until}
            for one in notices
        ]
