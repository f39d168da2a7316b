# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import Sealed

from .dibao_payment_run import CONFIRMER, FINANCE, OFFICER

LINE_KINDS = [
    ("regular", "Regular"),
    ("arrears", "Arrears"),
    ("recovery", "Taken back"),
    ("correction", "Correction"),
    ("reissue", "Paid again"),
]
#: Came back from the bank: may be paid again, to an account that works.
FAILED = ("bounced", "closed_account")


class DibaoPaymentLine(models.Model):
    """What a household gets for a month and why; never edited once its run is locked.

    Rows are made by the run, past the ORM. ``division_id`` is where the household lived
    when it was paid and does not move with it.
    """

    _name = "dibao.payment.line"
    _description = "Payment"
    _inherit = ["dibao.sealed.mixin", "dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "run_month desc, id"
    _rec_name = "household_id"
    # Who and when stands on the run; half a million rows a month.
    _log_access = False
    _act_fields = (
        *("run_id", "run_month", "division_id", "township_id", "household_id"),
        *("benefit_id", "kind", "month", "amount", "account", "bank", "urban_rural"),
        *("state", "stop_reason", "file_id", "return_id", "settled_on", "bank_code"),
        *("bank_reason", "origin_id", "recovery_id", "reason"),
    )

    run_id = fields.Many2one(
        "dibao.payment.run", required=True, readonly=True, ondelete="cascade"
    )
    run_month = fields.Date("Paid in", required=True, readonly=True)
    division_id = fields.Many2one(
        "dibao.division", "Village", required=True, readonly=True, ondelete="restrict"
    )
    township_id = fields.Many2one(
        "dibao.division", "Township", readonly=True, ondelete="restrict"
    )
    household_id = fields.Many2one(
        "dibao.household", required=True, readonly=True, ondelete="restrict"
    )
    benefit_id = fields.Many2one(
        "dibao.benefit",
        "Benefit paid",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    kind = fields.Selection(LINE_KINDS, required=True, readonly=True)
    month = fields.Date("For the month", required=True, readonly=True)
    amount = fields.Float("Yuan", digits=(12, 2), required=True, readonly=True)
    account = Sealed(
        kind="account",
        readonly=True,
        # A county's accounts are copied by one statement, unopened.
        sealed_as=("dibao.household", "account_number"),
        help="The household's account when the run was computed.",
    )
    bank = fields.Char(readonly=True)
    urban_rural = fields.Selection(
        [("urban", "Urban"), ("rural", "Rural")], "Urban or rural", readonly=True
    )
    state = fields.Selection(
        [
            ("due", "To be paid"),
            ("sent", "Sent"),
            ("paid", "Paid"),
            ("bounced", "Bounced"),
            ("closed_account", "Account closed"),
            ("cancelled", "Stopped"),
        ],
        required=True,
        default="due",
        readonly=True,
    )
    stop_reason = fields.Selection(
        [
            ("died", "All counted members died"),
            ("held", "A member died, payment held"),
            ("ended", "No benefit for this month any more"),
            ("finding", "Stopped after a check"),
        ],
        "Why it was stopped",
        readonly=True,
    )
    file_id = fields.Many2one(
        "dibao.bank.file", "Bank file", readonly=True, index="btree_not_null"
    )
    return_id = fields.Many2one(
        "dibao.bank.return", "Return file", readonly=True, index="btree_not_null"
    )
    settled_on = fields.Date("Told by the bank on", readonly=True)
    bank_code = fields.Char("Bank's code", readonly=True)
    bank_reason = fields.Char("Bank's reason", readonly=True)
    origin_id = fields.Many2one(
        "dibao.payment.line", "Corrects or replaces", readonly=True, ondelete="restrict"
    )
    recovery_id = fields.Many2one(
        "dibao.payment.recovery", "Agreement", readonly=True, ondelete="restrict"
    )
    reason = fields.Char(readonly=True)

    _regular_once = models.UniqueIndex(
        "(household_id, month) WHERE kind = 'regular' AND state <> 'cancelled'",
        "This household has its payment of this month already.",
    )
    _arrears_once = models.UniqueIndex(
        "(household_id, month, run_month) WHERE kind = 'arrears' "
        "AND state <> 'cancelled'",
        "These arrears are in this month's run already.",
    )
    _reissue_once = models.UniqueIndex(
        "(origin_id) WHERE kind = 'reissue' AND state <> 'cancelled'",
        "This payment is made again already.",
    )
    _recovery_once = models.UniqueIndex(
        "(recovery_id, run_month) WHERE kind = 'recovery' AND state <> 'cancelled'",
        "This month's part of the agreement is taken already.",
    )
    _of_run = models.Index("(run_id, household_id)")
    _of_household = models.Index("(household_id, month)")
    _sign = models.Constraint(
        "CHECK (amount <> 0 AND (amount > 0 OR kind IN ('recovery', 'correction')) "
        "AND (amount < 0 OR kind <> 'recovery'))",
        "A payment is more than nothing; what is taken back is less.",
    )
    _agreed = models.Constraint(
        "CHECK ((kind = 'recovery') = (recovery_id IS NOT NULL))",
        "What is taken back needs the household's written agreement.",
    )
    _with_origin = models.Constraint(
        "CHECK (kind <> 'reissue' OR origin_id IS NOT NULL)",
        "What is paid again replaces a payment that came back.",
    )

    def init(self):
        """The database itself keeps what was approved: rows, households, amounts.

        What the bank says of a line, and that it is stopped, is told later.
        """
        self.env.cr.execute(SQL(_KEPT))

    # ACTS

    def _check_line(self, *groups):
        """May this user act on these lines? The run's rights decide."""
        self.check_access("read")
        self.run_id.check_access("write")
        if not any(map(self.env.user.has_group, groups)):
            raise UserError(self.env._("Your role does not change payments."))
        for run in self.run_id:
            self.env.user._dibao_demand_duty("pay", run)

    def _stop(self, reason):
        """These are not paid. A month that is still owed is arrears of the next run."""
        lines = self.sudo().filtered(lambda line: line.state == "due")
        lines._by_act({"state": "cancelled", "stop_reason": reason})
        return lines

    def action_reissue(self):
        """Pay again what came back, in the county's run that is being prepared."""
        self._check_line(FINANCE, OFFICER)
        lines = self.sudo()
        if any(line.state not in FAILED for line in lines):
            raise UserError(
                self.env._("Only what came back from the bank is paid again.")
            )
        again = [("kind", "=", "reissue"), ("origin_id", "in", lines.ids)]
        if lines.search_count([*again, *self._live()], limit=1):
            raise UserError(self.env._("This payment is made again already."))
        groups = lines.grouped(lambda line: line.run_id._next())
        for line in lines:
            line._check_new_account()
        for run, mine in groups.items():
            for line in mine:
                run._add_line(line, "reissue", line.amount)
            run._tell_sums()
        return self[:1].sudo().run_id._next()._open_form()

    def _check_new_account(self):
        """The same closed account would come back again."""
        if self.state != "closed_account":
            return
        [[same]] = self.env.execute_query(
            SQL(
                """SELECT h.account_number IS NULL
                          OR h.account_number->>'i' = l.account->>'i'
                     FROM dibao_payment_line l
                     JOIN dibao_household h ON h.id = l.household_id
                    WHERE l.id = %s""",
                self.id,
            )
        )
        if same:
            raise UserError(
                self.env._(
                    "%(household)s: the account is closed. Enter the household's new "
                    "account first.",
                    household=self.household_id.display_name,
                )
            )

    def action_correct(self):
        """Open the form in which a correction is entered."""
        self.ensure_one()
        self._check_line(FINANCE, OFFICER)
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.payment.correct",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "name": self.env._("Correct a payment"),
            "context": {"default_line_id": self.id},
        }

    def action_stop(self):
        """Do not pay what was not sent yet; the amounts of a locked run stay."""
        self._check_line(FINANCE, OFFICER, CONFIRMER)
        runs = self.run_id.sudo()
        if any(run.state == "approved" for run in runs):
            raise UserError(
                self.env._("Withdraw the approval first: two approved these payments.")
            )
        self._stop("finding")
        for run in runs:
            run._tell_sums()
            run._compare()
            run._follow_lines()

    @api.model
    def _live(self):
        """Lines that are or were paid, whatever the bank said."""
        return [("state", "!=", "cancelled")]


_KEPT = """
CREATE OR REPLACE FUNCTION dibao_payment_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        -- A key rotation seals the same account again.
        IF (NEW.run_id, NEW.household_id, NEW.kind, NEW.month, NEW.amount,
            NEW.benefit_id, NEW.division_id, NEW.account->>'m')
           IS NOT DISTINCT FROM
           (OLD.run_id, OLD.household_id, OLD.kind, OLD.month, OLD.amount,
            OLD.benefit_id, OLD.division_id, OLD.account->>'m') THEN
            RETURN NEW;
        END IF;
    END IF;
    IF EXISTS (SELECT 1 FROM dibao_payment_run WHERE id = OLD.run_id
                AND state NOT IN ('draft', 'computed', 'checked')) THEN
        RAISE EXCEPTION 'payment line %% is locked', OLD.id;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS dibao_payment_kept ON dibao_payment_line;
CREATE TRIGGER dibao_payment_kept BEFORE DELETE OR UPDATE OF
    run_id, household_id, kind, month, amount, benefit_id, division_id, account
    ON dibao_payment_line FOR EACH ROW EXECUTE FUNCTION dibao_payment_kept();

CREATE OR REPLACE FUNCTION dibao_payment_late() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM (SELECT DISTINCT run_id FROM fresh) AS f
                 JOIN dibao_payment_run r ON r.id = f.run_id
                WHERE r.state NOT IN ('draft', 'computed', 'checked')) THEN
        RAISE EXCEPTION 'the payment run is approved or locked';
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS dibao_payment_late ON dibao_payment_line;
CREATE TRIGGER dibao_payment_late AFTER INSERT ON dibao_payment_line
    REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION dibao_payment_late()
"""
