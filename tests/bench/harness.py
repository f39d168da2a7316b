# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every bench shares: names, an environment, clocks, and the plain-SQL limit.

A bench is a function in a module ``bench_*.py`` of this folder::

    @bench("registry.search_id")
    def search_id(setting):
        ...
        return Figures(seconds, limit_seconds, {"median_ms": ...})

It runs in a process of its own, so that peak memory is its own too.
"""

import importlib
import os
import resource
import statistics
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
BENCHES = {}
WRITING = set()


@dataclass
class Figures:
    """Seconds of the work, of the same in plain SQL, and what explains them."""

    seconds: float
    limit_seconds: float | None = None
    detail: dict = field(default_factory=dict)


@dataclass
class Setting:
    """The database under test and the size of the registry in it, in households."""

    database: str
    size: int

    @contextmanager
    def env(self, login=None):
        """An environment of a user (superuser when none is named); nothing is kept."""
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            if login:
                user = env["res.users"].search([("login", "=", login)])
                context = {"lang": user.lang, "tz": user.tz}
                env = api.Environment(cr, user.id, context)
            yield env
            cr.rollback()

    def connect(self):
        """A plain connection, for the limit."""
        return psycopg2.connect(dbname=self.database)


def bench(name, writes=False):
    """Register a bench under the name that the tables show.

    :param writes: it adds to the registry, so it runs after those that only read
    """

    def register(function):
        BENCHES[name] = function
        if writes:
            WRITING.add(name)
        return function

    return register


def discover():
    """All benches by name in the order they run in; to be called after ``boot``."""
    for path in sorted(HERE.glob("bench_*.py")):
        importlib.import_module(path.stem)
    return dict(sorted(BENCHES.items(), key=lambda item: item[0] in WRITING))


def boot(database):
    """Make Odoo importable and read the configuration that names the add-ons."""
    options = ["-d", database, "--no-http", "--log-level=warn"]
    if os.environ.get("DIBAO_CONF"):
        options = ["-c", os.environ["DIBAO_CONF"], *options]
    else:
        options += [f"--addons-path={ROOT / 'addons'}"]
        options += [f"--data-dir={ROOT / '.odoo/data'}"]
    config.parse_config(options, setup_logging=True)


def stopwatch(act):
    """Seconds of one call, and what it returned."""
    start = time.perf_counter()
    result = act()
    return time.perf_counter() - start, result


def each(act, values, warm=3):
    """Seconds of each call of ``act(value)``; the first few only warm up."""
    values = list(values)
    for value in values[:warm]:
        act(value)
    return [stopwatch(lambda value=value: act(value))[0] for value in values]


def milliseconds(times):
    """Median and 95th percentile for the detail."""
    ordered = sorted(times)
    return {
        "median_ms": round(statistics.median(times) * 1000, 2),
        "p95_ms": round(ordered[int(len(ordered) * 0.95) - 1] * 1000, 2),
        "calls": len(times),
    }


def peak_mb():
    """Peak resident memory of this process."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


class Highest:
    """Highest resident memory of a process while the block runs, and at its begin."""

    def __init__(self, process=None):
        self.process = psutil.Process(process)

    def __enter__(self):
        self.begin = self.top = self._now()
        self.running = True
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()
        return self

    def _now(self):
        return round(self.process.memory_info().rss / 2**20)

    def _watch(self):
        while self.running:
            self.top = max(self.top, self._now())
            time.sleep(0.05)

    def __exit__(self, *_error):
        self.running = False
        self.thread.join()
