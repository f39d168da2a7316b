# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoNotice(models.Model):
    """A public notice in the village: what was posted, until when, what came of it.

    It shows what may be shown and nothing else (民发〔2021〕57号 art. 24): applicant,
    number of members, amount.
    """

    _name = "dibao.notice"
    _description = "Public Notice"
    _inherit = ["dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "posted_on desc, id desc"
    _act_fields = (
        "case_id",
        "posted_on",
        "until",
        "taken_down_on",
        "shown_name",
        "shown_count",
        "shown_amount",
        "shown_fields",
        "of_minor",
    )

    case_id = fields.Many2one(
        "dibao.case",
        "Case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    household_id = fields.Many2one(related="case_id.household_id", store=True)
    division_id = fields.Many2one(related="case_id.division_id", store=True, index=True)
    posted_on = fields.Date(readonly=True, required=True)
    until = fields.Date("Last day", readonly=True, required=True, index=True)
    taken_down_on = fields.Date(readonly=True)
    shown_name = fields.Char("Name shown", readonly=True)
    shown_count = fields.Integer("Members shown", readonly=True)
    shown_amount = fields.Float("Amount shown", digits=(12, 2), readonly=True)
    shown_fields = fields.Char(
        "What is shown",
        readonly=True,
        help="Of name, size and amount, by the rule of the place when it was posted.",
    )
    of_minor = fields.Boolean(
        "Applicant is a minor",
        readonly=True,
        help="Never on line, and never with the whole name.",
    )
    place = fields.Char("Posted where", help="Village board, hall, screen.")
    photo_ids = fields.One2many("dibao.visit.photo", "notice_id", "Photographs")
    photo_count = fields.Integer("Photos", compute="_compute_photo_count")
    may_photograph = fields.Boolean(compute="_compute_may_photograph")
    objection_ids = fields.One2many("dibao.objection", "notice_id", "Objections")
    objection_count = fields.Integer(compute="_compute_objection_count")
    is_running = fields.Boolean(
        "Posted now", compute="_compute_is_running", search="_search_is_running"
    )

    @api.depends("objection_ids")
    def _compute_objection_count(self):
        for notice in self:
            notice.objection_count = len(notice.objection_ids)

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for notice in self:
            notice.photo_count = len(notice.photo_ids)

    @api.depends("case_id.stage")
    @api.depends_context("uid")
    def _compute_may_photograph(self):
        """Until the case is decided, by whoever may write on the notice."""
        writable = self._filtered_access("write")
        for notice in self:
            notice.may_photograph = notice in writable and notice.case_id.is_open

    @api.depends("until", "taken_down_on")
    def _compute_is_running(self):
        today = fields.Date.context_today(self)
        for notice in self:
            notice.is_running = bool(
                notice.until and notice.until >= today and not notice.taken_down_on
            )

    def _search_is_running(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        running = fields.Domain("until", ">=", today) & fields.Domain(
            "taken_down_on", "=", False
        )
        return running if True in value else ~running

    @api.depends("case_id", "posted_on", "shown_name", "household_id.number")
    def _compute_display_name(self):
        """As officers speak of it: whose notice it is; the household by its number
        where the place shows no name."""
        for notice in self:
            who = notice.shown_name or notice.household_id.sudo().number
            notice.display_name = self.env._(
                "%(who)s: notice of %(day)s",
                day=notice.posted_on or "",
                who=who or notice.case_id.sudo().number or "",
            )

    @api.model
    def _post(self, case, day, until):
        """Write down what is posted. Called by the act of the case."""
        shown = case._shown()
        # sudo: the effect of an act that was checked
        notices = self.sudo()
        notice = notices._acting().create(
            {
                "case_id": case.id,
                "posted_on": day,
                "until": until,
                "shown_name": shown.get("name", False),
                "shown_count": shown.get("size", 0),
                "shown_amount": shown.get("amount", 0),
                "shown_fields": ",".join(shown),
                "of_minor": case._is_minors(),
            }
        )
        # The token that lets it be written ends here.
        return notice.with_env(notices.env)

    def _take_down(self, day):
        """Nothing of it stays reachable after its last day."""
        for notice in self.sudo():
            if not notice.taken_down_on:
                notice._by_act({"taken_down_on": min(day, notice.until)})

    @api.model
    def _cron_take_down(self):
        """Take down by itself what has run its days."""
        today = fields.Date.context_today(self)
        over = [("until", "<", today), ("taken_down_on", "=", False)]
        self.search(over)._take_down(today)
