# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io

import pypdf
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from .duty_common import DutyCase

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
    "RU5ErkJggg=="
)


class CertificateCase(DutyCase):
    def hand_in(self, user=None, **vals):
        enter = (
            self.env["dibao.training.certificate.enter"]
            .with_user(user or self.archivist)
            .create(
                {
                    "kind_id": self.kind_archive.id,
                    "issuer": "示例市档案局",
                    "external_number": "岗证2026第7号",
                    "issued_on": "2026-03-01",
                    "scan": base64.b64encode(PIXEL),
                    "scan_name": "合格证.png",
                    **vals,
                }
            )
        )
        action = enter.action_hand_in()
        return self.env["dibao.training.certificate"].browse(action["res_id"])


@tagged("post_install", "-at_install")
class TestCertificate(CertificateCase):
    def test_external_counts_once_a_second_person_verified_it(self):
        self.ask()
        item = self.paper(self.volume(), "F01").with_user(self.archivist)
        with freeze_time("2026-05-04 02:00:00"):
            certificate = self.hand_in()
            self.assertEqual(
                (certificate.state, certificate.number), ("pending", False)
            )
            with self.assertRaises(AccessError):
                item._file()
            with self.assertRaises(AccessError):
                certificate.with_user(self.archivist).action_verify()
            certificate.with_user(self.coordinator).action_verify()
            item._file()
        self.assertEqual(str(certificate.valid_to), "2028-02-29")
        self.assertEqual(certificate.verified_by_id, self.coordinator)
        self.assertEqual(self.worker.resume_line_ids.name, self.kind_archive.name)

    def test_who_handed_it_in_does_not_verify(self):
        with freeze_time("2026-05-04"):
            certificate = self.hand_in(self.coordinator, employee_id=self.worker.id)
            self.assertEqual(certificate.employee_id, self.worker)
            with self.assertRaises(AccessError):
                certificate.with_user(self.coordinator).action_verify()
            self.make_employee("首示例", self.supervisor, self.county)
            certificate.with_user(self.supervisor).action_verify()

    def test_refused_with_a_reason(self):
        with freeze_time("2026-05-04"):
            certificate = self.hand_in().with_user(self.coordinator)
            with self.assertRaises(UserError):
                certificate.action_refuse()
            certificate.reason = "颁发单位查无此证"
            certificate.action_refuse()
        self.assertEqual(certificate.standing, "refused")
        self.assertFalse(self.worker.resume_line_ids)

    def test_dates_and_scan_of_what_is_handed_in(self):
        with freeze_time("2026-05-04"):
            for vals in (
                {"issued_on": "2026-05-05"},
                {"valid_to": "2026-05-03"},
                {"issued_on": "2020-01-01"},
                {"scan": base64.b64encode(b"MZ no picture")},
            ):
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.hand_in(**vals)

    def test_others_hand_in_nothing_for_me(self):
        with freeze_time("2026-05-04"), self.assertRaises(AccessError):
            self.hand_in(self.clerk, employee_id=self.worker.id)

    def test_scan_lies_in_the_vault(self):
        with freeze_time("2026-05-04"):
            certificate = self.hand_in()
        self.assertEqual(certificate.size, len(PIXEL))
        found = self.env["ir.attachment"].search_count(
            [("res_model", "=", certificate._name)]
        )
        self.assertFalse(found)

    def test_acts_alone_write(self):
        certificate = self.certify().with_user(self.coordinator)
        for vals in ({"valid_to": "2036-01-01"}, {"state": "valid"}, {"number": "x"}):
            with self.assertRaises(AccessError):
                certificate.write(vals)
        with self.assertRaises(AccessError):
            self.env["dibao.training.certificate"].with_user(self.coordinator).create(
                {"employee_id": self.worker.id, "kind_id": self.kind_archive.id}
            )
        with self.assertRaises(UserError):
            certificate.sudo().unlink()
        with self.assertRaises(UserError):
            self.worker.unlink()

    def test_revoked_is_no_skill_any_more(self):
        with freeze_time("2026-05-04"):
            certificate = self.certify()
            self.assertTrue(self.worker.employee_skill_ids)
            certificate.with_user(self.coordinator).reason = "冒名"
            certificate.with_user(self.coordinator).action_revoke()
            self.assertFalse(self.worker.employee_skill_ids)
            self.assertEqual(str(self.worker.resume_line_ids.date_end), "2026-05-04")

    def test_standing_is_searched_as_it_is_told(self):
        made = self.env["dibao.training.certificate"]
        for last in ("2026-04-30", "2026-05-01", "2026-07-30", "2026-07-31", False):
            made += self.certify(first="2026-01-01", last=last, kind=self.kind_review)
        made += self.certify(first="2026-05-02", last="2027-05-01")
        with freeze_time("2026-05-01"):
            made.invalidate_recordset()
            told = made.mapped("standing")
            self.assertEqual(
                told, ["expired", "expiring", "expiring", "valid", "valid", "ahead"]
            )
            for standing in set(told):
                found = made.search(
                    [("standing", "=", standing), ("id", "in", made.ids)]
                )
                expected = made.filtered(lambda one, s=standing: one.standing == s)
                self.assertEqual(found, found & expected)
                self.assertEqual(len(found), len(expected), standing)

    def test_each_sees_the_own(self):
        other = self.make_user("other_archivist", "archivist", self.county)
        employee = self.make_employee("他示例", other, self.county)
        mine, others = self.certify(), self.certify(employee)
        seen = self.env["dibao.training.certificate"].search([])
        self.assertEqual(seen.with_user(self.archivist).search([]), mine)
        self.assertEqual(
            seen.with_user(self.coordinator).search([]) & (mine | others), mine | others
        )

    def test_paper(self):
        certificate = self.certify()
        report = self.env["ir.actions.report"].with_context(
            force_report_rendering=True, lang="zh_CN"
        )
        content, kind = report._render_qweb_pdf(
            "dibao_training.certificate_report", certificate.ids
        )
        self.assertEqual(kind, "pdf")
        [page] = pypdf.PdfReader(io.BytesIO(content)).pages
        text = "".join(page.extract_text().split())
        for said in (
            certificate.number,
            certificate.check_code,
            "辰示例",
            "2026-12-31",
        ):
            self.assertIn(said, text)


