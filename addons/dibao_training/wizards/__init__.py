# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_duty_need
from . import dibao_duty_need_line
from . import dibao_duty_need_session
from . import dibao_training_certificate_enter
from . import dibao_staff_promise
from . import dibao_training_correction
from . import dibao_training_credit_paper
from . import dibao_session_register
from . import dibao_session_sheet
from . import dibao_session_point
from . import dibao_staff_report
from . import dibao_my_training
from . import dibao_my_training_rows
from . import dibao_my_training_line
from . import dibao_self_study
