# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Benches: a table on the screen, the figures in .odoo/bench.json.

    DIBAO_DB=name [DIBAO_CONF=odoo.conf] run.py [--size HOUSEHOLDS] [--only PREFIX]

The database has the add-ons installed and nothing of value in it: the bench fills it
with a fictional county. ``limit_seconds`` is the same work in plain SQL or COPY on the
same tables and indexes in the same run; ``ratio`` is how many times longer we take.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import harness

MARK = "BENCH-RESULT "


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--size",
        type=int,
        default=10_000,
        help="households, of archive.* items, of training.* employees",
    )
    parser.add_argument("--only", default="", help="prefix of the names to run")
    parser.add_argument("--out", default=harness.ROOT / ".odoo/bench.json", type=Path)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    options = parser.parse_args()
    database = os.environ.get("DIBAO_DB")
    if not database:
        parser.error("DIBAO_DB names the database to fill and measure")
    harness.boot(database)
    benches = harness.discover()
    if options.child:
        setting = harness.Setting(database, options.size)
        act = benches.get(options.child) or importlib.import_module("fixture").fill
        print(MARK + json.dumps(asdict(act(setting))))
        return 0
    names = [name for name in benches if name.startswith(options.only)]
    if not names:
        parser.error(f"no bench begins with {options.only}: {', '.join(benches)}")
    return run_all(names, options)


def run_all(names, options):
    filled = child("fill", households(names, options.size))
    print_figures("fill", filled)
    rows, broken = [], []
    for name in names:
        figures = child(name, options.size)
        print_figures(name, figures)
        if figures is None:
            broken.append(name)
            continue
        limit = figures["limit_seconds"]
        rows.append(
            {
                "name": name,
                "size": options.size,
                **figures,
                "ratio": round(figures["seconds"] / limit, 2) if limit else None,
            }
        )
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(
        json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    for name in broken:
        print(f"{name}: broken, see above", file=sys.stderr)
    return 1 if broken else 0


def households(names, size):
    """How many the registry needs: SIZE, or as many as hold SIZE items.

    Benches of the training count employees: of households they need the places only.
    """
    others = [name for name in names if not name.startswith("training.")]
    if not others:
        return min(size, 400)
    if any(not name.startswith("archive.") for name in others):
        return size
    return -(-size // importlib.import_module("archive_fixture").ITEMS)


def child(name, size):
    """The figures of one bench, from a process of its own; None when it broke."""
    command = [sys.executable, __file__, "--child", name, "--size", str(size)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    for line in done.stdout.splitlines():
        if line.startswith(MARK):
            figures = json.loads(line[len(MARK) :])
            # A busy machine explains slow figures.
            figures["detail"]["load"] = round(os.getloadavg()[0], 1)
            return figures
        print(line)
    return None


def print_figures(name, figures):
    if figures is None:
        print(f"{name:24} BROKEN", flush=True)
        return
    limit = figures["limit_seconds"]
    ratio = f"{figures['seconds'] / limit:8.2f}x" if limit else " " * 9
    shown = f"{limit:12.4f}" if limit else " " * 12
    detail = ", ".join(f"{key}={value}" for key, value in figures["detail"].items())
    print(f"{name:24}{figures['seconds']:12.4f}{shown}{ratio}  {detail}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
