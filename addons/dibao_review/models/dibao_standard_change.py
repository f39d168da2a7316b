# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import payment

OFFICERS = (
    "dibao_archive.group_county_officer",
    "dibao_archive.group_county_confirmer",
)
CONFIRMER = "dibao_archive.group_county_confirmer"
OPEN = ("draft", "listing", "listed", "applying")


class DibaoStandardChange(models.Model):
    """A county's running benefits at a new standard, from a month on, in one act.

    Income and persons stay those that were decided upon (57号 art. 31: no other change
    inside a re-check period); what cannot be done so is told on its line and is for a
    case. One officer lists, another confirms; then each household has a new version of
    its benefit, and the list is filed.
    """

    _name = "dibao.standard.change"
    _description = "Change to a New Standard"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.county.month.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "month desc, id desc"
    _rec_name = "name"
    _act_fields = (
        *("state", "job_id", "listed_by_id", "listed_on", "decided_by_id"),
        *("decided_on", "item_id"),
    )

    name = fields.Char(compute="_compute_name", store=True)
    month = fields.Date("First month", help="First month at the new standard.")
    document = fields.Char(
        help="Title and number of the paper that set the new standard."
    )
    state = fields.Selection(
        [
            ("draft", "To be listed"),
            ("listing", "Being listed"),
            ("listed", "To be confirmed"),
            ("applying", "Being carried out"),
            ("done", "Carried out"),
            ("cancelled", "Dropped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    job_id = fields.Many2one("dibao.job", "Work", readonly=True, copy=False)
    job_state = fields.Selection(related="job_id.state", string="State of the work")
    job_message = fields.Text(related="job_id.message", string="What the work says")
    listed_by_id = fields.Many2one("res.users", "Listed by", readonly=True, copy=False)
    listed_on = fields.Datetime(readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False
    )
    decided_on = fields.Date("Confirmed on", readonly=True, copy=False)
    item_id = fields.Many2one(
        "dibao.item", "Filed as", readonly=True, copy=False, index="btree_not_null"
    )
    line_ids = fields.One2many(
        "dibao.standard.change.line", "change_id", "Households", readonly=True
    )
    line_count = fields.Integer("Households listed", compute="_compute_sums")
    held_count = fields.Integer("For a case", compute="_compute_sums")
    amount_before = fields.Float(
        "Yuan per month before", digits=(14, 2), compute="_compute_sums"
    )
    amount_after = fields.Float(
        "Yuan per month after", digits=(14, 2), compute="_compute_sums"
    )
    difference = fields.Float(
        "More per month, yuan", digits=(14, 2), compute="_compute_sums"
    )

    _one_open = models.UniqueIndex(
        "(division_id, month) WHERE state IN "
        "('draft', 'listing', 'listed', 'applying')",
        "A change to a new standard is being prepared for this month already.",
    )
    _two_people = models.Constraint(
        "CHECK (decided_by_id IS NULL OR decided_by_id <> listed_by_id)",
        "Whoever made the list does not confirm it.",
    )

    @api.depends("division_id.name", "month")
    def _compute_name(self):
        for one in self:
            month = one.month and f"{one.month:%Y-%m}"
            one.name = " ".join(filter(None, (month, one.division_id.name))) or "/"

    @api.depends("line_ids.state", "line_ids.amount_after")
    def _compute_sums(self):
        groups = self.env["dibao.standard.change.line"]._read_group(
            [("change_id", "in", self.ids)],
            ["change_id", "state"],
            ["__count", "amount_before:sum", "amount_after:sum"],
        )
        for one in self:
            mine = [row[1:] for row in groups if row[0] == one]
            one.line_count = sum(row[1] for row in mine)
            one.held_count = sum(row[1] for row in mine if row[0] == "held")
            moved = [row for row in mine if row[0] != "held"]
            one.amount_before = sum(row[2] for row in moved)
            one.amount_after = sum(row[3] for row in moved)
            one.difference = one.amount_after - one.amount_before

    @api.model
    def _default_month(self):
        return payment.shift(payment.first_of(fields.Date.context_today(self)), 1)

    def write(self, vals):
        if self._is_typed(vals):
            typed = vals.keys() - {"document"}
            fixed = ("draft",) if typed else ("draft", "listing", "listed")
            if any(one.state not in fixed for one in self):
                raise UserError(self.env._("What was listed stays with its month."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(one.state != "draft" for one in self):
            raise UserError(self.env._("Drop it instead: the list stays on record."))

    # ------------------------------------------------------------------ the acts

    def action_list(self):
        """List the households whose benefit rests on another standard."""
        self._check_step("draft", "listed", groups=OFFICERS)
        self._by_act(
            {
                "state": "listing",
                "job_id": self._work("standard_list").id,
                "listed_by_id": self.env.uid,
                "listed_on": fields.Datetime.now(),
            }
        )

    def action_decide(self):
        """Confirm the list: benefits change in the background, piece by piece."""
        self._check_step("listed", groups=(CONFIRMER,), duty="confirm")
        self.lock_for_update()
        if self.listed_by_id == self.env.user:
            raise UserError(self.env._("You made the list: another confirms it."))
        if not (self.document or "").strip():
            raise UserError(self.env._("Enter the paper that set the new standard."))
        if self.line_count == self.held_count:
            raise UserError(self.env._("There is nothing to change."))
        self._by_act(
            {
                "state": "applying",
                "job_id": self._work("standard_apply").id,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Date.context_today(self),
            }
        )

    def _work(self, kind):
        return self.env["dibao.job"]._enqueue(
            kind,
            f"standard:{self.id}",
            title=self.name,
            params={"change": self.id},
            division=self.division_id,
        )

    def action_go_on(self):
        """Go on with work that ended before its end, where it ended."""
        self._check_step("listing", "applying", groups=OFFICERS)
        if self.job_id.sudo().state not in ("failed", "cancelled"):
            raise UserError(self.env._("The work is going on."))
        kind = "standard_list" if self.state == "listing" else "standard_apply"
        self._by_act({"job_id": self._work(kind).id})

    def action_cancel(self):
        """Drop it; these benefits wait for their re-verification."""
        for one in self:
            one._check_step("draft", "listed", groups=OFFICERS)
            one._by_act({"state": "cancelled"})
            one.activity_unlink(["mail.mail_activity_data_todo"])

    def action_lines(self):
        """The households of the list."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("List of benefits at a new standard"),
            "res_model": "dibao.standard.change.line",
            "view_mode": "list,pivot",
            "views": [(False, "list"), (False, "pivot")],
            "domain": [("change_id", "=", self.id)],
            "context": {"search_default_group_state": 1},
        }

    # ------------------------------------------------------------------ every night

    @api.model
    def _cron_search(self):
        """Every night: benefits at a standard that is no longer the one in force."""
        self._search_all(fields.Date.context_today(self))

    @api.model
    def _search_all(self, day):
        """Prepare a change for each county and first whole month that needs one.

        Looks at the month after ``day``, so that a standard that was set in time is
        carried out in time. Where the place waits for the re-verification (policy
        `standard_change`), or a list is open, nothing is prepared.

        :return: the changes made
        """
        self.env.flush_all()
        ahead = payment.shift(payment.first_of(day), 1)
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT h.county_id, b.division_id, b.urban_rural, b.standard
                     FROM dibao_benefit b
                     JOIN dibao_household h ON h.id = b.household_id
                    WHERE b.kind = 'regular' AND b.state IN ('in_force', 'ended')
                      AND b.standard > 0 AND b.counted > 0 AND h.county_id IS NOT NULL
                      AND b.date_from <= %(ahead)s
                      AND (b.date_to IS NULL OR b.date_to >= %(ahead)s)
                      AND NOT EXISTS (SELECT FROM dibao_standard_change_line known
                                       WHERE known.benefit_id = b.id)""",
                ahead=ahead,
            )
        )
        standards = self.env["dibao.standard"].sudo()
        known = standards._amounts({row[1] for row in rows}, ahead)
        months = {}
        for county, place, kind, amount in rows:
            if round(known.get((place, kind), 0) * 100) == round(float(amount) * 100):
                continue
            # Few are left: which paper set it, and from when.
            steps = standards._explain(place, kind, ahead)
            held = [one["standard"] for one in steps if one["verdict"] == "holds"]
            if held:
                first = payment.first_of(held[0].valid_from)
                if held[0].valid_from != first:
                    first = payment.shift(first, 1)
                months.setdefault(county, {}).setdefault(first, held[0])
        return self._prepare_found(months)

    @api.model
    def _prepare_found(self, months):
        made = self.browse()
        policies = self.env["dibao.policy"].sudo()
        changes = self.sudo()
        for county, firsts in months.items():
            place = self.env["dibao.division"].browse(county)
            month = min(firsts)
            open_one = [("division_id", "=", county), ("state", "in", OPEN)]
            if changes.search_count(open_one, limit=1):
                continue
            if policies._get("standard_change", place, month) != "at_once":
                continue
            change = changes._quiet().create(
                {
                    "division_id": county,
                    "month": month,
                    "document": firsts[month].legal_basis,
                }
            )
            change._tell_officer()
            made |= change
        return made

    def _tell_officer(self):
        """A task for an officer of the county."""
        users = self.env.ref("dibao_archive.group_county_officer").sudo().all_user_ids
        users = users.filtered(
            lambda one: self.division_id in one.dibao_division_ids
        ).sorted("id")
        if users:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.month,
                summary=self.env._("Carry out the new standard"),
                user_id=users[0].id,
            )
