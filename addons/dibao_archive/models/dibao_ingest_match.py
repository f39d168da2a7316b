# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.sql import escape_psql

from .. import intake, vault
from ..tools import scan_name
from ..tools.file_finding import Refused
from .dibao_original import CONTEXT


class DibaoIngestMatch(models.Model):
    """Whose paper a scan is, and keeping it there."""

    # One file for each concern.
    _inherit = "dibao.ingest.file"  # pylint: disable=consider-merging-classes-inherited

    def _ready(self, look, verdict):
        """What is needed to keep the file; None when somebody must sort it."""
        item = self._match()
        if item or (self.household_id and self.kind_id):
            return self, item, look, verdict
        self._by_act({"state": "sorting", "findings": look.codes()})
        return None

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

    def _keep(self):
        """Keep one file that somebody sorted."""
        self.ensure_one()
        row = self.sudo()
        try:
            with vault.stream(self, CONTEXT) as stream:
                look, verdict = intake.look(
                    self.env, stream, self.name, row.kind_id, self.division_id
                )
        except Refused as refused:
            self._refuse(refused.finding.code, refused.finding.detail)
            return
        self._keep_all([(self, self.env["dibao.item"], look, verdict)], self.env.user)

    @api.model
    def _keep_all(self, ready, user):
        """Keep files, all of them at once; those that cannot be are left to somebody.

        :param ready: list of (file, item or none, look, verdict)
        :param user: with whose rights they are kept
        """
        acting = self.with_user(user) if not user._is_superuser() else self.sudo()
        try:
            with self.env.cr.savepoint():
                originals = acting._capture_all(ready)
        except (UserError, AccessError, ValidationError):
            # Such as a filed item that has its original: somebody must look.
            if len(ready) == 1:
                ready[0][0].sudo()._by_act({"state": "sorting", "matched_by": False})
                return
            for one in ready:
                self._keep_all([one], user)
            return
        for (one, *_rest), original in zip(ready, originals, strict=True):
            # The file lies in the vault as it lay: the original's row owns it now.
            one.sudo()._by_act(
                {
                    "state": "done",
                    "item_id": original.item_id.id,
                    "original_id": original.id,
                    "token": False,
                    "vault_key": False,
                    "findings": original.sudo().findings,
                }
            )
        self._derive_all(ready[0][0].ingest_id, originals)

    @api.model
    def _derive_all(self, batch, originals):
        if batch.make_pdf:
            for original in originals:
                original._derive_pdf()
        if batch.read_text:
            self.env["dibao.job"]._enqueue_text(originals)

    @api.model
    def _capture_all(self, ready):
        """The originals of files, in new items where none is given."""
        items, new, seen = {}, [], {}
        for number, (one, item, _look, _verdict) in enumerate(ready):
            one = one.with_env(self.env)
            key, page = one._sibling_key()
            if item:
                items[number] = item.with_env(self.env)
            elif page > 1 and key in seen:
                items[number] = seen[key]
            else:
                items[number] = (page > 1 and one._sibling()) or number
                if items[number] == number:
                    new.append((number, one._item_values()))
            seen[key] = items[number]
        created = self.env["dibao.item"]._quiet().create([vals for _n, vals in new])
        made = dict(zip((number for number, _vals in new), created, strict=True))
        kept = []
        for number, (one, _item, look, verdict) in enumerate(ready):
            item = items[number]
            item = (made[item] if isinstance(item, int) else item).with_env(self.env)
            self.env["dibao.original"]._check_capture(item, "scan")
            kept.append((item, one.sudo()._stored(), look, verdict, one._scan_values()))
        return self.env["dibao.original"]._keep_many(kept)

    def _scan_values(self):
        where = self.env._("Batch %(number)s", number=self.ingest_id.id)
        if self.parent_id:
            where += f": {self.parent_id.name}"
        if self.page_from:
            where += self.env._(", from page %(page)s", page=self.page_from)
        page = scan_name.page_of(self.name)
        return {
            "name": self.name,
            "role": "scan",
            "source": where,
            "sequence": page or 10,
        }

    def _sibling_key(self):
        """(what pages of one paper share, number of the page or 0)."""
        stem = self.name.rpartition(".")[0].rstrip("0123456789页")
        page = scan_name.page_of(self.name)
        if not stem or self.page_from:
            page = 0
        return (self.folder, self.household_id.id, self.kind_id.id, stem), page

    def _sibling(self):
        """The item of the page before, of an earlier chunk; none of a first page."""
        (folder, household, kind, stem), _page = self._sibling_key()
        before = self.search(
            [
                ("ingest_id", "=", self.ingest_id.id),
                ("item_id.state", "=", "draft"),
                ("folder", "=", folder),
                ("household_id", "=", household),
                ("kind_id", "=", kind),
                ("name", "=like", f"{escape_psql(stem)}%"),
            ],
            order="id desc",
            limit=20,
        )
        same = before.filtered(lambda one: one._sibling_key()[0][3] == stem)
        return same[:1].item_id

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
