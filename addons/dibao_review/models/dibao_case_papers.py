# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from ..report.case_papers import CasePaper


class DibaoCase(models.Model):
    """The forms of the procedure (F02 to F19) that its acts make."""

    _inherit = "dibao.case"

    paper_ids = fields.One2many("dibao.case.paper", "case_id", "Forms")

    def _dibao_paper(self, code, record=None):
        """Write down what a form says now, and file it as an item of the volume.

        Its pages are printed and kept in the background, from what was written down.
        The forms are in Chinese, whatever language the officer works in.

        :param code: of a ``dibao.document.kind``
        :param record: the act that the paper tells of; by default the case
        :return: the paper
        """
        self.ensure_one()
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        record = record or self
        if chinese:
            record = record.with_context(lang=chinese)
        return self.env["dibao.case.paper"]._file(self, CasePaper(record, code))
