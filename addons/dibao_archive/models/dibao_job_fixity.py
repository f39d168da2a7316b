# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

from .dibao_fixity import CHUNK


class DibaoJobFixity(models.Model):
    """A round that is ordered to run through at once."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _job_fixity(self):
        current = self.env["dibao.fixity"].browse(self.params["fixity"])
        if current.state == "running":
            current._check_chunk(CHUNK)
            self._progress(current.done, max(current.total, current.done))
        return current.state != "running"
