# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""kill -9 in the middle of a batch of scans: nothing is lost, doubled or half.

Real processes, real commits, real files: on a copy of the database under test, which is
dropped with its folder of the filestore.
"""

import shutil
from pathlib import Path

import pytest
from real import ask, finish, kill_when

from odoo.tools import config

FILES = 60
SETUP = f"""
from odoo.addons.dibao_archive.tools.county import County
from odoo.addons.dibao_archive.tests import file_corpus
county = County(3, seed=5, mean_size=3, first=78)
env["dibao.county"]._load(county)
household = env["dibao.household"].search([], order="id desc", limit=1)
office = household.county_id
user = env["res.users"].create({{"name": "k", "login": "kill_scans", "group_ids": [
    (6, 0, [env.ref("dibao_archive.group_county_officer").id])]}})
user.dibao_division_ids = [(6, 0, office.ids)]
kind = env["dibao.document.kind"].create({{"code": "TK", "name": "x"}})
batch = env["dibao.ingest"].with_user(user).create({{"division_id": office.id,
    "household_id": household.id, "kind_id": kind.id, "read_codes": False}})
members = {{f"{{n:02d}}a.png": file_corpus.picture("PNG", size=(100 + n, 100))
    for n in range({FILES})}}
batch.env["dibao.ingest.file"]._receive(batch, "all.zip", file_corpus.packed(members))
batch.action_run()
env.cr.commit()
"""
ACT = """
import time
from odoo.addons.dibao_archive.models import dibao_job_ingest
dibao_job_ingest.CHUNK = 5
job = env["dibao.ingest"].search([], order="id desc", limit=1).job_id
plain = type(job)._next_chunk
def slowly(job, plain=plain):
    goes_on = plain(job)
    time.sleep(SLEEP)
    return goes_on
type(job)._next_chunk = slowly
job._run()
"""
COUNTS = """
    SELECT (SELECT COUNT(*) FROM dibao_ingest_file WHERE state = 'done'),
           (SELECT COUNT(*) FROM dibao_original WHERE role = 'scan'),
           (SELECT COUNT(*) FROM dibao_original WHERE role = 'derivative'),
           (SELECT COUNT(*) FROM dibao_item)
"""
TOKENS = """
    SELECT array_agg(token) FROM (SELECT token FROM dibao_original
        UNION ALL SELECT token FROM dibao_ingest_file) held WHERE token IS NOT NULL
"""
SWEEP = """
from odoo.addons.dibao_archive import vault
swept = vault.sweep(env, older_than=-1)
assert not swept.missing, swept
for original in env["dibao.original"].search([]):
    with vault.stream(original) as stream:
        stream.read()
env.cr.commit()
"""


@pytest.fixture
def files(database):
    """The folder of the copy's files."""
    folder = Path(config.filestore(database))
    yield folder / "dibao"
    shutil.rmtree(folder, ignore_errors=True)


def on_disk(folder):
    return {path.name for path in folder.glob("*/*")}


def test_killed_and_finished(database, files):
    killed = SETUP + ACT.replace("SLEEP", "0.3")
    kill_when(database, killed, lambda: ask(database, COUNTS)[0] >= 10)
    done, scans, derived, items = ask(database, COUNTS)
    assert 0 < done < FILES
    assert (scans, derived, items) == (done, done, done), "a half paper"
    tokens = set(ask(database, TOKENS)[0])
    assert tokens <= on_disk(files), "a kept file is missing"

    finish(database, ACT.replace("SLEEP", "0"))
    assert ask(database, COUNTS) == (FILES, FILES, FILES, FILES)
    state = "SELECT state FROM dibao_ingest ORDER BY id DESC LIMIT 1"
    assert ask(database, state) == ("done",)

    finish(database, SWEEP)
    assert on_disk(files) == set(ask(database, TOKENS)[0]), "an orphan file"
