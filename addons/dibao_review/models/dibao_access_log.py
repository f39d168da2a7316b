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
            "complaint": self.env._("Handling of a complaint"),
            "meeting": self.env._("Minutes of a meeting"),
            "standard": self.env._("List of benefits at a new standard"),
            "monthly_moves": self.env._("Entries and exits of %(month)s"),
            "public_case_known": self.env._("Page for applicants: answered"),
            "public_case_unknown": self.env._("Page for applicants: nothing found"),
            "cross_sent": self.env._("Blinded numbers to %(recipient)s, file %(step)s"),
            "cross_taken": self.env._("Blinded numbers of %(sender)s, file %(step)s"),
            "decisions": self.env._("Decisions handed to %(recipient)s"),
            "extract": self.env._("De-identified extract to %(recipient)s"),
            "status": self.env._("Status of a person to %(recipient)s: %(answer)s"),
        }

    @api.model
    def _purpose_words(self):
        return super()._purpose_words() | {
            "cross_region": self.env._("Comparison across regions"),
            "research": self.env._("Research"),
            "sharing": self.env._("Sharing with an entitled department"),
        }
