# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists and volumes on the screen, and running numbers under eight writers."""

import os
import statistics
import time

import archive_fixture
from bench_registry_screens import timed
from bench_registry_search import VILLAGES
from fixture import CLERK, OFFICER, PASSWORD
from harness import Figures, bench, each
from psycopg2.errors import SerializationFailure
from web_client import Client, Server

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

CALLS = 40
WRITERS, BATCH, MOST = 8, 50, 10_000
LIST = """
    SELECT i.id, i.reference_code, i.title, k.name, i.responsible, i.date,
        i.page_count, d.complete_name, i.state
    FROM dibao_item i JOIN dibao_document_kind k ON k.id = i.kind_id
    JOIN dibao_division d ON d.id = i.division_id
    WHERE i.division_id = ANY(%s) ORDER BY i.volume_id DESC, i.sequence, i.id LIMIT 80
"""
COUNT = """
    SELECT count(*) FROM (SELECT FROM dibao_item i
        WHERE i.division_id = ANY(%s) LIMIT 10001) counted
"""
VOLUME = (
    "SELECT * FROM dibao_volume WHERE id = %s",
    "SELECT i.*, k.name FROM dibao_item i JOIN dibao_document_kind k"
    " ON k.id = i.kind_id WHERE i.volume_id = %s ORDER BY i.sequence",
    "SELECT * FROM dibao_volume_gap WHERE volume_id = %s",
)


def session(setting, server, login):
    client = Client(server.port)
    client.login(setting.database, login, PASSWORD)
    return client


def first_page(client, model):
    """A call that asks for the first page of a list, as its screen does."""
    specification = client.specification(model, "list")
    return lambda _call: client.call(
        model,
        "web_search_read",
        specification=specification,
        domain=[],
        limit=80,
        offset=0,
        order="",
        count_limit=10001,
    )


@bench("archive.list")
def list_(setting):
    """First page of the items, of a township's clerk; the county's and volumes too."""
    loading, loaded = archive_fixture.fill(setting)
    detail = {"loaded": loaded, "load_s": round(loading, 1)}
    with Server(setting.database) as server:
        clerk = session(setting, server, CLERK)
        officer = session(setting, server, OFFICER)
        ask = first_page(clerk, "dibao.item")
        if not ask(None)["records"]:
            raise AssertionError("the clerk's page is empty")
        times, told = timed(server, ask, range(CALLS))
        detail |= told
        for name, client, model in (
            ("county", officer, "dibao.item"),
            ("volumes", clerk, "dibao.volume"),
            ("county_volumes", officer, "dibao.volume"),
            ("gaps", clerk, "dibao.volume.gap"),
        ):
            _all, told = timed(server, first_page(client, model), range(CALLS))
            for what in ("p95_ms", "server_cpu_ms", "database_cpu_ms"):
                detail[f"{name}_{what}"] = told[what]
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute(VILLAGES, (CLERK,))
        (villages,) = cr.fetchone()

        def plain(_call):
            for statement in (LIST, COUNT):
                cr.execute(statement, (villages,))
                cr.fetchall()

        limits = each(plain, range(CALLS))
    return Figures(statistics.median(times), statistics.median(limits), detail)


@bench("archive.volume")
def volume(setting):
    """One volume with its papers, as the form opens it."""
    archive_fixture.fill(setting)
    with Server(setting.database) as server:
        client = session(setting, server, CLERK)
        specification = client.specification("dibao.volume", "form")
        page = first_page(client, "dibao.volume")(None)
        ids = [record["id"] for record in page["records"]][:CALLS]
        times, told = timed(
            server,
            lambda one: client.call(
                "dibao.volume", "web_read", [one], specification=specification
            ),
            ids,
        )
    with setting.connect() as connection, connection.cursor() as cr:

        def plain(one):
            for statement in VOLUME:
                cr.execute(statement, (one,))
                cr.fetchall()

        limits = each(plain, ids)
    detail = {**told, "fields": len(specification)}
    return Figures(statistics.median(times), statistics.median(limits), detail)


# ---------------------------------------------------------------------- numbers


