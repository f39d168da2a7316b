# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Kinds of cases that follow from what a household reports.
CASE_KINDS = [
    ("member_change", "Member change"),
    ("increase", "Increase"),
    ("reduction", "Reduction"),
    ("stop", "Stop"),
    ("taper", "Tapering off"),
    ("correction", "Correction of particulars"),
]


class DibaoDeclaration(models.Model):
    """What a household itself reports of its people, income or property (art. 30).

    It is taken down with the day of the change, so that one told too late is seen
    (2022 notice: more than three months), and leads to a case or to a reason why none
    is needed.
    """

    _name = "dibao.declaration"
    _description = "Declared Change"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "received_on desc, id desc"
    _rec_name = "household_id"
    _act_fields = ("state", "case_id", "settled_on", "settled_by_id")

    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    received_on = fields.Date(
        "Declared on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    happened_on = fields.Date("Happened on", required=True)
    channel = fields.Selection(
        [
            ("visit", "In person"),
            ("phone", "By phone"),
            ("village", "Through the village"),
            ("online", "On line"),
        ],
        "How it came",
        required=True,
        default="visit",
    )
    subject = fields.Selection(
        [
            ("people", "People of the household"),
            ("income", "Income"),
            ("property", "Property"),
            ("address", "Address, phone or account"),
        ],
        "What changed",
        required=True,
        default="income",
    )
    content = fields.Text("What is declared", required=True)
    case_kind = fields.Selection(CASE_KINDS, "To be dealt with as")
    member_event = fields.Selection(
        lambda self: self.env["dibao.case"]._fields["member_event"].selection,
        "Change of members",
    )
    case_id = fields.Many2one(
        "dibao.case", "Case", readonly=True, copy=False, index="btree_not_null"
    )
    state = fields.Selection(
        [
            ("draft", "Declared"),
            ("case", "Case opened"),
            ("none", "Changes nothing"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    reason = fields.Text("Why it changes nothing")
    settled_on = fields.Date(readonly=True, copy=False)
    settled_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    told_late = fields.Boolean(
        compute="_compute_told_late",
        store=True,
        help="Told after more months than the place allows (2022 notice: three).",
    )

    _order_of_days = models.Constraint(
        "CHECK (happened_on <= received_on)", "It is told after it happened."
    )

    @api.depends("received_on", "happened_on", "household_id")
    def _compute_told_late(self):
        policies = self.env["dibao.policy"].sudo()
        for one in self:
            one.told_late = False
            if one.received_on and one.happened_on and one.household_id:
                months = policies._get(
                    "unreported_change_months", one.division_id, one.received_on
                )
                last = fields.Date.add(one.happened_on, months=months or 0)
                one.told_late = bool(months and one.received_on > last)

    def write(self, vals):
        if self._is_typed(vals) and any(one.state != "draft" for one in self):
            raise UserError(self.env._("What was dealt with stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What a household declared stays on record."))

    def action_open_case(self):
        """Open the case that follows, or go on with the open one of this kind."""
        self.ensure_one()
        self._check_step("draft")
        if not self.case_kind:
            raise UserError(
                self.env._(
                    "%(household)s: say on the declaration as what it is dealt with, "
                    "or why it changes nothing.",
                    household=self.household_id.display_name,
                )
            )
        if self.case_kind == "member_change" and not self.member_event:
            raise UserError(self.env._("Say which change of members it is."))
        cases = self.env["dibao.case"]
        known = [
            ("household_id", "=", self.household_id.id),
            ("kind", "=", self.case_kind),
            ("is_open", "=", True),
        ]
        case = cases.search(known, limit=1) or cases.create(
            {
                "household_id": self.household_id.id,
                "kind": self.case_kind,
                "member_event": self.case_kind == "member_change" and self.member_event,
                "received_on": self.received_on,
            }
        )
        self._settled("case", case_id=case.id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }

    def action_changes_nothing(self):
        """It touches neither the amount nor who counts; the reason is kept."""
        for one in self:
            one._check_step("draft")
            if not (one.reason or "").strip():
                raise UserError(self.env._("Say why it changes nothing."))
            one._settled("none")

    def _settled(self, state, **values):
        self._by_act(
            {
                "state": state,
                "settled_on": fields.Date.context_today(self),
                "settled_by_id": self.env.uid,
                **values,
            }
        )
        self._off_the_list()

    def _off_the_list(self):
        """What waited among the due acts is dealt with: by its case, or without."""
        dues = self.env["dibao.due"].sudo()
        for one in self:
            waiting = [
                ("kind", "=", "declared"),
                ("household_id", "=", one.household_id.id),
                ("fact_on", "=", one.received_on),
                ("state", "=", "open"),
            ]
            state = "case" if one.case_id else "gone"
            dues.search(waiting)._by_act({"state": state, "case_id": one.case_id.id})
