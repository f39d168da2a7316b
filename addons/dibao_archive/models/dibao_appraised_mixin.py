# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

OUTCOMES = [
    ("destroy", "Destroy"),
    ("extend", "Keep longer"),
    ("transfer", "Transfer"),
    ("sample", "Keep for good, as a sample"),
]


class DibaoAppraisedMixin(models.AbstractModel):
    """What an appraisal decided on a volume or an item, once it was carried out."""

    _name = "dibao.appraised.mixin"
    _description = "Subject to Appraisal"
    _act_fields = ("appraisal_outcome", "appraised_on", "extended_to", "list_number")

    appraisal_outcome = fields.Selection(
        OUTCOMES, "Appraised", readonly=True, copy=False, index="btree_not_null"
    )
    appraised_on = fields.Date(readonly=True, copy=False)
    extended_to = fields.Date(
        "Kept longer until",
        readonly=True,
        copy=False,
        help="By an appraisal, beyond what the retention rule says.",
    )
    list_number = fields.Char(
        "Disposal list",
        readonly=True,
        copy=False,
        help="Number of the list on which this was decided.",
    )

    def _kept_by_appraisal(self):
        """Those that an appraisal keeps: for good, or for some time still."""
        today = fields.Date.context_today(self)
        return self.filtered(
            lambda one: one.appraisal_outcome == "sample"
            or (one.extended_to and one.extended_to > today)
        )
