# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from .. import bank_book
from ..tools import payment

#: Two months are settled, the third waits for its approval.
MONTHS = 3
NOTE = "示例：已核实"


class DibaoPaymentRun(models.Model):
    """Three months of the demo county: settled, settled with one return, to approve."""

    _inherit = "dibao.payment.run"

    @api.model
    def _demo_create(self):
        """Pay the demo county for three months, unless it was done or is not there."""
        places = self.env["dibao.division"].sudo()._live_by_code(["990101000000"])
        county = places.get("990101000000")
        if not county or self.search_count([("division_id", "=", county.id)], limit=1):
            return
        today = fields.Date.context_today(self)
        months = [
            payment.shift(payment.first_of(today), back)
            for back in range(1 - MONTHS, 1)
        ]
        self._demo_benefits(county, months[0])
        for month in months:
            run = self._demo_run(county, month)
            if month == months[-1]:
                break
            self._demo_settle(run, failing=1 if month == months[-2] else 0)

    @api.model
    def _demo_benefits(self, county, month):
        """What the demo's ledger says each household draws, as a benefit of its own."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT h.id FROM dibao_household h
                    WHERE h.county_id = %s AND h.state IN ('active', 'tapering')
                      AND h.allowance > 0 AND h.account_number IS NOT NULL
                      AND NOT EXISTS (SELECT 1 FROM dibao_benefit b
                                       WHERE b.household_id = h.id)
                    ORDER BY h.id""",
                county.id,
            )
        )
        households = self.env["dibao.household"].sudo().browse(row[0] for row in rows)
        for number, household in enumerate(households):
            begin = payment.shift(month, 1) if number % 40 == 7 else month
            self._demo_benefit(household, begin, household.allowance)
            if number % 25 == 3:
                self._demo_benefit(
                    household, payment.shift(month, 1), household.allowance + 30
                )
            elif number % 60 == 11:
                household._in_force(month)._end(month, "示例：家庭收入高于当地标准")

    @api.model
    def _demo_benefit(self, household, month, amount):
        people = household.member_ids.filtered(
            lambda member: member.is_counted and not member.date_to
        ).person_id
        standard = self.env["dibao.standard"].sudo()
        standard = standard._amount(household.division_id, household.urban_rural, month)
        count = len(people) or 1
        self.env["dibao.benefit"].sudo()._draft(
            household,
            month,
            [{"component": "base", "amount": amount}],
            [
                {"person_id": one.id, "is_counted": True, "is_paid": True}
                for one in people
            ],
            kind="taper" if household.state == "tapering" else "regular",
            standard=standard or 0.0,
            per_capita=round((standard or 0.0) - amount / count, 2),
            counted=count,
        )._start(month)

    @api.model
    def _demo_as(self, name, fallback):
        user = self.env.ref(f"dibao_archive.user_demo_{name}", raise_if_not_found=False)
        # sudo: the demo must load before anybody granted these users anything
        return self.with_user(user or self.env.ref(fallback)).sudo()

    @api.model
    def _demo_run(self, county, month):
        runs = self._demo_as("officer", "base.user_root")
        run = runs.create({"division_id": county.id, "month": month})
        run._prepare()
        # Here and now: no work is queued while an add-on is being installed.
        run._compute_all()
        return run

    def _demo_settle(self, run, failing):
        """Approved by two, sent, answered; as the acts leave it."""
        people = [
            self._demo_as("confirmer", "base.user_admin").env.user,
            self._demo_as("finance", "base.user_root").env.user,
        ]
        now = fields.Datetime.now()
        run.finding_ids._acting().write(
            {"state": "explained", "note": NOTE, "decided_by_id": people[0].id}
        )
        run._by_act(
            {
                "apart": run.computed_by_id not in people[0] | people[1],
                "approved_by_id": people[0].id,
                "approved_on": now,
                "second_by_id": people[1].id,
                "second_on": now,
                "digest": run._list_digest(),
                "state": "approved",
            }
        )
        run._by_act({"state": "locked", "locked_by_id": people[0].id, "locked_on": now})
        run.flush_recordset()
        profile = self.env.ref("dibao_review.bank_profile_text")
        file = bank_book.make(run.with_user(people[1]).sudo(), profile, "示例函")
        run._follow_lines()
        lines = file.line_ids.sorted("id")
        back = lines.filtered(lambda line: line.kind == "regular")[:failing]
        (lines - back)._by_act({"state": "paid", "settled_on": run.month})
        back._by_act(
            {
                "state": "bounced",
                "settled_on": run.month,
                "bank_code": "0301",
                "bank_reason": "户名不符",
            }
        )
        run._follow_lines()
