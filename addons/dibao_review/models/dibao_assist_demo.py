# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.fields import Command


class DibaoAssist(models.Model):
    _inherit = "dibao.assist"

    @api.model
    def _demo_create(self):
        """One request of ours and one of another county, if there are cases."""
        cases = self.env["dibao.case"].search([("stage", "=", "investigation")])
        case = cases.filtered(lambda one: one.household_id.head_id)[:1]
        if not case or self.search_count([], limit=1):
            return
        this = case._demo_as("investigate").env[self._name]
        for values in (
            {
                "case_id": case.id,
                "person_ids": [Command.set(case.household_id.head_id.ids)],
                "other_office": "示例省邻县民政局",
                "content": "示例：该成员常住贵县，请协助入户调查其住房和务工收入。",
            },
            {
                "direction": "in",
                "kind": "check",
                "other_office": "示例省远县民政局",
                "other_number": "远民函〔2026〕12号",
                "person_name": "示例甲",
                "content": "示例：其子女户籍在贵县，请协助核对不动产和收入。",
            },
        ):
            this.create({"division_id": case.division_id.id, **values})._begin()
