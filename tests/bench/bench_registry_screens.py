# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Server time of the household screens, over HTTP as the web client asks."""

import statistics

from bench_registry_search import VILLAGES
from fixture import CLERK, OFFICER, PASSWORD
from harness import Figures, bench, each, milliseconds, stopwatch
from web_client import Client, Server

MODEL = "dibao.household"
CALLS = 40
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


@bench("registry.list")
def list_(setting):
    """First page of 80 households with their count."""
    with Server(setting.database) as server:
        detail = {}
        for login in (OFFICER, CLERK):
            client = session(setting, server, login)
            specification = client.specification(MODEL, "list")
            cold, _page = stopwatch(lambda c=client, s=specification: ask_list(c, s))
            times = each(
                lambda _i, c=client, s=specification: ask_list(c, s), range(CALLS)
            )
            page = ask_list(client, specification)
            if len(page["records"]) != min(80, page["length"]):
                raise AssertionError("the page is short")
            if login == OFFICER:
                detail["county_ms"] = milliseconds(times)["median_ms"]
                detail["county_length"] = page["length"]
        detail = {**milliseconds(times), "length": page["length"], **detail}
        detail["first_ms"] = round(cold * 1000, 1)
        detail["fields"] = len(specification)
        detail["server_mb"] = server.peak_mb()
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
        times = each(
            lambda one: client.call(
                MODEL, "web_read", [one], specification=specification
            ),
            ids,
        )
        detail = milliseconds(times)
        detail["fields"] = len(specification)
        detail["server_mb"] = server.peak_mb()
    with setting.connect() as connection, connection.cursor() as cr:

        def plain(one):
            for statement in FORM:
                cr.execute(statement, (one,))
                cr.fetchall()

        limits = each(plain, ids)
    return Figures(statistics.median(times), statistics.median(limits), detail)
