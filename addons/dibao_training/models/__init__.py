# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_training_paper_mixin
from . import dibao_training_topic
from . import dibao_staff
from . import dibao_staff_post
from . import dibao_staff_title
from . import dibao_training_expert
from . import dibao_training_plan
from . import dibao_training_course
from . import dibao_training_plan_target
from . import dibao_training_material
from . import dibao_training_credit
from . import dibao_training_tally
from . import event_event
from . import event_evaluation
from . import event_minutes
from . import event_registration
from . import dibao_training_year
from . import dibao_staff_structure
from . import dibao_training_board
from . import hr_employee
from . import hr_employee_public
from . import dibao_staff_import
from . import dibao_staff_import_finding
from . import dibao_staff_import_plan
from . import dibao_job_staff_import
from . import dibao_training_demo
