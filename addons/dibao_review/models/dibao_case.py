# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import procedure

KINDS = [
    ("application", "Application"),
    ("member_change", "Member change"),
    ("reverification", "Re-verification"),
    ("increase", "Increase"),
    ("reduction", "Reduction"),
    ("stop", "Stop"),
    ("taper", "Tapering off"),
]
STAGES = [
    ("draft", "Received"),
    ("accepted", "Accepted"),
    ("investigation", "Investigation"),
    ("notice", "Public notice"),
    ("confirmed", "Confirmed"),
    ("refused", "Refused"),
    ("ended", "Ended"),
]
#: Written by the acts alone; what an act stamped, nobody can claim by hand.
STAMPS = (
    "number",
    "accepted_on",
    "accepted_by_id",
    "investigated_on",
    "investigated_by_id",
    "notice_on",
    "notice_until",
    "noticed_by_id",
    "decided_on",
    "decided_by_id",
    "due_on",
)
#: What the case is about is settled when it is accepted.
SETTLED = ("household_id", "kind", "received_on")
#: A context sent by RPC is plain data and can never hold this object.
ACT_TOKEN = object()


class DibaoCase(models.Model):
    """One procedure for one household, from receipt to decision."""

    _name = "dibao.case"
    _description = "Case"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "due_on, id desc"
    _rec_names_search = ["number", "household_id"]

    number = fields.Char(
        string="Case number",
        readonly=True,
        copy=False,
        index="trigram",
        help="Given at acceptance: what is not accepted has no number.",
    )
    household_id = fields.Many2one(
        "dibao.household",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    kind = fields.Selection(KINDS, required=True, default="application", tracking=True)
    stage = fields.Selection(
        STAGES,
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_expand_stages",
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    officer_id = fields.Many2one(
        "res.users",
        string="Officer",
        index="btree_not_null",
        domain=[("share", "=", False)],
        copy=False,
        tracking=True,
        help="Who carries the case: the tasks of the procedure go to this person.",
    )
    received_on = fields.Date(
        required=True,
        default=fields.Date.context_today,
        copy=False,
        help="Day on which the application or report came in.",
    )
    accepted_on = fields.Date(
        readonly=True,
        copy=False,
        help="The clock of the procedure starts here (民发〔2021〕57号 art. 10, 22).",
    )
    accepted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    investigated_on = fields.Date(
        string="Investigation since", readonly=True, copy=False
    )
    investigated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    notice_on = fields.Date(string="Notice posted on", readonly=True, copy=False)
    notice_until = fields.Date(
        string="Notice until",
        readonly=True,
        copy=False,
        help="Last day of the public notice (民发〔2021〕57号 art. 19).",
    )
    noticed_by_id = fields.Many2one(
        "res.users", string="Notice posted by", readonly=True, copy=False
    )
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    reason = fields.Text(
        string="Reasons",
        copy=False,
        help="Needed to send back, refuse or end a case. They go to the household.",
    )
    note = fields.Html(string="Notes", copy=False)
    next_act = fields.Char(compute="_compute_next_act")
    hint = fields.Char(compute="_compute_hint")

    _one_open_of_a_kind = models.UniqueIndex(
        "(household_id, kind) WHERE stage IN "
        "('draft', 'accepted', 'investigation', 'notice')",
        "This household already has an open case of this kind: go on with that one.",
    )
    # IS NOT TRUE: in SQL an empty column would make the comparison empty, not false
    _separate_duties = models.Constraint(
        "CHECK ((decided_by_id = accepted_by_id OR decided_by_id = investigated_by_id "
        "OR decided_by_id = noticed_by_id) IS NOT TRUE)",
        "Who accepted, investigated or posted the notice may not decide the case.",
    )

    # COMPUTE

    @api.depends("number", "kind", "household_id.display_name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for case in self:
            case.display_name = " · ".join(
                filter(
                    None,
                    [
                        case.number or kinds.get(case.kind),
                        case.household_id.display_name,
                    ],
                )
            )

    @api.depends("stage")
    def _compute_is_open(self):
        for case in self:
            case.is_open = case.stage in procedure.OPEN_STAGES

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("stage", "in" if True in value else "not in", procedure.OPEN_STAGES)]

    @api.depends("stage", "kind", "division_id", "accepted_on")
    def _compute_next_act(self):
        for case in self:
            case.next_act = procedure.next_act(case.stage, case._is_noticed())

    @api.depends("stage", "kind", "due_on", "notice_until", "accepted_by_id")
    @api.depends_context("uid", "lang")
    def _compute_hint(self):
        for case in self:
            case.hint = case._hint()

    def _hint(self):
        """What is to be done next, until when, and what still stands in the way."""
        self.ensure_one()
        due = self.due_on and fields.Date.to_string(self.due_on)
        if self.next_act == "accept":
            return self.env._(
                "Check the papers; accept, or tell what is missing, by %(due)s.",
                due=due,
            )
        if self.next_act == "investigate":
            return self.env._("Start the investigation by %(due)s.", due=due)
        if self.next_act == "post_notice":
            return self.env._("Close by %(due)s; the notice comes first.", due=due)
        if self.next_act == "confirm":
            if self.env.user in self._handlers():
                return self.env._(
                    "You handled this case: somebody else must decide it, by %(due)s.",
                    due=due,
                )
            if self._notice_is_running():
                return self.env._(
                    "The public notice runs until %(until)s; decide after that, "
                    "by %(due)s.",
                    until=self.notice_until,
                    due=due,
                )
            return self.env._("Decide by %(due)s.", due=due)
        return False

    def _handlers(self):
        """Who prepared the case, and therefore may not decide it."""
        return self.accepted_by_id | self.investigated_by_id | self.noticed_by_id

    def _notice_is_running(self):
        today = fields.Date.context_today(self)
        return bool(self.notice_until and self.notice_until >= today)

    @api.model
    def _expand_stages(self, stages, domain):
        """Columns of the desk: all that work goes through, and what was found."""
        return [
            stage
            for stage, _label in STAGES
            if stage in procedure.OPEN_STAGES or stage in stages
        ]

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_guarded(vals, draft_is_fine=True)
        # a case closed in this transaction must be closed in the unique index too
        self.flush_model(["stage", "kind", "household_id"])
        # explicit values, so that no default_… of a context can set them
        fresh = {**dict.fromkeys(STAMPS, False), "stage": "draft"}
        cases = super().create([{**vals, **fresh} for vals in vals_list])
        self.env.add_to_compute(self._fields["due_on"], cases)
        for case in cases:
            case._log_event(self.env._("Received"), case.received_on)
        return cases

    def write(self, vals):
        self._check_guarded(vals)
        settled = [name for name in SETTLED if name in vals]
        if settled and any(case.stage != "draft" for case in self):
            raise UserError(
                self.env._(
                    "Household, kind and day of receipt are settled at acceptance. "
                    "End this case and open a new one if they are wrong."
                )
            )
        return super().write(vals)

    @api.model
    def _check_guarded(self, vals, draft_is_fine=False):
        if self.env.context.get("dibao_case_act") is ACT_TOKEN:
            return
        guarded = {name for name in (*STAMPS, "stage") if vals.get(name)}
        if draft_is_fine and vals.get("stage") == "draft":
            guarded.discard("stage")
        if guarded or (not draft_is_fine and {*STAMPS, "stage"} & set(vals)):
            raise AccessError(
                self.env._(
                    "The stage of a case changes by its acts only (accept, "
                    "investigate, post the notice, confirm …), which check who may "
                    "do them and write down who did."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(case.stage != "draft" for case in self):
            raise UserError(
                self.env._(
                    "An accepted case cannot be deleted. End it, and give the reasons."
                )
            )

    def _log_event(self, summary, date=None):
        """Write a line into the timeline of the household."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for case in self:
            case.household_id._log_event(
                "case",
                self.env._(
                    "%(case)s: %(summary)s",
                    case=" ".join(filter(None, [kinds[case.kind], case.number])),
                    summary=summary,
                ),
                date,
                record=case,
            )
