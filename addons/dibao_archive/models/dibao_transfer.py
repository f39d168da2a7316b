# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import vault
from ..sealed import SealedBlob
from ..tools.package_texts import REASONS

CONTEXT = "transfer"
PROFILES = [
    ("eep", "Encapsulation packages (DA/T 48)"),
    ("bag", "BagIt"),
    ("carrier", "Carrier of 2012"),
]
#: Between draft and closed nothing of the list changes any more.
OPEN_STATES = ("draft", "inspected", "approved", "packed", "handed")
LOOKS = [("good", "In order"), ("bad", "Not in order"), ("none", "Not looked at")]


class DibaoTransfer(models.Model):
    """Archives handed over to the archives authority, or received as a package.

    Out: draft, inspected, approved by a second person, packed, handed over with both
    signatures, closed. In: a package is checked and taken over. The ten steps of
    GB/T 42727 are written down as they happen.
    """

    _name = "dibao.transfer"
    _description = "Transfer"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
        "dibao.vault.mixin",
    ]
    _order = "id desc"
    _numbered_by = "dibao.transfer"
    _vault_context = CONTEXT
    _act_fields = (
        "state",
        "inspection_id",
        "package_inspection_id",
        "approver_id",
        "approved_on",
        "packed_on",
        "package_profile",
        "handed_on",
        "closed_on",
        "keep_until",
        "problem",
        "problem_detail",
        "taken_count",
    )

    name = fields.Char(
        "Transfer no.", required=True, readonly=True, default="/", copy=False
    )
    direction = fields.Selection(
        [("out", "Outgoing"), ("in", "Incoming")], required=True, default="out"
    )
    fonds_id = fields.Many2one(
        "dibao.fonds", index=True, ondelete="restrict", tracking=True
    )
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        index=True,
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    profile = fields.Selection(
        PROFILES,
        "Form of the package",
        required=True,
        default="eep",
        tracking=True,
    )
    package_profile = fields.Selection(PROFILES, "Form found", readonly=True)
    ascii_names = fields.Boolean(
        "ASCII names",
        help="For receivers whose programs take no Chinese names; a map of the names "
        "lies in each package.",
    )
    encoding = fields.Selection(
        [("GB18030", "GB 18030"), ("UTF-8", "UTF-8")],
        "Encoding of the catalogue",
        required=True,
        default="GB18030",
    )
    receiver = fields.Char(
        "Other side",
        tracking=True,
        help="The archives that receive, or the office that hands over.",
    )
    basis = fields.Char(help="Why and why now: rule, agreement, letter.", tracking=True)
    way = fields.Selection(
        [("online", "On line"), ("offline", "On a carrier")],
        "Way of handing over",
        required=True,
        default="offline",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("inspected", "Inspected"),
            ("approved", "Approved"),
            ("packed", "Packed"),
            ("handed", "Handed over"),
            ("closed", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Prepared by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    line_ids = fields.One2many("dibao.transfer.line", "transfer_id", "List")
    step_ids = fields.One2many("dibao.transfer.step", "transfer_id", "Steps")
    inspection_id = fields.Many2one(
        "dibao.inspection", "Inspection of the content", readonly=True, copy=False
    )
    package_inspection_id = fields.Many2one(
        "dibao.inspection", "Inspection of the package", readonly=True, copy=False
    )
    approver_id = fields.Many2one(
        "res.users", "Approved by", readonly=True, copy=False, tracking=True
    )
    approved_on = fields.Datetime(readonly=True, copy=False)
    packed_on = fields.Datetime(readonly=True, copy=False)
    volume_count = fields.Integer("Volume count", compute="_compute_counts", store=True)
    item_count = fields.Integer("Item count", compute="_compute_counts", store=True)
    page_count = fields.Integer("Pages", compute="_compute_counts", store=True)
    byte_count = fields.Float(
        "Bytes", compute="_compute_counts", store=True, digits=(20, 0)
    )
    # The register of the hand-over (登记表)
    minutes = fields.Integer("Minutes of sound and film")
    carrier_note = fields.Char("Carrier", help="Kind, number and label of the carrier.")
    carrier_look = fields.Selection(LOOKS, default="none")
    virus_look = fields.Selection(LOOKS, default="none")
    authenticity_look = fields.Selection(LOOKS, default="none")
    reliability_look = fields.Selection(LOOKS, default="none")
    completeness_look = fields.Selection(LOOKS, default="none")
    usability_look = fields.Selection(LOOKS, default="none")
    note = fields.Text("Remarks")
    deliverer = fields.Char("Handed over by", help="Who signed for this side.")
    taker = fields.Char("Received by", help="Who signed for the other side.")
    deliverer_sheet = SealedBlob("Sheet signed by the giver")
    deliverer_sheet_name = fields.Char()
    taker_sheet = SealedBlob("Sheet signed by the receiver")
    taker_sheet_name = fields.Char()
    handed_on = fields.Date(readonly=True, copy=False)
    told_sha256 = fields.Char(
        "Digest told by the other side",
        copy=False,
        help="SHA-256 of the package, as the other side found or told it.",
    )
    told_items = fields.Integer("Items by the register")
    told_bytes = fields.Float("Bytes by the register", digits=(20, 0))
    register_number = fields.Char(
        "Number in the receiver's register", copy=False, tracking=True
    )
    closed_on = fields.Date(readonly=True, copy=False)
    keep_until = fields.Date("Own copy kept until", readonly=True, copy=False)
    upload = SealedBlob("Package", copy=False)
    upload_name = fields.Char()
    problem = fields.Char(readonly=True, copy=False)
    problem_detail = fields.Char(readonly=True, copy=False)
    problem_shown = fields.Char("Refused", compute="_compute_problem_shown")
    taken_count = fields.Integer("Items taken over", readonly=True, copy=False)
    job_id = fields.Many2one("dibao.job", readonly=True, copy=False)

    @api.depends("fonds_id")
    def _compute_division_id(self):
        for transfer in self:
            transfer.division_id = transfer.fonds_id.division_id or transfer.division_id

    @api.depends("line_ids.item_count", "line_ids.page_count", "line_ids.byte_count")
    def _compute_counts(self):
        for transfer in self:
            lines = transfer.line_ids
            transfer.volume_count = len(lines)
            transfer.item_count = sum(lines.mapped("item_count"))
            transfer.page_count = sum(lines.mapped("page_count"))
            transfer.byte_count = sum(lines.mapped("byte_count"))

    @api.depends("problem", "problem_detail")
    @api.depends_context("lang")
    def _compute_problem_shown(self):
        for transfer in self:
            transfer.problem_shown = transfer._reason(
                transfer.problem, transfer.problem_detail
            )

    def write(self, vals):
        settled = {"direction", "fonds_id", "profile", "ascii_names", "encoding"}
        settled |= {"line_ids", "user_id", "upload"}
        begun = any(transfer.state != "draft" for transfer in self)
        if settled & vals.keys() and begun and not self._dibao_in_act():
            raise UserError(
                self.env._("The list is settled. Cancel the transfer to change it.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(transfer.state != "draft" for transfer in self):
            raise UserError(self.env._("A transfer is cancelled, not deleted."))

    @api.model
    def _reason(self, code, where=""):
        """Why a package is refused, in the reader's words."""
        if not code:
            return ""
        text = self.env._(REASONS.get(code, code))
        return f"{text} ({where})" if where else text

    # ------------------------------------------------------------------ common

    def _step(self, step, result="pass", note=""):
        """Write one of the ten steps down: who, when, what came out (R-19)."""
        self.env["dibao.transfer.step"].sudo().create(
            [
                {
                    "transfer_id": transfer.id,
                    "step": step,
                    "result": result,
                    "note": note[:250],
                    "user_id": self.env.uid,
                    "done_on": fields.Datetime.now(),
                }
                for transfer in self
            ]
        )

    @api.model
    def _prepare_for(self, volumes):
        """A draft for some volumes of one fonds."""
        if len(volumes.fonds_id) != 1:
            raise UserError(self.env._("Choose volumes of one fonds."))
        return self.create(
            {
                "fonds_id": volumes.fonds_id.id,
                "line_ids": [
                    Command.create({"volume_id": volume.id}) for volume in volumes
                ],
            }
        )

    def action_cancel(self):
        """Break it off; the volumes stay as they are."""
        for transfer in self:
            transfer._check_step(*OPEN_STATES[:4], duty="transfer")
            transfer._by_act({"state": "cancelled"})
            transfer._drop_package()
        return False

    def _drop_package(self):
        for transfer in self.sudo().filtered("token"):
            vault.erase(self.env, transfer.token)
            transfer.write({"token": False, "vault_key": False})
