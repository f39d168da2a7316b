# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Scans that come in, and words that are searched.

``archive.ingest``: PDFs of about 200 kB, each another one, named by household and kind;
digests, look at the content, PDF/A check, item, original, search words; no OCR. The
limit is what no way around it can spare: both digests, encryption and an fsync for each
file. ``archive.search2``: two-character words, first 20 hits, through the ORM with the
clerk's rights; the limit is the same question in plain SQL.
"""

import cProfile
import io
import os
import pstats
import random
import statistics
import tempfile
import time
from itertools import cycle

import archive_fixture
import img2pdf
from bench_registry_search import VILLAGES
from fixture import CLERK, OFFICER
from harness import Figures, bench, each, milliseconds, peak_mb
from PIL import Image
from web_client import database_seconds

from odoo.addons.dibao_archive.tools import bigram, vault_file

FILES = 400
CALLS = 60
#: What the profile names: a part of the work and the function that does it.
PARTS = {
    "look": ("intake.py", "look"),
    "vault": ("vault.py", "put"),
    "rows": ("dibao_ingest_match.py", "_capture_all"),
    "search_words": ("dibao_item_search.py", "_index_text"),
}


def scans(count):
    """PDFs of one noisy gray page, about 200 kB, no two alike."""
    noise = Image.effect_noise((1240, 1754), 32)
    for number in range(count):
        page = noise.copy()
        page.putpixel((number % 1240, number // 1240), 255)
        out = io.BytesIO()
        page.save(out, "JPEG", quality=16, dpi=(150, 150))
        yield img2pdf.convert([out.getvalue()])


def batch(env, files):
    """A batch of the officer with files named by household and kind."""
    office = env.user.dibao_division_ids[:1]
    households = env["dibao.household"].search([], limit=len(files), order="id desc")
    made = env["dibao.ingest"].create(
        {"name": "bench", "division_id": office.id, "read_codes": False}
    )
    started = time.perf_counter()
    for household, data in zip(cycle(households), files, strict=False):
        name = f"{household.number}_INCOME.pdf"
        env["dibao.ingest.file"]._receive(made, name, data)
    env.cr.commit()
    return made, time.perf_counter() - started


@bench("archive.ingest", writes=True)
def ingest(setting):
    """Files in a second by one worker, and where the time goes."""
    files = list(scans(min(setting.size, FILES)))
    with setting.env(OFFICER) as env:
        before, database = time.process_time(), database_seconds(setting.database)
        made, receiving = batch(env, files)
        made.action_run()
        env.cr.commit()
        profile = cProfile.Profile()
        started = time.perf_counter()
        done = made.job_id.sudo()._run()
        working = time.perf_counter() - started
        spent = time.process_time() - before
        asked = database_seconds(setting.database) - database
        made.invalidate_recordset()
        if not done or made.done_count != len(files):
            raise AssertionError(f"{made.done_count} of {len(files)} files kept")
        # Once more under the profiler, which slows it down.
        again, _receiving = batch(env, list(scans(min(len(files), 60)))[30:])
        again.action_run()
        env.cr.commit()
        profile.runcall(again.job_id.sudo()._run)
        env.cr.commit()
    seconds = receiving + working
    size = sum(map(len, files))
    detail = {
        "files": len(files),
        "kB_each": round(size / len(files) / 1000),
        "files_per_s": round(len(files) / seconds, 1),
        "MB_per_s": round(size / seconds / 1e6, 1),
        "receive_s": round(receiving, 2),
        # What both spent is what a machine with nothing else to do takes at most.
        "worker_cpu_ms": round(spent / len(files) * 1000, 1),
        "database_cpu_ms": round(asked / len(files) * 1000, 1),
        "peak_mb": peak_mb(),
        **shares(profile),
    }
    return Figures(seconds, floor(files), detail)


def shares(profile):
    """Share of the profiled time in each part, in percent."""
    stats = pstats.Stats(profile).stats
    total = max(row[3] for row in stats.values())
    found = {}
    for part, (file, function) in PARTS.items():
        spent = sum(
            row[3]
            for (path, _line, name), row in stats.items()
            if name == function and path.endswith(f"/{file}")
        )
        found[f"{part}_pct"] = round(100 * spent / total)
    return found


def floor(files):
    """Seconds for digests, encryption and fsync of the same files alone."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("DIBAO_BENCH_DISK")) as folder:
        started = time.perf_counter()
        for number, data in enumerate(files):
            key = vault_file.new_key("SM4-GCM")
            path = os.path.join(folder, str(number))
            vault_file.write(path, io.BytesIO(data), "SM4-GCM", key, b"bench")
        seconds = time.perf_counter() - started
    return seconds


@bench("archive.search2")
def search2(setting):
    """First 20 items for a two-character word, by the clerk's rights."""
    loading, loaded = archive_fixture.fill(setting)
    words = asked(setting)
    with setting.env(CLERK) as env:
        items = env["dibao.item"]

        def search(word):
            env.invalidate_all()
            found = items.search([("search_text", "=", word)], limit=20)
            found.mapped("display_name")
            return found

        times = each(search, words)
        hits = [len(search(word)) for word in words]
    with setting.connect() as connection, connection.cursor() as cr:
        cr.execute(VILLAGES, (CLERK,))
        (villages,) = cr.fetchone()

        def plain(word):
            cr.execute(
                "SELECT id, reference_code, title FROM dibao_item"
                " WHERE search_vector @@ %s::tsquery AND division_id = ANY(%s)"
                " ORDER BY volume_id DESC, sequence, id LIMIT 20",
                (bigram.query(word), villages),
            )
            cr.fetchall()

        limits = each(plain, words)
        cr.execute("SELECT pg_relation_size('dibao_item_search_vector_index')")
        (index,) = cr.fetchone()
    detail = {
        **milliseconds(times),
        "sql_p95_ms": milliseconds(limits)["p95_ms"],
        "hits_median": round(statistics.median(hits)),
        "index_mb": round(index / 2**20, 1),
        "loaded": loaded,
        "load_s": round(loading, 1),
    }
    return Figures(statistics.median(times), statistics.median(limits), detail)


def asked(setting):
    """Pairs of characters out of titles: names and kinds, rare and common ones."""
    with setting.env(CLERK) as env:
        titles = env["dibao.item"].search([], limit=2000).mapped("title")
    rng = random.Random(4)
    pairs = sorted(
        {
            title[at : at + 2]
            for title in titles
            for at in range(len(title) - 1)
            if title[at : at + 2].isalpha() and " " not in title[at : at + 2]
        }
    )
    return rng.sample(pairs, min(CALLS, len(pairs)))
