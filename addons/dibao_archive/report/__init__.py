# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import household_sheet
from . import volume_papers
from . import label_sheet
from . import inspection_report
from . import transfer_register
from . import disposal_papers
from . import evidence_sheet
