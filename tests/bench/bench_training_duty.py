# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The night after certificates have lapsed, and what the check costs an act.

SIZE is in employees: each has a user, a role, four certificates and five tasks; one in
a hundred lapsed yesterday. Measured is the whole night: who may do what, everything in
hand handed to deputies, alerts. The limit is the moving of the very same tasks by one
UPDATE. ``again_s`` is a second run, which finds nothing to do; ``cpu_s`` the processor
time of program and database together, which a busy machine does not change.
"""

import psutil
from harness import Figures, bench, each, milliseconds, peak_mb, stopwatch
from training_fixture import staff

from odoo.fields import Date


@bench("training.lapse_job", writes=True)
def lapse_job(setting):
    """Hand over, warn, remind."""
    with setting.env() as env:
        day = Date.context_today(env["dibao.duty"])
        size = staff(env, setting.size, day)
        env.cr.commit()
    with setting.env() as env:
        limit, tasks = stopwatch(lambda: plain_update(env))
    with setting.env() as env:
        night = env["dibao.duty"]
        before = cpu(env)
        seconds, (moved, alerts) = stopwatch(lambda: night._lapse(day))
        env.flush_all()
        used = cpu(env) - before
        again, (left, _new) = stopwatch(lambda: night._lapse(day))
        # the last of each place has no deputy
        if left or moved < 0.9 * tasks:
            raise AssertionError(f"{moved} of {tasks} handed over, {left} left")
        return Figures(
            seconds,
            limit,
            {
                "employees": size,
                "handed_over": moved,
                "alerts": alerts,
                "again_s": round(again, 2),
                "cpu_s": round(used, 2),
                "peak_mb": peak_mb(),
            },
        )


def cpu(env):
    """Seconds of processor that this process and its database session have used."""
    env.cr.execute("SELECT pg_backend_pid()")
    [pid] = env.cr.fetchone()
    return sum(sum(psutil.Process(one).cpu_times()[:2]) for one in (None, pid))


def plain_update(env):
    env.cr.execute(
        """
        UPDATE mail_activity t SET user_id = taker.user_id
        FROM hr_employee e
        JOIN dibao_duty_deputy d ON d.employee_id = e.id
        JOIN hr_employee taker ON taker.id = d.deputy_id
        WHERE t.user_id = e.user_id AND t.summary = 'bench' AND EXISTS (
            SELECT FROM dibao_training_certificate c WHERE c.employee_id = e.id
            HAVING max(c.valid_to) < current_date)
            AND EXISTS (
            SELECT FROM res_groups_users_rel rel
            JOIN dibao_duty_res_groups_rel role ON role.res_groups_id = rel.gid
            JOIN dibao_duty duty ON duty.id = role.dibao_duty_id
            WHERE rel.uid = e.user_id AND duty.code = 'file')
        """
    )
    return env.cr.rowcount


@bench("training.duty_check", writes=True)
def duty_check(setting):
    """What one check costs an act: the mean of 200 users."""
    with setting.env() as env:
        day = Date.context_today(env["dibao.duty"])
        staff(env, setting.size, day)
        env.cr.commit()
    with setting.env() as env:
        users = env["res.users"].search(
            [("login", "=like", "bench_staff_%")], limit=200
        )
        for user in users:
            user.dibao_division_ids.ids  # noqa: B018 - the act has read it
        times = each(lambda user: user._dibao_check_duty("file"), users)
        return Figures(sum(times) / len(times), None, milliseconds(times))
