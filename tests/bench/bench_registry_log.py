# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The access log compared with its seals: ten rows for each household, or item.

``archive.verify_log`` is the same by the name of the archives' list.
"""

import json
import time
from datetime import datetime, timedelta
from importlib import import_module

from harness import Figures, bench, stopwatch

CHUNK = 50_000
PLAIN = "SELECT count(sha256(convert_to(l::text, 'UTF8'))) FROM dibao_access_log l"


def ours(name):
    """A module of the add-on; the add-ons path is known once a bench runs."""
    return import_module(f"odoo.addons.dibao_archive.{name}")


def rows_of(ring, first, count):
    """Rows as the program writes them, each with its proof."""
    content = ours("models.dibao_access_log").CONTENT
    chain, keyring = ours("tools.chain"), ours("tools.keyring")
    key, start = ring.active(keyring.INDEX), datetime(2026, 1, 1)
    for number in range(first, first + count):
        told = {
            "id": number,
            "logged_at": start + timedelta(seconds=number),
            "user_ref": number % 50 + 2,
            "login": f"clerk{number % 50}",
            "action": "search",
            "model": "dibao.person",
            "field_names": "id_number",
            "count": 1,
        }
        row = tuple(told.get(name) for name in content)
        yield *row, key.index(chain.text_of(row), chain.ROW)


@bench("archive.verify_log", writes=True)
@bench("registry.log_verify")
def log_verify(setting):
    rows = setting.size * 10
    with setting.env() as env:
        bulk, keys = ours("bulk"), ours("keys")
        columns = ours("models.dibao_access_seal").COLUMNS
        cr, seals = env.cr, env["dibao.access.seal"]
        cr.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM dibao_access_log")
        (first,) = cr.fetchone()
        ring = keys.ring(env)
        for start in range(first, first + rows, CHUNK):
            count = min(CHUNK, first + rows - start)
            bulk.copy_rows(cr, "dibao_access_log", columns, rows_of(ring, start, count))
        cr.execute("SELECT setval('dibao_access_log_id_seq', %s)", (first + rows,))
        cr.commit()
        seal_seconds, _done = stopwatch(seals._cron_seal)
        before = time.process_time()
        seconds, findings = stopwatch(seals._verify)
        spent = time.process_time() - before
        cr.execute("SELECT count(*) FROM dibao_access_log")
        (every,) = cr.fetchone()
        if findings:
            raise AssertionError(json.dumps(findings[:3]))
    with setting.connect() as connection, connection.cursor() as cr:
        limit, _none = stopwatch(lambda: cr.execute(PLAIN))
    return Figures(
        seconds,
        limit,
        {
            "rows": every,
            "s_per_million": round(seconds * 1e6 / every, 2),
            "cpu_s": round(spent, 2),
            "added": rows,
            "seal_s": round(seal_seconds, 2),
        },
    )
