# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import intake, vault
from ..tools import file_look
from ..tools.file_finding import Refused
from .dibao_original import CONTEXT


class DibaoOriginalCapture(models.Model):
    """Taking files in: digests and a look at the content (R-42)."""

    # One file for each concern.
    _inherit = "dibao.original"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _capture(self, item, content, name, role="born", source=""):
        """Keep a file of an item: encrypted, with its digests and what it says.

        :param item: a ``dibao.item``
        :param content: bytes or a binary stream
        :param name: as it came; folders and ID numbers in it are dropped
        :param role: one of ``ROLES``
        :param source: where it came from: a report, a model, a batch
        :return: the original
        :raise UserError: the file is not kept (and why), or nothing may be added
        """
        self._check_capture(item, role)
        stored = vault.put(self.env, content, CONTEXT)
        stream = (
            io.BytesIO(content)
            if isinstance(content, bytes | bytearray)
            else vault.reader(self.env, stored.token, stored.wrapped, CONTEXT)
        )
        with stream:
            return self._keep(item, stored, stream, name, role=role, source=source)

    @api.model
    def _check_capture(self, item, role):
        item.ensure_one()
        item.check_access("write")
        if item.state == "draft" or role in ("derivative", "stamped"):
            return
        kept = self.sudo().search_count(
            [("item_id", "=", item.id), ("state", "!=", "erased")], limit=1
        )
        if kept or item.state != "filed":
            raise UserError(
                self.env._(
                    "%(item)s is filed with its original: nothing is exchanged or "
                    "added. File the paper as an item of its own.",
                    item=item.display_name,
                )
            )

    @api.model
    def _keep(self, item, stored, stream, name, **vals):
        """The row of a file that lies in the vault already.

        :raise UserError: the look at it says no
        """
        safe = file_look.without_numbers(file_look.clean_name(name))
        try:
            look, verdict = intake.look(
                self.env, stream, name, item.kind_id.sudo(), item.division_id
            )
        except Refused as refused:
            raise intake.refusal(self.env, safe, refused.finding) from None
        return self._keep_looked(item, stored, look, verdict, {**vals, "name": safe})

    @api.model
    def _keep_looked(self, item, stored, look, verdict, vals):
        return self._keep_many([(item, stored, look, verdict, vals)])

    @api.model
    def _keep_many(self, kept):
        """Rows of files that lie in the vault and were looked at.

        :param kept: list of (item, ``Stored``, ``Look``, ``Verdict``, further values)
        :return: the originals, in this order
        """
        known = self._same_content({row[1].sha256 for row in kept})
        rows = []
        for item, stored, look, verdict, vals in kept:
            for other in known.get(stored.sha256, ()):
                look = look.found("duplicate", other)
            known.setdefault(stored.sha256, []).append(item.display_name)
            rows.append(
                {
                    "item_id": item.id,
                    "mimetype": look.mimetype,
                    "page_count": look.pages,
                    "dpi": look.dpi,
                    "colour": look.colour or False,
                    "pdfa": look.pdfa,
                    "signed": look.signed,
                    "signature": look.signature or False,
                    "malware": verdict.result,
                    "malware_detail": " ".join(filter(None, verdict[1:])),
                    "findings": look.codes(),
                    "captured_on": fields.Datetime.now(),
                    "captured_by_id": self.env.uid,
                    **stored.row(),
                    **vals,
                }
            )
        # sudo: capturing is the effect of an act whose right was checked
        originals = self.sudo()._acting().create(rows)
        counted = originals.filtered(lambda one: one.role != "derivative")
        for item in counted.item_id:
            item._count_pages()
        return originals.with_env(self.env)

    @api.model
    def _same_content(self, digests):
        """{digest: words for what is kept with it already}, as far as it is read.

        That another place keeps the same is told; what and where is not.
        """
        domain = [("sha256", "in", list(digests)), ("state", "!=", "erased")]
        found = {}
        every = self.sudo().search(domain)
        for one in every.with_env(self.env)._filtered_access("read"):
            found.setdefault(one.sha256, []).append(one.item_id.display_name)
        for one in every:
            found.setdefault(one.sha256, [self.env._("at another place")])
        return {digest: names[:3] for digest, names in found.items()}
