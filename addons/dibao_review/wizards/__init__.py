# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_payment_export
from . import dibao_payment_correct
from . import dibao_case_extend
from . import dibao_cross_take
from . import dibao_alert_close
from . import dibao_exchange_feedback
from . import dibao_monthly_moves
