# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from real import copied


@pytest.fixture
def database():
    """Name of a copy of the database under test, without its files."""
    with copied("copy") as name:
        yield name
