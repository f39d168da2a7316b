# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models
from odoo.exceptions import UserError

from .. import packing, sealed, vault
from .dibao_transfer import CONTEXT


class DibaoTransferIn(models.Model):
    """Receiving: a package is kept, inspected, approved, taken over; whole or not."""

    # One file for each concern.
    _inherit = "dibao.transfer"  # pylint: disable=consider-merging-classes-inherited

    def _receive(self, stream=None):
        """Keep the package that came and inspect its four properties.

        :param stream: the package; without it, what was uploaded into the form
        """
        self.ensure_one()
        row = self.sudo()
        if stream is None and not row.token:
            stream = sealed.open_blob(row, "upload")
            if not stream:
                raise UserError(self.env._("Bring the package in first."))
        if stream is not None:
            stored = vault.put(self.env, stream, CONTEXT)
            row._by_act({**stored.row(), "upload": False})
        found = packing.seen(self.env, self)
        if found.told_sha256 and found.told_sha256 != found.sha256:
            found.problems.insert(0, ("package_changed", ""))
        inspection = self.env["dibao.inspection"].create(
            {
                "stage": "transfer",
                "transfer_id": self.id,
                "division_id": self.division_id.id,
            }
        )
        inspection._conclude()
        vals = {"inspection_id": inspection.id}
        if found.problems:
            code, where = found.problems[0]
            vals |= {"problem": code, "problem_detail": where[:200]}
            self._step("receipt", "fail", code)
        else:
            with packing.opened(self.env, self) as whole:
                profile = packing.package.profile_of(whole)
            vals |= {
                "problem": False,
                "problem_detail": False,
                "package_profile": profile,
                "state": "inspected",
            }
            self._step("receipt", note=inspection.name)
        self._by_act(vals)
        if found.problems:
            self._drop_package()
        return False
