# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Each combination comes into an Odoo that runs other apps, and goes without a trace.

Contacts, employees, CRM and projects with data stand for the office's own apps. Each
combination is installed with its demo county (so that there are messages, files and
activities to be left behind), upgraded, and uninstalled; then schema, external ids,
attachments and every row are compared with what they were.
"""

import ast
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import snapshot

ROOT = Path(__file__).resolve().parent.parent.parent
ADDONS = ROOT / "addons"
DATA = Path(os.environ["ODOO_HOME"], "data")
FILESTORE = DATA / "filestore"
COMBINATIONS = [
    ["dibao_archive"],
    ["dibao_review"],
    ["dibao_training"],
    ["dibao_review", "dibao_training"],
]


def run(*command):
    result = subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert not result.returncode, f"{command}\n{result.stdout[-6000:]}"
    return result.stdout


def server(database, *options):
    """Start, do what the options say, stop; a warning on the way is a failure."""
    out = run(
        os.environ["ODOO_BIN"],
        *("-c", os.environ["DIBAO_CONF"], "-d", database, *options),
        *("--stop-after-init", "--log-level=warn"),
    )
    assert not re.search(r" (WARNING|ERROR|CRITICAL) ", out), out[-6000:]


def uninstall(database, addons):
    conf = os.environ["DIBAO_CONF"]
    run(
        os.environ["ODOO_BIN"],
        "module",
        "uninstall",
        "-c",
        conf,
        "-d",
        database,
        *addons,
    )


def drop(database):
    run("dropdb", "--if-exists", "--force", database)
    shutil.rmtree(FILESTORE / database, ignore_errors=True)


def copy(source, target):
    drop(target)
    run("createdb", "-T", source, target)
    shutil.copytree(FILESTORE / source, FILESTORE / target)


def ours(addons):
    """The add-ons and those of ours that they depend on, dependants first."""
    found = []
    for addon in addons:
        manifest = ADDONS / addon / "__manifest__.py"
        depends = ast.literal_eval(manifest.read_text())["depends"]
        found += ours([name for name in depends if (ADDONS / name).is_dir()])
        found.append(addon)
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("addons", COMBINATIONS, ids="+".join)
def test_comes_and_goes_without_a_trace(addons):
    name = f"dibao_matrix_{os.getpid()}"
    everything = ours(addons)
    try:
        copy(os.environ["DIBAO_OFFICE"], name)
        before = snapshot.take(name, FILESTORE / name)
        run("psql", "-qd", name, "-c", "UPDATE ir_module_module SET demo = true")
        server(name, "-i", ",".join(addons), "--with-demo")
        server(name, "-u", ",".join(everything))
        uninstall(name, reversed(everything))
        after = snapshot.take(name, FILESTORE / name)
        found = snapshot.differences(before, after)
        assert not found, "\n".join([f"{len(found)} differences", *found])
        # The neighbours still load and answer; their own demo data nobody asked for.
        run("psql", "-qd", name, "-c", "UPDATE ir_module_module SET demo = false")
        server(name, "-u", "crm")
    finally:
        drop(name)
