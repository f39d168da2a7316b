# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

PAPERS = {"home": "F07", "neighbour": "F08", "letter": "F09", "remote": "F07"}


class DibaoVisit(models.Model):
    """A visit at home, an interview of neighbours, a letter of inquiry (art. 16)."""

    _name = "dibao.visit"
    _description = "Visit"
    _inherit = ["dibao.case.act.mixin", "mail.activity.mixin"]
    _order = "visited_on desc, id desc"
    _duty = "investigate"
    _stages = ("accepted", "investigation", "appraisal", "county")

    kind = fields.Selection(
        [
            ("home", "Home visit"),
            ("neighbour", "Neighbour interview"),
            ("letter", "Letter of inquiry"),
            ("remote", "By phone or video (emergency)"),
        ],
        "Way",
        required=True,
        default="home",
    )
    visited_on = fields.Datetime("When", required=True, default=fields.Datetime.now)
    visitor_ids = fields.Many2many(
        "res.users",
        string="Investigators",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        help="At least two (民发〔2021〕57号 art. 16).",
    )
    other_visitor = fields.Char(
        "Others who took part", help="Investigators without a login, by name and unit."
    )
    by_county = fields.Boolean(
        "By the county", compute="_compute_by_county", store=True, precompute=True
    )
    member_ids = fields.Many2many(
        "dibao.person", string="Members met", help="They sign the form."
    )
    informant = fields.Char("Neighbour or addressee")
    housing = fields.Text("Housing and belongings")
    living = fields.Text("Food, clothing, heating")
    work = fields.Text("Work and income seen")
    health = fields.Text("Health and care")
    finding = fields.Text(
        "Findings of the visit", help="Told in the words of the form."
    )
    verdict = fields.Selection(
        [
            ("agrees", "Agrees with what was declared"),
            ("differs", "Differs from what was declared"),
        ]
    )
    latitude = fields.Float(digits=(9, 6), aggregator=None)
    longitude = fields.Float(digits=(9, 6), aggregator=None)
    photo_ids = fields.One2many("dibao.visit.photo", "visit_id", "Photographs")
    photo_count = fields.Integer("Photos", compute="_compute_photo_count")
    emergency = fields.Char(
        "Which emergency", help="By phone or video in a major emergency only."
    )

    @api.depends("visitor_ids")
    def _compute_by_county(self):
        county = (
            "dibao_archive.group_county_officer",
            "dibao_archive.group_county_confirmer",
        )
        for visit in self:
            visit.by_county = any(
                user.has_group(group) for user in visit.visitor_ids for group in county
            )

    @api.depends("household_id.display_name", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Who is visited comes first: that is what a calendar has room for."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for visit in self:
            who = visit.household_id.display_name
            visit.display_name = " · ".join(filter(None, (who, kinds.get(visit.kind))))

    @api.depends("photo_ids")
    def _compute_photo_count(self):
        for visit in self:
            visit.photo_count = len(visit.photo_ids)

    def _follow_photos(self):
        """The first photograph that knows where it was taken tells the place."""
        for visit in self.filtered(lambda one: not one.latitude and not one.longitude):
            placed = visit.photo_ids.filtered(lambda one: one.place_source != "none")
            if placed:
                visit.write(
                    {
                        "latitude": placed[0].latitude,
                        "longitude": placed[0].longitude,
                    }
                )

    def _check_complete(self):
        two = len(self.visitor_ids) + bool((self.other_visitor or "").strip())
        if self.kind in ("home", "remote") and two < 2:
            raise UserError(
                self.env._("A home is visited by two people at least (art. 16).")
            )
        if self.kind == "remote" and not (self.emergency or "").strip():
            raise UserError(
                self.env._("By phone or video in a major emergency only: say which.")
            )
        if self.kind in ("neighbour", "letter") and not (self.informant or "").strip():
            raise UserError(self.env._("Say who was asked."))
        if not (self.finding or "").strip() or not self.verdict:
            raise UserError(self.env._("Say what was found."))
        if self.visited_on > fields.Datetime.now():
            raise UserError(self.env._("The visit lies ahead: it is not done yet."))
        for user in self.visitor_ids:
            self.case_id._check_no_relative(user)

    def _take_effect(self):
        result = super()._take_effect()
        if self.kind in ("home", "remote"):
            self.case_id._clock("visited", fields.Date.context_today(self))
        return result

    def _file_paper(self):
        self.case_id._dibao_paper(PAPERS[self.kind], self)
        self.photo_ids._file()
