# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import procedure

KINDS = [
    ("application", "Application"),
    ("member_change", "Member change"),
    ("reverification", "Re-verification"),
    ("increase", "Increase"),
    ("reduction", "Reduction"),
    ("stop", "Stop"),
    ("taper", "Tapering off"),
    ("resume", "Resumption"),
    ("correction", "Correction of particulars"),
]
MEMBER_EVENTS = [
    ("added", "Member added"),
    ("removed", "Member left"),
    ("died", "Member died"),
    ("head_died", "Head died"),
    ("head_changed", "Another head"),
]
STAGES = [
    ("draft", "Received"),
    ("supplement", "Papers asked for"),
    ("accepted", "Accepted"),
    ("investigation", "Investigation"),
    ("appraisal", "Appraisal"),
    ("opinion", "Preliminary opinion"),
    ("notice", "Public notice"),
    ("county", "To be decided"),
    ("confirmed", "Confirmed"),
    ("refused", "Refused"),
    ("declined", "Not accepted"),
    ("withdrawn", "Withdrawn"),
    ("ended", "Ended"),
]
#: Written by the acts alone; what an act stamped, nobody can claim by hand.
STAMPS = (
    "number",
    "accepted_on",
    "accepted_by_id",
    "investigated_on",
    "investigated_by_id",
    "appraised_on",
    "notice_on",
    "notice_until",
    "noticed_by_id",
    "opinion",
    "opined_on",
    "opined_by_id",
    "submitted_on",
    "submitted_by_id",
    "asked_on",
    "confirming_level",
    "decided_on",
    "decided_by_id",
    "delivered_on",
    "closed_on",
    "due_on",
)


class DibaoCase(models.Model):
    """One procedure for one household, from receipt to decision."""

    _name = "dibao.case"
    _description = "Case"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _act_fields = ("stage", *STAMPS)
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
    member_event = fields.Selection(
        MEMBER_EVENTS, "What changed", help="In a member change: which one."
    )
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
    appraised_on = fields.Date("Appraisal called on", readonly=True, copy=False)
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
    asked_on = fields.Date(
        "Missing papers told on",
        readonly=True,
        copy=False,
        help="All at once: 民发〔2021〕57号 art. 10.",
    )
    confirming_level = fields.Selection(
        [("county", "County"), ("township", "Township (delegated)")],
        "Confirmed by",
        readonly=True,
        copy=False,
        help="By the rule in force at acceptance (民发〔2021〕57号 art. 2).",
    )
    opinion = fields.Selection(
        [("fits", "Meets the conditions"), ("fails", "Does not meet the conditions")],
        "Preliminary opinion",
        readonly=True,
        copy=False,
        tracking=True,
    )
    opined_on = fields.Date("Opinion given on", readonly=True, copy=False)
    opined_by_id = fields.Many2one(
        "res.users", "Opinion given by", readonly=True, copy=False
    )
    submitted_on = fields.Date("Handed up on", readonly=True, copy=False)
    submitted_by_id = fields.Many2one(
        "res.users", "Handed up by", readonly=True, copy=False
    )
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    delivered_on = fields.Date(
        "Delivered on",
        readonly=True,
        copy=False,
        help="When the household got the written decision.",
    )
    closed_on = fields.Date(
        "Closed on", readonly=True, copy=False, index="btree_not_null"
    )
    days_taken = fields.Integer(
        "Days taken",
        compute="_compute_days_taken",
        store=True,
        aggregator="avg",
        help="Days of the calendar from acceptance to the end of the case.",
    )
    reason = fields.Text(
        string="Reasons",
        copy=False,
        help="Needed to send back, refuse or end a case. They go to the household.",
    )
    note = fields.Html(string="Notes", copy=False)

    _one_open_of_a_kind = models.UniqueIndex(
        "(household_id, kind) WHERE stage IN ('draft', 'supplement', 'accepted',"
        " 'investigation', 'appraisal', 'opinion', 'notice', 'county')",
        "This household already has an open case of this kind: go on with that one.",
    )
    # IS NOT TRUE: in SQL an empty column would make the comparison empty, not false
    _separate_duties = models.Constraint(
        "CHECK ((decided_by_id = accepted_by_id OR decided_by_id = investigated_by_id "
        "OR decided_by_id = opined_by_id OR decided_by_id = noticed_by_id) "
        "IS NOT TRUE)",
        "Who accepted, investigated, gave the opinion or posted the notice may not "
        "decide the case.",
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

    @api.depends("accepted_on", "closed_on")
    def _compute_days_taken(self):
        for case in self:
            both = case.accepted_on and case.closed_on
            case.days_taken = (case.closed_on - case.accepted_on).days if both else 0

    def _handlers(self):
        """Who prepared the case, and therefore may not decide it."""
        return (
            self.accepted_by_id
            | self.investigated_by_id
            | self.opined_by_id
            | self.noticed_by_id
        )

    @api.model
    def _expand_stages(self, stages, domain):
        """Columns of the desk: all that work goes through, and what was found."""
        return [
            stage
            for stage, _label in STAGES
            if stage in procedure.OPEN_STAGES or stage in stages
        ]
