# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_duty_need
from . import dibao_duty_need_line
from . import dibao_training_certificate_enter
