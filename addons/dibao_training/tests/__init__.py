# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import test_board
from . import test_course
from . import test_credit
from . import test_demo
from . import test_hooks
from . import test_ledger
from . import test_my_training
from . import test_plan
from . import test_rights
from . import test_rights_matrix
from . import test_session
from . import test_staff
from . import test_staff_import
from . import test_tour
from . import test_tour_training
from . import test_year
from . import test_guard_code
from . import test_tools_duty
from . import test_duty
from . import test_duty_night
from . import test_exam
from . import test_certificate
from . import test_exam_tour
from . import test_duty_demo
from . import test_screens
