# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Searches a clerk does all day, through the ORM and under the clerk's rights."""

import random
import statistics

from fixture import CLERK, OFFICER
from harness import Figures, bench, each, milliseconds, stopwatch

from odoo.addons.dibao_archive.sealed import blind_indexes, unseal_field
from odoo.addons.dibao_archive.tools import tokens
from odoo.addons.dibao_archive.tools.pinyin import syllables

CALLS = 60
COLUMNS = ["number", "urban_rural", "state", "monthly_income"]
# The clerk's villages, looked up once: what the record rule boils down to.
VILLAGES = """
    SELECT array_agg(below.id) FROM res_users u
    JOIN dibao_division_user_rel r ON r.user_id = u.id
    JOIN dibao_division above ON above.id = r.division_id
    JOIN dibao_division below ON below.parent_path LIKE above.parent_path || '%%'
    WHERE u.login = %s
"""
BY_PERSON = """
    SELECT h.id, h.number, h.urban_rural, h.state, h.monthly_income
    FROM dibao_household h
    WHERE h.active AND h.division_id = ANY(%s) AND h.id IN (
        SELECT household_id FROM dibao_person WHERE household_id IS NOT NULL AND {})
    ORDER BY h.number LIMIT 80
"""
TOKENS = "array_to_tsvector(string_to_array(search_tokens, ' ')) @@ %s::tsquery"


def people(env, login, count):
    """Persons of households, half of them such as the user may see."""
    rng = random.Random(7)
    user = env["res.users"].search([("login", "=", login)])
    seen = env["dibao.person"].with_user(user).search([("household_id", "!=", False)])
    env.cr.execute(
        "SELECT id FROM dibao_person WHERE household_id IS NOT NULL"
        " ORDER BY md5(id::text) LIMIT %s",
        (count // 2,),
    )
    ids = rng.sample(seen.ids, min(count // 2, len(seen)))
    ids += [row[0] for row in env.cr.fetchall()]
    rng.shuffle(ids)
    return env["dibao.person"].browse(ids)


def measure(setting, field, values, condition, keys, login=CLERK):
    """Median seconds of the ORM's search and of the plain one, for the same values."""
    found = []
    with setting.env(login) as env:
        households = env["dibao.household"]

        def ask(value):
            env.invalidate_all()
            found.append(
                len(
                    households.search_fetch(
                        [(field, "ilike", value)], COLUMNS, limit=80
                    )
                )
            )

        times = each(ask, values)
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute(VILLAGES, (login,))
        (villages,) = cr.fetchone()

        def plain(key):
            cr.execute(BY_PERSON.format(condition), (villages, key))
            cr.fetchall()

        limits = each(plain, keys)
    detail = milliseconds(times)
    detail["found"] = round(statistics.mean(found), 1)
    return Figures(statistics.median(times), statistics.median(limits), detail)


def with_county(setting, figures, *arguments):
    """Add the median of an officer who sees the whole county."""
    county = measure(setting, *arguments, login=OFFICER)
    figures.detail["county_ms"] = county.detail["median_ms"]
    return figures


@bench("registry.duplicates")
def duplicates(setting):
    """Everybody registered twice, over the whole registry."""
    with setting.env() as env:
        seconds, groups = stopwatch(env["dibao.duplicate"]._find_all)
        env.cr.execute(
            "SELECT count(*) FROM dibao_person WHERE id_number->>'k'='bench'"
        )
        (planted,) = env.cr.fetchone()
        persons = {person for group in groups for person in group}
        env.cr.execute(
            "SELECT id FROM dibao_person"
            " WHERE id_number->>'k'='bench' AND NOT id = ANY(%s)",
            (list(persons),),
        )
        missed = len(env.cr.fetchall())
        if missed:
            raise AssertionError(f"{missed} of {planted} planted twins were not found")
        env.cr.execute("SELECT count(*) FROM dibao_person")
        (count,) = env.cr.fetchone()
    with setting.connect() as connection, connection.cursor() as cr:
        limit, _none = stopwatch(
            lambda: cr.execute(
                "SELECT array_agg(id) FROM dibao_person WHERE active"
                " AND birth_date IS NOT NULL"
                " GROUP BY name, birth_date, sex HAVING count(*) > 1"
            )
        )
    detail = {"persons": count, "planted": planted, "groups": len(groups)}
    return Figures(seconds, limit, detail)


@bench("registry.search_id")
def search_id(setting):
    """The whole ID number of one person."""
    with setting.env() as env:
        persons = people(env, CLERK, CALLS)
        values = [
            value for value in unseal_field(persons, "id_number").values() if value
        ]
        keys = [blind_indexes(env, "id_number", value)[0] for value in values]
    arguments = "id_number", values, "(id_number->>'i') = %s", keys
    return with_county(setting, measure(setting, *arguments), *arguments)


@bench("registry.search_name2")
def search_name2(setting):
    """Two characters of a name: the first two, or the given name."""
    with setting.env() as env:
        names = people(env, CLERK, CALLS).mapped("name")
    texts = [name[:2] if place % 2 else name[-2:] for place, name in enumerate(names)]
    keys = [tokens.tsquery(text) for text in texts]
    arguments = "search_name", texts, TOKENS, keys
    return with_county(setting, measure(setting, *arguments), *arguments)


@bench("registry.search_pinyin")
def search_pinyin(setting):
    """Pinyin initials, and every third time the whole pinyin."""
    with setting.env() as env:
        names = people(env, CLERK, CALLS).mapped("name")
    texts = []
    for place, name in enumerate(names):
        sounds = syllables(name)
        initials = "".join(sound[0] for sound in sounds)
        texts.append(initials if place % 3 else "".join(sounds))
    keys = [tokens.tsquery(text) for text in texts]
    arguments = "search_name", texts, TOKENS, keys
    return with_county(setting, measure(setting, *arguments), *arguments)


@bench("registry.reveal")
def reveal(setting):
    """Open one ID number: purpose, limit, log in its own transaction, value."""
    with setting.env(CLERK) as env:
        persons = env["dibao.person"].search(
            [("household_id", "!=", False)], limit=CALLS
        )

        def open_(person):
            env.invalidate_all()
            if len(person.dibao_reveal("id_number", "verification", "bench")) != 18:
                raise AssertionError("no clear value")

        times = each(open_, persons)
        ids = persons.ids
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute("CREATE TEMP TABLE bench_log (LIKE dibao_access_log INCLUDING ALL)")
        cr.execute("INSERT INTO bench_log SELECT * FROM dibao_access_log")
        connection.commit()

        def plain(record_id):
            cr.execute(
                "INSERT INTO bench_log (logged_at, user_ref, action, count)"
                " VALUES (now(), 1, 'reveal', 1)"
            )
            connection.commit()
            cr.execute("SELECT id_number FROM dibao_person WHERE id = %s", (record_id,))
            cr.fetchone()

        limits = each(plain, ids)
    return Figures(
        statistics.median(times), statistics.median(limits), milliseconds(times)
    )