@tagged("post_install", "-at_install")
class TestCertificatePage(CertificateCase, HttpCase):
    def look(self, number, code):
        return self.url_open(f"/dibao/certificate?number={number}&code={code}")

    def test_page(self):
        certificate = self.certify(first="2026-01-01", last="2099-12-31")
        answer = self.look(certificate.number, certificate.check_code)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(self.kind_archive.with_context(lang="zh_CN").name, answer.text)
        self.assertIn("辰**", answer.text)
        self.assertNotIn("辰示例", answer.text)
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        lower = self.look(certificate.number, certificate.check_code.lower())
        self.assertIn("辰**", lower.text)

    def test_wrong_code_tells_nothing(self):
        certificate = self.certify()
        for number, code in (
            (certificate.number, "A1-0000000000000"),
            ("PX2026-99999", certificate.check_code),
            ("", certificate.check_code),
        ):
            page = self.look(number, code).text
            self.assertNotIn("辰", page)
            self.assertNotIn("2026-12-31", page)

    def test_too_many_from_one_address(self):
        certificate = self.certify()
        self.env["dibao.policy"].search(
            [("key_id.code", "=", "copy_check_per_hour")]
        ).value = "2"
        for told in (True, True, False):
            answer = self.look(certificate.number, certificate.check_code)
            self.assertEqual("辰**" in answer.text, told)

    def test_scan_is_for_who_may_read_it(self):
        with freeze_time("2026-05-04"):
            certificate = self.hand_in()
        url = f"/dibao/certificate/{certificate.id}/file"
        self.authenticate("archivist", "archivist")
        self.assertEqual(self.url_open(url).content, PIXEL)
        self.authenticate("archive_clerk", "archive_clerk")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 404)


@tagged("post_install", "-at_install")
class TestPaperCheck(TransactionCase):
    """Copies and certificates are verified by one and the same code."""

    def test_one_way_of_verifying(self):
        mixin = "odoo.addons.dibao_archive.models.dibao_paper_check_mixin"
        for name in ("dibao.certified.copy", "dibao.training.certificate"):
            model = type(self.env[name])
            for act in ("_verify", "_verify_from"):
                made_in = getattr(model, act).__module__
                self.assertEqual(made_in, mixin, (name, act))

    def test_a_paper_without_number_is_not_found(self):
        for name in ("dibao.certified.copy", "dibao.training.certificate"):
            verify = self.env[name]._verify
            for number in ("", None, False, " ", "%"):
                for code in ("", None, "A1-", "A1-0000000000000"):
                    self.assertIsNone(verify(number, code), (name, number, code))
