# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real server over a copy of the database under test, with the demo county in it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from foreign import Foreign, demo_passwords
from real import copied

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "probe"))


@pytest.fixture(scope="session")
def copy():
    with copied("api", files=True) as name:
        yield name


@pytest.fixture(scope="session")
def county(copy, tmp_path_factory):
    """The server's address, a client with a key for each user, what there is to try."""
    # Only now on the path: the probe's server is a module of its own folder.
    from server import Server  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("api")
    told = folder / "told.json"
    done = subprocess.run(
        [
            os.environ["ODOO_BIN"],
            *("shell", "-c", os.environ["DIBAO_CONF"], "-d", copy),
            *("--log-level=warn", "--no-http"),
        ],
        input=(HERE / "fill.py").read_text(encoding="utf-8"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "DIBAO_TOLD": str(told)},
        check=False,
    )
    assert told.exists(), done.stdout[-6000:]
    facts = json.loads(told.read_text(encoding="utf-8"))
    secrets = {
        value
        for names in facts["clear"].values()
        for values in names.values()
        for value in values.values()
        if value
    }
    with Server(copy, folder) as server:
        clients = {}
        for login, password in demo_passwords().items():
            client = Foreign(server.base, copy, login, secrets)
            assert client.make_key(password) == facts["users"][login]
            clients[login] = client
        yield SimpleNamespace(
            base=server.base, database=copy, clients=clients, secrets=secrets, **facts
        )
