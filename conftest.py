# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Workers that test side by side have a database each; here also a file store each."""

import os
import shutil
from unittest import mock

import pytest
from xdist.scheduler import LoadScopeScheduling

from odoo.tests.common import get_db_name
from odoo.tools import config


class ByFixture(LoadScopeScheduling):
    """Tests of one county that takes a minute to set up stay in one worker."""

    def _split_scope(self, nodeid):
        if nodeid.startswith("tests/api/"):
            return "tests/api"
        return super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config, log):
    return ByFixture(config, log)


@pytest.fixture(scope="session", autouse=True)
def own_filestore(load_registry):
    """Give a worker's database its own files.

    pytest-odoo lets all workers share one store. What the vault keeps, removes and
    counts there would then be everybody's.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if not worker:
        yield
        return
    stores = os.path.join(config["data_dir"], "filestore")
    own = os.path.join(stores, get_db_name())
    shutil.rmtree(own, ignore_errors=True)
    # What core keeps there is never written again, so that links are enough.
    shutil.copytree(config.filestore(get_db_name()), own, copy_function=os.link)
    with mock.patch.object(
        config, "filestore", lambda dbname: os.path.join(stores, dbname)
    ):
        yield
    shutil.rmtree(own, ignore_errors=True)
