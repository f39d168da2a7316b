# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The registry under test: a fictional county, its officers, and wide limits."""

import random

from harness import Figures, peak_mb, stopwatch
from psycopg2.extras import Json

from odoo.addons.dibao_archive.tools.county import HOUSEHOLDS_PER_COUNTY, County

CLERK, OFFICER, IMPORTER = "bench_clerk", "bench_officer", "bench_importer"
PASSWORD = "bench-password"
# The demo county may be in the database: ours begin behind it.
FIRST = 2
# One person in a hundred is registered a second time, as in the peers' bench.
TWICE = 0.01
# Counties that are committed together.
COUNTIES = 5


def fill(setting):
    """Load ``setting.size`` households unless they are there; users and policies.

    Five counties at a time and committed: a province that was broken off goes on
    where it stopped.
    """
    done = {"households": 0, "persons": 0}
    seconds = 0.0
    with setting.env() as env:
        missing = setting.size - env["dibao.household"].search_count([])
    for first, size in parts(setting.size) if missing > 0 else ():
        with setting.env() as env:
            if known(env, first):
                continue
            took, loaded = stopwatch(lambda env=env, at=first, n=size: load(env, n, at))
            env.cr.commit()
        seconds += took
        done = {name: count + loaded[name] for name, count in done.items()}
    with setting.env() as env:
        officers(env)
        env.cr.execute("SELECT count(*) FROM dibao_person")
        (persons,) = env.cr.fetchone()
        env.cr.commit()
    return Figures(
        seconds, None, {**done, "in_database": persons, "peak_mb": peak_mb()}
    )


def parts(size):
    """``(first county, households)`` of what is committed at once."""
    whole = COUNTIES * HOUSEHOLDS_PER_COUNTY
    for number, begun in enumerate(range(0, size, whole)):
        yield FIRST + number * COUNTIES, min(whole, size - begun)


def known(env, first):
    """Was the part that begins with this county loaded?"""
    places = County(1, first=first).places()
    code = next(place.code for place in places if place.level == "county")
    county = env["dibao.division"]._live_by_code([code]).get(code)
    return county and env["dibao.household"].search_count(
        [("county_id", "=", county.id)], limit=1
    )


def load(env, size, first=FIRST):
    """Households of some counties, and their twins."""
    env.cr.execute("SELECT coalesce(max(id), 0) FROM dibao_person")
    (last,) = env.cr.fetchone()
    env.cr.execute("SELECT current_setting('is_superuser')")
    if env.cr.fetchone()[0] == "on":
        # The county holds together by construction: looking up each foreign
        # key would take longer than all the rest.
        env.cr.execute("SET LOCAL session_replication_role = replica")
    done = env["dibao.county"]._load(County(size, first=first))
    env.cr.execute("SET LOCAL session_replication_role = origin")
    plant_twins(env, last)
    return done


def plant_twins(env, after=0):
    """Persons registered a second time with another number: same name, birth, sex."""
    env.cr.execute(
        "SELECT id, name, search_tokens, birth_date, sex, division_id"
        " FROM dibao_person WHERE id > %s ORDER BY id",
        [after],
    )
    people = env.cr.fetchall()
    rng = random.Random(1)
    for row in rng.sample(people, max(1, int(len(people) * TWICE))):
        column = {"k": "bench", "i": f"bench.{row[0]}", "c": "", "m": "9901**"}
        env.cr.execute(
            "INSERT INTO dibao_person (name, search_tokens, birth_date, sex,"
            " division_id, id_number, active) VALUES (%s, %s, %s, %s, %s, %s, true)",
            (*row[1:], Json(column)),
        )
    env.cr.execute("ANALYZE dibao_person")


def officers(env):
    """A clerk of one township, officers of the county and of the city, once."""
    if env["res.users"].search_count([("login", "=", CLERK)]):
        return
    for login, group, code in jurisdictions(env):
        groups = [
            env.ref("base.group_user").id,
            env.ref(f"dibao_archive.{group}").id,
        ]
        env["res.users"].create(
            {
                "name": login,
                "login": login,
                "password": PASSWORD,
                "lang": "zh_CN" if env["res.lang"]._lang_get("zh_CN") else "en_US",
                "tz": "Asia/Shanghai",
                "group_ids": [(6, 0, groups)],
                "dibao_division_ids": [(6, 0, place(env, code).ids)],
            }
        )
    # The bench asks more often within the hour than any clerk.
    env["dibao.policy"].search(
        [
            ("key_id.code", "in", ("reveal_per_hour", "id_search_per_hour")),
            ("division_id", "=", False),
        ]
    ).value = "10000"


def jurisdictions(env):
    """(login, group, code): the clerk sits in the middle, where nothing is at hand."""
    townships = env["dibao.division"].search(
        [("level", "=", "township"), ("code", "=like", "99%")], order="code"
    )
    township = townships[len(townships) // 2].code
    return (
        (CLERK, "group_township_clerk", township),
        (OFFICER, "group_county_officer", township[:6] + "000000"),
        (IMPORTER, "group_county_officer", "990100000000"),
    )


def place(env, code):
    """The division in force with this code."""
    return env["dibao.division"]._live_by_code([code])[code]
