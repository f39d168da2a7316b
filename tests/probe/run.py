# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Leak probe: every route as every role, then a search for clear personal data.

    DIBAO_DB=name [DIBAO_CONF=odoo.conf] run.py [--plant] [--role auditor]

The database has the add-ons installed and nothing of value in it: the probe fills it
with a small county of values that must not be met in clear anywhere, starts a server
that logs all it can, and asks it for everything as every role. With ``--plant`` it
leaves one value in a note, and must find it; a smaller such test ends every run.
"""

import argparse
import inspect
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import inside
import planted
import scan
from canary import Mint
from county import PASSWORD, REVEALERS, build
from recover import Recovery
from routes import PROTECTED, drive
from server import Client, Server

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

CLIENTS = 3
#: Beside ours: what the platform adds to most installations, with doors of its own.
FURTHER = ("rpc", "base_import")


class Keeper:
    """Takes every answer: for the search at the end, and for what stands together."""

    def __init__(self, spool, recovery):
        self.spool, self.recovery = spool, recovery
        self.routes, self.seconds, self.revealed = Counter(), Counter(), 0
        self._lock = threading.Lock()

    def __call__(self, route, role, answer, allowed=(), head=b""):
        where = f"{route} as {role}"
        with self._lock:
            self.routes[route] += 1
            self.revealed += any(value.encode() in answer for value in allowed)
            self.recovery.look(where, answer)
        self.spool.add(where, head + b"\n" + answer, allowed)

    def took(self, route, seconds):
        """Remember how long the server took: what makes the probe slow."""
        with self._lock:
            self.seconds[route] += seconds


def prepare(database, plant):
    """The county, its users and what there is to try. -> (mint, county, models)"""
    mint = Mint()
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        modules = env["ir.module.module"].search([("name", "in", FURTHER)])
        missing = modules.filtered(lambda module: module.state != "installed")
        if missing:
            missing.button_immediate_install()
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        county = build(env, mint)
        if plant:
            planted.leave(env, county, mint.values("id_number")[0])
        models = [name for name in sorted(env.registry) if name.startswith("dibao.")]
        models = [name for name in models if not env[name]._abstract]
        county.methods = {name: public_methods(env[name]) for name in models}
        reports = env["ir.actions.report"].search([("model", "in", models)])
        county.reports = [(report.report_name, report.model) for report in reports]
        # The probe asks often: its limits must not hide what lies behind them.
        env["dibao.policy"].search(
            [("key_id.code", "in", ("reveal_per_hour", "id_search_per_hour"))]
        ).write({"value": "10000"})
        cr.commit()
    return mint, county, models


def public_methods(model):
    """Names of the methods that our add-ons give a model and anybody may call.

    Those that every model has (reading, creating …) are driven with arguments.
    """
    everywhere = model.env["base"]
    return sorted(
        {
            name
            for cls in type(model).__mro__
            if cls.__module__.startswith("odoo.addons.dibao")
            for name, value in vars(cls).items()
            if inspect.isfunction(value)
            and not name.startswith("_")
            and not getattr(value, "_api_private", False)
            and not hasattr(everywhere, name)
        }
    )


def drive_all(database, folder, county, mint, models, keeper):
    """A server, and all users at work on it."""

    def one(user):
        client = Client(server, user, keeper)
        if user.login:
            client.login(PASSWORD)
        drive(client, county, mint, models)

    with Server(database, folder) as server:
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(one, county.users))
        keeper.spool.add("server log", server.log.read_bytes())
        keeper.spool.add_folder("temporary files", server.temporary)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--plant", action="store_true", help="leave a value in a note")
    parser.add_argument("--role", action="append", help="as these roles only")
    parser.add_argument("--keep", type=Path, help="folder for log and answers")
    parser.add_argument("--times", action="store_true", help="tell the slowest routes")
    options = parser.parse_args()
    database, start = os.environ["DIBAO_DB"], time.time()
    arguments = ["-d", database, "--no-http", "--log-level=error"]
    if os.environ.get("DIBAO_CONF"):
        arguments = ["-c", os.environ["DIBAO_CONF"], *arguments]
    config.parse_config(arguments, setup_logging=True)
    with tempfile.TemporaryDirectory(prefix="dibao-probe-") as folder:
        folder = options.keep or Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        mint, county, models = prepare(database, options.plant)
        if options.role:
            county.users = [one for one in county.users if one.role in options.role]
        spool = scan.Spool(folder)
        keeper = Keeper(spool, Recovery(mint))
        drive_all(database, folder, county, mint, models, keeper)
        with Registry(database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            inside.ask(env, county, PROTECTED, keeper)
            cr.rollback()
        rest(database, spool)
        hits = [*spool.find(mint.canaries), *keeper.recovery.hits]
        hits += planted.self_test(database, folder, mint)
        if options.times:
            for route, seconds in keeper.seconds.most_common(25):
                print(f"{seconds:8.1f} s {keeper.routes[route]:6} times  {route}")
        sys.exit(report(hits, keeper, county, mint, time.time() - start))


def rest(database, spool):
    """What was stored: database, files, sessions."""
    scan.add_dump(spool, database)
    with Registry(database).cursor() as cr:
        scan.add_binaries(spool, cr)
    spool.add_folder("filestore", config.filestore(database))
    spool.add_folder("sessions", config.session_dir)


def report(hits, keeper, county, mint, seconds):
    """Say what was tried and found, and end with the line; returns the exit code."""
    for hit, times in Counter(hits).most_common(40):
        print("HIT", *hit, f"({times} times)")
    # Asked as those alone who may not see values, the logged act shows none.
    may = any(user.role in REVEALERS for user in county.users)
    if may and not keeper.revealed:
        print("HIT the logged act showed nothing: the probe drove no real county")
        hits.append("reveal")
    print(
        f"{sum(keeper.routes.values())} answers, {keeper.spool.size >> 20} MB looked "
        f"through in {seconds:.0f} s; {keeper.revealed} answers showed a value by the "
        f"logged act; {keeper.recovery.judged} records judged, the most telling leaves "
        f"{keeper.recovery.fewest} numbers"
    )
    print(
        f"leak probe: {len(county.users)} roles, {len(keeper.routes)} routes, "
        f"{len(mint.canaries)} canaries, {len(hits)} hits"
    )
    return int(bool(hits))


if __name__ == "__main__":
    main()
