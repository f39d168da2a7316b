# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
REPORT = "dibao_review.report_case_paper"
#: A context sent by RPC is plain data and can never hold this object.
FILING = object()


class DibaoCasePaper(models.Model):
    """A form that an act of a case made: what it said then, and where it is filed."""

    _name = "dibao.case.paper"
    _description = "Form of a Case"
    _inherit = ["dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "id desc"
    _rec_name = "kind_id"
    _act_fields = ("case_id", "kind_id", "content", "item_id", "state", "problem")

    case_id = fields.Many2one(
        "dibao.case",
        "Case",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    household_id = fields.Many2one(related="case_id.household_id", store=True)
    division_id = fields.Many2one(related="case_id.division_id", store=True, index=True)
    kind_id = fields.Many2one(
        "dibao.document.kind", "Form", required=True, readonly=True, ondelete="restrict"
    )
    content = fields.Json(readonly=True)
    item_id = fields.Many2one(
        "dibao.item", "Filed as", readonly=True, index="btree_not_null"
    )
    state = fields.Selection(
        [
            ("waiting", "To be printed"),
            ("kept", "Printed and kept"),
            ("failed", "Could not be printed"),
        ],
        required=True,
        default="waiting",
        readonly=True,
        index=True,
    )
    problem = fields.Char(readonly=True)

    _to_print = models.Index("(id) WHERE state = 'waiting'")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A form that was made stays on record."))

    @api.model
    def _file(self, forms):
        """Keep what forms say and file them; the pages follow.

        With ``dibao_file_later`` in the context filing follows with the pages: a
        meeting that decides hundreds of cases does not wait for it.

        :param forms: list of (case whose act it is, a ``CasePaper``); rights were
            checked by the act
        """
        # sudo: the effect of an act that was checked
        papers = self.sudo()
        made = papers._acting().create(
            [
                {
                    "case_id": case.id,
                    "kind_id": form.kind.id,
                    "content": form.content(),
                }
                for case, form in forms
            ]
        )
        # The token that lets it be written ends here.
        made = made.with_env(papers.env)
        if not self.env.context.get("dibao_file_later"):
            for paper in made:
                paper._take_place()
        if made:
            self.env.ref("dibao_review.cron_case_paper").sudo()._trigger()
        return made.sudo(self.env.su)

    def _take_place(self, report=None):
        """File it as an item of the household's volume, and print it with a report."""
        item = self.household_id._dibao_file(
            self.kind_id, self, report=report, act=self.case_id.kind
        )
        if self.item_id != item:
            self._by_act({"item_id": item.id})

    def _print(self):
        """Print and keep the pages. What fails is told, and does not stop the rest."""
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        for paper in self.with_context(dibao_filing=FILING, lang=chinese or None):
            try:
                with self.env.cr.savepoint():
                    paper._take_place(REPORT)
            except Exception as error:  # whatever it is, the next paper is printed
                _logger.exception("Form %s could not be printed", paper.id)
                paper._by_act({"state": "failed", "problem": type(error).__name__})
            else:
                paper._by_act({"state": "kept", "problem": False})

    @api.model
    def _cron_print(self):
        """Print what waits, one by one, each in a transaction of its own."""
        waiting = self.search([("state", "=", "waiting")], order="id")
        cron, left = self.env["ir.cron"], len(waiting)
        cron._commit_progress(remaining=left)
        for paper in waiting:
            paper._print()
            left -= 1
            if not cron._commit_progress(1, remaining=left):
                break

    def action_print_again(self):
        """Try once more what could not be printed."""
        self.check_access("read")
        failed = self.filtered(lambda paper: paper.state == "failed").sudo()
        failed._by_act({"state": "waiting", "problem": False})
        self.env.ref("dibao_review.cron_case_paper").sudo()._trigger()

    def action_open_item(self):
        """Open the item under which it is filed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.item",
            "res_id": self.item_id.id,
            "views": [(False, "form")],
        }
