# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models


class DibaoOriginalGrant(models.Model):
    """Who was granted a view by a loan may look at the pages while it runs."""

    # One file for each concern.
    _inherit = "dibao.original"  # pylint: disable=consider-merging-classes-inherited

    def _may_view(self, user):
        return super()._may_view(user) or bool(
            self.with_user(user).has_access("read")
            and self.env["dibao.view.grant"]._for_item(self.sudo().item_id, user)
        )
