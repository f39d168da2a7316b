# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from ..bulk import copy_rows, reserve_ids
from ..tools import reference_code


class DibaoVolume(models.Model):
    """Many household volumes at once, past the ORM, for imports and benches."""

    _inherit = "dibao.volume"

    @api.model
    def _load_households(self, households, year, opened_on):
        """Open an approval volume for each household that has none, set-based.

        Rows are the ORM's; what is missing is not looked up (the nightly job does).
        Numbers are given, so that items can be loaded as filed.

        :return: the volumes
        """
        self.env.flush_all()
        category = self._category("approval")
        households = households.sudo()
        known = self.sudo().search([("household_id", "in", households.ids)])
        households -= known.household_id
        shared, rows = {}, []
        ids = reserve_ids(self.env.cr, self._table, len(households))
        for record_id, household in zip(ids, households, strict=True):
            division = household.division_id
            if division not in shared:
                shared[division] = self._shared_values(
                    category, division, year, opened_on
                )
            rows.append(
                {
                    "id": record_id,
                    "household_id": household.id,
                    "person_id": household.head_id.id or None,
                    "title": self._household_title(household, category),
                    **shared[division],
                }
            )
        columns = list(rows[0]) if rows else []
        copy_rows(self.env.cr, self._table, columns, (row.values() for row in rows))
        self.env.invalidate_all()
        volumes = self.browse(ids)
        self._number_loaded(volumes)
        return volumes

    @api.model
    def _shared_values(self, category, division, year, opened_on):
        """What the ORM would put into each volume of a place."""
        new = self.new(
            {
                "category_id": category.id,
                "division_id": division.id,
                "year": year,
                "opened_on": opened_on,
            }
        )
        uid, now = self.env.uid, self.env.cr.now()
        return {
            "category_id": category.id,
            "category_kind": category.kind,
            "division_id": division.id,
            "fonds_id": new.fonds_id.id or None,
            "organ_code": new.organ_code or None,
            "retention_id": new.retention_id.id or None,
            "arranged_by": new.arranged_by,
            "secrecy": new.secrecy,
            "open_mark": new.open_mark,
            "year": year,
            "opened_on": opened_on,
            "state": "open",
            "number": 0,
            "item_count": 0,
            "page_count": 0,
            "missing_count": 0,
            "arranger_id": uid,
            "create_uid": uid,
            "create_date": now,
            "write_uid": uid,
            "write_date": now,
        }

    @api.model
    def _number_loaded(self, volumes):
        """Codes for volumes of one fonds, class and year, in one go."""
        profiles = self.env["dibao.number.profile"]
        for key, group in volumes.grouped(
            lambda volume: (volume.fonds_id, volume.category_id, volume.year)
        ).items():
            profile = profiles._for(*key)
            self.env.cr.execute(
                SQL(
                    "UPDATE dibao_volume SET profile_id = %s WHERE id = ANY(%s)",
                    profile.id,
                    group.ids,
                )
            )
            group.invalidate_recordset(["profile_id"])
            if profile.has_volume:
                for alike in group.grouped("retention_id").values():
                    alike[:1]._take_number("volume", alike)

    def _loaded_values(self):
        """What items take over from their volume, and how their codes are made.

        :return: values of ``dibao.item``, and a function from a number to a code
        """
        self.ensure_one()
        uid, now = self.env.uid, self.env.cr.now()
        values = {
            "volume_id": self.id,
            "division_id": self.division_id.id,
            "fonds_id": self.fonds_id.id or None,
            "category_id": self.category_id.id,
            "year": self.year,
            "household_id": self.household_id.id or None,
            "secrecy": self.secrecy,
            "create_uid": uid,
            "create_date": now,
            "write_uid": uid,
            "write_date": now,
        }
        parts = self.profile_id._parts() if self.profile_id else ()
        elements = self._code_values(parts)

        def code_of(number):
            return reference_code.render(parts, {**elements, "item": number}, "item")

        return values, code_of
