# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Training: the dashboard and the shortfall list of a city's archive staff.

``size`` counts employees; each has five years of credit hours.
"""

import statistics

import psutil
from harness import Figures, bench, milliseconds, stopwatch
from training_hours_fixture import COORDINATOR, fill

CALLS = 5
#: The least that tells who is short: the sums of the year against one number.
SHORT = """
    SELECT e.dibao_division_id, count(*), count(*) FILTER (WHERE t.hours < 90)
      FROM dibao_training_tally t JOIN hr_employee e ON e.id = t.employee_id
     WHERE t.year = to_char(CURRENT_DATE, 'YYYY') GROUP BY 1
"""
LIST = """
    SELECT t.employee_id, t.hours FROM dibao_training_tally t
      JOIN hr_employee e ON e.id = t.employee_id
     WHERE t.year = to_char(CURRENT_DATE, 'YYYY') AND t.hours < 90
     ORDER BY t.hours, t.employee_id LIMIT 80
"""


def processor(env):
    """Seconds of the processor, ours and the database's: what a free machine takes."""
    database = psutil.Process(env.cr._cnx.get_backend_pid())
    return sum(sum(one.cpu_times()[:2]) for one in (psutil.Process(), database))


def measured(setting, act, plain):
    """Seconds of an act, asked anew each time as a request would, and of plain SQL."""
    with setting.env() as env:
        fill(env, setting.size)
        env.cr.execute("SELECT count(*) FROM dibao_training_credit")
        (entries,) = env.cr.fetchone()
    with setting.env(COORDINATOR) as env:
        act(env)
        times = []
        spent = processor(env)
        for _call in range(CALLS):
            env.invalidate_all()
            before = env.cr.sql_log_count
            seconds, _result = stopwatch(lambda: act(env))
            times.append(seconds)
            queries = env.cr.sql_log_count - before
        spent = (processor(env) - spent) / CALLS
        limit, _rows = stopwatch(lambda: env.cr.execute(plain))
        detail = {
            **milliseconds(times),
            "cpu_ms": round(spent * 1000, 1),
            "queries": queries,
            "entries": entries,
        }
    return Figures(statistics.median(times), limit, detail)


@bench("training.dashboard")
def dashboard(setting):
    """All figures of the coordinator's first page, for a city."""

    def act(env):
        board = env["dibao.training.board"].dibao_board()
        assert board["tiles"]["persons"] >= setting.size
        return board

    return measured(setting, act, SHORT)


@bench("training.shortfall")
def shortfall(setting):
    """Who is short: groups by township, one page, and the number of rows."""

    def act(env):
        years = env["dibao.training.year"]
        domain = [
            ("year", "=", env.cr.now().strftime("%Y")),
            ("is_short", "=", True),
        ]
        years.web_read_group(domain, ["division_id"], ["__count", "missing_hours:sum"])
        return years.web_search_read(
            domain,
            {
                "employee_id": {"fields": {"display_name": {}}},
                "division_id": {"fields": {"display_name": {}}},
                "hours": {},
                "required_hours": {},
                "missing_hours": {},
                "missing_professional": {},
                "progress": {},
                "forecast_hours": {},
            },
            limit=80,
            count_limit=10001,
        )

    return measured(setting, act, LIST)
