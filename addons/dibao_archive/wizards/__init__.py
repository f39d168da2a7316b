# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_policy_in_force
from . import dibao_policy_in_force_line
from . import dibao_policy_in_force_step
from . import dibao_rule_change
