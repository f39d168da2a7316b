# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import secrets

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import disposal_list
from ..tools.mask import mask_name
from .dibao_volume_transfer import OPEN_STATES

#: What counts as the thing itself: a change of any of it stops the execution.
VOLUME = (
    "reference_code",
    "title",
    "category_id",
    "fonds_id",
    "year",
    "retention_id",
    "household_id",
    "person_id",
    "state",
    "closed_on",
    "filed_on",
    "due_date",
    "note",
)
ITEM = (
    "reference_code",
    "title",
    "kind_id",
    "document_number",
    "responsible",
    "date",
    "secrecy",
    "page_count",
    "remark",
    "relation",
    "parent_id",
    "household_id",
    "person_id",
    "state",
    "number",
)
ORIGINAL = ("role", "sha256", "size", "state", "token")
#: Group of the kinds that the household itself makes or brings.
OWN_PAPERS = "30"
OPEN_LOANS = ("requested", "approved", "out")


class DibaoDisposalLineState(models.Model):
    """How a listed thing is: the columns of the list, its digest, what bars it."""

    # One file for each concern.
    _inherit = "dibao.disposal.line"  # pylint: disable=consider-merging-classes-inherited

    # COLUMNS

    def _take_columns(self):
        """Write down what the thing says of itself today, names reduced."""
        today = fields.Date.context_today(self)
        for line in self.sudo():
            volume, item = line._volume(), line.item_id
            begin = item.date if item else volume.date_from
            end = item.date if item else volume.date_to
            since = end or volume.filed_on or volume.opened_on
            years, months = disposal_list.kept_for(since, today)
            pages = line._items().mapped("page_count")
            line._by_act(
                {
                    "reference_code": line._thing().reference_code,
                    "document_number": item.document_number,
                    "responsible": line._stub_responsible(item)
                    if item
                    else volume.fonds_id.agency_name,
                    "title": line._stub_title(line._thing()),
                    "formed_from": begin or volume.opened_on,
                    "formed_to": end or volume.closed_on or volume.opened_on,
                    "retention": line._retention_text(),
                    "kept": self.env._(
                        "%(years)d years, %(months)d months", years=years, months=months
                    ),
                    "item_count": len(
                        line._items().filtered(lambda one: not one.parent_id)
                    ),
                    "page_count": sum(pages),
                }
            )

    def _retention_text(self):
        rule = self._volume().retention_id
        if not rule:
            return False
        if rule.permanent:
            return self.env._("Permanent")
        triggers = dict(rule._fields["trigger"]._description_selection(self.env))
        return self.env._(
            "%(years)d years from: %(event)s",
            years=max(rule.years, rule.floor_years),
            event=triggers[rule.trigger],
        )

    def _names(self):
        """Names of people that may stand in what the thing is called."""
        households = self._households().sudo().with_context(active_test=False)
        people = households.member_ids.person_id | self._volume().person_id
        people |= self._items().person_id
        return [*people.mapped("name"), *households.custodian_ids.mapped("name")]

    def _reduced(self, text):
        return disposal_list.reduce_names(text or "", self.sudo()._names()) or False

    def _stub_responsible(self, item):
        """Who issued a paper; of the household's own papers, surname and star alone."""
        if item.sudo().kind_id.order_group == OWN_PAPERS:
            return mask_name(item.responsible or "") or False
        return self._reduced(item.responsible)

    def _stub_title(self, record):
        """What stays of the title of a volume or item, by the profile of the place."""
        record = record.sudo()
        profile = (
            self.env["dibao.policy"]
            .sudo()
            ._require("stub_title_profile", record.division_id)
        )
        if profile == "kind":
            kind = (
                record.category_id if record._name == "dibao.volume" else record.kind_id
            )
            return kind.name
        return self._reduced(record.title)

    # DIGEST

    def _freeze(self):
        """Note how each thing is now, under a salt that goes with it."""
        self._take_columns()
        for line in self.sudo():
            salt = secrets.token_hex(16)
            line._by_act({"salt": salt, "fingerprint": line._fingerprint(salt)})

    def _fingerprint(self, salt):
        return disposal_list.fingerprint(salt, self.sudo()._state())

    def _state(self):
        """Plain values of the thing as it is."""
        self.ensure_one()
        items = self._items().sorted("id")
        return {
            "volume": self._values(self._volume(), VOLUME),
            "items": [self._values(item, ITEM) for item in items],
            "originals": [
                [original.id, *self._values(original, ORIGINAL)]
                for original in items.original_ids.sorted("id")
            ],
            "households": [
                [one.id, one.state, str(one.state_date)]
                for one in self._volume().household_id
            ],
        }

    @api.model
    def _values(self, record, names):
        return [
            record[name].id if record._fields[name].relational else record[name]
            for name in names
        ]

    def _row(self, number):
        """The line as it stands on the list for good; what the digests cover.

        :param number: place on the list, from 1
        """
        self.ensure_one()
        return {
            "number": number,
            "reference_code": self.reference_code,
            "document_number": self.document_number,
            "responsible": self.responsible,
            "title": self.title,
            "formed_from": self.formed_from,
            "formed_to": self.formed_to,
            "retention": self.retention,
            "kept": self.kept,
            "items": self.item_count,
            "pages": self.page_count,
            "outcome": self.outcome,
            "extend_to": self.extend_to,
            "opinion": self.opinion or self.disposal_id.opinion,
            "fingerprint": self.fingerprint,
        }

    # WHAT BARS IT

    def _problems(self):
        """{line: why it is not carried out now}, of those that something bars."""
        found = {}
        volumes = self.env["dibao.hold"]._on(self.sudo().volume_id)
        items = self.env["dibao.hold"]._on(self.sudo().item_id)
        for line in self.sudo().filtered(lambda one: one.state == "listed"):
            held = volumes if line.volume_id else items
            problems = [
                *line._problems_of_state(),
                *line._problems_of_use(held.get(line._thing().id)),
            ]
            if line.fingerprint and line.fingerprint != line._fingerprint(line.salt):
                problems.append(self.env._("it was changed since the list was frozen"))
            if problems:
                found[line] = problems
        return found

    def _problems_of_state(self):
        thing, volume = self._thing(), self._volume()
        if thing.state != "filed" or volume.state != "filed":
            yield self.env._("it is not kept as a filed one (any more)")
        if self.outcome != "destroy":
            return
        today = fields.Date.context_today(self)
        if volume.household_id.state in ("active", "suspended", "tapering"):
            yield self.env._("the household receives: nothing of it is due")
        elif not volume.due_date or volume.due_date > today:
            yield self.env._("it is not due (any more)")
        if self._items()._kept_by_appraisal() or thing._kept_by_appraisal():
            yield self.env._("an earlier appraisal keeps it, or a part of it")

    def _problems_of_use(self, holds):
        """Holds and loans bar what takes the thing away."""
        if self.outcome not in ("destroy", "transfer"):
            return
        if holds:
            yield self.env._("it is on hold (%s)", holds[0].display_name)
        if self._loans():
            yield self.env._("it is lent or asked for")
        transfers = self._volume().transfer_line_ids.transfer_id
        if transfers.filtered(lambda one: one.state in OPEN_STATES):
            yield self.env._("it stands on a transfer that is not closed")

    def _loans(self):
        """Lines of loans of it, of a part of it or of its whole, that are not over."""
        domain = Domain("volume_id", "=", self._volume().id)
        domain &= Domain("loan_id.state", "in", OPEN_LOANS)
        domain &= Domain("state", "in", ("wanted", "out"))
        if self.item_id:
            domain &= Domain("item_id", "in", [False, *self._items().ids])
        return self.env["dibao.loan.line"].sudo().search(domain, limit=1)
