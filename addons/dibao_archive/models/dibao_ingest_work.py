# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import zipfile

from odoo import api, models

from .. import intake, vault
from ..tools import file_kind, file_look, package_look, pages
from ..tools.file_finding import Refused
from .dibao_cover_sheet import SEPARATOR
from .dibao_original import CONTEXT

#: Members of a package taken out in one transaction.
MEMBERS = 20
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class DibaoIngestWork(models.Model):
    """What a job does with one file: unpack, look, take apart."""

    # One file for each concern.
    _inherit = "dibao.ingest.file"  # pylint: disable=consider-merging-classes-inherited

    def _work(self, reader):
        """Bring a waiting file one step on.

        :param reader: a ``pages.PageReader``, or None where no codes are read
        :return: ``(file, look, verdict)`` of one that can be matched and kept
        """
        self.ensure_one()
        with vault.stream(self, CONTEXT) as stream:
            kind = file_kind.kind_of(stream)
            try:
                if kind == file_kind.ZIP and file_kind.zip_at_end(stream):
                    with self.env.cr.savepoint():
                        return self._unpack(stream)
                look, verdict = intake.look(
                    self.env, stream, self.name, self.kind_id.sudo(), self.division_id
                )
            except Refused as refused:
                return self._refuse(refused.finding.code, refused.finding.detail)
            self._by_act({"mimetype": look.mimetype, "page_count": look.pages})
            if reader and self._take_apart(reader, stream):
                return None
        return self, look, verdict

    # ------------------------------------------------------------------ packages

    def _unpack(self, stream):
        """Take some members out of a package; it waits again until all are out."""
        if self.parent_id:
            raise Refused("nested")
        with zipfile.ZipFile(stream) as archive:
            package_look.check_archive(archive, self.size)
            members = [one for one in archive.infolist() if _wanted(one)]
            chunk = members[self.unpacked : self.unpacked + MEMBERS]
            for member in chunk:
                self._take_out(archive, member)
        done = self.unpacked + len(chunk)
        self._by_act(
            {"unpacked": done, "state": "split" if done >= len(members) else "waiting"}
        )

    def _take_out(self, archive, member):
        name = _member_name(member)
        limits = intake.limits(self.env, self.division_id)
        vals = self._prepare(self.ingest_id, name, parent_id=self.id, state="waiting")
        try:
            if member.file_size > limits.size:
                raise Refused("too_large", f"{member.file_size >> 20} MB")
            with archive.open(member) as source:
                stored = vault.put(self.env, source, CONTEXT)
            vals.update(stored.row())
        except Refused as refused:
            finding = refused.finding
            vals.update(state="refused", findings=[[finding.code, finding.detail]])
        except (
            zipfile.BadZipFile,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            vals.update(state="refused", findings=[["damaged", type(error).__name__]])
        self._acting().create(vals)

    # ------------------------------------------------------------------ piles

    def _take_apart(self, reader, stream):
        """Read cover sheets; a pile becomes a file for each of them.

        :return: True if the file was taken apart (its parts wait now)
        """
        if self.mimetype not in pages.VIEWABLE:
            return False
        if self.parent_id.page_count:
            # A part of a pile, which was read already.
            return False
        try:
            content = intake.whole(self.env, stream, self.division_id)
            codes = reader.codes(content, self.mimetype)
        except (pages.PageError, intake.TooLarge):
            # Too large a file is no pile of scans.
            return False
        del content
        sheets = self._sheets(codes)
        if not sheets:
            return False
        if self.mimetype != file_kind.PDF or self.page_count == 1:
            # A lone page with a code: the code is the paper's own.
            return self._cover(sheets[min(sheets)]) and False
        starts = sorted({0, *sheets})
        with self.env.cr.savepoint():
            for first, data in pages.split(stream, starts):
                self._take_part(first, data, sheets.get(first))
        self._by_act({"state": "split"})
        return True

    @api.model
    def _sheets(self, codes):
        """{page: cover sheet, or an empty one for a separator}."""
        sheets = {}
        for page, text in codes:
            sheet = self.env["dibao.cover.sheet"]._by_token(text)
            if sheet or text.strip() == SEPARATOR:
                sheets[page] = sheet
        return sheets

    def _take_part(self, first, data, sheet):
        """Keep one part of a pile as a file of its own, without its cover sheet."""
        begin = first
        if sheet is not None:
            parts = pages.split_off_first(data)
            if parts is None:
                # A cover sheet with nothing behind it.
                return
            data, begin = parts, first + 1
        stored = vault.put(self.env, data, CONTEXT)
        part = self._acting().create(
            {
                **self._prepare(self.ingest_id, self.name),
                **stored.row(),
                "folder": self.folder,
                "parent_id": self.id,
                "page_from": begin + 1,
                "state": "waiting",
            }
        )
        if sheet:
            part._cover(sheet)

    def _cover(self, sheet):
        """Take household and kind from a cover sheet within the office's area."""
        if not sheet or not self.ingest_id._reaches(sheet.sudo().household_id):
            return False
        sheet.sudo().used_on = self.env.cr.now()
        self._by_act(
            {
                "household_id": sheet.sudo().household_id.id,
                "kind_id": sheet.sudo().kind_id.id,
                "matched_by": "cover",
            }
        )
        return True


def _wanted(member):
    name = member.filename
    return not member.is_dir() and not any(
        name.startswith(junk) or name.endswith(f"/{junk}") or name == junk
        for junk in _JUNK
    )


def _member_name(member):
    """The name as its maker wrote it (R-26): without the UTF-8 flag it is GBK here."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for code in ("utf-8", "gb18030"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return file_look.clean_name(member.filename)
