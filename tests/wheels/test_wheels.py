# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The add-ons as wheels: built, installed with pip beside Odoo, and run from there."""

import os
import shutil
import subprocess
import sys
import sysconfig
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ADDONS = sorted(path.parent.name for path in ROOT.glob("addons/*/__manifest__.py"))
DATA = Path(os.environ["ODOO_HOME"], "data")
DATABASE = f"dibao_wheels_{os.getpid()}"


def run(*command):
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not result.returncode, result.stdout[-3000:] + result.stderr[-3000:]
    return result.stdout


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheels")
    for addon in ADDONS:
        run(
            *(sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps"),
            *("--wheel-dir", folder, ROOT / "addons" / addon),
        )
    return sorted(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheels, tmp_path_factory):
    """An Odoo environment with the wheels in it, and no add-ons path to our sources."""
    venv = tmp_path_factory.mktemp("venv")
    run(sys.executable, "-m", "venv", venv)
    python = venv / "bin" / "python"
    site = next(venv.glob("lib/python3*/site-packages"))
    # The libraries Odoo runs on, as an environment with Odoo would have them.
    (site / "odoo-libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(python, "-m", "pip", "install", "-qq", "--no-deps", *wheels)
    return python


@pytest.fixture(scope="module")
def database():
    core = os.environ["DIBAO_CORE"]
    run("createdb", "-T", core, DATABASE)
    shutil.copytree(DATA / "filestore" / core, DATA / "filestore" / DATABASE)
    yield DATABASE
    run("dropdb", "--force", DATABASE)
    shutil.rmtree(DATA / "filestore" / DATABASE)


def test_one_wheel_for_each_addon(wheels):
    names = [wheel.name.split("-")[0] for wheel in wheels]
    assert names == [f"odoo_addon_{addon}" for addon in ADDONS]


def test_every_dependency_is_met_by_name(python):
    """Odoo itself may miss some (psycopg2 comes as psycopg2-binary): ours must not."""
    check = subprocess.run(
        [python, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    ours = [line for line in check.stdout.splitlines() if line.startswith("odoo-addon")]
    assert ours == []
    shown = run(python, "-m", "pip", "show", *(f"odoo-addon-{a}" for a in ADDONS))
    assert shown.count("Name: odoo-addon-") == len(ADDONS)


def test_wheels_run_in_odoo(python, database):
    run(
        *(python, "-m", "odoo", "-d", database, f"--data-dir={DATA}"),
        *("-i", ",".join(ADDONS), "--skip-auto-install", "--stop-after-init"),
        *("--no-http", "--max-cron-threads=0", "--log-level=warn"),
    )
    with closing(psycopg2.connect(dbname=database)) as connection:
        cr = connection.cursor()
        cr.execute(
            "SELECT name FROM ir_module_module"
            " WHERE state = 'installed' AND name = ANY(%s) ORDER BY name",
            [ADDONS],
        )
        assert [name for (name,) in cr.fetchall()] == ADDONS


def test_code_came_from_the_wheels(python):
    for addon in ADDONS:
        found = run(
            python,
            "-c",
            f"import odoo.init, odoo.addons.{addon} as m; print(m.__file__)",
        )
        assert Path(found.strip()).is_relative_to(python.parent.parent), found
