# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A county that pays: officers, households with benefits, and short ways to act."""

import base64
from datetime import date

from odoo.fields import Command

from odoo.addons.dibao_archive.tests.common import DibaoCase, make_id

from .. import bank_book

JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))
PERSONS = iter(range(1, 900))


class PaymentCase(DibaoCase):
    """Runs of the small county, month by month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cashier = cls.make_user("p_cashier", "finance", cls.county)
        cls.officer = cls.make_user("p_officer", "county_officer", cls.county)
        cls.confirmer = cls.make_user("p_confirmer", "county_confirmer", cls.county)
        cls.second = cls.make_user("p_second", "county_confirmer", cls.county)
        cls.runs = cls.env["dibao.payment.run"]
        cls.lines = cls.env["dibao.payment.line"]
        cls.profile = cls.env["dibao.bank.profile"].create(
            {
                "name": "测试",
                "format": "csv",
                "encoding": "utf-8",
                "paid_codes": "OK",
                "closed_codes": "CLOSED",
                "bounced_codes": "*",
                "column_ids": [
                    Command.create({"source": source, "name": source})
                    for source in ("reference", "account", "account_name", "yuan")
                ],
                "back_column_ids": [
                    Command.create(
                        {"direction": "back", "source": source, "name": source}
                    )
                    for source in ("reference", "account", "yuan", "result", "reason")
                ],
            }
        )

    @classmethod
    def make_paid(cls, number, amount=500.0, start=JAN, village=None, **values):
        """A household with an account of its own and a benefit."""
        order = next(PERSONS)
        household = cls.make_household(
            village,
            [(f"示例户{order}", make_id("19600101", order), "02")],
            account_number=f"62{number:014d}",
            account_bank="示例银行",
            state="active",
        )
        household.account_holder_id = household.head_id
        cls.grant(household, amount, start, **values)
        return household

    @classmethod
    def grant(cls, household, amount, start=JAN, **values):
        """A benefit that holds, by the gap."""
        people = household.member_ids.filtered("is_counted").person_id
        count = len(people) or 1
        benefit = cls.env["dibao.benefit"]._draft(
            household,
            start,
            [{"component": "base", "amount": amount}],
            [
                {"person_id": one.id, "is_counted": True, "is_paid": True}
                for one in people
            ],
            **{
                "standard": 800.0,
                "per_capita": 800.0 - amount / count,
                "counted": count,
                **values,
            },
        )
        benefit._start(start)
        return benefit

    def setUp(self):
        super().setUp()
        # Pieces commit; here the test is one transaction.
        self.patch(
            type(self.env["dibao.job"]), "_commit", lambda job: job.env.flush_all()
        )

    def make_run(self, month=JAN, user=None, county=None):
        return self.runs.with_user(user or self.officer).create(
            {"division_id": (county or self.county).id, "month": month}
        )

    def compute(self, run):
        run.action_compute()
        job = run.job_id.sudo()
        job._run()
        run.invalidate_recordset()
        self.assertEqual(job.state, "done", job.message)
        return run

    def computed(self, month=JAN):
        return self.compute(self.make_run(month))

    def explain_all(self, run):
        findings = run.with_user(self.officer).finding_ids
        findings = findings.filtered(lambda one: one.state == "open")
        findings.note = "已核实"
        findings.action_explain()

    def approve(self, run, *users):
        for user in users or (self.confirmer, self.second):
            told = run.with_user(user).action_approve()
            self.assertFalse(told)
        run.invalidate_recordset()
        return run

    def locked(self, month=JAN):
        run = self.computed(month)
        self.explain_all(run)
        self.approve(run)
        run.with_user(self.confirmer).action_lock()
        return run

    def export(self, run, profile=None):
        wizard = self.env["dibao.payment.export"].with_user(self.cashier)
        wizard = wizard.create(
            {
                "run_id": run.id,
                "profile_id": (profile or self.profile).id,
                "reference": "测试函1号",
            }
        )
        wizard.action_make()
        return run.with_user(self.cashier).file_ids.sorted("id")[-1]

    def taken_out(self, file):
        """The clear file, as the bank gets it."""
        with bank_book.spool(file.with_user(self.cashier)) as stream:
            stream.seek(0)
            return stream.read().decode()

    def answer(self, file, results=None, rows=None):
        """The bank's answer: what came of each household, "OK" unless named."""
        if rows is None:
            rows = []
            for line in self.taken_out(file).splitlines()[1:]:
                reference, account, _name, yuan = line.split(",")
                household = int(reference.rpartition("-")[2])
                code = (results or {}).get(household, "OK")
                rows.append(f"{reference},{account},{yuan},{code},")
        text = "\n".join(["reference,account,yuan,result,reason", *rows])
        return (
            self.env["dibao.bank.return"]
            .with_user(self.cashier)
            .create(
                {
                    "file_id": file.id,
                    "content": base64.b64encode(text.encode()),
                    "content_name": "answer.csv",
                }
            )
        )

    def settled(self, run, results=None):
        file = self.export(run)
        answer = self.answer(file, results)
        answer.action_read()
        self.assertFalse(answer.problem_count, answer.row_ids.mapped("problem"))
        answer.action_apply()
        self.env.invalidate_all()
        return file

    def live(self, household, **values):
        """Lines of a household that are not stopped, oldest first."""
        domain = [("household_id", "=", household.id), ("state", "!=", "cancelled")]
        domain += [(name, "=", value) for name, value in values.items()]
        return self.lines.search(domain, order="run_month, id")

    def told(self, household, **values):
        return [
            (line.kind, line.month, line.amount)
            for line in self.live(household, **values)
        ]
