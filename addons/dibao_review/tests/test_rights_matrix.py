# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import rights_common
from odoo.addons.dibao_archive.tests.rights_records import values_of

# samples of the models are registered by the import
from . import payment_samples as payment_samples
from . import rights_records_case as rights_records_case
from . import rights_records_disclosure as rights_records_disclosure
from . import rights_records_exchange as rights_records_exchange
from . import rights_records_means as rights_records_means
from . import rights_records_statistics as rights_records_statistics


@values_of("dibao.case")
def _case(test, village, user):
    return {"household_id": test.record("dibao.household", village).id}


@tagged("post_install", "-at_install")
class TestRightsMatrix(rights_common.RightsCase):
    addon = "dibao_review"
