# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from . import dibao_division
from . import res_groups
from . import res_users
from . import dibao_key
from . import dibao_access_log
from . import dibao_access_seal
from . import dibao_job
from . import dibao_job_rotation
from . import dibao_sealed_mixin
from . import dibao_jurisdiction_mixin
from . import dibao_revision_mixin
from . import dibao_fact_mixin
from . import dibao_person
from . import dibao_certificate
from . import dibao_household
from . import dibao_household_member
from . import dibao_custodian
from . import dibao_income
from . import dibao_asset
from . import dibao_expense
from . import dibao_event
from . import dibao_duplicate
from . import dibao_code
from . import dibao_county
