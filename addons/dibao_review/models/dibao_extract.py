# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .dibao_disclosure import CONFIRMER, OFFICER

WANTED = (
    *("with_place", "age_level", "with_sex", "with_class", "disability_level"),
    *("with_labour", "with_size", "with_causes", "amount_level"),
)


class DibaoExtract(models.Model):
    """De-identified data of a frozen month for research: what, for whom, what for.

    One row a person, without anything that names one; coarse enough that each person
    looks like several others (k by policy). Approved by a second person, and logged as
    provided (R-50).
    """

    _name = "dibao.extract"
    _description = "De-Identified Extract"
    _inherit = [
        "mail.thread",
        "dibao.county.month.mixin",
        "dibao.filed.mixin",
        "dibao.jurisdiction.mixin",
    ]
    _order = "id desc"
    _numbered_by = "dibao.extract"
    _act_fields = (
        *("name", "state", "row_count", "left_out", "smallest", "class_count"),
        *("diversity", "k", "checked_on", "requested_by_id", "requested_on"),
        *("approved_by_id", "approved_on", "provided_by_id", "provided_on", "digest"),
    )

    name = fields.Char("Number", required=True, readonly=True, default="/", copy=False)
    month = fields.Date(help="A frozen month; any day of it.")
    recipient = fields.Char(required=True, tracking=True)
    letter = fields.Char("Letter no.", required=True, tracking=True)
    purpose = fields.Char(
        "Research purpose",
        required=True,
        tracking=True,
        help="What is to be found out.",
    )
    undertaking = fields.Boolean(
        "Undertaking signed",
        tracking=True,
        help="The recipient has undertaken in writing to find out nobody, to give the "
        "data to nobody, and to delete them afterwards.",
    )
    with_place = fields.Selection(
        [("none", "Left out"), ("township", "Township"), ("village", "Village")],
        "Place",
        required=True,
        default="township",
    )
    age_level = fields.Selection(
        [
            ("none", "Left out"),
            ("class", "Minor, adult, elderly"),
            ("10", "Bands of ten years"),
            ("5", "Bands of five years"),
        ],
        "Age",
        required=True,
        default="10",
    )
    with_sex = fields.Boolean("Sex", default=True)
    with_class = fields.Boolean("Urban or rural", default=True)
    disability_level = fields.Selection(
        [("none", "Left out"), ("yes", "Yes or no"), ("grade", "Grade")],
        "Disability",
        required=True,
        default="yes",
    )
    with_labour = fields.Boolean("Labour ability")
    with_size = fields.Boolean("Size of the household", help="1, 2, 3-4, 5+")
    with_causes = fields.Boolean("Causes of hardship", default=True)
    amount_level = fields.Selection(
        [
            ("none", "Left out"),
            ("200", "Bands of 200 yuan"),
            ("100", "Bands of 100 yuan"),
            ("50", "Bands of 50 yuan"),
        ],
        "Allowance per person",
        required=True,
        default="100",
    )
    file_format = fields.Selection(
        [("xlsx", "Workbook (XLSX)"), ("csv", "CSV")], "Format", default="xlsx"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("checked", "Checked"),
            ("requested", "To be approved"),
            ("approved", "Approved"),
            ("provided", "Provided"),
            ("refused", "Refused"),
        ],
        required=True,
        default="draft",
        readonly=True,
        tracking=True,
        copy=False,
        index=True,
    )
    k = fields.Integer("People alike, at least", readonly=True, copy=False)
    row_count = fields.Integer("Rows", readonly=True, copy=False)
    left_out = fields.Integer(readonly=True, copy=False)
    left_out_share = fields.Float(
        "Left out, %", compute="_compute_left_out_share", digits=(5, 1)
    )
    class_count = fields.Integer("Kinds of people", readonly=True, copy=False)
    smallest = fields.Integer("Smallest kind", readonly=True, copy=False)
    diversity = fields.Integer(
        "Different answers in a kind, at least",
        readonly=True,
        copy=False,
        help="1: in some kind all people have the same causes and amount, so these "
        "follow for each of them. Make it coarser where that matters.",
    )
    checked_on = fields.Datetime(readonly=True, copy=False)
    requested_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    requested_on = fields.Datetime(readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_on = fields.Datetime(readonly=True, copy=False)
    provided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    provided_on = fields.Datetime(readonly=True, copy=False)
    digest = fields.Char("SHA-256", readonly=True, copy=False)

    @api.depends("left_out", "row_count")
    def _compute_left_out_share(self):
        for one in self:
            total = one.left_out + one.row_count
            one.left_out_share = 100 * one.left_out / total if total else 0

    # CRUD

    def write(self, vals):
        if self._is_typed(vals):
            if any(one.state not in ("draft", "checked") for one in self):
                raise UserError(self.env._("What was requested is not changed."))
            if {"division_id", "month", *WANTED} & vals.keys():
                self._by_act({"state": "draft"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state not in ("draft", "checked") for one in self):
            raise UserError(self.env._("A provision is kept on record."))

    # ACTS

    def action_check(self):
        """Count how many people look alike, and who must be left out."""
        for one in self:
            one._check_step("draft", "checked", groups=(OFFICER,))
            one._by_act({"state": "checked", **one._judged()})

    def action_request(self):
        """Ask for the approval of another person."""
        for one in self:
            one._check_step("checked", groups=(OFFICER,))
            one._refuse_weak()
            one._by_act(
                {
                    "state": "requested",
                    "requested_by_id": self.env.uid,
                    "requested_on": fields.Datetime.now(),
                }
            )

    def action_approve(self):
        """Say yes as a second person; it is checked once more."""
        for one in self:
            one._check_step("requested", groups=(CONFIRMER,))
            if self.env.user in one.requested_by_id | one.create_uid:
                raise AccessError(
                    self.env._("Another person than who asked for it approves.")
                )
            one._by_act(one._judged())
            one._refuse_weak()
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
            one._check_step("requested", groups=(CONFIRMER,))
            one._by_act({"state": "refused"})

    def action_download(self):
        """Make the file and take it out."""
        self._check_step("approved", "provided", groups=(OFFICER,))
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/extract/{self.id}",
            "target": "download",
        }

    def _refuse_weak(self):
        """Not without the undertaking, nor where too many are left out."""
        most = self.env["dibao.policy"].sudo()
        most = most._require("extract_left_out", self.division_id)
        if not self.undertaking:
            raise UserError(
                self.env._("The recipient has not signed the undertaking yet.")
            )
        if not self.row_count or self.left_out_share > most:
            raise UserError(
                self.env._(
                    "%(share).1f%% of the people would be left out, more than "
                    "%(most)s%%: make age, place or other columns coarser.",
                    share=self.left_out_share,
                    most=most,
                )
            )
