# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_case
from . import dibao_case_clock
from . import dibao_case_acts
from . import dibao_case_demo
from . import dibao_household
from . import dibao_household_handlers
from . import dibao_benefit
from . import dibao_benefit_line
from . import dibao_benefit_member
from . import dibao_benefit_acts
from . import dibao_household_benefit
