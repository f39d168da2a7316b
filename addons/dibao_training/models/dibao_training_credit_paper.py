# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class DibaoTrainingCredit(models.Model):
    """Every hour has its evidence in the archives.

    Sessions file their attendance sheet, self-study its paper; of hours from elsewhere
    the coordinator files what proves them.
    """

    # One file for each concern.
    _inherit = "dibao.training.credit"  # pylint: disable=consider-merging-classes-inherited

    paper_filed = fields.Boolean(
        "Paper filed",
        compute="_compute_paper_filed",
        # everybody who sees hours may know that, not only who sees sessions
        compute_sudo=True,
        search="_search_paper_filed",
        help="What proves the hours is in the archives: a paper of their own, or the "
        "attendance sheet of the session.",
    )

    @api.depends("item_id", "event_id.dibao_sheet_item_id")
    def _compute_paper_filed(self):
        for credit in self:
            credit.paper_filed = credit.item_id or credit.event_id.dibao_sheet_item_id

    def _search_paper_filed(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: whether there is a sheet, of sessions whose hours the user sees
        events = self.env["event.event"].sudo()
        sheets = events._search([("dibao_sheet_item_id", "!=", False)])
        domain = Domain("item_id", "!=", False) | Domain("event_id", "in", sheets)
        return domain if True in value else ~domain

    @api.model
    def _unfiled_domain(self):
        """Hours that count, of which no paper is in the archives."""
        return (
            Domain("state", "=", "booked")
            & Domain("hours", ">", 0)
            & Domain("paper_filed", "=", False)
        )

    # ACTS

    def action_file_paper(self):
        """Ask for the paper that proves the hours, and file it."""
        self.ensure_one()
        self._check_paper_missing()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("File the paper"),
            "res_model": "dibao.training.credit.paper",
            "view_mode": "form",
            "target": "new",
            "context": {"default_credit_id": self.id},
        }

    def _check_paper_missing(self):
        self._check_correctable()
        for credit in self:
            if credit.paper_filed:
                raise UserError(
                    self.env._(
                        "The paper of “%(subject)s” is filed already.",
                        subject=credit.subject,
                    )
                )

    def _file_paper(self, filename, content):
        """File what proves booked hours with the papers of the person's office.

        :param str filename: as it came; may be empty
        :param bytes content: a PDF or picture
        :return: the item
        :raise UserError: taken back, filed already, or the file is not kept (and why)
        """
        self.ensure_one()
        entry = self.sudo()
        # Two who file at once, or file and correct: the second one waits, then sees it.
        entry.lock_for_update()
        entry.invalidate_recordset()
        self._check_paper_missing()
        item = entry._dibao_file_paper(
            "TRAINING",
            entry.division_id,
            f"{entry.subject}, {entry.employee_id.name}",
            year=entry.date.year,
            filename=filename or "evidence",
            content=content,
        )
        entry._by_act({"item_id": item.id})
        return item
