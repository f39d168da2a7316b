# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import vault
from ..tools import catalogue, provision_book

#: Rows of the log name up to so many records.
BATCH = 50


class DibaoProvision(models.Model):
    """Archives given to somebody else: what, to whom, what for, who approved (R-50)."""

    _name = "dibao.provision"
    _description = "Provision to Others"
    _inherit = [
        "mail.thread",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "id desc"
    _numbered_by = "dibao.provision"
    _act_fields = (
        "name",
        "state",
        "requested_by_id",
        "requested_on",
        "approved_by_id",
        "approved_on",
        "provided_by_id",
        "provided_on",
        "volume_count",
        "item_count",
        "file_count",
        "digest",
        "columns",
    )

    name = fields.Char(
        "Provision no.", required=True, readonly=True, copy=False, default="/"
    )
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.sudo().dibao_division_ids[:1],
        help="The place that holds all volumes of the package.",
    )
    recipient_unit = fields.Char("Recipient", required=True, tracking=True)
    recipient_name = fields.Char("Received by", tracking=True)
    letter_number = fields.Char("Letter no.", required=True, tracking=True)
    purpose = fields.Selection(
        lambda self: self.env["dibao.loan"]
        ._fields["purpose"]
        ._description_selection(self.env),
        required=True,
        tracking=True,
    )
    purpose_note = fields.Char("Purpose in words", required=True, tracking=True)
    profile = fields.Selection(
        [
            ("masked", "Masked: list without names, files without personal data"),
            ("clear", "Clear: list and all files"),
        ],
        "Clear or masked",
        required=True,
        default="masked",
        tracking=True,
    )
    volume_ids = fields.Many2many("dibao.volume", string="Volumes")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("provided", "Provided"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="draft",
        tracking=True,
        index=True,
        copy=False,
    )
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    requested_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    provided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    provided_on = fields.Datetime(readonly=True, copy=False)
    volume_count = fields.Integer("Number of volumes", readonly=True, copy=False)
    item_count = fields.Integer("Item count", readonly=True, copy=False)
    file_count = fields.Integer("Files", readonly=True, copy=False)
    columns = fields.Char("Data", readonly=True, copy=False)
    digest = fields.Char(
        "SHA-256", readonly=True, copy=False, help="Of the package that was given."
    )

    @api.model_create_multi
    def create(self, vals_list):
        made = super().create(vals_list)
        for one in made:
            one._take_place()
        return made

    def write(self, vals):
        if self._is_typed(vals) and any(one.state != "draft" for one in self):
            raise UserError(self.env._("What was requested is not changed: ask anew."))
        result = super().write(vals)
        if "volume_ids" in vals:
            for one in self:
                one._take_place()
        return result

    def _take_place(self):
        """It belongs where all its volumes lie."""
        places = self.volume_ids.sudo().division_id
        common = places._common() or places[:1]
        if common and common != self.division_id:
            self._acting().division_id = common

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("A provision is kept on record."))

    # ACTS

    def action_request(self):
        """Ask for the approval of another person."""
        for one in self:
            one._check_step("draft")
            if not one.volume_ids:
                raise UserError(self.env._("Choose the volumes first."))
            one._by_act(
                {
                    "state": "requested",
                    "requested_by_id": self.env.uid,
                    "requested_on": fields.Datetime.now(),
                }
            )

    def action_approve(self):
        """Say yes, as an archive supervisor who did not ask."""
        for one in self:
            one._check_step("requested", duty="lend")
            one._check_approver()
            one._by_act(
                {
                    "state": "approved",
                    "approved_by_id": self.env.uid,
                    "approved_on": fields.Datetime.now(),
                }
            )

    def action_refuse(self):
        """Say no."""
        for one in self:
            one._check_step("requested")
            one._check_approver()
            one._by_act({"state": "refused"})

    def _check_approver(self):
        boss = self.env.user.has_group("dibao_archive.group_archive_supervisor")
        if not boss or self.env.user in self.requested_by_id | self.create_uid:
            raise AccessError(
                self.env._("An archive supervisor who did not ask decides.")
            )

    def action_download(self):
        """Make the package and send it."""
        self._check_step("approved", "provided")
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/provision/{self.id}",
            "target": "download",
        }

    # THE PACKAGE

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
        plain = original.kind_id.sudo().sensitivity == "normal"
        return plain if self.profile == "masked" else True

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
        digest = provision_book.write(
            path,
            rows,
            [(name, partial(vault.stream, original)) for original, name in files],
        )
        self._by_act(
            {
                "state": "provided",
                "provided_by_id": self.env.uid,
                "provided_on": fields.Datetime.now(),
                "volume_count": len(self.volume_ids),
                "item_count": len(rows),
                "file_count": len(files),
                "columns": ", ".join(catalogue.BY_ITEM),
                "digest": digest,
            }
        )

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
