# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.tests import tagged

from ..tools import file_kind, pages
from . import file_corpus as corpus
from .original_common import OriginalCase
from .test_tours import DibaoHttpCase
from .transfer_common import TransferCase


class PaperTours(DibaoHttpCase):
    def tour(self, name, user, path="/odoo"):
        self.start_tour(path, f"dibao_paper_{name}", login=user.login, timeout=120)
        self.env.invalidate_all()

    def serve(self, name, content):
        """What the office has outside the program: a scan, a label in the hand."""
        self.env["ir.attachment"].create(
            {
                "name": name,
                "url": f"/dibao_tour/{name}",
                "raw": content,
                "public": True,
            }
        )

    def work(self, job):
        """The queue's work, inside the test's transaction."""
        job = job.sudo()
        with (
            patch.object(type(job), "_commit", lambda job: job.env.flush_all()),
            patch.object(type(job), "_notify", lambda job: None),
        ):
            self.assertTrue(job._run(), job.message)
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestFromCoverSheetToBox(OriginalCase, PaperTours):
    """A household is filed: each person at his own screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["dibao.fonds"].create(
            {
                "code": "J019",
                "name": "示例县民政局",
                "agency_name": "示例县民政局",
                "division_id": cls.county.id,
            }
        )
        room, cabinet, shelf, cls.box = (
            {"kind": kind, "code": code, "name": name, "division_id": cls.east.id}
            for kind, code, name in (
                ("room", "R1", "东镇档案室"),
                ("cabinet", "C1", "东镇柜"),
                ("shelf", "S1", "一层"),
                ("box", "H-77", "东一村"),
            )
        )
        above = cls.env["dibao.location"]
        for vals in (room, cabinet, shelf, cls.box):
            above = above.create({**vals, "parent_id": above.id})
        cls.box = above

    def scanned(self, sheet):
        """The printed cover sheet and two pages, as they come from the scanner."""
        printed, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.clerk)
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("dibao_archive.cover_sheet_report", sheet.ids)
        )
        with pages.PageReader() as reader:
            cover = reader.picture(printed, file_kind.PDF, dpi=150)
        papers = [corpus.picture(size=(600 + at, 800)) for at in range(2)]
        return pages.images_to_pdf([cover, *papers])

    def test_from_cover_sheet_to_box(self):
        action = "/odoo/action-dibao_archive"
        self.tour("cover", self.clerk, f"{action}.dibao_cover_sheet_action")
        sheet = self.env["dibao.cover.sheet"].search([])
        self.assertRecordValues(
            sheet, [{"household_id": self.household.id, "kind_id": self.kind.id}]
        )
        self.serve("pile.pdf", self.scanned(sheet))
        self.tour("scan", self.clerk, "/odoo/dibao-scans")
        batch = self.env["dibao.ingest"].search([("user_id", "=", self.clerk.id)])
        self.work(batch.job_id)
        part = batch.file_ids.filtered("parent_id")
        self.assertEqual(
            (part.state, part.matched_by, part.household_id),
            ("done", "cover", self.household),
            part.problem,
        )
        volume = part.item_id.volume_id
        self.tour("file", self.clerk, f"{action}.dibao_volume_action/{volume.id}")
        self.assertEqual((volume.state, volume.gap_user_id), ("filed", self.clerk))
        self.assertTrue(part.item_id.reference_code)
        self.serve("label.txt", volume._token().encode())
        self.tour("box", self.archivist, "/odoo/dibao-custody")
        self.assertEqual(volume.box_id, self.box)
        self.assertEqual(volume.movement_ids.user_id, self.archivist)


@tagged("post_install", "-at_install")
class TestInspectFixTransfer(TransferCase, PaperTours):
    def test_inspect_fix_transfer(self):
        volume = self.make_volume(filed=False, papers=1)
        item = volume.item_ids
        item.responsible = False
        page = f"/odoo/action-dibao_archive.dibao_volume_action/{volume.id}"
        self.tour("inspect", self.archivist, page)
        self.assertEqual(volume.inspection_ids.conclusion, "fail")
        self.tour("fix", self.archivist, page)
        self.assertEqual(item.responsible, "示例县民政局")
        volume.with_user(self.archivist)._file("示例")
        self.tour("prepare", self.archivist, page)
        transfer = self.env["dibao.transfer"].search([("fonds_id", "=", self.fonds.id)])
        self.assertEqual((transfer.state, transfer.item_count), ("inspected", 1))
        self.tour("approve", self.supervisor, "/odoo/dibao-transfers")
        self.tour("pack", self.archivist, "/odoo/dibao-transfers")
        self.assertEqual(transfer.state, "approved")
        self.work(transfer.job_id)
        self.assertEqual(transfer.state, "packed")
        self.serve("signed.pdf", corpus.drawn_pdf())
        self.tour("hand_over", self.archivist, "/odoo/dibao-transfers")
        self.assertEqual(transfer.state, "handed")
        self.assertTrue(transfer.deliverer_sheet and transfer.taker_sheet)
        self.tour("close", self.archivist, "/odoo/dibao-transfers")
        self.assertEqual((transfer.state, volume.state), ("closed", "transferred"))
