# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import io

import pypdf

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .. import evidence, vault
from .test_inspection import InspectionCase


@tagged("post_install", "-at_install")
class TestEvidence(InspectionCase):
    """R-30: maker, act, time, chain of steps, digests, checks."""

    def sheet(self, item, user=None, **context):
        reports = self.env["ir.actions.report"].with_user(user or self.archivist)
        content, _kind = reports.with_context(
            lang="zh_CN", force_report_rendering=True, **context
        )._render_qweb_pdf("dibao_archive.evidence_sheet_report", item.ids)
        return "".join(
            page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages
        ).replace("\n", "")

    def test_who_what_when_digests_and_checks(self):
        content = self.unique_pdf("evidence")
        volume = self.make_volume(filed=False, papers=1)
        item = volume.item_ids
        item.original_ids.unlink()
        original = self.env["dibao.original"]._capture(item, content, "x.pdf", "scan")
        inspection = self.inspect(volume)
        volume.with_user(self.archivist)._file("缺件原因")
        item.with_user(self.supervisor)._correct({"title": "更正题名"}, "题名有误")
        self.env["dibao.access.seal"]._seal_rest()
        told = self.sheet(item)
        for word in (
            item.reference_code,
            "更正题名",
            "题名有误",
            original.captured_by_id.name,
            self.archivist.name,
            inspection.name,
            hashlib.sha256(content).hexdigest(),
            hashlib.new("sm3", content).hexdigest(),
        ):
            self.assertIn(word, told)
        row = self.env["dibao.access.log"].search(
            [("detail", "=", "evidence_sheet"), ("res_ids", "=", str(item.id))]
        )
        self.assertEqual((row.action, row.user_ref), ("export", self.archivist.id))
        # The sheet that is made after the seal counts itself as not sealed yet.
        self.env["dibao.access.seal"]._seal_rest()
        count, seals, unsealed = evidence.log(item)
        self.assertTrue(count and seals)
        self.assertEqual(unsealed, 0)
        self.assertIn(seals[-1].digest, self.sheet(item))

    @mute_logger("odoo.addons.dibao_archive.vault")
    def test_a_change_on_disk_is_told(self):
        volume = self.make_volume(papers=2)
        first, second = volume.item_ids.original_ids
        self.assertEqual(evidence.digests_now(first), "same")
        self.spoil(first, lambda stream: stream.seek(40) and stream.write(b"xyz"))
        self.assertEqual(evidence.digests_now(first), "damaged")
        vault.erase(self.env, second.sudo().token)
        self.env.cr.postcommit.run()
        self.assertEqual(evidence.digests_now(second), "damaged")
        third = self.make_volume(2, papers=1).item_ids.original_ids
        third.sudo()._acting().write({"sm3": "0" * 64})
        self.assertEqual(evidence.digests_now(third), "other")

    def test_only_of_what_one_may_see(self):
        item = self.make_volume(papers=1).item_ids
        stranger = self.make_user("e_stranger", "archivist", self.west)
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            self.sheet(item, stranger)

    def test_on_screen(self):
        item = self.make_volume(papers=1).item_ids
        action = item.original_ids.with_user(self.archivist).action_evidence()
        self.assertEqual(action["report_type"], "qweb-html")
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.archivist)
            ._render_qweb_html(action["report_name"], item.ids)
        )
        self.assertIn(item.original_ids.sha256, html.decode())
