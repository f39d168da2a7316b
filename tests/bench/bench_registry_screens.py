# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Server time of the household screens, over HTTP as the web client asks."""

import statistics

from bench_registry_search import VILLAGES
from fixture import CLERK, OFFICER, PASSWORD
from harness import Figures, bench, each, milliseconds, stopwatch
from web_client import Client, Server

MODEL = "dibao.household"
CALLS = 40
WARM = 3
LIST = """
    SELECT h.id, h.number, h.urban_rural, h.state, h.state_date, h.member_count,
        h.monthly_income, h.allowance, h.living_address, p.name, d.complete_name
    FROM dibao_household h
    LEFT JOIN dibao_person p ON p.id = h.head_id
    JOIN dibao_division d ON d.id = h.division_id
    WHERE h.active AND h.division_id = ANY(%s) ORDER BY h.number LIMIT 80
"""
COUNT = """
    SELECT count(*) FROM (SELECT FROM dibao_household h
        WHERE h.active AND h.division_id = ANY(%s) LIMIT 10001) counted
"""
FORM = (
    "SELECT * FROM dibao_household WHERE id = %s",
    "SELECT p.*, m.* FROM dibao_household_member m"
    " JOIN dibao_person p ON p.id = m.person_id WHERE m.household_id = %s",
    "SELECT * FROM dibao_income WHERE household_id = %s",
    "SELECT * FROM dibao_asset WHERE household_id = %s",
    "SELECT * FROM dibao_expense WHERE household_id = %s",
    "SELECT * FROM dibao_custodian WHERE household_id = %s",
    "SELECT * FROM dibao_event WHERE household_id = %s ORDER BY id DESC LIMIT 40",
)


def session(setting, server, login):
    client = Client(server.port)
    client.login(setting.database, login, PASSWORD)
    return client


def ask_list(client, specification, offset=0):
    return client.call(
        MODEL,
        "web_search_read",
        specification=specification,
        domain=[],
        limit=80,
        offset=offset,
        order="",
        count_limit=10001,
    )


def timed(server, act, values):
    """Seconds of each call; milliseconds of the processor a call, by whom."""
    before, database = server.cpu_seconds(), server.database_seconds()
    times = each(act, values, WARM)
    calls = len(times) + WARM
    spent = (server.cpu_seconds() - before) / calls
    asked = (server.database_seconds() - database) / calls
    return times, {
        **milliseconds(times),
        "server_cpu_ms": round(spent * 1000, 1),
        "database_cpu_ms": round(asked * 1000, 1),
    }


def list_of(setting, server, login):
    """Figures of the first page for one user."""
    client = session(setting, server, login)
    specification = client.specification(MODEL, "list")
    first, page = stopwatch(lambda: ask_list(client, specification))
    if len(page["records"]) != min(80, page["length"]):
        raise AssertionError("the page is short")
    times, detail = timed(
        server, lambda _call: ask_list(client, specification), range(CALLS)
    )
    detail["length"] = page["length"]
    detail["first_ms"] = round(first * 1000, 1)
    detail["fields"] = len(specification)
    return times, detail


@bench("registry.list")
def list_(setting):
    """First page of 80 households with their count."""
    with Server(setting.database) as server:
        _times, county = list_of(setting, server, OFFICER)
        times, detail = list_of(setting, server, CLERK)
        detail["county_ms"] = county["median_ms"]
        detail["county_length"] = county["length"]
        detail["server_mb"] = server.resident_mb()
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute(VILLAGES, (CLERK,))
        (villages,) = cr.fetchone()

        def plain(_call):
            for statement in (LIST, COUNT):
                cr.execute(statement, (villages,))
                cr.fetchall()

        limits = each(plain, range(CALLS))
    return Figures(statistics.median(times), statistics.median(limits), detail)


@bench("registry.form")
def form(setting):
    """One household, as the form opens it: members, means, timeline."""
    with Server(setting.database) as server:
        client = session(setting, server, CLERK)
        specification = client.specification(MODEL, "form")
        page = ask_list(client, {"member_count": {}})
        # The big families cost most: they come in like all others.
        ids = [record["id"] for record in page["records"]][:CALLS]
        times, detail = timed(
            server,
            lambda one: client.call(
                MODEL, "web_read", [one], specification=specification
            ),
            ids,
        )
        detail["fields"] = len(specification)
        detail["server_mb"] = server.resident_mb()
    with setting.connect() as connection, connection.cursor() as cr:

        def plain(one):
            for statement in FORM:
                cr.execute(statement, (one,))
                cr.fetchall()

        limits = each(plain, ids)
    return Figures(statistics.median(times), statistics.median(limits), detail)
