# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""To the bank and back: what leaves, what comes of it, and what is paid again."""

import io
from decimal import Decimal
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL

from odoo.addons.dibao_archive.tools import private_spool

from .. import bank_book
from .payment_common import FEB, JAN, PaymentCase


@tagged("post_install", "-at_install")
class TestExport(PaymentCase):
    def test_what_the_bank_gets(self):
        one, two = self.make_paid(1, 500.0), self.make_paid(2, 0.05)
        self.make_paid(3, village=self.west_village)
        run = self.locked()
        file = self.export(run)
        lines = self.taken_out(file).splitlines()
        self.assertEqual(lines[0], "reference,account,account_name,yuan")
        self.assertEqual(
            lines[1:3],
            [
                f"P{file.id:06d}-{one.id:08d},62{1:014d},{one.head_id.name},500.00",
                f"P{file.id:06d}-{two.id:08d},62{2:014d},{two.head_id.name},0.05",
            ],
        )
        self.assertEqual((file.row_count, file.total), (3, 1000.05))
        self.assertEqual(set(run.line_ids.mapped("state")), {"sent"})
        self.assertEqual(run.state, "exported")

    def test_taken_out_again_it_is_the_same(self):
        self.make_paid(1)
        run = self.locked()
        file = self.export(run)
        first = self.taken_out(file)
        digest = file.digest
        self.assertEqual(self.taken_out(file), first)
        self.assertEqual((file.digest, file.taken_count), (digest, 2))

    def test_nothing_is_sent_twice(self):
        one = self.make_paid(1)
        run = self.locked()
        self.export(run)
        with self.assertRaisesRegex(UserError, "Nothing is due"):
            self.export(run)
        self.assertEqual(len(run.file_ids), 1)
        self.assertEqual(len(self.live(one)), 1)

    def test_logged_before_it_leaves(self):
        self.make_paid(1)
        file = self.export(self.locked())
        log = self.env["dibao.access.log"]
        before = log.search_count([("action", "=", "provide")])
        with (
            patch.object(bank_book, "_write", side_effect=RuntimeError("torn")),
            self.refused(RuntimeError),
        ):
            bank_book.spool(file.with_user(self.cashier))
        row = log.search([("action", "=", "provide")], limit=1)
        self.assertEqual(log.search_count([("action", "=", "provide")]), before + 1)
        self.assertRecordValues(
            row,
            [
                {
                    "user_ref": self.cashier.id,
                    "purpose": "payment",
                    "reference": "测试函1号",
                    "field_names": "account",
                    "count": 1,
                }
            ],
        )

    def test_in_the_register_of_what_is_given(self):
        self.make_paid(1)
        file = self.export(self.locked())
        with bank_book.spool(file.with_user(self.cashier)):
            pass
        given = self.env["dibao.exchange.provision"].search([], limit=1)
        self.assertRecordValues(
            given,
            [
                {
                    "way": "file",
                    "recipient": "测试",
                    "count": 1,
                    "reference": "测试函1号",
                    "user_id": self.cashier.id,
                }
            ],
        )
        self.assertIn("account", given.data)

    def test_finance_only(self):
        self.make_paid(1)
        run = self.locked()
        for user in (self.officer, self.confirmer):
            with self.assertRaises(AccessError):
                run.with_user(user).action_export()
        file = self.export(run)
        for user in (self.officer, self.confirmer, self.second):
            with self.assertRaises(AccessError):
                bank_book.spool(file.with_user(user))
        stranger = self.make_user("p_west", "finance", self.west)
        with self.assertRaises(AccessError):
            bank_book.spool(file.with_user(stranger))

    def test_the_disk_sees_ciphertext_only(self):
        """Also of a workbook, which libraries would write to a folder first."""
        self.make_paid(1)
        self.profile.format = "xlsx"
        file = self.export(self.locked())
        written = []
        plain = private_spool.tempfile.TemporaryFile

        def watched(*args, **kwargs):
            written.append(plain(*args, **kwargs))
            return written[-1]

        self.patch(private_spool.tempfile, "TemporaryFile", watched)
        with bank_book.spool(file.with_user(self.cashier)) as stream:
            [disk] = written
            disk.seek(0)
            sealed = disk.read()
            stream.seek(0)
            clear = stream.read()
        self.assertNotIn(b"62" + b"0" * 13 + b"1", sealed)
        self.assertNotEqual(sealed[:2], b"PK")
        sheet = openpyxl.load_workbook(io.BytesIO(clear)).active
        self.assertEqual(sheet.cell(2, 2).value, f"62{1:014d}")

    def test_accounts_are_nowhere_in_the_rows(self):
        self.make_paid(1)
        self.export(self.locked())
        self.env.flush_all()
        for table in ("line", "finding", "difference", "run"):
            self.env.cr.execute(f"SELECT t::text FROM dibao_payment_{table} t")
            for (row,) in self.env.cr.fetchall():
                self.assertNotIn(f"62{1:014d}", row)

    def test_each_bank_its_own_file(self):
        here, there = self.make_paid(1), self.make_paid(2)
        there.account_bank = "另一银行"
        run = self.locked()
        self.profile.bank = "示例银行"
        file = self.export(run)
        self.assertEqual(file.line_ids.household_id, here)
        self.assertEqual(run.state, "locked")
        other = self.profile.copy({"bank": "另一银行", "name": "乙"})
        other.column_ids = [
            Command.create({"source": source, "name": source})
            for source in ("reference", "account", "account_name", "yuan")
        ]
        self.assertEqual(self.export(run, other).line_ids.household_id, there)
        self.assertEqual(run.state, "exported")

    def test_a_household_is_one_row(self):
        """Arrears and what is taken back go in one sum to one account."""
        first = self.make_paid(1)
        self.locked(JAN)
        late = self.make_paid(2, 450.0)
        agreement = self.env["dibao.payment.recovery"].create(
            {
                "household_id": first.id,
                "reason": "多发",
                "amount": 100.1,
                "monthly": 100.1,
                "consent_on": "2026-02-01",
                "signed_by": "示例",
            }
        )
        agreement.action_agree()
        file = self.export(self.locked(FEB))
        sums = {
            int(row.split(",")[0][-8:]): Decimal(row.split(",")[3])
            for row in self.taken_out(file).splitlines()[1:]
        }
        self.assertEqual(
            sums, {first.id: Decimal("399.90"), late.id: Decimal("900.00")}
        )
        self.assertEqual(file.total, 1299.9)

    def test_what_does_not_fit_is_told(self):
        self.make_paid(1)
        for column in self.profile.column_ids:
            column.width = 6 if column.source == "account_name" else 20
        self.profile.write({"format": "fixed", "titles": False})
        run = self.locked()
        file = self.export(run)
        with self.assertRaisesRegex(UserError, "too long") as caught:
            self.taken_out(file)
        # the payment's reference may end alike: no head and no long tail of the account
        for part in ("62000000", "000000000001"):
            self.assertNotIn(part, str(caught.exception))
        self.assertEqual(file.taken_count, 0)

    def test_layouts_are_tried_when_they_are_written(self):
        with self.assertRaises(ValidationError):
            self.profile.head = "{nobody}"
        with self.assertRaises(ValidationError):
            self.profile.column_ids[0].source = "result"


