# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from .dibao_monthly_fact import URBAN_RURAL, Link


class DibaoMonthlySum(models.Model):
    """The sums of the facts of a month by village, township and county, and by class.

    Written together with the facts, so that no screen adds up millions of rows.
    Corrections are rows of a later ``booked_month`` that are added. ``detail`` holds
    what is counted by name: ``ages`` (sex:decade), ``bands`` (yuan per person from),
    ``reasons`` (of those who came and left).
    """

    _name = "dibao.monthly.sum"
    _description = "Monthly Figures"
    _order = "month desc, division_id, urban_rural"
    _rec_name = "division_id"
    _log_access = False

    freeze_id = Link("dibao.monthly.freeze", required=True, readonly=True)
    month = fields.Date(required=True, readonly=True)
    booked_month = fields.Date("Booked in", required=True, readonly=True)
    division_id = Link("dibao.division", "Place", required=True, readonly=True)
    level = fields.Selection(
        [("county", "County"), ("township", "Township"), ("village", "Village")],
        required=True,
        readonly=True,
    )
    urban_rural = fields.Selection(
        URBAN_RURAL, "Urban or rural", required=True, readonly=True
    )
    households = fields.Integer(readonly=True)
    persons = fields.Integer(readonly=True)
    female = fields.Integer(readonly=True)
    elderly = fields.Integer(readonly=True)
    minor = fields.Integer("Minors", readonly=True)
    disabled = fields.Integer(readonly=True)
    labour_able = fields.Integer("Able to work", readonly=True)
    labour_part = fields.Integer("Partly lost", readonly=True)
    labour_lost = fields.Integer("Fully lost", readonly=True)
    labour_none = fields.Integer("No ability (under age or old)", readonly=True)
    cause_illness = fields.Integer("Cause: illness", readonly=True)
    cause_disability = fields.Integer("Cause: disability", readonly=True)
    cause_schooling = fields.Integer("Cause: schooling", readonly=True)
    cause_disaster = fields.Integer("Cause: disaster", readonly=True)
    cause_labour = fields.Integer("Cause: lack of labour", readonly=True)
    cause_other = fields.Integer("Cause: other", readonly=True)
    entry_households = fields.Integer("Households that came", readonly=True)
    entry_persons = fields.Integer("Persons who came", readonly=True)
    exit_households = fields.Integer("Households that left", readonly=True)
    exit_persons = fields.Integer("Persons who left", readonly=True)
    transfer_households = fields.Integer("Households moved here, net", readonly=True)
    transfer_persons = fields.Integer("Persons moved here, net", readonly=True)
    taper_households = fields.Integer("Households tapering", readonly=True)
    same_amount = fields.Integer(
        "Households with the commonest amount",
        readonly=True,
        help="Households that get what most of their village get per person.",
    )
    entitled = fields.Float("Granted", digits=(16, 2), readonly=True)
    allowance = fields.Float("Basic allowance", digits=(16, 2), readonly=True)
    price = fields.Float("Price subsidy", digits=(16, 2), readonly=True)
    age_supplement = fields.Float("Supplement for age", digits=(16, 2), readonly=True)
    other_supplement = fields.Float("Other supplements", digits=(16, 2), readonly=True)
    spending = fields.Float(digits=(16, 2), readonly=True)
    detail = fields.Json(readonly=True)

    _once = models.UniqueIndex(
        "(division_id, month, booked_month, urban_rural)",
        "These figures are frozen already.",
    )
    # Of a province's rows one in three hundred is a county's.
    _of_level = models.Index("(level, month, division_id)")

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("Frozen figures are corrected by later rows alone."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Frozen figures are corrected by later rows alone."))
