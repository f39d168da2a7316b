# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A server of its own and the calls the web client makes to it."""

import http.client
import json
import os
import socket
import subprocess
import time

import psutil
from harness import ROOT
from lxml import etree


class Server:
    """An Odoo server on a free port, one process, ended with the block."""

    def __init__(self, database):
        self.database = database

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [os.environ.get("ODOO_BIN", "odoo")]
        if os.environ.get("DIBAO_CONF"):
            command += ["-c", os.environ["DIBAO_CONF"]]
        else:
            command += [f"--addons-path={ROOT / 'addons'}"]
            command += [f"--data-dir={ROOT / '.odoo/data'}"]
        command += [
            *("-d", self.database, f"--db-filter=^{self.database}$"),
            *("--http-interface=127.0.0.1", f"--http-port={self.port}"),
            *("--max-cron-threads=0", "--workers=0", "--log-level=error"),
        ]
        # Its own log: what it says of itself is no part of the table.
        (ROOT / ".odoo").mkdir(exist_ok=True)
        log = open(ROOT / ".odoo/bench-server.log", "a")  # noqa: SIM115
        self.process = subprocess.Popen(command, stderr=log)
        for _try in range(240):
            try:
                Client(self.port).get("/web/health")
                return self
            except OSError:
                time.sleep(0.25)
        raise RuntimeError("the server does not answer")

    def __exit__(self, *_error):
        self.process.terminate()
        self.process.wait(30)

    def resident_mb(self):
        """Resident memory of the server process."""
        return round(psutil.Process(self.process.pid).memory_info().rss / 2**20)

    def cpu_seconds(self):
        """Processor time of the server process so far, without the database's."""
        return _spent(psutil.Process(self.process.pid))

    def database_seconds(self):
        """Processor time of the database's processes that work for this server."""
        return database_seconds(self.database)


def database_seconds(database):
    """Processor time of the processes that serve a database now."""
    found = 0.0
    for process in psutil.process_iter(["cmdline"]):
        words = " ".join(process.info["cmdline"] or ()).split()
        if words[:1] == ["postgres:"] and database in words:
            found += _spent(process)
    return found


def _spent(process):
    """Seconds of the processor; 0 of a process that ended meanwhile."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return times.user + times.system


class Client:
    """A session over one kept-alive connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self.cookie = None
        self.context = {}

    def get(self, path):
        """Status and bytes of a page or file."""
        headers = {"Cookie": self.cookie} if self.cookie else {}
        self.connection.request("GET", path, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def post(self, path, params):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        headers = {"Content-Type": "application/json"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        self.connection.request("POST", path, body, headers)
        answer = self.connection.getresponse()
        told = json.loads(answer.read())
        if answer.getheader("Set-Cookie"):
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        if "error" in told:
            raise RuntimeError(told["error"]["data"]["message"])
        return told["result"]

    def login(self, database, login, password):
        user = self.post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )
        self.context = {**user["user_context"], "allowed_company_ids": [1]}

    def call(self, model, method, *args, **kwargs):
        kwargs.setdefault("context", self.context)
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def specification(self, model, kind):
        """The fields the web client reads for the default view of a kind."""
        views = self.call(model, "get_views", [[False, kind]])
        arch = etree.fromstring(views["views"][kind]["arch"])
        fields = {name: told["fields"] for name, told in views["models"].items()}
        return self._fields(arch, model, fields)

    def _fields(self, arch, model, fields):
        found = {}
        for node in _own_fields(arch):
            name = node.get("name")
            told = fields[model].get(name)
            if told is None:
                continue
            found[name] = {}
            if told["type"] == "many2one":
                found[name] = {"fields": {"display_name": {}}}
            elif told["type"] in ("one2many", "many2many"):
                found[name] = self._lines(node, told["relation"], fields)
        return found

    def _lines(self, node, model, fields):
        inline = [child for child in node if child.tag in ("list", "kanban")]
        if inline:
            lines = self._fields(inline[0], model, fields)
            return {"fields": lines, "limit": 40, "order": ""}
        if (node.get("widget") or "").startswith("many2many"):
            return {"fields": {"display_name": {}}}
        return {"fields": self.specification(model, "list"), "limit": 40, "order": ""}


def _own_fields(node):
    """Fields of this view, without those of the views inside its fields."""
    for child in node:
        if child.tag == "field":
            yield child
        elif isinstance(child.tag, str):
            yield from _own_fields(child)