@tagged("post_install", "-at_install")
class TestReturn(PaymentCase):
    def setUp(self):
        super().setUp()
        self.one, self.two, self.three = (self.make_paid(n) for n in (1, 2, 3))
        self.run_ = self.locked()
        self.file = self.export(self.run_)

    def states(self):
        self.env.invalidate_all()
        return [self.live(one).state for one in (self.one, self.two, self.three)]

    def rows(self):
        """The rows of a right answer, as lists."""
        return [
            [reference, account, yuan, "OK", ""]
            for reference, account, _name, yuan in (
                line.split(",") for line in self.taken_out(self.file).splitlines()[1:]
            )
        ]

    def read_answer(self, rows):
        answer = self.answer(self.file, rows=[",".join(row) for row in rows])
        answer.action_read()
        return answer

    def test_paid_bounced_closed(self):
        answer = self.answer(self.file, {self.two.id: "ERR9", self.three.id: "CLOSED"})
        answer.action_read()
        self.assertRecordValues(
            answer,
            [
                {
                    "state": "read",
                    "row_count": 3,
                    "problem_count": 0,
                    "missing_count": 0,
                    "paid_count": 1,
                    "failed_count": 2,
                }
            ],
        )
        self.assertEqual(self.states(), ["sent"] * 3)
        answer.action_apply()
        self.assertEqual(self.states(), ["paid", "bounced", "closed_account"])
        self.assertEqual(self.live(self.two).bank_code, "ERR9")
        self.assertEqual(self.run_.state, "closed")
        self.assertFalse(answer.content)

    def refused(self, rows, *problems):
        answer = self.read_answer(rows)
        found = [row.problem for row in answer.row_ids if row.problem]
        self.assertEqual(found, list(problems))
        with self.assertRaisesRegex(UserError, "do not agree"):
            answer.action_apply()
        self.assertEqual(self.states(), ["sent"] * 3, "nothing is half done")
        return answer

    def test_unknown(self):
        rows = self.rows()
        rows[1][0] = "P000001-99999999"
        answer = self.refused(rows, "unknown")
        self.assertEqual(answer.missing_count, 1)

    def test_double(self):
        rows = self.rows()
        self.refused([*rows, [*rows[0][:3], "ERR", ""]], "double", "double")

    def test_altered(self):
        rows = self.rows()
        rows[0][2] = "500.01"
        rows[1][1] = "6200000000000999"
        self.refused(rows, "amount", "account")

    def test_of_another_file(self):
        rows = self.rows()
        for row in rows:
            row[0] = row[0].replace(f"P{self.file.id:06d}", f"P{self.file.id + 1:06d}")
        self.refused(rows, "unknown", "unknown", "unknown")

    def test_a_result_nobody_knows(self):
        self.profile.bounced_codes = "ERR"
        rows = self.rows()
        rows[2][3] = "?"
        self.refused(rows, "result")

    def test_no_account_of_the_answer_is_kept(self):
        rows = self.rows()
        rows[1][4] = rows[1][1]
        rows[1][3] = "ERR"
        answer = self.read_answer(rows)
        self.env.flush_all()
        self.env.cr.execute("SELECT t::text FROM dibao_bank_return_row t")
        kept = " ".join(row for (row,) in self.env.cr.fetchall())
        self.assertNotIn(rows[1][1], kept)
        self.env.cr.execute(
            SQL("SELECT content FROM dibao_bank_return WHERE id = %s", answer.id)
        )
        self.assertNotIn(rows[1][1].encode(), bytes(self.env.cr.fetchone()[0]))

    def test_answers_in_parts(self):
        rows = self.rows()
        first = self.read_answer(rows[:1])
        self.assertEqual(first.missing_count, 2)
        first.action_apply()
        self.assertEqual(self.states(), ["paid", "sent", "sent"])
        self.assertEqual(self.run_.state, "exported")
        self.read_answer(rows[1:]).action_apply()
        self.assertEqual(self.run_.state, "closed")

    def test_the_same_answer_twice(self):
        rows = self.rows()
        self.read_answer(rows).action_apply()
        again = self.read_answer(rows)
        self.assertFalse(again.problem_count)
        again.action_apply()
        self.assertEqual(self.states(), ["paid"] * 3)

    def test_otherwise_than_before(self):
        rows = self.rows()
        rows[0][3] = "CLOSED"
        self.read_answer(rows).action_apply()
        rows[0][3] = "OK"
        answer = self.read_answer(rows)
        self.assertEqual(
            [row.problem for row in answer.row_ids], ["settled", False, False]
        )

    def test_money_that_comes_back_later(self):
        rows = self.rows()
        self.read_answer(rows).action_apply()
        rows[0][3] = "ERR"
        self.read_answer(rows).action_apply()
        self.assertEqual(self.states(), ["bounced", "paid", "paid"])

    def test_finance_only(self):
        answer = self.read_answer(self.rows())
        with self.assertRaises(AccessError):
            answer.with_user(self.officer).action_apply()

    def test_paid_again(self):
        self.settle({self.two.id: "ERR", self.three.id: "CLOSED"})
        lines = self.live(self.two) | self.live(self.three)
        with self.assertRaisesRegex(UserError, "no run that is being prepared"):
            lines.with_user(self.officer).action_reissue()
        run = self.make_run(FEB)
        with self.assertRaisesRegex(UserError, "account is closed"):
            lines.with_user(self.officer).action_reissue()
        self.three.account_number = "6200000000000888"
        lines.with_user(self.officer).action_reissue()
        self.compute(run)
        self.assertEqual(
            self.told(self.three, run_month=FEB),
            [("reissue", JAN, 500.0), ("regular", FEB, 500.0)],
        )
        self.assertEqual(self.live(self.three, kind="reissue").account[-4:], "0888")
        # What came back is no arrears as well.
        self.assertEqual(run.total, 2500.0)
        with self.assertRaisesRegex(UserError, "again already"):
            lines.with_user(self.officer).action_reissue()

    def test_who_may_pay_again_and_correct(self):
        """Finance and the county officer who are qualified; who approves does not."""
        self.settle({self.two.id: "ERR"})
        run = self.make_run(FEB)
        line = self.live(self.two)
        clerk = self.make_user("p_clerk", "township_clerk", self.county)
        for act in ("reissue", "correct"):
            with self.assertRaisesRegex(UserError, "does not change payments"):
                getattr(line.with_user(self.confirmer), f"action_{act}")()
            for user in (clerk, self.make_user(f"p_{act}", "auditor", self.county)):
                with self.assertRaises(AccessError):
                    getattr(line.with_user(user), f"action_{act}")()
        wizard = self.env["dibao.payment.correct"].with_user(self.confirmer).sudo()
        wizard = wizard.create({"line_id": line.id, "amount": 9.0, "reason": "示例"})
        with self.assertRaises(UserError):
            wizard.with_user(self.confirmer).action_correct()
        users = type(self.env["res.users"])
        with (
            patch.object(users, "_dibao_check_duty", lambda *args: "No certificate"),
            self.assertRaisesRegex(AccessError, "No certificate"),
        ):
            line.with_user(self.officer).action_reissue()
        self.assertFalse(run.line_ids)

    def settle(self, results):
        answer = self.answer(self.file, results)
        answer.action_read()
        answer.action_apply()
        self.env.invalidate_all()

    def test_only_what_came_back_is_paid_again(self):
        self.settle({})
        self.make_run(FEB)
        with self.assertRaisesRegex(UserError, "came back"):
            self.live(self.one).with_user(self.officer).action_reissue()

    def test_a_correction_is_a_new_line(self):
        self.settle({})
        self.make_run(FEB)
        line = self.live(self.one)
        wizard = (
            self.env["dibao.payment.correct"]
            .with_user(self.officer)
            .create({"line_id": line.id, "amount": -20.5, "reason": "计算有误"})
        )
        wizard.action_correct()
        run = self.runs.with_user(self.officer).search([("month", "=", FEB)])
        self.compute(run)
        self.assertEqual(line.amount, 500.0)
        self.assertEqual(
            self.told(self.one),
            [
                ("regular", JAN, 500.0),
                ("correction", JAN, -20.5),
                # What was taken off is not given back as arrears.
                ("regular", FEB, 500.0),
            ],
        )
        self.assertEqual(self.live(self.one, kind="correction").origin_id, line)


@tagged("post_install", "-at_install")
class TestRoute(PaymentCase, HttpCase):
    def test_download(self):
        self.make_paid(1)
        file = self.export(self.locked())
        self.authenticate("p_officer", "p_officer")
        self.assertEqual(self.url_open(f"/dibao/bank_file/{file.id}").status_code, 404)
        self.authenticate("p_cashier", "p_cashier")
        answer = self.url_open(f"/dibao/bank_file/{file.id}")
        self.assertEqual(answer.status_code, 200)
        self.assertIn(f"62{1:014d}", answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(self.url_open("/dibao/bank_file/99999999").status_code, 404)
