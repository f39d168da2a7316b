# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists of other departments: reading, matching, and the nightly rules."""

import base64
import csv
import io
from contextlib import contextmanager
from datetime import date
from unittest import mock

from harness import Figures, bench, peak_mb, stopwatch

from odoo.tools import SQL

from odoo.addons.dibao_archive.tools.resident_id import check_character
from odoo.addons.dibao_review import exchange_load, exchange_match
from odoo.addons.dibao_review.alert import TESTS, Ground

#: Ten sources with as many rows each as there are households; one row in ten is of
#: somebody in the registry, and few of these are leads. Of the lists of need (health,
#: employment, disabled) one row in twenty tells a need; half of these people draw help
#: elsewhere, so that one row in forty is a missed person. Real lists name the same
#: people: strangers of these lists and of every second row of the schemes are equal.
SOURCES = {
    "police": "'moved'",
    "health": "CASE WHEN mod(n, 50) = 0 THEN 'death'"
    " WHEN mod(n, 20) = 1 THEN 'illness' ELSE 'visit' END",
    "marriage": "'divorced'",
    "schemes": "'rural'",
    "hr": "CASE WHEN mod(n, 20) = 2 THEN 'unemployed' ELSE 'pension' END",
    "medical": "'self_paid'",
    "market": "'shareholder'",
    "housing": "'dwelling'",
    "traffic": "'motorcycle'",
    "disabled": "'4'",
}
GRADE = "CASE WHEN mod(n, 20) = 3 THEN '2' ELSE '4' END"
#: Which list a stranger of a row belongs to; indexes lie about like real ones.
NEED = ("health", "hr", "disabled")
STRANGER = {
    **dict.fromkeys(NEED, "'need'"),
    "schemes": "CASE WHEN mod(n / 20, 2) = 0 THEN 'need' ELSE 'schemes' END",
}
MATCHED = 10


def area(env):
    """The widest place above the registry: the province."""
    household = env["dibao.household"].search([], limit=1)
    place = household.division_id
    while place.parent_id:
        place = place.parent_id
    return place


