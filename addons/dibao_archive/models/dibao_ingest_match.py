# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.sql import escape_psql

from .. import intake, vault
from ..tools import scan_name
from ..tools.file_finding import Refused
from .dibao_original import CONTEXT


def _the_one(known, words):
    """The one record that any of the words names; None of none or several."""
    found = [known[word] for word in words if word in known]
    return (
        found[0].union(*found) if found and len(found[0].union(*found)) == 1 else None
    )


class DibaoIngestMatch(models.Model):
    """Whose paper a scan is, and keeping it there."""

    # One file for each concern.
    _inherit = "dibao.ingest.file"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _match_all(self, looked):
        """What is needed to keep files; those nobody could match wait to be sorted.

        A cover sheet comes first, then the reference code or household number in the
        name, then what was chosen for the whole batch.

        :param looked: list of (file, look, verdict), all of one batch
        :return: list of (file, item or none, look, verdict)
        """
        files = self.union(*(one for one, _look, _verdict in looked))
        items = files._match_names()
        ready = []
        for one, look, verdict in looked:
            item = items.get(one.id, self.env["dibao.item"])
            if item or (one.household_id and one.kind_id):
                ready.append((one, item, look, verdict))
            else:
                one._by_act({"state": "sorting", "findings": look.codes()})
        return ready

    def _match_names(self):
        """Fill in households and kinds as far as names tell; -> {file id: item}.

        What all names may mean is asked at once.
        """
        named = {
            one.id: scan_name.read(one.name, one.folder or "")
            for one in self
            if one.matched_by != "cover"
        }
        words = {word for name in named.values() for word in name.words}
        codes = {code for name in named.values() for code, _page in name.codes}
        items = self[:1]._items_of(codes) if codes else {}
        households, kinds = self._households_of(words), self._kinds_of(words)
        by_code, by_name = kinds
        found = {}
        for one in self.filtered(lambda one: one.id in named):
            name = named[one.id]
            item = next((items[c] for c, _page in name.codes if c in items), None)
            if item:
                found[one.id] = item
                one._by_act({"matched_by": "code"})
            else:
                upper = [word.upper() for word in name.words]
                kind = _the_one(by_code, upper) or _the_one(by_name, name.words)
                one._take_match(_the_one(households, name.words), kind)
        return found

    def _take_match(self, household, kind):
        vals = {}
        batch = self.ingest_id
        if household and not batch.household_id and batch._reaches(household):
            vals.update(household_id=household.id, matched_by="number")
        if kind and not batch.kind_id:
            vals["kind_id"] = kind.id
        if not vals.get("matched_by") and batch.household_id:
            vals["matched_by"] = "batch"
        if vals:
            self._by_act(vals)

    def _items_of(self, codes):
        """{reference code: its item}, within the area and the user's rights."""
        user = self.ingest_id.user_id
        items = self.env["dibao.item"].with_user(user)
        if user._is_superuser():
            items = items.sudo()
        by_code = defaultdict(items.browse)
        for item in items.search([("reference_code", "in", list(codes))]):
            by_code[item.reference_code] |= item
        return {
            code: found.with_env(self.env)
            for code, found in by_code.items()
            if len(found) == 1 and self._within(found.division_id)
        }

    def _within(self, division):
        path = self.ingest_id.sudo().division_id.parent_path
        return (division.sudo().parent_path or "").startswith(path or "-")

    @api.model
    def _households_of(self, words):
        """{word: household} of the words that are numbers of households."""
        domain = [("number", "in", list(words))]
        found = self.env["dibao.household"].sudo().search(domain)
        return {one.number: one for one in found}

    @api.model
    def _kinds_of(self, words):
        """{code: kind} and {name: kinds} of the words that are one or the other."""
        kinds = self.env["dibao.document.kind"].sudo()
        codes = kinds.search([("code", "in", [word.upper() for word in words])])
        by_name = defaultdict(kinds.browse)
        for kind in kinds.search([("name", "in", list(words))]):
            by_name[kind.name] |= kind
        return {kind.code: kind for kind in codes}, by_name

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
        items, new, seen = {}, {}, {}
        # Together, so that what is read of one is read of all.
        files = self.browse([row[0].id for row in ready])
        for number, (one, row) in enumerate(zip(files, ready, strict=True)):
            key, page = one._sibling_key()
            if row[1]:
                items[number] = row[1].with_env(self.env)
            elif page > 1 and key in seen:
                items[number] = seen[key]
            else:
                items[number] = (page > 1 and one._sibling()) or number
                if items[number] == number:
                    new[number] = one
            seen[key] = items[number]
        values = self.union(*new.values())._item_values()
        created = (
            self.env["dibao.item"]
            ._quiet()
            .create([values[one.id] for one in new.values()])
        )
        made = dict(zip(new, created, strict=True))
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
        """{file id: values of the item that takes it}."""
        self.check_access("write")
        own = self.filtered(lambda one: one.kind_id.sudo().category_kind == "approval")
        volumes = self.env["dibao.volume"]._for_households(own.household_id)
        return {
            one.id: one._values_in(
                volumes[one.household_id.id] if one in own else one._office_volume()
            )
            for one in self
        }

    def _office_volume(self):
        return self.env["dibao.volume"]._for_office(
            self.kind_id.sudo().category_kind,
            self.household_id.division_id,
            (self.date or self.env.cr.now().date()).year,
        )

    def _values_in(self, volume):
        household, kind = self.household_id, self.kind_id.sudo()
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
