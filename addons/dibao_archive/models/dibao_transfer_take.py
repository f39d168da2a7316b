# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import packing, vault
from ..tools import archive_words, reference_code
from ..tools.archive_record import PackageError
from .dibao_original import CONTEXT as ORIGINAL


class DibaoTransferTake(models.Model):
    """Taking over: volumes, items and originals of an approved package."""

    # One file for each concern.
    _inherit = "dibao.transfer"  # pylint: disable=consider-merging-classes-inherited

    def action_take_over(self):
        """Take the items of an approved package over, in the background."""
        self._check_step("approved", duty="transfer")
        if self.direction != "in":
            raise UserError(self.env._("This transfer goes out."))
        self.job_id = self.env["dibao.job"]._enqueue(
            "transfer_take",
            f"transfer/{self.id}",
            self.env._("Taking over %s", self.name),
            {"transfer": self.id},
            1,
            self.division_id,
        )
        return self.job_id._open()

    def _take_over(self):
        """Volumes, items and originals of the package: all of them, or none.

        :raise UserError: a code is taken, or a class, kind or retention is not known
        """
        self.ensure_one()
        volumes, items, told = {}, {}, []
        try:
            for record, _header in packing.records_of(self.env, self):
                volume = self._volume_of(record, volumes)
                items[record.key] = self._take_item(record, volume, items)
                told.append((record, items[record.key]))
        except PackageError as error:
            raise UserError(self._reason(error.code, error.where)) from error
        # Filed at the end: nothing is added to what is filed.
        for record, item in told:
            self._file_item(record, item)
        self._settle(volumes.values(), items.values())
        listed = {item.volume_id: record for record, item in reversed(told)}
        for volume, record in reversed(listed.items()):
            self._list(volume, record)
        self.env["dibao.access.log"]._log(
            "import",
            self,
            purpose="transfer",
            reference=self.name,
            count=len(items),
            detail="transfer_taken",
        )
        self._step("register", note=str(len(items)))
        self._step("store")
        self.sudo()._by_act(
            {
                "state": "closed",
                "closed_on": fields.Date.context_today(self),
                "taken_count": sum(not item.parent_id for item in items.values()),
            }
        )

    # ------------------------------------------------------------------ look-up

    def _known(self, model, domain, what, code):
        found = self.env[model].sudo().search(domain, limit=1)
        if not found:
            raise UserError(
                self.env._(
                    "The package names %(what)s %(code)s, which is not known here. "
                    "Enter it first.",
                    what=what,
                    code=code or "?",
                )
            )
        return found

    def _fonds_of(self, record):
        fonds = self.env["dibao.fonds"].sudo()
        place = self.division_id
        found = fonds.search(
            [("code", "=", record.fonds_code), ("division_id", "=", place.id)]
        )
        return found or fonds.create(
            {
                "code": record.fonds_code,
                "name": record.fonds_name or record.fonds_code,
                "agency_name": record.agency,
                "division_id": place.id,
            }
        )

    # ------------------------------------------------------------------ writing

    def _volume_of(self, record, volumes):
        told = record.volume
        code = told.code if told else ""
        key = code or (record.year, record.category, record.retention)
        if key not in volumes:
            volumes[key] = self._create_volume(record, told, code)
        return volumes[key][0]

    def _create_volume(self, record, told, code):
        fonds = self._fonds_of(record)
        taken = [("reference_code", "=", code), ("fonds_id", "=", fonds.id)]
        if code and self.env["dibao.volume"].sudo().search_count(taken):
            raise UserError(self.env._("%(code)s is kept here already.", code=code))
        category = self._known(
            "dibao.category",
            [("path_code", "=", record.category)],
            self.env._("the category"),
            record.category,
        )
        retention = self._known(
            "dibao.retention",
            [("code", "=", told.retention)]
            if told and told.retention
            else [("mark", "=", record.retention)],
            self.env._("the retention"),
            told.retention if told else record.retention,
        )
        vals = {
            "title": (told.title if told else "") or record.title,
            "category_id": category.id,
            "division_id": self.division_id.id,
            "fonds_id": fonds.id,
            "retention_id": retention.id,
            "year": int((told.year if told else "") or record.year or 0),
            "organ_code": record.organ or False,
            "open_mark": archive_words.key_of(
                archive_words.OPENING, record.open_mark, "unreviewed"
            ),
            "note": told.note if told else False,
        }
        if told and told.opened:
            vals["opened_on"] = told.opened
        volume = self.env["dibao.volume"].sudo()._quiet().create(vals)
        return volume, told, code

    def _take_item(self, record, volume, items):
        kind = self._known(
            "dibao.document.kind",
            [("code", "=", record.kind)],
            self.env._("the kind of paper"),
            record.kind,
        )
        parent = items.get(record.parent) if record.parent else None
        if record.parent and parent is None:
            raise UserError(self._reason("content_missing", record.parent))
        item = (
            self.env["dibao.item"]
            .sudo()
            .with_context(tracking_disable=True)
            .create(
                {
                    "volume_id": volume.id,
                    "kind_id": kind.id,
                    "title": record.title,
                    "document_number": record.document_number or False,
                    "responsible": record.responsible or False,
                    "date": _day(record.date),
                    "secrecy": archive_words.key_of(
                        archive_words.SECRECY, record.secrecy, "none"
                    ),
                    "remark": record.remark or False,
                    "act": record.act or False,
                    "relation": record.relation or "body",
                    "parent_id": parent.id if parent else False,
                }
            )
        )
        self._take_originals(record, item)
        return item

    def _file_item(self, record, item):
        """Number, place and state, as they were on the other side."""
        annex = bool(record.parent)
        item._by_act(
            {
                "sequence": record.sequence,
                "page_count": record.page_count,
                "page_from": record.page_from,
                "number": 0 if annex else int(record.number or 0),
                "reference_code": False if annex else record.code,
                "reference_key": (
                    False if annex else reference_code.search_key(record.code)
                ),
                "state": "filed",
                "filed_on": record.filed or fields.Date.context_today(self),
                "filed_by_id": self.env.uid,
            }
        )

    def _take_originals(self, record, item):
        originals = self.env["dibao.original"].sudo()._acting()
        for at, document in enumerate(record.documents):
            with document.open() as stream:
                stored = vault.put(self.env, stream, ORIGINAL)
            if stored.sha256 != document.sha256:
                raise UserError(self._reason("eep_digest", document.name))
            originals.create(
                {
                    **stored.row(),
                    "item_id": item.id,
                    "sequence": at,
                    "name": document.name,
                    "role": document.use or "born",
                    "mimetype": document.mimetype,
                    "page_count": document.pages,
                    "dpi": document.dpi,
                    "colour": document.colour or False,
                    "captured_on": _moment(document.created),
                    "captured_by_id": self.env.uid,
                    "source": self.name,
                }
            )

    def _list(self, volume, record):
        """A line of the list, with the opinion of the other side on the opening."""
        self.env["dibao.transfer.line"].sudo().create(
            {
                "transfer_id": self.id,
                "volume_id": volume.id,
                "opening_opinion": record.opening_opinion or False,
            }
        )

    def _settle(self, volumes, items):
        """Codes and states of what was taken over, once all of it is there."""
        references = self.env["dibao.reference"].sudo()
        for volume, told, code in volumes:
            today = fields.Date.context_today(self)
            volume._by_act(
                {
                    "reference_code": code or False,
                    "reference_key": reference_code.search_key(code) if code else False,
                    "state": "filed",
                    "closed_on": (told.closed if told else "") or today,
                    "filed_on": today,
                    "filed_by_id": self.env.uid,
                }
            )
            if code:
                references._note_given(volume)
            self._join_numbers(volume)
        bodies = self.env["dibao.item"].union(*items).filtered("reference_code")
        references._note_given(bodies)

    @api.model
    def _join_numbers(self, volume):
        """Numbers given here go on behind those that came, where codes are alike."""
        bodies = volume.item_ids.filtered("number")
        choice = self.env["dibao.number.choice"].sudo()
        profile = choice._nearest(
            volume.fonds_id, volume.category_id, volume.year
        ).profile_id
        if not bodies or not profile:
            return
        try:
            told = reference_code.parse(profile._parts(), bodies[:1].reference_code)
            volume._by_act(
                {"profile_id": profile.id, "number": told.get("volume") or 0}
            )
            if volume.number:
                volume._count_from("volume", volume.number)
            volume._count_from("item", max(bodies.mapped("number")))
        except reference_code.ReferenceError:
            # Codes of another way of counting clash with none of ours.
            return


def _day(text):
    try:
        return datetime.strptime(text, "%Y%m%d").date()
    except ValueError as error:
        raise PackageError("item_date") from error


def _moment(text):
    if not text:
        return fields.Datetime.now()
    return datetime.fromisoformat(text.replace("Z", "+00:00")).replace(tzinfo=None)
