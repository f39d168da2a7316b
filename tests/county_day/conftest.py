# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A copy of the database under test, and a real server in another time over it."""

import os
import secrets
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests
from real import copied

HERE = Path(__file__).resolve().parent
for folder in ("probe", "api", "county_day"):
    sys.path.append(str(HERE.parent / folder))

FIRST_DAY = date(2023, 12, 1)


@pytest.fixture(scope="session")
def database():
    with copied("day", files=True, keep=bool(os.environ.get("DIBAO_KEEP"))) as name:
        yield name


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _fill(database, clock, told, base, password):
    done = subprocess.run(
        [
            os.environ["ODOO_BIN"],
            *("shell", "-c", os.environ["DIBAO_CONF"], "-d", database),
            *("--log-level=warn", "--no-http"),
        ],
        input=(HERE / "fill.py").read_text(encoding="utf-8"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={
            **clock.environment,
            "DIBAO_TOLD": str(told),
            "DIBAO_URL": base,
            "DIBAO_PASSWORD": password,
        },
        check=False,
    )
    assert told.exists(), done.stdout[-6000:]


@pytest.fixture(scope="session")
def county(database, tmp_path_factory):
    """The office on its first day, with a key for everybody."""
    # Only now on the path.
    from canary import Mint  # noqa: PLC0415
    from clock import Clock  # noqa: PLC0415
    from foreign import Foreign  # noqa: PLC0415
    from office import Office, load  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("day")
    clock, told = Clock(folder, FIRST_DAY), folder / "told.json"
    port, password = _free_port(), secrets.token_urlsafe(16) + "aA1-"
    base = f"http://127.0.0.1:{port}"
    _fill(database, clock, told, base, password)
    facts, mint, log = load(told), Mint(), folder / "server.log"
    # Threads: a parent of processes would take a jump of the time for a hang.
    command = [
        *(os.environ["ODOO_BIN"], "-c", os.environ["DIBAO_CONF"]),
        *("-d", database, f"--db-filter=^{database}$", "--workers=0"),
        *("--http-interface=127.0.0.1", f"--http-port={port}"),
        *("--max-cron-threads=0", f"--logfile={log}", "--log-level=info"),
        *("--limit-time-cpu=36000", "--limit-time-real=0"),
        # One process prints the papers of fourteen months; it is not to be replaced.
        *("--limit-memory-soft=0", "--limit-memory-hard=0"),
    ]
    temporary = folder / "tmp"
    temporary.mkdir()
    server = subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**clock.environment, "TMPDIR": str(temporary)},
    )
    try:
        _wait(base, server, log)
        clients = {}
        for login, key in facts["keys"].items():
            client = clients[login] = Foreign(base, database, login, Values(mint))
            client.use_key(key)
        office = Office(clock, clients, facts, mint, base)
        yield SimpleNamespace(
            office=office,
            database=database,
            log=log,
            folder=folder,
            temporary=temporary,
            password=password,
            mint=mint,
        )
    finally:
        server.terminate()
        server.wait(60)


class Values:
    """What no answer may show: whatever was made up so far."""

    def __init__(self, mint):
        self.mint = mint

    def __and__(self, found):
        return {one.value for one in self.mint.canaries} & found


def _wait(base, server, log):
    for _try in range(480):
        assert server.poll() is None, log.read_text()[-4000:]
        try:
            requests.get(f"{base}/web/health", timeout=30)
            return
        except (requests.ConnectionError, requests.ReadTimeout):
            time.sleep(0.25)
    raise RuntimeError("the server does not answer")
