# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real server that logs all it can, and the clients that talk to it."""

import itertools
import json
import os
import re
import socket
import subprocess
import time
from urllib.parse import urljoin

import requests

TIMEOUT = 300
REDIRECTS = 5


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """An Odoo server of two workers with its log in a file; ended with the block."""

    def __init__(self, database, folder):
        self.database, self.log = database, folder / "server.log"
        #: Files the server makes for a moment land here and are looked through.
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.port = _free_port()
        self.base = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        command = [os.environ.get("ODOO_BIN", "odoo")]
        if os.environ.get("DIBAO_CONF"):
            command += ["-c", os.environ["DIBAO_CONF"]]
        command += [
            *("-d", self.database, f"--db-filter=^{self.database}$"),
            *("--http-interface=127.0.0.1", f"--http-port={self.port}"),
            *("--workers=2", f"--gevent-port={_free_port()}", "--max-cron-threads=0"),
            *("--log-level=debug", "--log-db=False", f"--logfile={self.log}"),
            *("--limit-time-cpu=600", "--limit-time-real=600"),
        ]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": str(self.temporary)},
        )
        for _try in range(480):
            try:
                requests.get(f"{self.base}/web/health", timeout=30)
                return self
            except (requests.ConnectionError, requests.ReadTimeout):
                time.sleep(0.25)
        raise RuntimeError("the server does not answer")

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(60)


class Client:
    """One user's browser session and API key; every answer goes to ``keep``."""

    def __init__(self, server, user, keep):
        self.base, self.user, self.keep = server.base, user, keep
        self.database = server.database
        self.session = requests.Session()
        self.token = None
        self._numbers = itertools.count(1)

    def login(self, password):
        """Sign in as the web client does, and get its form token."""
        self.route(
            "login",
            "/web/session/authenticate",
            {"db": self.database, "login": self.user.login, "password": password},
        )
        home = self.session.get(f"{self.base}/odoo", timeout=TIMEOUT)
        self.keep("web client page", self.user.role, home.content)
        found = re.search(r'csrf_token: "([^"]+)"', home.text)
        self.token = found and found.group(1)

    def _kept(self, route, answer, allowed=()):
        # Headers too: names of files, places a browser is sent to.
        head = repr(dict(answer.headers)).encode()
        self.keep(route, self.user.role, answer.content, allowed, head)
        self.keep.took(route, answer.elapsed.total_seconds())
        return answer

    def route(self, route, path, params, allowed=()):
        """A JSON-RPC route; returns its result, None when refused."""
        body = {
            "jsonrpc": "2.0",
            "method": "call",
            "id": next(self._numbers),
            "params": params,
        }
        answer = self.session.post(f"{self.base}{path}", json=body, timeout=TIMEOUT)
        self._kept(route, answer, allowed)
        try:
            return answer.json().get("result")
        except ValueError:
            return None

    def call(self, model, method, args=(), allowed=(), **kwargs):
        """What the web client does for every button and view."""
        params = {
            "model": model,
            "method": method,
            "args": list(args),
            "kwargs": kwargs,
        }
        path = f"/web/dataset/call_kw/{model}/{method}"
        return self.route(f"call_kw {method}", path, params, allowed)

    def json2(self, model, method, allowed=(), **kwargs):
        """A foreign client with an API key."""
        headers = {"Authorization": f"bearer {self.user.key}"} if self.user.key else {}
        answer = requests.post(
            f"{self.base}/json/2/{model}/{method}",
            json=kwargs,
            headers=headers,
            timeout=TIMEOUT,
        )
        self._kept(f"json2 {method}", answer, allowed)
        try:
            return answer.json() if answer.ok else None
        except ValueError:
            return None

    def get(self, route, path, allowed=()):
        """A page or a file, and each place it sends to."""
        url = f"{self.base}{path}"
        for _turn in range(REDIRECTS):
            answer = self.session.get(url, timeout=TIMEOUT, allow_redirects=False)
            self._kept(route, answer, allowed)
            if not answer.is_redirect:
                break
            url = urljoin(url, answer.headers["location"])
        return answer

    def post(self, route, path, data, files=None, allowed=()):
        """A form of the web client."""
        data = {**data, "csrf_token": self.token}
        answer = self.session.post(
            f"{self.base}{path}", data=data, files=files, timeout=TIMEOUT
        )
        return self._kept(route, answer, allowed)

    def export(self, kind, model, ids, names, groupby=()):
        """The platform's own export of a list."""
        columns = [{"name": name, "label": name, "type": "char"} for name in names]
        data = {
            "model": model,
            "fields": columns,
            "ids": ids or False,
            "domain": [],
            "groupby": list(groupby),
            "import_compat": False,
        }
        self.post(f"export {kind}", f"/web/export/{kind}", {"data": json.dumps(data)})
