# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models


class DibaoAccessLogPrivacy(models.Model):
    """What emergencies and restrictions leave in the log."""

    # One file for each concern.
    _inherit = "dibao.access.log"  # pylint: disable=consider-merging-classes-inherited

    action = fields.Selection(
        selection_add=[("emergency", "Emergency access")],
        ondelete={"emergency": lambda rows: None},
    )

    @api.model
    def _detail_words(self):
        env = self.env
        return super()._detail_words() | {
            "digitiser": env._("Tried by a digitising contractor"),
            "emergency": env._("Through the emergency door"),
            "posture_applied": env._("Settings of sign-in set by the policies"),
            "restricted": env._("Restricted at the person's request"),
        }
