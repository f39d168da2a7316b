# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError


class DibaoCase(models.Model):
    """One click from the case to what is entered for it, on a page of its own.

    A page and not a box over the case: on a telephone it is the whole screen, and its
    own button files it.
    """

    _inherit = "dibao.case"

    def action_list_signers(self):
        """A line for each grown-up who has not promised and authorised yet (art. 9)."""
        self.ensure_one()
        self._check_still_open()
        people = self._grown_ups() - self.authorisation_ids.person_id
        if not people:
            raise UserError(
                self.env._(
                    "%(case)s: every grown-up member of the household has a line "
                    "already. Enter the members first if somebody is missing.",
                    case=self.display_name,
                )
            )
        self.env["dibao.authorisation"].create(
            [{"case_id": self.id, "person_id": person.id} for person in people]
        )

    def action_new_visit(self):
        """Enter a visit, an interview or a letter."""
        return self._new_act("dibao.visit", self.env._("Visit"))

    def action_new_check(self):
        """Ask for the information check."""
        return self._new_act("dibao.verification", self.env._("Information check"))

    def action_new_appraisal(self):
        """Enter the appraisal that was held."""
        return self._new_act("dibao.appraisal", self.env._("Appraisal"))

    def _new_act(self, model, name):
        """The prepared act of this kind, if there is one, or a new one."""
        self.ensure_one()
        self._check_still_open()
        prepared = self.env[model].search(
            [("case_id", "=", self.id), ("state", "=", "draft")], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "res_id": prepared.id,
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }
