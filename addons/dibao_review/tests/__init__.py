# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import test_acts
from . import test_deadlines
from . import test_demo
from . import test_guard
from . import test_hooks
from . import test_household
from . import test_investigation
from . import test_notice
from . import test_procedure
from . import test_rights
from . import test_rights_matrix
from . import test_tour
from . import test_workdays
from . import test_guard_code
from . import test_disposal_handlers
from . import test_benefit
from . import test_tools_payment
from . import test_tools_bank
from . import test_tools_allowance
from . import test_tools_means
from . import test_tools_means_properties
from . import test_payment_run
from . import test_assessment
