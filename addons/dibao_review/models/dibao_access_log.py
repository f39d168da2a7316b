# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class DibaoAccessLog(models.Model):
    """Words of what this add-on logs."""

    _inherit = "dibao.access.log"

    @api.model
    def _detail_words(self):
        return super()._detail_words() | {
            "bank_file": self.env._("Bank file %(file)s, layout %(profile)s"),
            "case_paper": self.env._("Form of a case"),
            "meeting": self.env._("Minutes of a meeting"),
            "public_case_known": self.env._("Page for applicants: answered"),
            "public_case_unknown": self.env._("Page for applicants: nothing found"),
        }
