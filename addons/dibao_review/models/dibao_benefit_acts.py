# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.date_utils import end_of, start_of

from .dibao_benefit import HELD


class DibaoBenefit(models.Model):
    """What decisions call. They have checked who may decide; these are the effects,
    so they need no right of their own and reach no request (private methods)."""

    _inherit = "dibao.benefit"

    @api.model
    def _first_month(self, division, decided_on):
        """First day of the first month that a decision of a day pays for.

        By the policy `payment_start` of the place: the month of the decision, or the
        one after (民发〔2021〕57号 art. 21).
        """
        rule = self.env["dibao.policy"]._require("payment_start", division, decided_on)
        month = start_of(fields.Date.to_date(decided_on), "month")
        return month if rule == "same" else fields.Date.add(month, months=1)

    @api.model
    def _draft(self, household, date_from, lines, members, **values):
        """Prepare a version; nothing is granted before ``_start``.

        :param household: whose it is
        :param date_from: a day of its first month
        :param lines: values of its parts (component, code, person_id, amount, basis)
        :param members: values of its persons (person_id, is_counted, is_paid)
        :param values: other fields; ``date_to`` may be any day of the last month.
            The amount is the sum of the parts
        :return: the draft
        """
        vals = self._draft_values(household, date_from, lines, members, **values)
        return self._draft_all([vals])

    @api.model
    def _draft_all(self, vals_list):
        """Prepare many versions at once, from values of ``_draft_values``."""
        # sudo: the effect of an act that was checked by whoever calls
        drafts = self.sudo()._acting()
        return drafts.create(vals_list).with_env(self.env)

    @api.model
    def _draft_values(self, household, date_from, lines, members, **values):
        """Values of a draft, from what ``_draft`` takes."""
        household.ensure_one()
        last = values.pop("date_to", None)
        return {
            "urban_rural": household.urban_rural,
            **values,
            "household_id": household.id,
            "date_from": start_of(fields.Date.to_date(date_from), "month"),
            "date_to": last and end_of(fields.Date.to_date(last), "month"),
            "amount": sum(round(line["amount"] * 100) for line in lines) / 100,
            "line_ids": [fields.Command.create(line) for line in lines],
            "member_ids": [fields.Command.create(member) for member in members],
        }

    def _start(self, day=None):
        """Grant drafts: each ends or replaces what the household had from its month on.

        A version that began earlier ends with the month before; one that would begin
        later, or in the same month, is replaced whole. What was paid by it is for the
        payments to set right.

        :param day: of the act, today by default
        :raise UserError: one of them is no draft
        """
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        benefits = self.sudo()
        granted = benefits.filtered(lambda one: one.state != "draft")
        if granted:
            raise UserError(
                self.env._("%s is granted already.", granted[0].display_name)
            )
        # Two of one household follow each other.
        first = benefits.grouped("household_id").values()
        first = benefits.browse([ones[0].id for ones in first])
        first._start_together(day)
        if first != benefits:
            (benefits - first)._start(day)

    def _start_together(self, day):
        """Grant drafts of different households."""
        households = self.household_id
        # Two decisions at once: the second is refused here, the constraint is last.
        households.lock_for_update(allow_referencing=True)
        held = households._benefits_held().grouped("household_id")
        none = self.browse()
        for benefit in self:
            latest = held.get(benefit.household_id, none)[:1]
            before = held.get(benefit.household_id, none).filtered(
                lambda old, benefit=benefit: (
                    old.state in HELD
                    and (not old.date_to or old.date_to >= benefit.date_from)
                )
            )
            before._give_way(benefit, day)
            benefit._by_act(
                {
                    "state": "in_force",
                    "version": latest.version + 1 if latest else 1,
                    "previous_id": latest.id,
                    "started_on": day,
                    "started_by_id": self.env.uid,
                }
            )
        households._log_events(
            "benefit",
            [
                (
                    benefit.household_id,
                    self.env._(
                        "Benefit of %(amount).2f yuan a month from %(month)s",
                        amount=benefit.amount,
                        month=f"{benefit.date_from:%Y-%m}",
                    ),
                    benefit,
                )
                for benefit in self
            ],
            day,
        )
        self._check_counted_once()
        households._follow_benefit(day)

    def _check_counted_once(self):
        """Nobody is paid for in two households in the same month.

        Looked at when all of a batch are granted, so that leaving one household and
        joining another may be decided together.

        :raise UserError: somebody still counts elsewhere, in a month of these benefits
        """
        people = self.member_ids.filtered("is_counted").person_id
        # Two households at once for one person: the second waits and looks again.
        people.sorted("id").lock_for_update(allow_referencing=True)
        self.env["dibao.benefit"].flush_model()
        self.env["dibao.benefit.member"].flush_model()
        rows = self.env.execute_query(
            SQL(
                # Each person by the index, whatever the planner knows of the tables:
                # in a batch they have grown since it last looked.
                """WITH mine AS MATERIALIZED (
                     SELECT me.household_id, me.date_from, me.date_to, m.person_id
                       FROM dibao_benefit me
                       JOIN dibao_benefit_member m
                         ON m.benefit_id = me.id AND m.is_counted
                      WHERE me.id = ANY(%s))
                   SELECT mine.person_id, other.household_id
                     FROM mine
                    CROSS JOIN LATERAL (
                          SELECT b.id, b.household_id, b.state, b.date_from, b.date_to
                            FROM dibao_benefit_member bm
                            JOIN dibao_benefit b ON b.id = bm.benefit_id
                           WHERE bm.person_id = mine.person_id AND bm.is_counted
                          OFFSET 0) other
                    WHERE other.household_id <> mine.household_id
                      AND other.state IN %s
                      AND daterange(other.date_from, other.date_to, '[]')
                          && daterange(mine.date_from, mine.date_to, '[]')
                    ORDER BY other.id LIMIT 1""",
                self.ids,
                HELD,
            )
        )
        for person, other in rows:
            household = self.env["dibao.household"].browse(other)
            # Whoever may not read the other household is not told its number.
            visible = household.with_user(self.env.uid).has_access("read")
            raise UserError(
                self.env._(
                    "%(name)s still counts in a benefit of %(household)s. Decide the "
                    "change of that household first: nobody is paid for twice.",
                    name=self.env["dibao.person"].browse(person).sudo().name,
                    household=household.sudo().number
                    if visible
                    else self.env._("a household of another place"),
                )
            )

    def _end(self, day, reason, on=None):
        """End versions with the month of a day; before their first month: never held.

        :param day: any day of the last month that is paid for
        :param str reason: one sentence for the record; nothing protected
        :param on: day of the act, today by default
        """
        last = end_of(fields.Date.to_date(day), "month")
        on = fields.Date.to_date(on) or fields.Date.context_today(self)
        for benefit in self.sudo().filtered(lambda one: one.state in HELD):
            stamps = {
                "ended_on": on,
                "ended_by_id": self.env.uid,
                "end_reason": reason,
            }
            if last < benefit.date_from:
                benefit._by_act({"state": "cancelled", **stamps})
            else:
                benefit._by_act({"state": "ended", "date_to": last, **stamps})
            benefit.household_id._log_event(
                "benefit",
                self.env._(
                    "Benefit ends with %(month)s: %(reason)s",
                    month=f"{last:%Y-%m}",
                    reason=reason,
                ),
                on,
                record=benefit,
            )
            benefit.household_id._follow_benefit(on)

    def _give_way(self, benefit, day):
        """Make room for a newer version from its first month on."""
        stamps = {
            "ended_on": day,
            "ended_by_id": self.env.uid,
            "end_reason": self.env._("Replaced by a newer benefit"),
        }
        last = fields.Date.subtract(benefit.date_from, days=1)
        for old in self:
            if old.date_from >= benefit.date_from:
                old._by_act({"state": "cancelled", **stamps})
            else:
                old._by_act({"state": "ended", "date_to": last, **stamps})
        # the exclusion constraint looks at each row as it is written
        self.flush_recordset()

    @api.model
    def _cron_follow(self):
        """The night: what is over ends, and households show what holds now."""
        today = fields.Date.context_today(self)
        over = self.sudo().search([("state", "=", "in_force"), ("date_to", "<", today)])
        over._by_act({"state": "ended", "ended_on": today})
        self.env["dibao.household"]._follow_benefits(today)

    @api.model
    def _shown_query(self, day):
        """SQL: of each household the version in force on a day, else the next one."""
        return SQL(
            """SELECT DISTINCT ON (household_id) household_id, amount, date_from,
                      monthly_income
                 FROM dibao_benefit
                WHERE state IN ('in_force', 'ended')
                  AND (date_to IS NULL OR date_to >= %s)
                ORDER BY household_id, date_from""",
            day,
        )
