# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A month's payment of every county, end to end, against one INSERT … SELECT.

The month before is paid first and is no part of the measure: it is what this one is
compared with. One household in fifty has another amount than last month, one in two
hundred is new. Measured: lines, comparison, all checks, two approvals, lock, and all of
it taken into bank files. The limit puts the very same lines into the same table, with
its indexes and foreign keys, in one statement. ``file_s`` is the writing of the clear
bank files (each account opened), ``answer_s`` the bank's answer taken over. Benefits
and runs are taken away afterwards, and before, where a measure was broken off.
"""

import base64
import io
from contextlib import contextmanager

from harness import Figures, bench, peak_mb, stopwatch

from odoo.addons.dibao_review import bank_book

BEFORE, MONTH = "2026-01-01", "2026-02-01"
CASHIER, FIRST, SECOND = "bench_cashier", "bench_first", "bench_second"


@bench("review.payment_run", writes=True)
def payment_run(setting):
    """All counties of the registry, one run each."""
    clean(setting)
    try:
        return pay(setting)
    finally:
        clean(setting)


#: What a measure leaves behind; the second part refers to the first alone.
MADE = (
    *("dibao_benefit", "dibao_benefit_line", "dibao_benefit_member"),
    *("dibao_standard_change", "dibao_standard_change_line"),
    *("dibao_payment_run", "dibao_payment_line", "dibao_payment_check"),
    *("dibao_payment_difference", "dibao_payment_finding", "dibao_bank_file"),
    *("dibao_bank_return", "dibao_bank_return_row"),
    *("dibao_payment_correct", "dibao_payment_export", "dibao_share_event"),
)


def clean(setting):
    """Empty the tables; refused where another table refers to them."""
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute(f"TRUNCATE {', '.join(MADE)}")


def pay(setting):
    """Two months of every county; the second is measured."""
    with setting.env() as env:
        users(env)
        benefits(env)
        counties = paying_counties(env)
        env.cr.commit()
    for county in counties:
        with month_of(setting, county, BEFORE) as run:
            compute(run)
            lock(run)
    change(setting)
    parts = {"compute": 0.0, "approve": 0.0, "export": 0.0}
    files, rows = [], 0
    for county in counties:
        with month_of(setting, county, MONTH) as run:
            for name, act in (
                ("compute", compute),
                ("approve", lock),
                ("export", send),
            ):
                seconds, made = stopwatch(lambda act=act, run=run: act(run))
                parts[name] += seconds
            files.append(made)
            rows += run.line_count
            if run.difference_ids.filtered(lambda one: one.cause == "unexplained"):
                raise AssertionError(f"{run.name}: a difference is not explained")
    limit = plain_sql(setting, rows)
    detail = {f"{name}_s": round(seconds, 2) for name, seconds in parts.items()}
    detail.update(bank(setting, files))
    detail.update(lines=rows, counties=len(counties), peak_mb=peak_mb())
    return Figures(sum(parts.values()), limit, detail)


def users(env):
    """Who computes, and the two who approve; in charge of everything."""
    if env["res.users"].search_count([("login", "=", CASHIER)]):
        return
    top = env["dibao.division"].search([("parent_id", "=", False)])
    for login, group in (
        (CASHIER, "finance"),
        (FIRST, "county_confirmer"),
        (SECOND, "county_confirmer"),
    ):
        env["res.users"].create(
            {
                "name": login,
                "login": login,
                "group_ids": [(6, 0, [env.ref(f"dibao_archive.group_{group}").id])],
                "dibao_division_ids": [(6, 0, top.ids)],
            }
        )
    # Findings are told, and stop nobody here.
    env.ref("dibao_review.policy_payment_blocking_checks").value = "[]"


def benefits(env):
    """A benefit of each household that has an account, as a decision would leave it."""
    env.cr.execute("SELECT count(*) FROM dibao_benefit")
    if env.cr.fetchone()[0]:
        return
    env.cr.execute(
        """
        INSERT INTO dibao_benefit (household_id, division_id, version, kind, state,
               date_from, urban_rural, method, standard, per_capita, counted, amount)
        SELECT id, division_id, 1, 'regular', 'in_force', %(month)s, urban_rural, 'gap',
               800, 800 - round((100 + id %% 400)::numeric / counted_count, 2),
               counted_count, 120 + id %% 400
          FROM dibao_household
         WHERE account_number IS NOT NULL AND counted_count > 0 AND id %% 200 <> 0;
        INSERT INTO dibao_benefit_line (benefit_id, division_id, sequence, component,
               amount)
        SELECT id, division_id, 10, 'base', amount - 20 FROM dibao_benefit
        UNION ALL
        SELECT id, division_id, 20, 'supplement', 20 FROM dibao_benefit;
        INSERT INTO dibao_benefit_member (benefit_id, division_id, person_id,
               is_counted, is_paid)
        SELECT b.id, b.division_id, m.person_id, true, true
          FROM dibao_benefit b
          JOIN dibao_household_member m ON m.household_id = b.household_id
         WHERE m.is_counted AND m.date_to IS NULL;
        ANALYZE dibao_benefit, dibao_benefit_line, dibao_benefit_member
        """,
        {"month": BEFORE},
    )


def paying_counties(env):
    env.cr.execute(
        """SELECT DISTINCT h.county_id FROM dibao_benefit b
             JOIN dibao_household h ON h.id = b.household_id ORDER BY 1"""
    )
    return [row[0] for row in env.cr.fetchall()]


def change(setting):
    """Between the months: other amounts, and households that are new."""
    with setting.env() as env:
        env.cr.execute(
            """
            UPDATE dibao_benefit SET state = 'ended', date_to = '2026-01-31'
             WHERE household_id %% 50 = 1;
            INSERT INTO dibao_benefit (household_id, division_id, version, kind, state,
                   date_from, urban_rural, method, standard, per_capita, counted,
                   amount)
            SELECT household_id, division_id, 2, 'regular', 'in_force', %(month)s,
                   urban_rural, 'gap', standard, per_capita, counted, amount + 33.33
              FROM dibao_benefit WHERE household_id %% 50 = 1;
            INSERT INTO dibao_benefit (household_id, division_id, version, kind, state,
                   date_from, urban_rural, method, standard, per_capita, counted,
                   amount)
            SELECT id, division_id, 1, 'regular', 'in_force', %(month)s, urban_rural,
                   'gap', 800, 500, counted_count, 300
              FROM dibao_household
             WHERE account_number IS NOT NULL AND counted_count > 0 AND id %% 200 = 0;
            INSERT INTO dibao_benefit_member (benefit_id, division_id, person_id,
                   is_counted, is_paid)
            SELECT b.id, b.division_id, m.person_id, true, true
              FROM dibao_benefit b
              JOIN dibao_household_member m ON m.household_id = b.household_id
             WHERE b.date_from = %(month)s AND m.is_counted AND m.date_to IS NULL;
            ANALYZE dibao_benefit, dibao_benefit_member, dibao_payment_line
            """,
            {"month": MONTH},
        )
        env.cr.commit()


@contextmanager
def month_of(setting, county, month):
    """A new run of a county, by the officer who computes it."""
    with setting.env(CASHIER) as env:
        run = env["dibao.payment.run"].create({"division_id": county, "month": month})
        env.cr.commit()
        yield run
        env.cr.commit()


def by(run, login):
    user = run.env["res.users"].sudo().search([("login", "=", login)])
    return run.with_user(user)


def compute(run):
    """As in a worker: the job commits its pieces."""
    run.action_compute()
    run.env.cr.commit()
    if not run.job_id.sudo()._run():
        raise AssertionError(run.job_id.sudo().message)
    run.invalidate_recordset()


def lock(run):
    """Two approve, one closes the list."""
    for login, act in (
        (FIRST, "action_approve"),
        (SECOND, "action_approve"),
        (FIRST, "action_lock"),
    ):
        if getattr(by(run, login), act)():
            raise AssertionError("something changed between computing and approval")
        run.env.cr.commit()


def send(run):
    """Take what is due into a bank file; it is written when it is taken out."""
    wizard = run.env["dibao.payment.export"].create(
        {
            "run_id": run.id,
            "profile_id": run.env.ref("dibao_review.bank_profile_text").id,
            "reference": "bench",
        }
    )
    wizard.action_make()
    run.env.cr.commit()
    return run.file_ids.id


def bank(setting, files):
    """Seconds to write the files and to take the answers over."""
    write_s = answer_s = 0.0
    megabytes = 0.0
    for file_id in files:
        with setting.env(CASHIER) as env:
            file = env["dibao.bank.file"].browse(file_id)
            seconds, spool = stopwatch(lambda file=file: bank_book.spool(file))
            write_s += seconds
            spool.seek(0)
            data = io.BufferedReader(spool).read().decode("gb18030")
            megabytes += len(data) / 2**20
            answer = env["dibao.bank.return"].create(
                {"file_id": file_id, "content": base64.b64encode(answered(data))}
            )
            env.cr.commit()
            seconds, _none = stopwatch(lambda one=answer: take_over(one))
            answer_s += seconds
    return {
        "file_s": round(write_s, 2),
        "answer_s": round(answer_s, 2),
        "file_mb": round(megabytes, 1),
    }


def answered(data):
    """Every payment came through."""
    rows = [line.split(",") for line in data.splitlines()[1:]]
    lines = [f"{row[1]},{row[2]},{row[4]},0000," for row in rows]
    return "\r\n".join(["a,b,c,d,e", *lines]).encode("gb18030")


def take_over(answer):
    answer.action_read()
    if answer.problem_count:
        raise AssertionError(f"{answer.problem_count} rows do not agree")
    answer.action_apply()
    answer.env.cr.commit()


def plain_sql(setting, rows):
    """Seconds of the same lines in one statement; the table stays as it is."""
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute(
            "CREATE TEMP TABLE same AS SELECT * FROM dibao_payment_line"
            " WHERE run_month = %s",
            [MONTH],
        )
        # Taking the rows out is no part of the work, so nothing looks at them.
        cr.execute("SET LOCAL session_replication_role = replica")
        cr.execute("DELETE FROM dibao_payment_line WHERE run_month = %s", [MONTH])
        cr.execute("SET LOCAL session_replication_role = origin")
        cr.execute("ALTER TABLE dibao_payment_line DISABLE TRIGGER dibao_payment_late")
        seconds, _none = stopwatch(
            lambda: cr.execute("INSERT INTO dibao_payment_line SELECT * FROM same")
        )
        if cr.rowcount != rows:
            raise AssertionError(f"{rows} lines were paid, {cr.rowcount} are here")
        connection.rollback()
    return seconds
