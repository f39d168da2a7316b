# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import test_county
from . import test_household
from . import test_job
from . import test_sealed
from . import test_county_load
from . import test_reach
from . import test_county_demo
from . import test_tools_identity
from . import test_tools_workbook
from . import test_three_administrators
from . import test_tools_ledger
from . import test_log_chain
from . import test_tools_division
from . import test_tools_policy
from . import test_division
from . import test_division_load
from . import test_policy
from . import test_standard
from . import test_code
from . import test_paper
from . import test_county_command
from . import test_ledger_import
from . import test_rights
from . import test_hoot
from . import test_tours
from . import test_export
