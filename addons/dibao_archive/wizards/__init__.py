# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_policy_in_force
from . import dibao_policy_in_force_line
from . import dibao_policy_in_force_step
from . import dibao_rule_change
from . import dibao_household_decision
from . import dibao_member_add
from . import dibao_member_end
from . import dibao_division_change
from . import dibao_division_load
from . import dibao_division_load_line
from . import dibao_division_load_problem
from . import dibao_export
from . import dibao_volume_file
from . import dibao_item_correct
from . import dibao_reference_retire
from . import dibao_copy_make
from . import dibao_item_finder
from . import dibao_item_finder_line
from . import dibao_scan
from . import dibao_scan_line
from . import dibao_label_print
from . import dibao_inspection_override
from . import dibao_hold_lift
from . import dibao_disposal_act
