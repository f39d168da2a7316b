# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time

from odoo import fields, models

from .. import what_if_amounts, what_if_sql

READ = (
    *("dibao.household", "dibao.household.member", "dibao.person", "dibao.division"),
    *("dibao.assessment", "dibao.assessment.member", "dibao.policy"),
    "dibao.standard",
)


class DibaoWhatIf(models.Model):
    """The reckoning: a few statements for a whole province."""

    _inherit = "dibao.what.if"

    def action_reckon(self):
        """Reckon the draft against the rules in force, for every household there."""
        self.check_access("write")
        for one in self:
            one._reckon()
        return True

    def action_view_results(self):
        """Open the result by township, as a pivot and a graph."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_what_if_result_action"
        )
        return {**action, "domain": [("what_if_id", "=", self.id)]}

    def action_view_changes(self):
        """Open who enters and who leaves."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_what_if_change_action"
        )
        return {**action, "domain": [("what_if_id", "=", self.id)]}

    def _reckon(self):
        self.ensure_one()
        begun = time.monotonic()
        self._forget()
        self._reckon_rows()
        what_if_sql.results(self.env.cr, self.id, self.env.uid, self.env.cr.now())
        self.env.invalidate_all()
        self._by_act(
            {
                "state": "done",
                "reckoned_on": fields.Datetime.now(),
                "reckoned_by_id": self.env.uid,
                "seconds": time.monotonic() - begun,
            }
        )

    def _reckon_rows(self):
        """Fill the temporary tables: places, households, supplements, amounts."""
        for model in READ:
            self.env[model].flush_model()
        cr = self.env.cr
        what_if_sql.prepare(cr)
        regions = self._regions()
        what_if_sql.places(cr, self.division_id.parent_path, regions.ids)
        rules = self._rules_by_class(regions.ids, what_if_sql.households(cr))
        what_if_sql.extras(cr, self.day)
        self._refuse_missing(regions.ids)
        what_if_amounts.reckon(cr, rules)
