# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import training
from . import certificate
from . import survey
from . import staff_import
