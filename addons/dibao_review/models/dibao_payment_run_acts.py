# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .dibao_payment_run import CONFIRMER, FINANCE, OFFICER


class DibaoPaymentRun(models.Model):
    """The acts of a run, in their order; each looks at who may and whether it is time.

    The row is locked first: of two officers at once the second finds the step done.
    """

    _inherit = "dibao.payment.run"

    def _begin_step(self, groups, *states):
        """Lock the run; refuse whoever may not take the step, or when it is not time.

        :return: the run as superuser, acting for the same user
        """
        self.ensure_one()
        self.check_access("write")
        if not any(map(self.env.user.has_group, groups)):
            raise AccessError(self.env._("Your role does not take this step."))
        self.env.user._dibao_demand_duty("pay", self)
        run = self.sudo()
        run.lock_for_update()
        run.invalidate_recordset()
        if run.state not in states:
            raise UserError(
                self.env._(
                    "%(run)s: this is not the next step. Read it again: somebody may "
                    "have taken it.",
                    run=run.name,
                )
            )
        return run

    def _open_form(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    # COMPUTE

    def action_compute(self):
        """Compute the lines, anew if need be; the work goes on in the background."""
        run = self._begin_step((FINANCE, OFFICER), "draft", "computed", "checked")
        run._forget_approvals()
        run._prepare()
        job = self.env["dibao.job"]._enqueue(
            "payment_compute",
            f"payment:{run.id}",
            title=self.env._("Payments %(run)s", run=run.name),
            params={"run": run.id},
            division=run.division_id,
        )
        run._by_act({"job_id": job.id})

    def _forget_approvals(self, **values):
        self._by_act(
            {
                **values,
                "approved_by_id": False,
                "approved_on": False,
                "second_by_id": False,
                "second_on": False,
                "digest": False,
            }
        )

    # APPROVE

    def action_approve(self):
        """Approve; the second approval, by another person, makes it stand."""
        run = self._begin_step((CONFIRMER, FINANCE), "checked")
        run._check_approver()
        if told := run._look_again():
            return told
        if run.open_count:
            raise UserError(
                self.env._(
                    "%(count)s findings are to be decided first: explain them, or stop "
                    "their payments.",
                    count=run.open_count,
                )
            )
        now = fields.Datetime.now()
        if not run.approved_by_id:
            run._by_act(
                {
                    "approved_by_id": self.env.uid,
                    "approved_on": now,
                    "digest": run._list_digest(),
                }
            )
        else:
            run._check_list()
            run._by_act(
                {"second_by_id": self.env.uid, "second_on": now, "state": "approved"}
            )
        return None

    def _check_approver(self):
        if self.approved_by_id.id == self.env.uid:
            raise UserError(
                self.env._("You approved it already: the second approval is another's.")
            )
        if self.apart and self.computed_by_id.id == self.env.uid:
            raise UserError(
                self.env._("You computed this run: two others approve it here.")
            )

    def action_withdraw(self):
        """Take approvals back, while nothing is locked."""
        run = self._begin_step((CONFIRMER, FINANCE), "checked", "approved")
        run._forget_approvals(state="checked")

    def _list_digest(self):
        """SHA-256 over household, month, kind, amount and account of every line.

        Of the account its last four digits, which no rotation of keys changes; whether
        a line was stopped since is left out.
        """
        self.env["dibao.payment.line"].flush_model()
        [[digest]] = self.env.execute_query(
            SQL(
                """SELECT encode(sha256(coalesce(string_agg(concat_ws('|', id,
                          household_id, month, kind, amount, account->>'m'), ';'
                          ORDER BY id), '')::bytea), 'hex')
                     FROM dibao_payment_line WHERE run_id = %s""",
                self.id,
            )
        )
        return digest

    def _check_list(self):
        """What was approved is what stands there."""
        if self._list_digest() != self.digest:
            raise UserError(
                self.env._(
                    "The list is not the one that was approved first. Withdraw the "
                    "approval and look at it again."
                )
            )

    # LOCK

    def action_lock(self):
        """Close the list: from now on nothing of it is changed."""
        run = self._begin_step((CONFIRMER, FINANCE), "approved")
        if told := run._look_again():
            return told
        run._check_list()
        run._by_act(
            {
                "state": "locked",
                "locked_by_id": self.env.uid,
                "locked_on": fields.Datetime.now(),
            }
        )
        # A month in which nobody is paid ends here: no bank hears of it.
        if not run.line_count:
            run._by_act({"state": "closed", "closed_on": fields.Datetime.now()})
        # The next month's run may begin now.
        run.flush_recordset()
        self.env["dibao.payment.recovery"].sudo().search(
            [("state", "=", "agreed"), ("line_ids.run_id", "=", run.id)]
        )._follow()
        return None

    # EXPORT AND END

    def action_export(self):
        """Open the form in which the bank's file is made."""
        self._begin_step((FINANCE,), "locked", "exported")
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.payment.export",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("File for the bank"),
            "context": {"default_run_id": self.id},
        }

    def action_return(self):
        """Open the form in which the bank's answer is uploaded."""
        self._begin_step((FINANCE,), "exported")
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.bank.return",
            "view_mode": "form",
            "views": [(False, "form")],
            "name": self.env._("Answer of the bank"),
            "context": {"default_run_id": self.id},
        }

    def _follow_lines(self):
        """Sent when all that is due went to a bank; settled when all banks answered."""
        for run in self.sudo():
            self.env["dibao.payment.line"].flush_model()
            [[due, sent, live]] = run.env.execute_query(
                SQL(
                    """SELECT count(*) FILTER (WHERE state = 'due'),
                              count(*) FILTER (WHERE state = 'sent'), count(*)
                         FROM dibao_payment_line WHERE run_id = %s""",
                    run.id,
                )
            )
            now = fields.Datetime.now()
            if live and run.state == "locked" and not due:
                run._by_act({"state": "exported", "exported_on": now})
            if run.state == "exported" and not sent and not due:
                run._by_act({"state": "closed", "closed_on": now})

    # WHAT IS SHOWN

    def _lines_action(self, name, model, domain=(), **context):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "list,pivot,graph,form",
            "views": [(False, view) for view in ("list", "pivot", "graph", "form")],
            "domain": [("run_id", "=", self.id), *domain],
            "context": context,
        }

    def action_lines(self):
        """The payments of the run."""
        return self._lines_action(self.env._("Payments"), "dibao.payment.line")

    def action_differences(self):
        """Why it differs from the last run."""
        return self._lines_action(
            self.env._("Differences"),
            "dibao.payment.difference",
            search_default_group_cause=1,
        )

    def action_findings(self):
        """What the checks found."""
        action = self._lines_action(
            self.env._("Findings"),
            "dibao.payment.finding",
            search_default_open=1,
        )
        return {**action, "view_mode": "list", "views": [(False, "list")]}
