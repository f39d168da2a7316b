# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .. import describe


class DibaoItemInspect(models.Model):
    """What of an item is looked at by an inspection."""

    _inherit = "dibao.item"  # pylint: disable=consider-merging-classes-inherited

    def _inspected_originals(self):
        """Files as they came in, in the order of their descriptions."""
        self.ensure_one()
        return describe.originals_of(self.sudo())
