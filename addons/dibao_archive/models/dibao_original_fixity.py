# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .dibao_original import CONTEXT


class DibaoOriginalFixity(models.Model):
    """Originals are read again in each fixity round."""

    _inherit = "dibao.original"  # pylint: disable=consider-merging-classes-inherited
    _vault_context = CONTEXT
