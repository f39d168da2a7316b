# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError


class DibaoVolume(models.Model):
    """The act of filing a volume (归档)."""

    _inherit = "dibao.volume"

    def action_file(self):
        """File complete volumes at once; ask why where papers are missing."""
        self.check_access("write")
        self._refresh_gaps()
        if not any(volume.missing_count for volume in self):
            self._file()
            return False
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("File with gaps"),
            "res_model": "dibao.volume.file",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_volume_ids": self.ids},
        }

    def _file(self, reason=None):
        """File volumes with all papers in them: codes, pages, end of the volume.

        :param reason: why papers may be missing; kept with the user's name (R-04)
        :raise UserError: papers are missing and no reason is given, or nothing is there
        """
        volumes = self.filtered(lambda volume: volume.state == "open")
        volumes.check_access("write")
        volumes._refresh_gaps()
        today = fields.Date.context_today(self)
        for volume in volumes:
            volume._check_duty("file")
            volume._check_fileable(reason)
            volume.item_ids._file()
            missing = volume.missing_count
            volume._by_act(
                {
                    "state": "filed",
                    "filed_on": today,
                    "filed_by_id": self.env.uid,
                    "closed_on": volume.closed_on or today,
                    "gap_reason": reason if missing else False,
                    "gap_user_id": self.env.uid if missing else False,
                }
            )
            volume._log_filed()
        return volumes

    def _check_fileable(self, reason):
        self.ensure_one()
        if not self.item_ids:
            raise UserError(
                self.env._("%s has no papers yet.", self.display_name),
            )
        if self.missing_count and not (reason or "").strip():
            names = self.gap_ids.kind_id.mapped("display_name")
            raise UserError(
                self.env._(
                    "%(volume)s lacks: %(papers)s. Bring them in, or file it with a "
                    "reason that is kept with your name.",
                    volume=self.display_name,
                    papers=", ".join(names),
                )
            )

    def _log_filed(self):
        if self.household_id:
            self.household_id._log_event(
                "filed",
                self.env._("Volume filed: %s", self.display_name),
                self.filed_on,
                record=self,
            )

    def _renumber(self):
        """The next number after a wrong one was retired; the items follow."""
        for volume in self:
            former = volume.reference_code
            items = volume.item_ids.filtered("reference_code").sorted("sequence")
            volume._retire_codes_of(items, former)
            volume._take_number("volume", volume)
            volume._take_number("item", items)
            volume.message_post(
                body=self.env._(
                    "Reference code %(new)s instead of %(old)s, which is retired.",
                    new=volume.reference_code,
                    old=former,
                )
            )

    def _retire_codes_of(self, items, former):
        """The codes of items go with that of their volume, by the same approval."""
        references = self.env["dibao.reference"].sudo()
        retired = references.search(
            [("code", "=", former), ("fonds_id", "=", self.fonds_id.id)]
        )
        domain = [("model", "=", "dibao.item"), ("res_id", "in", items.ids)]
        live = references.search([*domain, ("state", "=", "live")])
        live._by_act(
            {
                "state": "retired",
                "reason": retired.reason,
                "approver_id": retired.approver_id.id,
                "ended_on": retired.ended_on,
            }
        )
