# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_training_topic
from . import dibao_training_course
from . import dibao_training_credit
from . import dibao_training_year
from . import event_event
from . import hr_employee
from . import hr_employee_public
from . import dibao_training_demo
