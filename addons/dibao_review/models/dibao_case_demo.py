# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

# kind, acts in their order
CASES = [
    ("application", ()),
    ("application", ("accept",)),
    ("application", ("accept", "investigate")),
    ("increase", ("accept", "investigate", "post_notice")),
    ("member_change", ("accept",)),
    ("reverification", ("accept", "investigate")),
    ("reverification", ("accept", "investigate", "confirm")),
    ("reduction", ("accept", "investigate", "refuse")),
]


class DibaoCase(models.Model):
    _inherit = "dibao.case"

    @api.model
    def _demo_create(self):
        """Open a few cases for demo households, if there are any without a case."""
        households = self.env["dibao.household"].search(
            [("case_ids", "=", False)], limit=len(CASES)
        )
        if self.search_count([], limit=1):
            return
        county = self.with_user(self.env.ref("base.user_admin")).sudo()
        for household, (kind, acts) in zip(households, CASES, strict=False):
            case = self.create({"household_id": household.id, "kind": kind})
            for act in acts:
                decides = act in ("confirm", "refuse")
                if decides:
                    case.reason = "示例:收入核对结果"
                actor = county.browse(case.id) if decides else case
                getattr(actor, f"action_{act}")()
