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
from . import dibao_assessment
from . import dibao_assessment_line
from . import dibao_assessment_member
from . import dibao_assessment_part
from . import dibao_assessment_input
from . import dibao_assessment_reckon
from . import dibao_assessment_screen
from . import dibao_household_assessment
