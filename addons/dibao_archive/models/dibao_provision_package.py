# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from collections import Counter
from functools import partial

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import intake, vault
from ..tools import catalogue, file_kind, masked_copy, pages, provision_book
from .dibao_original import CONTEXT

#: Rows of the log name up to so many records.
BATCH = 50


class DibaoProvisionPackage(models.Model):
    """The package of a provision: list, files, masked copies."""

    # One file for each concern.
    _inherit = "dibao.provision"  # pylint: disable=consider-merging-classes-inherited

    def _files(self):
        """(original, name in the package) of what the profile lets go."""
        files = []
        for number, volume in enumerate(self.volume_ids.sorted("id"), 1):
            for item in volume.item_ids.sorted(lambda one: (one.sequence, one.id)):
                for original in item.original_ids.filtered(self._goes):
                    place = f"{number:03d}/{len(files) + 1:05d}"
                    ending = original.name.rpartition(".")[2].lower()[:5]
                    name = f"{provision_book.FILES}/{place}.{ending}"
                    files.append((original, name))
        return files

    def _goes(self, original):
        if original.state != "kept" or original.role in ("derivative", "stamped"):
            return False
        if self.profile == "clear":
            return True
        return self._is_plain(original) or self._is_masked(original)

    def _is_plain(self, original):
        return original.kind_id.sudo().sensitivity == "normal"

    def _is_masked(self, original):
        """Does a copy with personal data covered go in its place?

        Of papers that prove who somebody is nothing would be left.
        """
        return (
            self.profile == "masked"
            and original.kind_id.sudo().sensitivity == "personal"
            and original.mimetype == file_kind.PDF
        )

    def _masked_stream(self, original, reader, told):
        """The masked copy of an original as a stream; ``told`` counts.

        :raise UserError: it cannot be drawn
        """
        volume = original.item_id.volume_id.sudo()
        with vault.stream(original.sudo(), CONTEXT) as stream:
            data = intake.whole(self.env, stream, original.division_id)
        try:
            made = masked_copy.make(data, self._texts_to_cover(volume), reader)
        except pages.PageError as error:
            raise UserError(
                self.env._(
                    "%(name)s cannot be masked: %(why)s.",
                    name=original.name,
                    why=error,
                )
            ) from error
        told["masked"] += 1
        told["withheld"] += made.withheld
        return io.BytesIO(made.content)

    def _texts_to_cover(self, volume):
        """Names and addresses of the people of a volume; add-ons add theirs."""
        household = volume.household_id
        members = household.with_context(active_test=False).member_ids
        people = members.person_id | volume.item_ids.person_id
        texts = {
            *people.mapped("name"),
            *household.custodian_ids.mapped("name"),
            household.registered_address,
            household.living_address,
        }
        return sorted(filter(None, texts))

    def _rows(self, files):
        """Rows of the list; under the masked profile without people's names."""
        rows = []
        for volume in self.volume_ids.sorted("id"):
            names = volume.household_id.sudo().member_ids.mapped("name")
            if self.profile == "clear":
                names = []
            for item in volume.item_ids.sorted(lambda one: (one.sequence, one.id)):
                own = [name for original, name in files if original.item_id == item]
                texts = {
                    field: provision_book.without_names(item[field] or "", names)
                    for field in ("title", "responsible", "remark", "document_number")
                }
                rows.append(
                    {
                        **texts,
                        "order": len(rows) + 1,
                        "reference_code": item.reference_code or "",
                        "date": catalogue.compact_date(item.date),
                        "secrecy": "",
                        "pages": item.page_count,
                        "files": "; ".join(own),
                    }
                )
        return rows

    def _make(self, path):
        """Write the package to a path, after it was put on record."""
        self._check_step("approved", "provided")
        self.volume_ids.check_access("read")
        files = self._files()
        for original, _name in files:
            if not original._may_take(self.env.user):
                raise AccessError(self.env._("You may not open these originals."))
        rows = self._rows(files)
        self._tell_log(len(files))
        told = Counter()
        with pages.PageReader() as reader:
            digest = provision_book.write(
                path,
                rows,
                [
                    (name, self._opener(original, reader, told))
                    for original, name in files
                ],
            )
        self._by_act(
            {
                "state": "provided",
                "provided_by_id": self.env.uid,
                "provided_on": fields.Datetime.now(),
                "volume_count": len(self.volume_ids),
                "item_count": len(rows),
                "file_count": len(files),
                "masked_count": told["masked"],
                "withheld_count": told["withheld"],
                "columns": ", ".join(catalogue.BY_ITEM),
                "digest": digest,
            }
        )

    def _opener(self, original, reader, told):
        if self._is_masked(original):
            return partial(self._masked_stream, original, reader, told)
        return partial(vault.stream, original)

    def _tell_log(self, count):
        """One row for fifty volumes, so that each person's register finds them."""
        volumes = self.volume_ids.sorted("id")
        for at in range(0, len(volumes), BATCH):
            self.env["dibao.access.log"]._log(
                "provide",
                volumes[at : at + BATCH],
                catalogue.BY_ITEM,
                purpose=self.purpose,
                reference=self.name,
                detail="provision",
                said={"count": count, "recipient": self.recipient_unit},
            )
