# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.sql import escape_psql

from .. import intake
from ..tools import scan_name
from ..tools.file_finding import Refused


class DibaoIngestMatch(models.Model):
    """Whose paper a scan is, and keeping it there."""

    # One file for each concern.
    _inherit = "dibao.ingest.file"  # pylint: disable=consider-merging-classes-inherited

    def _match_and_keep(self, look, verdict):
        """Keep the file where it belongs, or leave it to be sorted."""
        item = self._match()
        if item or (self.household_id and self.kind_id):
            return self._keep(item, look, verdict)
        return self._by_act({"state": "sorting"})

    def _match(self):
        """Fill in household and kind as far as they are told; -> an item by its code.

        A cover sheet comes first, then the reference code or household number in the
        name, then what was chosen for the whole batch.
        """
        self.ensure_one()
        if self.matched_by == "cover":
            return self.env["dibao.item"]
        named = scan_name.read(self.name, self.folder or "")
        item = self._item_of(named.codes)
        if item:
            self._by_act({"matched_by": "code"})
            return item
        vals = {}
        household = self._household_of(named.words)
        if household and not self.ingest_id.household_id:
            vals.update(household_id=household.id, matched_by="number")
        kind = self._kind_of(named.words)
        if kind and not self.ingest_id.kind_id:
            vals["kind_id"] = kind.id
        if not vals.get("matched_by") and self.ingest_id.household_id:
            vals["matched_by"] = "batch"
        if vals:
            self._by_act(vals)
        return item

    def _item_of(self, codes):
        """The item of a reference code, within the area and the user's rights."""
        items = self.env["dibao.item"].with_user(self.ingest_id.user_id)
        if self.ingest_id.user_id._is_superuser():
            items = items.sudo()
        for code, _page in codes:
            found = items.search([("reference_code", "=", code)], limit=2)
            if len(found) == 1 and self._within(found.division_id):
                return found.with_env(self.env)
        return self.env["dibao.item"]

    def _within(self, division):
        path = self.ingest_id.sudo().division_id.parent_path
        return (division.sudo().parent_path or "").startswith(path or "-")

    def _household_of(self, words):
        found = (
            self.env["dibao.household"]
            .sudo()
            .search([("number", "in", words)], limit=2)
        )
        if len(found) == 1 and self.ingest_id._reaches(found):
            return found
        return found.browse()

    @api.model
    def _kind_of(self, words):
        kinds = self.env["dibao.document.kind"].sudo()
        codes = [word.upper() for word in words]
        found = kinds.search([("code", "in", codes)], limit=2)
        if len(found) != 1:
            found = kinds.search([("name", "in", words)], limit=2)
        return found if len(found) == 1 else kinds.browse()

    # ------------------------------------------------------------------ keeping

    def _keep(self, item=None, look=None, verdict=None):
        """Keep the file as an original; nothing is written when it cannot be."""
        self.ensure_one()
        row = self.sudo()
        # What is kept is kept by who ordered it, with his rights.
        user = self.env.user if not self.env.su else self.ingest_id.user_id
        acting = self.with_user(user) if not user._is_superuser() else row
        try:
            if look is None:
                with self._stream() as stream:
                    look, verdict = intake.look(
                        self.env, stream, self.name, row.kind_id, self.division_id
                    )
            with self.env.cr.savepoint():
                original = acting._capture_into(item, row._stored(), look, verdict)
        except Refused as refused:
            self._refuse(refused.finding.code, refused.finding.detail)
            return
        except (UserError, AccessError, ValidationError):
            # Such as a filed item that has its original: somebody must look.
            row._by_act({"state": "sorting", "matched_by": False})
            return
        # The file lies in the vault as it lay: the row of the original owns it now.
        row._by_act(
            {
                "state": "done",
                "item_id": original.item_id.id,
                "original_id": original.id,
                "token": False,
                "vault_key": False,
                "findings": original.sudo().findings,
            }
        )
        if self.ingest_id.make_pdf:
            original._derive_pdf()
        if self.ingest_id.read_text:
            self.env["dibao.job"]._enqueue_text(original)

    def _capture_into(self, item, stored, look, verdict):
        """The original, in a new item where none is given."""
        originals = self.env["dibao.original"]
        page = scan_name.page_of(self.name)
        if item:
            item = item.with_env(self.env)
        else:
            item = self._sibling() or self.env["dibao.item"].create(self._item_values())
        originals._check_capture(item, "scan")
        where = self.env._("Batch %(number)s", number=self.ingest_id.id)
        if self.parent_id:
            where += f": {self.parent_id.name}"
        if self.page_from:
            where += self.env._(", from page %(page)s", page=self.page_from)
        return originals._keep_looked(
            item,
            stored,
            look,
            verdict,
            {
                "name": self.name,
                "role": "scan",
                "source": where,
                "sequence": page or 10,
            },
        )

    def _sibling(self):
        """The item of the page before: files of a folder that differ by page only."""
        page = scan_name.page_of(self.name)
        stem = self.name.rpartition(".")[0].rstrip("0123456789页")
        if page < 2 or not stem or self.parent_id.page_count:
            return self.env["dibao.item"]
        before = self.search(
            [
                ("ingest_id", "=", self.ingest_id.id),
                ("item_id.state", "=", "draft"),
                ("folder", "=", self.folder),
                ("household_id", "=", self.household_id.id),
                ("kind_id", "=", self.kind_id.id),
                ("name", "=like", f"{escape_psql(stem)}%"),
            ],
            order="id desc",
            limit=20,
        )
        return before.filtered(
            lambda one: one.name.rpartition(".")[0].rstrip("0123456789页") == stem
        )[:1].item_id

    def _item_values(self):
        self.check_access("write")
        household = self.household_id
        kind = self.kind_id.sudo()
        if kind.category_kind == "approval":
            volume = self.env["dibao.volume"]._for_household(household)
        else:
            volume = self.env["dibao.volume"]._for_office(
                kind.category_kind,
                household.division_id,
                (self.date or self.env.cr.now().date()).year,
            )
        return {
            "volume_id": volume.id,
            "household_id": household.id,
            "kind_id": kind.id,
            "title": self.title
            or self.env._(
                "%(kind)s: %(name)s",
                kind=kind.name,
                name=household.head_id.name or household.number,
            ),
            **({"date": self.date} if self.date else {}),
        }