@bench("archive.number", writes=True)
def number(setting):
    """File up to 10,000 drafts from eight processes, all of one running number."""
    count = min(setting.size, MOST) // WRITERS
    work, limit_work = drafts(setting, count), drafts(setting, count)
    start = time.perf_counter()
    children = [fork(setting, ids) for ids in work]
    met = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]
    seconds = time.perf_counter() - start
    if 255 in met:
        raise AssertionError("a writer broke")
    every = [one for ids in work for one in ids]
    with setting.env() as env:
        numbers = sorted(env["dibao.item"].browse(every).mapped("number"))
        if numbers != list(range(numbers[0], numbers[0] + len(every))):
            raise AssertionError("a gap, or a number twice")
        codes = env["dibao.reference"].search_count(
            [("model", "=", "dibao.item"), ("res_id", "in", every)]
        )
        if codes != len(every):
            raise AssertionError(f"{codes} codes for {len(every)} items")
    limit = plain_numbers(setting, limit_work)
    detail = {
        "items": len(every),
        "items_per_s": round(len(every) / seconds),
        "tried_again": sum(met),
    }
    return Figures(seconds, limit, detail)


def drafts(setting, count):
    """Ids of new drafts for each writer, in boxes of one office and year."""
    with setting.env() as env:
        fonds = archive_fixture.fonds(env)
        category = env["dibao.category"].search([("code", "=", "ZT")])
        category = category or env["dibao.category"].create(
            {"code": "ZT", "name": "示例", "arranged_by": "item"}
        )
        volumes = env["dibao.volume"].create(
            [
                {
                    "title": "示例",
                    "category_id": category.id,
                    "division_id": fonds.division_id.id,
                    "fonds_id": fonds.id,
                    "retention_id": env.ref("dibao_archive.retention_d10").id,
                }
            ]
            * WRITERS
        )
        kind = env.ref("dibao_archive.kind_letter")
        paper = {"kind_id": kind.id, "title": "示例", "date": archive_fixture.OPENED}
        loaded = [
            env["dibao.item"]
            ._load_rows([{"volume_id": one.id, "page_count": 1, **paper}] * count)
            .ids
            for one in volumes
        ]
        env.cr.commit()
    return loaded


def fork(setting, ids):
    """A writer in a process of its own; it ends with how often it tried again."""
    child = os.fork()
    if child:
        return child
    status = 255
    try:
        # The parent's connections stay the parent's.
        sql_db._Pool = None
        Registry(setting.database)._db = sql_db.db_connect(setting.database)
        again = 0
        for start in range(0, len(ids), BATCH):
            while not filed(setting, ids[start : start + BATCH]):
                again += 1
        status = min(again, 254)
    finally:
        os._exit(status)


def filed(setting, ids):
    try:
        with sql_db.db_connect(setting.database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            env["dibao.item"].browse(ids)._file()
            cr.commit()
    except SerializationFailure:
        return False
    return True


def plain_numbers(setting, work):
    """Seconds of the same in plain SQL: lock, number, write, note, commit."""
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute("CREATE TEMP TABLE plain_counter AS SELECT 0 AS last")
        start = time.perf_counter()
        for ids in work:
            for place in range(0, len(ids), BATCH):
                batch = ids[place : place + BATCH]
                cr.execute(
                    "UPDATE plain_counter SET last = last + %s RETURNING last",
                    (len(batch),),
                )
                (last,) = cr.fetchone()
                cr.execute(
                    "UPDATE dibao_item i SET state = 'filed', number = %s + g.place,"
                    " reference_code = 'P-' || (%s + g.place),"
                    " reference_key = 'P' || (%s + g.place)"
                    " FROM unnest(%s) WITH ORDINALITY AS g (id, place)"
                    " WHERE i.id = g.id RETURNING i.id, i.reference_code, i.fonds_id,"
                    " i.division_id",
                    (last, last, last, batch),
                )
                for row in cr.fetchall():
                    cr.execute(
                        "INSERT INTO dibao_reference (model, res_id, code, fonds_id,"
                        " division_id, state) VALUES ('dibao.item', %s, %s, %s, %s,"
                        " 'live')",
                        row,
                    )
                connection.commit()
        return time.perf_counter() - start