def strangers(count, start=0):
    """Valid ID numbers of nobody in the registry."""
    for number in range(start, start + count):
        day = date.fromordinal(date(1950, 1, 1).toordinal() + number // 999 % 18000)
        place = 990200 + number // (999 * 18000)
        body = f"{place}{day:%Y%m%d}{number % 999 + 1:03d}"
        yield body + check_character(body)


def batch_of(env, source, place, **values):
    return (
        env["dibao.exchange.batch"]
        ._acting()
        .create(
            {
                "source_id": env["dibao.exchange.source"]
                .search([("code", "=", source)])
                .id,
                "division_id": place.id,
                "data_on": "2026-01-01",
                **values,
            }
        )
    )


def file_of(size):
    """A CSV of the wages that the tax office knows, one row in ten unusable."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["身份证号", "姓名", "所得项目", "月所得额", "所属期"])
    for number, one in enumerate(strangers(size)):
        if number % 10 == 9:
            one = one[:-2]
        writer.writerow([one, "示例某", "工资薪金", number % 5000, "2026-01-01"])
    return out.getvalue().encode("gb18030")


@bench("exchange.import", writes=True)
def import_rows(setting):
    """A delivery from upload to use; limit: COPY of the same rows into the table."""
    with setting.env() as env:
        env.cr.execute("SELECT coalesce(max(id), 0) FROM dibao_exchange_row")
        [[last]] = env.cr.fetchall()
        data = file_of(setting.size)
        batch = batch_of(
            env, "tax", area(env), content=base64.b64encode(data), state="reading"
        )
        job = env["dibao.job"].create(
            {
                "kind": "exchange_import",
                "title": "bench",
                "key": "bench",
                "state": "running",
                "params": {"batch": batch.id},
            }
        )
        with mock.patch.object(type(job), "_commit", lambda one: one.env.flush_all()):
            seconds, done = stopwatch(job._job_exchange_import)
        if not done or batch.state != "used":
            raise AssertionError(batch.refusal_shown)
        plain = copied(env, last)
        detail = {
            "rows": batch.row_count,
            "left_out": batch.faulty_count,
            "rows_per_s": round(batch.row_count / seconds),
            "mb": round(len(data) / 1e6, 1),
            "peak_mb": peak_mb(),
        }
    return Figures(seconds, plain, detail)


def copied(env, last):
    """Seconds to COPY the rows that were read, with the table's indexes."""
    out = io.StringIO()
    columns = ", ".join(exchange_load.COLUMNS)
    env.cr.copy_expert(
        f"COPY (SELECT {columns} FROM dibao_exchange_row WHERE id > {int(last)})"
        " TO STDOUT",
        out,
    )
    out.seek(0)
    env.cr.execute(f"DELETE FROM dibao_exchange_row WHERE id > {int(last)}")
    return stopwatch(
        lambda: env.cr.copy_expert(
            f"COPY dibao_exchange_row ({columns}) FROM STDIN", out
        )
    )[0]


def fill_rows(env, size, matched=True):
    """Ten deliveries in use, as reading would have left them."""
    place = area(env)
    batches = {source: batch_of(env, source, place, state="used") for source in SOURCES}
    env.flush_all()
    with bare_rows(env):
        _fill(env, size, matched, batches)
    env.cr.execute("ANALYZE dibao_exchange_row")
    return batches


@contextmanager
def bare_rows(env):
    """Without indexes and keys, which are built again behind: millions of rows."""
    env.cr.execute(
        """SELECT indexname, indexdef FROM pg_indexes
            WHERE tablename = 'dibao_exchange_row' AND indexname NOT LIKE '%pkey'"""
    )
    indexes = env.cr.fetchall()
    for name, _definition in indexes:
        env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
    env.cr.execute("SELECT current_setting('is_superuser')")
    if env.cr.fetchone()[0] == "on":
        env.cr.execute("SET LOCAL session_replication_role = replica")
    yield
    env.cr.execute("SET LOCAL session_replication_role = origin")
    for _name, definition in indexes:
        env.cr.execute(definition)


def _fill(env, size, matched, batches):
    for number, (source, kind) in enumerate(SOURCES.items()):
        batch = batches[source]
        env.cr.execute(
            SQL(
                """INSERT INTO dibao_exchange_row (batch_id, source_id, number,
                          id_index, fact_on, amount, kind, grade, status, person_id,
                          match_kind, division_id, object_index)
                   SELECT %(batch)s, %(source)s, n, coalesce(p.id_number->>'i',
                          'bench0000.' || md5(concat("""
                + STRANGER.get(source, "%(seed)s")
                + """, '.', n))), '2025-06-01'::date, mod(n, 700), """
                + f"{kind}, {GRADE}"
                + """, 'active',
                          CASE WHEN %(matched)s THEN p.id END,
                          CASE WHEN %(matched)s AND p.id IS NOT NULL THEN 'id' END,
                          CASE WHEN %(matched)s THEN p.division_id END,
                          'bench.o' || n
                     FROM generate_series(1, %(size)s) AS n
                     LEFT JOIN (SELECT *, row_number() OVER (ORDER BY hashint4(id))
                                       AS position
                                  FROM dibao_person WHERE id_number IS NOT NULL) p
                       ON p.position * %(every)s + %(seed)s = n""",
                batch=batch.id,
                source=batch.source_id.id,
                seed=number,
                size=size,
                every=MATCHED,
                matched=matched,
            )
        )


@bench("exchange.match", writes=True)
def match_rows(setting):
    """Rows in use matched by blind index; limit: the same join and update in SQL."""
    with setting.env() as env:
        fill_rows(env, setting.size, matched=False)
        join, [[expected]] = stopwatch(
            lambda: env.execute_query(
                SQL(
                    """SELECT count(*) FROM dibao_exchange_row r
                         JOIN dibao_person p ON (p.id_number->>'i') = r.id_index"""
                )
            )
        )
        env.cr.execute("SAVEPOINT plain")
        plain, _none = stopwatch(
            lambda: env.cr.execute(
                """UPDATE dibao_exchange_row r SET person_id = p.id,
                          match_kind = 'id', division_id = p.division_id
                     FROM dibao_person p WHERE (p.id_number->>'i') = r.id_index"""
            )
        )
        env.cr.execute("ROLLBACK TO SAVEPOINT plain")
        seconds, matched = stopwatch(lambda: exchange_match.match_by_id(env))
        if matched != expected:
            raise AssertionError(f"{matched} rows matched, {expected} expected")
        again, none = stopwatch(lambda: exchange_match.match_by_id(env))
        if none:
            raise AssertionError(f"{none} rows matched a second time")
        # a night: some hundred people were changed that day
        env.cr.execute("DELETE FROM dibao_exchange_changed")
        env.cr.execute(
            """INSERT INTO dibao_exchange_changed (person_id)
               SELECT id FROM dibao_person LIMIT 500"""
        )
        night, none = stopwatch(lambda: exchange_match.match_changed(env))
        if none:
            raise AssertionError(f"{none} rows matched by a night without changes")
        detail = {
            "rows": setting.size * len(SOURCES),
            "matched": matched,
            "join_s": round(join, 2),
            "again_s": round(again, 2),
            "night_s": round(night, 3),
            "peak_mb": peak_mb(),
        }
    return Figures(seconds, plain, detail)


@bench("exchange.rules", writes=True)
def nightly_rules(setting):
    """The nightly search over all rules; limit: the tests' own queries, counted."""
    with setting.env() as env:
        fill_rows(env, setting.size)
        today = date.today()
        ground = Ground(env, today)

        def counted():
            for test in TESTS.values():
                env.execute_query(
                    SQL("SELECT count(*) FROM (%s) AS found", test(ground))
                )

        counted()
        plain, _none = stopwatch(counted)
        seconds, told = stopwatch(lambda: env["dibao.alert"]._search_all(today))
        again, _same = stopwatch(lambda: env["dibao.alert"]._search_all(today))
        slowest = sorted(told.items(), key=lambda item: -item[1]["seconds"])[:4]
        detail = {
            "alerts": sum(one["new"] for one in told.values()),
            "missed": env["dibao.outreach"].search_count([]),
            "again_s": round(again, 2),
            "slowest": " ".join(f"{code}:{one['seconds']}" for code, one in slowest),
            "peak_mb": peak_mb(),
        }
    return Figures(seconds, plain, detail)
