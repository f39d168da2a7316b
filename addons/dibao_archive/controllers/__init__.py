# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import ledger
from . import export
from . import attachment
from . import original
from . import ingest
from . import certified_copy
from . import transfer
from . import provision
from . import password
