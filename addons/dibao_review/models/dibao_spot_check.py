# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.dibao_archive.tools import sampling


class DibaoSpotCheck(models.Model):
    """A draw of cases that the county looks at itself; anybody can draw it again.

    The share is a policy (`sample_rate`: 30 % where the place keeps it, else none by
    the measures of 2021); all cases with a near relative or a complaint come in anyway
    (57号 art. 20). Seed, list and result are kept.
    """

    _name = "dibao.spot.check"
    _description = "Spot Check"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "id desc"
    _act_fields = (
        *("name", "state", "seed", "share", "listed", "listed_count"),
        *("drawn_on", "drawn_by_id"),
    )
    _numbered_by = "dibao.spot.check"

    name = fields.Char("Number", readonly=True, default="/", copy=False)
    division_id = fields.Many2one(
        "dibao.division",
        "Place",
        required=True,
        index=True,
        ondelete="restrict",
        help="A county, or a township that confirms by delegation.",
    )
    scope = fields.Selection(
        [
            ("waiting", "What waits for the decision"),
            ("decided", "What was decided in a period"),
        ],
        "Drawn from",
        required=True,
        default="waiting",
    )
    date_from = fields.Date("Decided from")
    date_to = fields.Date("Decided to")
    share = fields.Float(
        "Share (%)", readonly=True, copy=False, help="By the policy on the day."
    )
    seed = fields.Char(
        readonly=True,
        copy=False,
        help="With this seed and the list anybody draws the same cases again.",
    )
    listed = fields.Json("Case numbers drawn from", readonly=True, copy=False)
    listed_count = fields.Integer("Cases drawn from", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "In preparation"), ("drawn", "Drawn"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    drawn_on = fields.Datetime(readonly=True, copy=False)
    drawn_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many("dibao.spot.check.line", "check_id", "Cases chosen")
    line_count = fields.Integer("Cases", compute="_compute_counts")
    open_count = fields.Integer("Not looked at yet", compute="_compute_counts")
    differs_count = fields.Integer("With a difference", compute="_compute_counts")

    @api.depends("line_ids.result")
    def _compute_counts(self):
        for check in self:
            lines = check.line_ids
            check.line_count = len(lines)
            check.open_count = len(lines.filtered(lambda one: not one.result))
            differs = lines.filtered(lambda one: one.result == "differs")
            check.differs_count = len(differs)

    def write(self, vals):
        if self._is_typed(vals) and any(one.state != "draft" for one in self):
            raise UserError(self.env._("A draw stays as it was drawn."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("A draw stays on record, with its result."))

    # ------------------------------------------------------------------ the draw

    def action_draw(self):
        """Draw once, with a seed that nobody chose, and keep the list."""
        for check in self:
            check._check_step("draft")
            cases = check._population()
            if not cases:
                raise UserError(self.env._("There is no case to draw from."))
            check._by_act(
                {
                    "state": "drawn",
                    "seed": secrets.token_hex(8),
                    "share": check._policy_share(),
                    "listed": sorted(cases.mapped("number")),
                    "listed_count": len(cases),
                    "drawn_on": fields.Datetime.now(),
                    "drawn_by_id": self.env.uid,
                }
            )
            check._choose(cases)

    def _policy_share(self):
        rate = self.env["dibao.policy"]._get(
            "sample_rate", self.division_id, fields.Date.context_today(self)
        )
        return rate or 0.0

    def _population(self):
        """Cases of the place, each with a number."""
        domain = Domain("division_id", "child_of", self.division_id.id)
        domain &= Domain("number", "!=", False)
        if self.scope == "waiting":
            domain &= Domain("stage", "=", "county")
        else:
            if not self.date_from or not self.date_to:
                raise UserError(self.env._("Say from when to when it was decided."))
            domain &= Domain("stage", "in", ("confirmed", "refused"))
            domain &= Domain("decided_on", ">=", self.date_from)
            domain &= Domain("decided_on", "<=", self.date_to)
        return self.env["dibao.case"].search(domain)

    def _choose(self, cases):
        drawn = self._drawn()
        rows = []
        for case in cases.sorted("number"):
            # sudo: that there is a complaint counts for who may not read it
            ground = case.sudo().ground_of_visit
            if ground or case.number in drawn:
                rows.append(
                    {
                        "check_id": self.id,
                        "case_id": case.id,
                        "ground": ground or "random",
                    }
                )
        lines = self.env["dibao.spot.check.line"]
        lines.sudo()._acting().create(rows)

    def _drawn(self):
        """The numbers that seed, share and list give, now and ever."""
        return sampling.draw(self.listed, sampling.RANDOM, self.share, self.seed)

    def action_prove(self):
        """Draw again from what is kept, and compare with what is chosen."""
        self.ensure_one()
        self.check_access("read")
        chosen = self.line_ids.filtered(lambda one: one.ground == "random")
        drawn = self._drawn()
        others = self.line_ids - chosen
        same = set(chosen.case_id.mapped("number")) == drawn - set(
            others.case_id.mapped("number")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if same else "danger",
                "title": self.name,
                "message": self.env._("Drawn again: the same cases.")
                if same
                else self.env._("Drawn again: other cases than on the list!"),
            },
        }

    def action_done(self):
        """Every chosen case was looked at."""
        for check in self:
            check._check_step("drawn")
            if check.open_count:
                raise UserError(
                    self.env._(
                        "%(count)s cases were not looked at yet.",
                        count=check.open_count,
                    )
                )
            check._by_act({"state": "done"})
