# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A trial of restoring: a backup becomes a database, which is looked at and dropped.

On no model: it makes and drops databases, which nobody reaches from inside one.
Regulation of the Archives Law art. 41, GB/T 39784-2021: backups are tried (R-38).
"""

import hashlib
import os
import random
import shutil
import subprocess
import time
from contextlib import contextmanager
from datetime import UTC, datetime

from odoo import fields
from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry
from odoo.sql_db import close_db, db_connect
from odoo.tools import SQL, config
from odoo.tools.misc import exec_pg_environ, find_pg_tool

from . import evidence

#: What a restored database must hold as much of as the living one held then.
COUNTED = (
    "dibao.household",
    "dibao.person",
    "dibao.volume",
    "dibao.item",
    "dibao.original",
    "dibao.reference",
    "dibao.movement",
    "dibao.access.log",
    "dibao.access.seal",
)


def sha256_of(path):
    """Digest of a file, in hexadecimal."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def restored(dump, store, scratch):
    """The backup as a database of its own, gone again afterwards.

    :param dump: what ``pg_dump -Fc`` wrote
    :param store: the copy of the filestore folder of that database
    :param scratch: name of the database, which may not exist yet
    :raise FileExistsError: it does
    :raise subprocess.CalledProcessError: the dump cannot be restored
    """
    folder = config.filestore(scratch)
    if os.path.exists(folder) or _exists(scratch):
        raise FileExistsError(scratch)
    environment = exec_pg_environ()
    _admin(SQL("CREATE DATABASE %s TEMPLATE template0", SQL.identifier(scratch)))
    try:
        subprocess.run(
            [
                find_pg_tool("pg_restore"),
                "--no-owner",
                "--exit-on-error",
                f"--dbname={scratch}",
                dump,
            ],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
        shutil.copytree(store, folder)
        with Registry(scratch).cursor() as cr:
            yield Environment(cr, SUPERUSER_ID, {})
            cr.rollback()
    finally:
        Registry.delete(scratch)
        close_db(scratch)
        _admin(SQL("DROP DATABASE IF EXISTS %s", SQL.identifier(scratch)))
        shutil.rmtree(folder, ignore_errors=True)


def _exists(name):
    with db_connect("postgres").cursor() as cr:
        cr.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        return bool(cr.fetchone())


def _admin(statement):
    with db_connect("postgres").cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute(statement)


def problems(copy, live, sample, seed):
    """What is wrong with a restored database, and what was looked at.

    :param copy: its environment
    :param live: environment of the database it comes from
    :param int sample: how many originals are read to their end
    :param seed: chooses them, so that a trial can be repeated
    :return: (list of texts, {name: number})
    """
    found, counts = [], {}
    for model in COUNTED:
        here, there = (env[model].sudo().search_count([]) for env in (copy, live))
        counts[model] = here
        if here > there or (there and not here):
            found.append(f"{model}: {here} restored, {there} in the living database")
    found += log_problems(copy, live)
    originals = copy["dibao.original"].sudo()
    ids = originals.search([("state", "=", "kept")]).ids
    chosen = random.Random(seed).sample(ids, min(sample, len(ids)))
    counts["originals read"] = len(chosen)
    for original in originals.browse(chosen):
        outcome = evidence.digests_now(original)
        if outcome != "same":
            found.append(f"original {original.id}: {outcome}")
    return found, counts


def log_problems(copy, live):
    """Is the restored log whole, and a beginning of the living one?"""
    seals = copy["dibao.access.seal"].sudo()
    rows = seals.search([], order="first_ref")
    found = [*seals._verify_seals(rows), *seals._verify_rest(rows[-1:])]
    there = live["dibao.access.seal"].sudo()
    for seal in rows[-1:]:
        if not there.search_count(
            [("last_ref", "=", seal.last_ref), ("digest", "=", seal.digest)]
        ):
            found.append(f"seal {seal.digest}: not in the living log")
    return found


def drill(live, dump, store, place="", scratch=None, sample=50, seed=None):
    """Try a backup, and write the outcome into the record of that backup.

    :param live: environment of the database the backup is of
    :return: (record of ``dibao.backup``, list of what is wrong)
    """
    started, taken = time.time(), os.path.getmtime(dump)
    scratch = scratch or f"{live.cr.dbname}_drill"
    # One snapshot of the living database would be older than what it logs meanwhile.
    try:
        with restored(dump, store, scratch) as copy:
            ready = time.time()
            found, counts = problems(copy, live, sample, seed)
            latest = (
                copy["dibao.access.log"].sudo().search([], limit=1, order="id desc")
            )
            end = latest.logged_at or datetime.fromtimestamp(taken, UTC)
            taken = max(taken, end.replace(tzinfo=UTC).timestamp())
    except subprocess.CalledProcessError as error:
        ready, counts = time.time(), {}
        found = [(error.stderr or str(error)).strip()[-500:]]
    told = [f"{name}: {count}" for name, count in counts.items()] + found
    return _record(
        live,
        digest=sha256_of(dump),
        taken_on=fields.Datetime.to_string(datetime.fromtimestamp(taken, UTC)),
        place=place,
        size=os.path.getsize(dump) / 1e9,
        drill_on=fields.Datetime.now(),
        drill_ok=not found,
        drill_minutes=max(1, round((ready - started) / 60)),
        drill_loss_minutes=max(0, round((started - taken) / 60)),
        note="\n".join(told),
    ), found


def _record(live, digest, taken_on, place, size, **outcome):
    backups = live["dibao.backup"].sudo()
    record = backups.search([("digest", "=", digest)], limit=1)
    if not record:
        record = backups.create(
            {
                "digest": digest,
                "taken_on": taken_on,
                "place": place or os.uname().nodename,
                "size": size,
            }
        )
    record.write(outcome)
    return record
