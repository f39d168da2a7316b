# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..archive_language import described

#: Administrative levels that form archives of their own; a village's office is its
#: township's.
OFFICE_LEVELS = ("township", "county")


class DibaoVolume(models.Model):
    """Volumes open themselves at the first paper; one follows another when a head dies
    or a filed volume gets new papers."""

    _inherit = "dibao.volume"

    @api.model_create_multi
    def create(self, vals_list):
        """A volume opened by hand has a head too: its death is followed."""
        households = self.env["dibao.household"]
        for vals in vals_list:
            if vals.get("household_id") and not vals.get("person_id"):
                head = households.browse(vals["household_id"]).head_id
                vals["person_id"] = head.id
        return super().create(vals_list)

    @api.depends("category_id", "fonds_id", "year")
    def _compute_arranged_by(self):
        """A year is arranged in one way: as its first volume is (R-13)."""
        for volume in self:
            if volume.state not in (False, "open") and volume.arranged_by:
                continue
            domain = [
                ("id", "!=", volume._origin.id),
                ("category_id", "=", volume.category_id.id),
                ("fonds_id", "=", volume.fonds_id.id),
                ("year", "=", volume.year),
            ]
            first = self.sudo().search(domain, order="id", limit=1)
            volume.arranged_by = (first or volume.category_id).arranged_by

    @api.model
    def _category(self, kind):
        category = self.env["dibao.category"]._of_kind(kind)
        if not category:
            kinds = self.env["dibao.category"]._fields["kind"]
            raise UserError(
                self.env._(
                    "There is no category of the kind “%(kind)s”. Add one under "
                    "Archives, Configuration, Categories.",
                    kind=dict(kinds._description_selection(self.env))[kind],
                )
            )
        return category

    @api.model
    def _for_household(self, household):
        """The volume that takes a household's next paper, opened where none is open."""
        return self._for_households(household)[household.id]

    @api.model
    def _for_households(self, households):
        """``_for_household`` of many -> {household id: volume}."""
        every = self.sudo()._of_household(households).grouped("household_id")
        taken = {}
        for household in households:
            volumes = every.get(household.sudo(), self.browse())
            current = volumes.filtered(lambda v: v.state == "open" and not v.closed_on)
            taken[household.id] = current[:1] or self._open_for(household, volumes[:1])
        return taken

    @api.model
    def _of_household(self, households):
        """Approval volumes of households, the last one first."""
        domain = Domain("household_id", "in", households.ids)
        return self.search(domain & Domain("category_kind", "=", "approval"))

    @api.model
    def _open_for(self, household, previous=None):
        head = household.head_id
        category = self._category("approval")
        return self._quiet().create(
            {
                "title": self._household_title(household, category),
                "category_id": category.id,
                "household_id": household.id,
                "person_id": head.id,
                "previous_id": previous.id if previous else False,
            }
        )

    @api.model
    def _household_title(self, household, category):
        this = described(self)
        return this.env._(
            "%(category)s: %(name)s",
            category=category.with_env(this.env).name,
            name=household.head_id.name or household.number,
        )

    @api.model
    def _for_office(self, kind, division, year):
        """The volume of an office and year: daily management, statistics.

        :param kind: kind of the category
        :param division: any place; its township's or county's office is meant
        """
        office = division.sudo()
        while office.parent_id and office.level not in OFFICE_LEVELS:
            office = office.parent_id
        category = self._category(kind)
        domain = Domain(
            [
                ("category_id", "=", category.id),
                ("division_id", "=", office.id),
                ("year", "=", year),
                ("state", "=", "open"),
                ("closed_on", "=", False),
                ("household_id", "=", False),
            ]
        )
        found = self.sudo().search(domain, limit=1)
        if found:
            return found.sudo(self.env.su)
        this = described(self)
        return self._quiet().create(
            {
                "title": this.env._(
                    "%(category)s of %(office)s, %(year)s",
                    category=category.with_env(this.env).name,
                    office=office.agency_name or office.name,
                    year=year,
                ),
                "category_id": category.id,
                "division_id": office.id,
                "year": year,
            }
        )

    @api.model
    def _for_dossier(self, fonds):
        """The volume about a fonds itself, kept for good (DA/T 12, R-14)."""
        fonds = fonds.sudo()
        if not fonds.dossier_volume_id:
            category = self._category("dossier")
            fonds.dossier_volume_id = (
                self.sudo()
                ._quiet()
                .create(
                    {
                        "title": described(self).env._(
                            "Dossier of %(fonds)s", fonds=fonds.name
                        ),
                        "category_id": category.id,
                        "division_id": fonds.division_id.id,
                        "fonds_id": fonds.id,
                    }
                )
            )
        return fonds.dossier_volume_id

    def _close(self, day):
        """Nothing is added after this day; the volume waits to be filed."""
        self._by_act({"closed_on": day})

    # A HEAD DIES

    @api.model
    def _follow_head(self, household):
        """The volume of a head who died is closed, the next head's continues it.

        :param household: one household, whose members just changed
        """
        last = self.sudo()._of_household(household)[:1]
        if not last or last.state not in ("open", "filed"):
            return
        head = household.head_id
        if not last.person_id and head and last.state == "open":
            last.person_id = head
        died_on = last._head_died_on()
        if not died_on or last.person_id == head:
            return
        if last.state == "open" and not last.closed_on:
            last._close(died_on)
            household._log_event(
                "filed",
                self.env._("Volume closed, since the head died: %s", last.title),
                died_on,
                record=last,
            )
        if head and last.closed_on and not last.next_ids:
            following = self.sudo()._open_for(household, last)
            household._log_event(
                "filed",
                self.env._("Volume continued: %s", following.title),
                record=following,
            )

    def _head_died_on(self):
        """When the head of this volume died as a member, or None."""
        member = self.household_id.member_ids.filtered(
            lambda m: m.person_id == self.person_id and m.end_reason == "death"
        )[:1]
        return member and (member.person_id.death_date or member.date_to) or None
