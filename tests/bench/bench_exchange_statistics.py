# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Statistics of a registry: freezing a month, the official table, the dashboard.

Every household draws a benefit; twelve months are frozen one after the other (three
from ``LARGE`` households on, or loading would take an hour), between two months one
household in a hundred leaves and one comes. ``exchange.month_freeze``
measures the last of them, all counties, against the same rows put into the same table
in one statement. ``exchange.table`` and ``exchange.dashboard`` are what the screens
call, by an officer in charge of everything; the limit is one plain sum over the frozen
sums of the same span.
"""

from datetime import date

from dateutil.relativedelta import relativedelta
from harness import Figures, bench, milliseconds, peak_mb, stopwatch

MONTHS = [date(2025, month, 1) for month in range(1, 13)]
LARGE = 400_000
OFFICER = "bench_statistics"


def months(setting):
    """The months to be frozen, oldest first."""
    return MONTHS[-3:] if setting.size >= LARGE else MONTHS


def officer(env):
    """A county officer of the whole country."""
    if env["res.users"].search_count([("login", "=", OFFICER)]):
        return
    top = env["dibao.division"].search([("parent_id", "=", False)])
    env["res.users"].create(
        {
            "name": OFFICER,
            "login": OFFICER,
            "group_ids": [(6, 0, env.ref("dibao_archive.group_county_officer").ids)],
            "dibao_division_ids": [(6, 0, top.ids)],
        }
    )


def benefits(env):
    """A benefit of each household, as decisions of the years before left it."""
    env.cr.execute("SELECT count(*) FROM dibao_benefit")
    if env.cr.fetchone()[0]:
        return
    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute(
        """
        INSERT INTO dibao_benefit (household_id, division_id, version, kind, state,
               date_from, date_to, urban_rural, method, standard, per_capita, counted,
               amount, write_date)
        SELECT id, division_id, 1, 'regular',
               CASE WHEN id % 8 = 1 THEN 'ended' ELSE 'in_force' END,
               CASE WHEN id % 8 = 0
                    THEN (date '2025-01-01' + interval '1 month' * (id / 8 % 12))::date
                    ELSE date '2024-01-01' END,
               CASE WHEN id % 8 = 1
                    THEN (date '2025-01-01' + interval '1 month' * (id / 8 % 12 + 1)
                          - interval '1 day')::date END,
               urban_rural, 'gap', 800,
               800 - round((100 + id % 400)::numeric / counted_count, 2),
               counted_count, 120 + id % 400, '2025-01-01'
          FROM dibao_household WHERE counted_count > 0;
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
        """
    )
    env.cr.execute("SET LOCAL session_replication_role = origin")
    env.cr.execute(
        "UPDATE dibao_person SET write_date = '2025-01-01' WHERE death_date IS NOT NULL"
    )


def counties(env):
    env.cr.execute(
        "SELECT DISTINCT county_id FROM dibao_household WHERE county_id IS NOT NULL"
    )
    return [row[0] for row in env.cr.fetchall()]


def freeze(setting, month):
    """Seconds to freeze a month of every county, each in a transaction of its own."""
    with setting.env() as env:
        places = counties(env)
    total = 0.0
    for place in places:
        with setting.env() as env:
            known = env["dibao.monthly.freeze"].search(
                [("division_id", "=", place), ("month", "=", month)]
            )
            one = known or env["dibao.monthly.freeze"].create(
                {"division_id": place, "month": month}
            )
            if one.state == "frozen":
                continue

            def act(one=one, env=env):
                one._freeze()
                env.cr.commit()

            seconds, _none = stopwatch(act)
            total += seconds
    return total


def frozen(setting, months):
    """Users, benefits and months, unless an earlier bench made them."""
    with setting.env() as env:
        officer(env)
        benefits(env)
        env.cr.commit()
    for month in months:
        freeze(setting, month)
    with setting.env() as env:
        env.cr.execute("ANALYZE dibao_monthly_fact, dibao_monthly_sum")
        env.cr.commit()


def next_month(setting):
    """The twelfth month; if an earlier run froze it, the one after the last."""
    with setting.env() as env:
        env.cr.execute("SELECT max(month) FROM dibao_monthly_freeze")
        (last,) = env.cr.fetchone()
    return MONTHS[-1] if last < MONTHS[-1] else last + relativedelta(months=1)


@bench("exchange.month_freeze", writes=True)
def month_freeze(setting):
    """The twelfth month of every county, or the next one that is not frozen."""
    frozen(setting, months(setting)[:-1])
    month = next_month(setting)
    seconds = freeze(setting, month)
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute(
            "CREATE TEMP TABLE same AS SELECT * FROM dibao_monthly_fact"
            " WHERE month = %s",
            [month],
        )
        cr.execute("SELECT count(*), max(id) FROM same")
        rows, last = cr.fetchone()
        # Beside the rows that are there: taking them out would be refused.
        cr.execute("UPDATE same SET id = id + %s", [last])
        limit, _none = stopwatch(
            lambda: cr.execute("INSERT INTO dibao_monthly_fact SELECT * FROM same")
        )
        connection.rollback()
        cr.execute("SELECT count(*) FROM dibao_monthly_fact")
        (facts,) = cr.fetchone()
    return Figures(seconds, limit, {"rows": rows, "facts": facts, "peak_mb": peak_mb()})


def asked(setting, act, calls=9):
    """Times of a screen's call by the officer, and of the plain sum behind it."""
    frozen(setting, months(setting))
    times = []
    with setting.env(OFFICER) as env:
        county = env["dibao.division"].browse(counties(env)[0])
        top = county.browse(int(county.parent_path.split("/")[0]))
        for _call in range(calls):
            env.invalidate_all()
            times.append(stopwatch(lambda: act(env, top))[0])
        limit, _none = stopwatch(
            lambda: env.cr.execute(
                """SELECT month, sum(persons), sum(households), sum(spending)
                     FROM dibao_monthly_sum WHERE level = 'county' GROUP BY month"""
            )
        )
    middle = sorted(times)[len(times) // 2]
    first = round(times[0] * 1000, 1)
    return Figures(middle, limit, {**milliseconds(times), "first_ms": first})


@bench("exchange.table", writes=True)
def table(setting):
    """The monthly county table of the highest place."""
    return asked(
        setting,
        lambda env, top: env["dibao.statistics"].official_table(division_id=top.id),
    )


@bench("exchange.dashboard", writes=True)
def dashboard(setting):
    """All that the entry screen is drawn from, of the highest place."""
    return asked(
        setting,
        lambda env, top: env["dibao.statistics"].dashboard(division_id=top.id),
    )
