# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import case_paper_report
from . import means_sheet
from . import analysis_report
from . import meeting_minutes
from . import assist_form
from . import complaint_form
from . import monthly_moves
from . import case_forms
from . import standard_change
