# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoCaseActMixin(models.AbstractModel):
    """An act of a case that leaves a paper: prepared, done, then settled."""

    _name = "dibao.case.act.mixin"
    _description = "Act of a Case"
    _inherit = [
        "mail.thread",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "id desc"
    _rec_name = "case_id"
    _act_fields = ("state", "done_on", "done_by_id")
    #: Kind of paper that the act files when it is done.
    _paper_code = None
    #: Duty that whoever does the act must be qualified for.
    _duty = None
    #: Stages of the case in which the act is done.
    _stages = ("accepted", "investigation", "appraisal")

    case_id = fields.Many2one(
        "dibao.case", "Case", required=True, index=True, ondelete="cascade"
    )
    household_id = fields.Many2one(related="case_id.household_id", store=True)
    division_id = fields.Many2one(related="case_id.division_id", store=True, index=True)
    state = fields.Selection(
        [("draft", "In preparation"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    done_on = fields.Date("Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", "Done by", readonly=True, copy=False)
    note = fields.Text("Remarks")

    def write(self, vals):
        if self._is_typed(vals) and any(act.state == "done" for act in self):
            raise UserError(
                self.env._("What was done and filed stays as it was. Make another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_prepared(self):
        if any(act.state == "done" for act in self):
            raise UserError(
                self.env._("What was done and filed stays as it was. Make another one.")
            )

    def action_done(self):
        """The act was done as written down; its paper is filed."""
        for act in self:
            act._check_step("draft", duty=self._duty)
            act._check_case()
            act._check_complete()
            act._by_act(
                {
                    "state": "done",
                    "done_on": fields.Date.context_today(self),
                    "done_by_id": self.env.uid,
                }
            )
            act._take_effect()
            act._file_paper()

    def _check_case(self):
        """The case is where the act belongs, and no relative of the user is in it."""
        case = self.case_id
        case._check_no_relative()
        if case.stage not in self._stages:
            stages = dict(case._fields["stage"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(case)s is in the stage “%(stage)s”, in which this act is not "
                    "possible. Reload: somebody else may have moved it on.",
                    case=case.display_name,
                    stage=stages[case.stage],
                )
            )

    def _check_complete(self):
        """Whether what the act must tell is told."""

    def _take_effect(self):
        """What the act changes besides itself."""

    def _file_paper(self):
        if self._paper_code:
            self.case_id._dibao_paper(self._paper_code, self)
