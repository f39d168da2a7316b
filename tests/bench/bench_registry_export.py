# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The whole list of households as a masked workbook, over HTTP."""

import io
import zipfile

from fixture import IMPORTER, PASSWORD
from harness import Figures, Highest, bench, stopwatch
from web_client import Client, Server

# The same rows out of the same tables, as text.
PLAIN = """
    COPY (SELECT h.number, p.name, d.complete_name, h.urban_rural, h.living_address,
            h.state, h.state_date, h.recheck_class,
            (SELECT string_agg(c.name->>'en_US', ', ')
             FROM dibao_code_dibao_household_rel r JOIN dibao_code c
               ON c.id = r.dibao_code_id WHERE r.dibao_household_id = h.id),
            h.member_count, h.counted_count, h.monthly_income, h.income_per_head,
            h.allowance, h.allowance_from, h.certificate_number
        FROM dibao_household h
        LEFT JOIN dibao_person p ON p.id = h.head_id
        JOIN dibao_division d ON d.id = h.division_id
        WHERE h.active ORDER BY h.number)
    TO STDOUT
"""


@bench("registry.export_xlsx")
def export_xlsx(setting):
    """All households of the city, the columns of the list."""
    with Server(setting.database) as server:
        client = Client(server.port)
        client.login(setting.database, IMPORTER, PASSWORD)
        values = {"model": "dibao.household", "record_domain": [], "purpose": "audit"}
        [export] = client.call("dibao.export", "create", [values])
        with Highest(server.process.pid) as memory:
            seconds, (status, book) = stopwatch(
                lambda: client.get(f"/dibao/export/{export}")
            )
        if status != 200:
            raise AssertionError(f"the export answers {status}")
        rows = _rows(book)
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute("SELECT count(*) FROM dibao_household WHERE active")
        (count,) = cr.fetchone()
        limit, _none = stopwatch(lambda: cr.copy_expert(PLAIN, io.BytesIO()))
    if rows < count:
        raise AssertionError(f"{rows} rows in the book, {count} households")
    return Figures(
        seconds,
        limit,
        {
            "households": count,
            "file_mb": round(len(book) / 2**20, 1),
            "server_begin_mb": memory.begin,
            "server_top_mb": memory.top,
        },
    )


def _rows(book):
    """Rows of all sheets, counted without reading them in."""
    found = 0
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                found += archive.read(name).count(b"<row ")
    return found
