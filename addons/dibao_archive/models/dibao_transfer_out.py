# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .. import describe, packing
from ..tools import four_property


class DibaoTransferOut(models.Model):
    """Handing over: inspect, approve, pack, hand over, close."""

    # One file for each concern.
    _inherit = "dibao.transfer"  # pylint: disable=consider-merging-classes-inherited

    def action_inspect(self):
        """Collect, arrange, take the inventory, and inspect the four properties."""
        self._check_step("draft", "inspected", duty="transfer")
        if self.direction == "in":
            return self._receive()
        self._check_list()
        for step in ("collect", "arrange"):
            self._step(step)
        self.line_ids.sudo()._compute_counts()
        counts = f"{self.volume_count} / {self.item_count} / {self.page_count}"
        self._step("inventory", note=counts)
        inspection = self.env["dibao.inspection"].create(
            {
                "stage": "transfer",
                "transfer_id": self.id,
                "division_id": self.division_id.id,
                "volume_ids": [fields.Command.set(self.line_ids.volume_id.ids)],
            }
        )
        self._by_act({"state": "inspected", "inspection_id": inspection.id})
        return inspection.action_run()

    def _check_list(self):
        """Only whole, filed volumes of one fonds that nothing holds are handed over."""
        lines = self.line_ids
        if not lines or not (self.receiver or "").strip():
            raise UserError(
                self.env._("Say which volumes are handed over, and to whom.")
            )
        for line in lines:
            refusal = line.volume_id._transfer_refusal(self)
            if refusal:
                raise UserError(refusal)
            if not (line.opening_opinion or "").strip():
                raise UserError(
                    self.env._(
                        "Write the opinion on the opening of %(volume)s (Archives "
                        "Law art. 30).",
                        volume=line.volume_id.display_name,
                    )
                )

    def action_approve(self):
        """A second person approves the list after the inspection."""
        self._check_step("inspected", duty="transfer")
        if not self.env.user.has_group("dibao_archive.group_archive_supervisor"):
            raise AccessError(
                self.env._("Transfers are approved by the supervisor of the archives.")
            )
        if self.env.user in (self.user_id | self.create_uid):
            raise UserError(
                self.env._("A second person approves, not the one who prepared it.")
            )
        refusal = self.inspection_id._refusal()
        if refusal:
            raise UserError(refusal)
        self._by_act(
            {
                "state": "approved",
                "approver_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
            }
        )

    # ------------------------------------------------------------------ packing

    def action_pack(self):
        """Form the package in the background."""
        self._check_step("approved", duty="transfer")
        if self.direction != "out":
            raise UserError(self.env._("This package came in: take it over."))
        self.job_id = self.env["dibao.job"]._enqueue(
            "transfer_pack",
            f"transfer/{self.id}",
            self.env._("Package of transfer %s", self.name),
            {"transfer": self.id},
            self.item_count,
            self.division_id,
        )
        return self.job_id._open()

    def _pack(self):
        """Write the package, read it back, inspect it. All of it or nothing.

        :raise UserError: an item is not what was inspected
        """
        self.ensure_one()
        items = self.inspection_id._items()
        records = describe.records(items)
        self._check_unchanged(items, records)
        self._complete(items, records)
        # Logged before the first content is read: what leaves, to whom, how much.
        self.env["dibao.access.log"]._log(
            "export",
            self,
            purpose="transfer",
            reference=self.name,
            count=len(records),
            detail="transfer_package",
            said={"receiver": self.receiver or "", "profile": self.profile},
        )
        stored = packing.pack(self.env, self, records)
        self.sudo()._by_act(
            {
                **stored.row(),
                "state": "packed",
                "packed_on": fields.Datetime.now(),
                "package_profile": self.profile,
            }
        )
        self._step("package", note=f"{self.profile} {stored.size}")
        self._step("digest", note=f"SHA-256 {stored.sha256}")
        self._inspect_package()

    def _check_unchanged(self, items, records):
        """What is packed is what was inspected and approved."""
        digests = {
            line.item_id: line.input_digest for line in self.inspection_id.line_ids
        }
        seen = {line.item_id: line.seen for line in self.inspection_id.line_ids}
        for item, record in zip(items, records, strict=True):
            describe.take_seen(record, seen.get(item))
            if digests.get(item) != four_property.digest_of(record):
                raise UserError(
                    self.env._(
                        "%(item)s has changed since the inspection. Inspect again.",
                        item=item.display_name,
                    )
                )

    def _complete(self, items, records):
        """Opinions on the opening, and the inspection itself as an event."""
        lines = {line.volume_id: line for line in self.line_ids}
        inspection = self.inspection_id
        for item, record in zip(items, records, strict=True):
            record.opening_opinion = lines[item.volume_id].opening_opinion or ""
            describe.add_event(
                record,
                "validation",
                inspection.done_on,
                inspection.user_id,
                basis="DA/T 70-2018",
                outcome=inspection.conclusion,
            )

    def _inspect_package(self):
        """The inspection of the package as it lies in the vault."""
        inspection = (
            self.env["dibao.inspection"]
            .sudo()
            .create(
                {
                    "stage": "transfer",
                    "transfer_id": self.id,
                    "division_id": self.division_id.id,
                    "volume_ids": [fields.Command.set(self.line_ids.volume_id.ids)],
                    "user_id": self.user_id.id,
                }
            )
        )
        inspection._copy_looks(self.inspection_id)
        inspection._conclude()
        self._by_act({"package_inspection_id": inspection.id})
        failed = inspection.conclusion == four_property.FAIL
        self._step("check", "fail" if failed else "pass", inspection.name)

    def action_download(self):
        """Take the package, for the carrier or the line."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/transfer/{self.id}",
            "target": "download",
        }

    # ------------------------------------------------------------------ hand-over

    def action_hand_over(self):
        """Both sides have signed: the package has left."""
        self._check_step("packed", duty="transfer")
        refusal = self.package_inspection_id._refusal()
        if refusal:
            raise UserError(refusal)
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("deliverer", "taker", "deliverer_sheet", "taker_sheet")
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "Both sides sign the register. Still missing: %(what)s.",
                    what=", ".join(missing),
                )
            )
        self._by_act({"state": "handed", "handed_on": fields.Date.context_today(self)})
        self._step("exchange", note=dict(self._fields["way"].selection)[self.way])

    def action_close(self):
        """The receiver has checked and registered: the volumes are transferred."""
        self._check_step("handed", duty="transfer")
        if (self.told_sha256 or "").strip().lower() != self.sha256:
            self._step("receipt", "fail")
            raise UserError(
                self.env._(
                    "The digest the receiver tells is not that of the package. Hand it "
                    "over again."
                )
            )
        if not (self.register_number or "").strip():
            raise UserError(
                self.env._("Enter the number under which the receiver registered it.")
            )
        self._step("receipt")
        self._step("register", note=self.register_number)
        today = fields.Date.context_today(self)
        years = self.env["dibao.policy"]._require(
            "transfer_keep_years", self.division_id
        )
        self.line_ids.volume_id._set_transferred()
        self._file_papers()
        self._by_act(
            {
                "state": "closed",
                "closed_on": today,
                "keep_until": fields.Date.add(today, years=years),
            }
        )
        self._step("store")
