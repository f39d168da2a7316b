# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


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
        "masked_count",
        "withheld_count",
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
            ("masked", "Masked: list without names, personal data covered in files"),
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
    masked_count = fields.Integer(
        "Masked copies",
        readonly=True,
        copy=False,
        help="Files that went as a copy in which personal data are covered.",
    )
    withheld_count = fields.Integer(
        "Pages left out",
        readonly=True,
        copy=False,
        help="Pages in which personal data cannot be covered for certain: scans, "
        "photographs, handwriting.",
    )
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
