# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command that tries a backup: what it finds, what it writes down, what it leaves.

Real processes and databases: on a copy of the database under test, which is dropped.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from real import ask, finish

from odoo.tools import config

ADDONS = Path(__file__).resolve().parents[1] / "addons"
SETUP = """
from odoo.addons.dibao_archive.tests import file_corpus
env = env(context=dict(env.context, tracking_disable=True))
# Tests that were rolled back used up numbers of the log: here none is missing.
env.cr.execute("SELECT setval('dibao_access_log_id_seq',"
    " coalesce(max(id), 0) + 1, false) FROM dibao_access_log")
place = env["dibao.division"].create({"code": "990178000000", "name": "示例县"})
env["dibao.fonds"].create({"code": "K078", "name": "示例", "agency_name": "示例",
    "division_id": place.id})
volume = env["dibao.volume"].create({"title": "示例", "division_id": place.id,
    "category_id": env["dibao.volume"]._category("daily").id})
for number in range(4):
    item = env["dibao.item"].create({"volume_id": volume.id, "title": "示例",
        "kind_id": env["dibao.document.kind"]._by_code("ROLL").id})
    env["dibao.original"]._capture(
        item, file_corpus.drawn_pdf(number + 1), "x.pdf", "scan")
env["dibao.access.log"]._log("export", volume, detail="volume_cover")
env.cr.commit()
env["dibao.access.seal"]._cron_seal()
env.cr.commit()
"""
LATER = """
env["dibao.access.log"]._log("export", detail="volume_cover")
env["dibao.volume"].search([], limit=1).copy({"title": "later"})
env.cr.commit()
"""
OUTCOME = "SELECT drill_ok, drill_minutes, note, digest FROM dibao_backup ORDER BY id"


@pytest.fixture
def backup(database, tmp_path):
    """A database with originals and a sealed log, its backup, and what came later."""
    finish(database, SETUP)
    dump, store = tmp_path / "dump", tmp_path / "store"
    subprocess.run(["pg_dump", "-Fc", "-f", dump, database], check=True)
    shutil.copytree(config.filestore(database), store)
    finish(database, LATER)
    yield database, dump, store
    shutil.rmtree(config.filestore(database), ignore_errors=True)


def drill(database, dump, store):
    return subprocess.run(
        [
            os.environ["ODOO_BIN"],
            f"--addons-path={ADDONS}",
            "dibao_restore_drill",
            *("-c", os.environ["DIBAO_CONF"], "-d", database),
            *("--dump", dump, "--filestore", store, "--place", "备份站"),
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )


def left(database):
    """Is anything of the trial still there?"""
    query = "SELECT COUNT(*) FROM pg_database WHERE datname = '{}'"
    name = f"{database}_drill"
    return ask(database, query.format(name))[0] or os.path.exists(
        config.filestore(name)
    )


def test_a_good_backup(backup):
    database, dump, _store = backup
    done = drill(*backup)
    assert done.returncode == 0, done.stdout + done.stderr
    well, minutes, note, digest = ask(database, OUTCOME)
    assert well and minutes >= 1
    assert digest == subprocess.check_output(["sha256sum", dump], text=True)[:64]
    assert "originals read: 4" in note and "dibao.access.seal: " in note
    assert not left(database)
    # Tried again it is the same backup.
    assert drill(*backup).returncode == 0
    assert ask(database, "SELECT COUNT(*) FROM dibao_backup") == (1,)


def test_bad_backups(backup, tmp_path):
    """Damaged files, a log that was cut, a dump that breaks off: each is named."""
    database, dump, store = backup
    spoilt = tmp_path / "spoilt"
    shutil.copytree(store, spoilt)
    one, other, *_rest = sorted(p for p in (spoilt / "dibao").rglob("*") if p.is_file())
    one.write_bytes(one.read_bytes()[:-20])
    other.unlink()
    done = drill(database, dump, spoilt)
    assert done.returncode == 1
    assert done.stdout.count(": damaged") == 2, done.stdout
    well, _minutes, note, _digest = ask(database, OUTCOME)
    assert not well and ": damaged" in note
    assert not left(database)

    cut_off = cut(database, dump, tmp_path / "cut")
    done = drill(database, cut_off, store)
    assert done.returncode == 1 and "differs from what was sealed" in done.stdout

    dump.write_bytes(dump.read_bytes()[:2000])
    assert drill(database, dump, store).returncode == 1
    assert ask(database, "SELECT bool_or(drill_ok) FROM dibao_backup") == (False,)
    assert not left(database)


def cut(database, dump, path):
    """The backup after somebody who could write it removed a row of the log."""
    tampered = f"{database}_cut"
    subprocess.run(["createdb", tampered], check=True)
    try:
        subprocess.run(["pg_restore", "--no-owner", "-d", tampered, dump], check=True)
        statement = (
            "ALTER TABLE dibao_access_log DISABLE TRIGGER ALL;"
            "DELETE FROM dibao_access_log WHERE id ="
            " (SELECT MAX(id) FROM dibao_access_log)"
        )
        subprocess.run(["psql", "-q", "-d", tampered, "-c", statement], check=True)
        subprocess.run(["pg_dump", "-Fc", "-f", path, tampered], check=True)
    finally:
        subprocess.run(["dropdb", tampered], check=True)
    return path
