# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .. import vault
from . import file_corpus as corpus
from .test_transfer import SHEET, TransferActs

APPROVAL = {"approval_number": "示档〔2026〕7号", "approved_on": "2026-03-04"}


@tagged("post_install", "-at_install")
class TestDossier(TransferActs):
    """Papers about the fonds file themselves into its dossier (R-14)."""

    def dossier(self, kind):
        items = self.fonds.dossier_volume_id.item_ids
        return items.filtered(lambda item: item.kind_id.code == kind)

    def test_register_of_a_transfer(self):
        transfer = self.packed(self.make_volume()).with_user(self.archivist)
        transfer.write(
            {
                "deliverer": "示例移交人",
                "taker": "示例接收人",
                "deliverer_sheet": SHEET,
                "taker_sheet": SHEET,
                "register_number": "2026-001",
                "told_sha256": transfer.sha256,
            }
        )
        transfer.action_hand_over()
        self.assertFalse(self.dossier("TRANSFER"))
        transfer.action_close()
        papers = self.dossier("TRANSFER")
        self.assertEqual(len(papers), 3)
        self.assertEqual(set(papers.mapped("state")), {"filed"})
        body = papers.filtered(lambda item: not item.parent_id)
        self.assertEqual(body.child_ids, papers - body)
        self.assertIn(transfer.name, body.title)
        self.assertEqual(body.document_number, "2026-001")
        for paper in body.child_ids:
            with vault.stream(paper.original_ids.sudo()) as stream:
                self.assertEqual(stream.read(), base64.b64decode(SHEET))
        volume = body.volume_id
        self.assertTrue(volume.retention_id.permanent)
        self.assertFalse(volume.due_date)

    def own_rule(self, **vals):
        return self.env["dibao.retention"].create(
            {
                "code": "OWN",
                "name": "低保审批类 10 年",
                "years": 10,
                "trigger": "benefit_end",
                "category_id": self.env.ref("dibao_archive.category_approval").id,
                "division_id": self.county.id,
                "legal_basis": "示例县保管期限表",
                **vals,
            }
        )

    def test_a_place_s_own_rule_needs_its_approval(self):
        """R-31: each version with number and date of the approval."""
        for missing in APPROVAL:
            with self.assertRaises(ValidationError):
                self.own_rule(**{**APPROVAL, missing: False})
        with self.assertRaises(ValidationError):
            self.own_rule(**{**APPROVAL, "approved_on": "2999-01-01"})
        waiting = self.own_rule(active=False)
        with self.assertRaises(ValidationError):
            waiting.active = True
        waiting.write({"active": True, **APPROVAL})
        with self.assertRaises(ValidationError):
            waiting.approval_number = " "
        # The next version has an approval of its own.
        follow = {"years": 15, "legal_basis": "示例县保管期限表（2027）"}
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            waiting._succeed(waiting.approved_on.replace(year=2027), follow)
        later = {**APPROVAL, "approval_number": "示档〔2026〕9号"}
        new = waiting._succeed(
            waiting.approved_on.replace(year=2027), {**follow, **later}
        )
        self.assertEqual(new.approval_number, "示档〔2026〕9号")
        self.assertEqual(len(self.dossier("TABLE")), 2)

    def test_approval_is_asked_for_on_the_form(self):
        form = Form(self.env["dibao.retention"].with_user(self.supervisor))
        form.code, form.name, form.legal_basis = "OWN", "示例", "示例"
        form.years = 10
        form.division_id = self.county
        with self.assertRaisesRegex(AssertionError, "approval_number is a required"):
            form.save()
        form.approval_number = APPROVAL["approval_number"]
        form.approved_on = APPROVAL["approved_on"]
        self.assertTrue(form.save())

    def test_versions_of_the_table(self):
        self.assertFalse(self.dossier("TABLE"))
        letter = base64.b64encode(corpus.drawn_pdf(3))
        rule = self.own_rule(
            **APPROVAL, approval_sheet=letter, approval_sheet_name="批复.pdf"
        )
        papers = self.dossier("TABLE")
        body = papers.filtered(lambda item: not item.parent_id)
        self.assertEqual(len(papers), 2)
        self.assertEqual(body.document_number, APPROVAL["approval_number"])
        self.assertEqual(str(body.date), APPROVAL["approved_on"])
        self.assertEqual(set(papers.mapped("state")), {"filed"})
        with vault.stream(body.child_ids.original_ids.sudo()) as stream:
            self.assertEqual(stream.read(), base64.b64decode(letter))
        rule.write({"approved_on": "2026-03-04"})
        self.assertEqual(self.dossier("TABLE"), papers, "once a version")
        preset = self.env.ref("dibao_archive.retention_2008_approval")
        self.assertIn(preset, rule._rules_of_place())
        self.assertIn(rule, rule._rules_of_place())
        self.assertNotIn(rule, preset._rules_of_place())
