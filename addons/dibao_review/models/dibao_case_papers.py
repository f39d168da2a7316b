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

        :param code: of a ``dibao.document.kind``
        :param record: the act that the paper tells of; by default the case
        :return: the paper
        """
        self.ensure_one()
        record = self._in_chinese(record or self)
        return self.env["dibao.case.paper"]._file([(self, CasePaper(record, code))])

    def _dibao_papers(self, code):
        """``_dibao_paper`` of each case, told of the case itself."""
        cases = self._in_chinese(self)
        kind = cases.env["dibao.document.kind"]._by_code(code) if self else None
        forms = [(case, CasePaper(case, code, kind)) for case in cases]
        return self.env["dibao.case.paper"]._file(forms)

    def _in_chinese(self, record):
        """The forms are in Chinese, whatever language the officer works in."""
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        return record.with_context(lang=chinese) if chinese else record
