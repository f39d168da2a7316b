# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import bank_file
from . import statistics
from . import public
from . import cross_file
from . import disclosure
from . import exchange
from . import extract
from . import visit_photo
