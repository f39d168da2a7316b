# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Real processes with real commits, over a copy of the database under test."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import closing, contextmanager

import psycopg2

from odoo.tools import config


@contextmanager
def copied(suffix, files=False, keep=False):
    """Name of a copy, dropped at the end: others are connected, so by dump.

    :param bool files: its file store too
    """
    source = config["db_name"]
    source = source[0] if isinstance(source, list) else source
    name = f"{source}_{suffix}"
    drop(name)
    subprocess.run(["createdb", name], check=True)
    dump = subprocess.Popen(["pg_dump", source], stdout=subprocess.PIPE)
    subprocess.run(
        ["psql", "-q", "-d", name],
        stdin=dump.stdout,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    assert dump.wait() == 0
    if files:
        shutil.copytree(
            config.filestore(source), config.filestore(name), copy_function=os.link
        )
    try:
        yield name
    finally:
        if not keep:
            drop(name)


def drop(name):
    """A database and its files."""
    subprocess.run(["dropdb", "--if-exists", "--force", name], check=True)
    shutil.rmtree(config.filestore(name), ignore_errors=True)


def ask(database, query):
    """The first row, past the server."""
    with closing(psycopg2.connect(dbname=database)) as connection:
        cr = connection.cursor()
        cr.execute(query)
        return cr.fetchone()


def shell(database):
    """A process that runs what is written to it with ``env``."""
    return subprocess.Popen(
        [
            os.environ["ODOO_BIN"],
            "shell",
            *("-c", os.environ["DIBAO_CONF"], "-d", database),
            *("--log-level=warn", "--no-http"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def finish(database, script):
    """Run a script to its end."""
    process = shell(database)
    out, _none = process.communicate(script, timeout=240)
    assert not process.returncode and "Traceback" not in out, out[-4000:]


def kill_when(database, script, ready):
    """Run a script, and kill its process as soon as ``ready()``."""
    process = shell(database)
    process.stdin.write(script)
    process.stdin.close()
    until = time.monotonic() + 180
    while not ready():
        assert process.poll() is None, process.stdout.read()[-4000:]
        assert time.monotonic() < until, "it does not begin"
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    alive = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
    while ask(database, alive)[0] > 1:
        time.sleep(0.1)
