# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A ledger end to end: columns, all checks, dedupe, sealing, writing.

The file holds as many households as the registry has already, three persons each on
average; one household in a hundred repeats an ID number of the file and must stay
out. The limit is plain SQL for the rows that came in: COPY into temporary tables and
one INSERT into the same tables, with their indexes and foreign keys. ``bare_s`` is
COPY straight into the tables with foreign keys switched off.
"""

import base64
import os
import tempfile

from fixture import IMPORTER
from harness import Figures, Highest, bench, stopwatch

from odoo.addons.dibao_archive.tools.county import County
from odoo.addons.dibao_archive.tools.county_ledger import write_csv, write_xlsx

REPEAT = 100
TABLES = (
    ("dibao_household", "id"),
    ("dibao_person", "household_id"),
    ("dibao_household_member", "household_id"),
    ("dibao_event", "household_id"),
    ("dibao_code_dibao_household_rel", "dibao_household_id"),
)


class Twice:
    """A county in which every hundredth head has the number of an earlier one."""

    def __init__(self, county):
        self.county = county
        self.as_of = county.as_of
        self.repeated = 0

    def families(self):
        former = None
        for place, family in enumerate(self.county.families(), 1):
            if place % REPEAT == 0:
                family.head.id_number = former
                self.repeated += 1
            former = family.head.id_number if place % REPEAT == REPEAT // 2 else former
            yield family


def ledger_file(setting, first, path, write):
    """Make the places, write the file, return (rows, repeated heads)."""
    county = County(setting.size, mean_size=3, first=first)
    with setting.env() as env:
        env["dibao.county"]._load_places(county)
        env.cr.commit()
    twice = Twice(county)
    return write(path, twice), twice.repeated


def upload(setting, path):
    """Upload the file and recognise its columns, as the officer does. -> id"""
    with setting.env(IMPORTER) as env, open(path, "rb") as stream:
        ledger = env["dibao.ledger.import"].create(
            {
                "file": base64.b64encode(stream.read()),
                "file_name": os.path.basename(path),
                "faultless_only": True,
            }
        )
        env.cr.commit()
        ledger.action_recognise()
        env.cr.commit()
        return ledger.id


def run_import(setting, ledger_id):
    """Check and import; the jobs run in this process, as in a worker of their own."""
    with setting.env(IMPORTER) as env:
        ledger = env["dibao.ledger.import"].browse(ledger_id)
        seconds = {}
        for act in ("check", "import"):
            getattr(ledger, f"action_{act}")()
            env.cr.commit()
            seconds[act], done = stopwatch(ledger.job_id.sudo()._run)
            if not done:
                raise AssertionError(f"{act}: {ledger.job_id.sudo().message}")
        env.cr.commit()
        return seconds, ledger.read(
            ["household_count", "person_count", "created_count", "skipped_count"]
        )[0]


def plain_sql(setting, counties):
    """Seconds of the plain way for the same rows; the registry stays as it is."""
    chosen = (
        "(SELECT id FROM dibao_household WHERE left(number, 6) = ANY(%(counties)s))"
    )
    with (
        setting.connect() as connection,
        connection.cursor() as cr,
        tempfile.TemporaryDirectory() as folder,
    ):
        for table, column in TABLES:
            cr.execute(
                f"CREATE TEMP TABLE l_{table} AS SELECT * FROM {table}"
                f" WHERE {column} IN {chosen}",
                {"counties": counties},
            )
            with open(os.path.join(folder, table), "w", encoding="utf-8") as stream:
                cr.copy_expert(f"COPY l_{table} TO STDOUT", stream)
            cr.execute(f"TRUNCATE l_{table}")
        # Taking the rows out is no part of the work, so nothing looks them up.
        cr.execute("SET LOCAL session_replication_role = replica")
        for table, column in reversed(TABLES):
            cr.execute(
                f"DELETE FROM {table} WHERE {column} IN {chosen}",
                {"counties": counties},
            )
        cr.execute("SAVEPOINT empty")
        bare, _none = stopwatch(lambda: [copy(cr, folder, t, t) for t, _c in TABLES])
        cr.execute("ROLLBACK TO SAVEPOINT empty")
        cr.execute("SET LOCAL session_replication_role = origin")
        seconds, _none = stopwatch(lambda: staged(cr, folder))
        connection.rollback()
    return seconds, bare


def copy(cr, folder, table, target):
    with open(os.path.join(folder, table), encoding="utf-8") as stream:
        cr.copy_expert(f"COPY {target} FROM STDIN", stream)


def staged(cr, folder):
    for table, _column in TABLES:
        copy(cr, folder, table, f"l_{table}")
    parts = ", ".join(
        f"i_{table} AS (INSERT INTO {table} SELECT * FROM l_{table})"
        for table, _column in TABLES
    )
    cr.execute(f"WITH {parts} SELECT 1")


def measure(setting, first, suffix, write):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"ledger{suffix}")
        rows, repeated = ledger_file(setting, first, path, write)
        with Highest() as receiving:
            ledger = upload(setting, path)
        file_mb = round(os.path.getsize(path) / 2**20, 1)
    with Highest() as memory:
        seconds, told = run_import(setting, ledger)
    if told["created_count"] != rows - repeated or told["skipped_count"] != repeated:
        raise AssertionError(f"{rows} rows, {repeated} repeated, told {told}")
    parts = -(-setting.size // 12_000)
    counties = [f"9901{county:02d}" for county in range(first, first + parts)]
    limit, bare = plain_sql(setting, counties)
    total = sum(seconds.values())
    return Figures(
        total,
        limit,
        {
            "persons": told["person_count"],
            "check_s": round(seconds["check"], 2),
            "import_s": round(seconds["import"], 2),
            "bare_s": round(bare, 3),
            "upload_mb": receiving.top,
            "begin_mb": memory.begin,
            "top_mb": memory.top,
            "file_mb": file_mb,
            "left_out": repeated,
        },
    )


@bench("registry.import_csv", writes=True)
def import_csv(setting):
    """The auditors' household list as CSV."""
    return measure(setting, 60, ".csv", write_csv)


@bench("registry.import_xlsx", writes=True)
def import_xlsx(setting):
    """The same list as a workbook."""
    return measure(setting, 75, ".xlsx", write_xlsx)
