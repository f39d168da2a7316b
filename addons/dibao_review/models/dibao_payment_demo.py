# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import bank_answer, bank_book
from ..tools import payment

#: Two months are settled, the third waits for its approval.
MONTHS = 3
NOTE = "示例：已核实"
#: What the bank says of the first payments of the second month: code, reason.
CAME_BACK = (("0301", "户名不符"), ("0102", "账户已销户"))


class DibaoPaymentRun(models.Model):
    """Three months of the demo county: all paid, two came back, one to approve.

    Of the two that came back the one with the wrong name is paid anew in the third
    month; the other waits for the household's new account.
    """

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
        runs = self.browse()
        for month in months:
            runs += self._demo_run(county, month)
            if month != months[-1]:
                self._demo_settle(runs[-1], CAME_BACK if month == months[-2] else ())
        self._demo_pay_again(*runs[-2:])

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

    def _demo_settle(self, run, came_back):
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
        finance = run.with_user(people[1]).sudo()
        file = bank_book.make(finance, profile, "示例函")
        finance._follow_lines()
        self._demo_answer(file, came_back)

    def _demo_answer(self, file, came_back):
        """The bank's answer, read and taken over: all paid but for the first few."""
        rows = ["流水号,账号,金额,结果,原因"]
        paid = [line for line in file.line_ids.sorted("id") if line.kind == "regular"]
        said = dict(zip((line.household_id for line in paid), came_back, strict=False))
        for household, lines in file.line_ids.grouped("household_id").items():
            code, reason = said.get(household, ("0000", ""))
            reference = bank_answer.reference(file, household.id)
            amount = sum(lines.mapped("amount"))
            # The account may stay out: the reference tells which payment it was.
            rows.append(f"{reference},,{amount:.2f},{code},{reason}")
        answer = file.env["dibao.bank.return"].create(
            {
                "file_id": file.id,
                "content": base64.b64encode("\n".join(rows).encode("gb18030")),
                "content_name": f"示例回盘_{file.run_id.month:%Y%m}.csv",
                "told_on": file.run_id.month + relativedelta(days=14),
            }
        )
        answer._read()
        answer._take_over()

    def _demo_pay_again(self, before, run):
        """What came back and may be sent again stands in the run to be approved."""
        for line in before.line_ids.filtered(lambda line: line.state == "bounced"):
            run._add_line(line, "reissue", line.amount)
        run._tell_sums()
        run._compare()
