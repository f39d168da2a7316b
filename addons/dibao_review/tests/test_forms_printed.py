# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every form of the procedure on paper, in Chinese.

With ``DIBAO_FORMS=/some/folder`` the pages are kept there, for a person to look at::

    DIBAO_FORMS=/tmp/forms make test ADDON=dibao_review TAGS=test_forms_printed
    for f in /tmp/forms/*.pdf; do pdftoppm -r 60 -png $f ${f%.pdf}; done
"""

import io
import os
import re
from pathlib import Path

import pikepdf
from lxml import html

from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged

from odoo.addons.dibao_archive.tests.common import make_id

from .common import CasePersonas

PAPER = "dibao_review.report_case_paper"
#: What a form may say in Latin letters: numbers of cases, records and codes.
LATIN = re.compile(r"[A-Za-z]{2,}(?!\w*\d{4}-)")
UNNOTICED = ["accept", "investigate", "opine_fits", "submit"]


@tagged("post_install", "-at_install")
@freeze_time("2024-06-14 02:00:00")
class TestFormsPrinted(TransactionCase, CasePersonas):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls._setup_personas()
        cls._set_rules()
        for user, name in (
            (cls.clerk, "示例经办"),
            (cls.reviewer, "示例审核"),
            (cls.officer, "示例县级经办"),
            (cls.confirmer, "示例县级确认"),
        ):
            user.write({"name": name, "lang": "zh_CN", "tz": "Asia/Shanghai"})
        cls.county.agency_name = "试验县民政局"
        cls.township.write(
            {"agency_name": "东镇人民政府", "office_phone": "0000-12345"}
        )
        cls.household.write(
            {
                "urban_rural": "rural",
                "registered_address": "示例县东镇柳村1组",
                "living_address": "示例县东镇柳村1组9号",
            }
        )
        cls.head = cls._member_of(
            cls.household, name="示例户主", birth_date="1970-05-05"
        )
        cls.household.head_id = cls.head.person_id
        codes = cls.env["dibao.code"]
        cls.spouse = cls._member_of(
            cls.household,
            name="示例配偶",
            birth_date="1972-01-01",
            relation_id=codes._match("relation", "10"),
        )
        cls.household.recheck_class = "unstable"

    def _acted(self, model, user=None, **values):
        record = self.env[model].with_user(user or self.clerk).create(values)
        record.action_done()
        return record

    def _application(self):
        """One application with every act that leaves a paper."""
        case = self._case(
            proxy_name="示例代理人", acts=["request_papers", "accept", "investigate"]
        )
        officer = self.env["dibao.officer"].create(
            {
                "name": "示例干部",
                "unit": "东镇",
                "post": "民政助理",
                "division_id": self.township.id,
            }
        )
        self._acted(
            "dibao.near.relative",
            case_id=case.id,
            officer_id=officer.id,
            person_id=self.head.person_id.id,
            relation_id=self.env["dibao.code"]._match("relation", "73"),
        )
        both = [Command.set((self.clerk | self.reviewer).ids)]
        told = {
            "visitor_ids": both,
            "verdict": "agrees",
            "finding": "户主患病在家，配偶在本村务农，住房为砖瓦房三间，家具简单。",
        }
        self._acted(
            "dibao.visit",
            case_id=case.id,
            other_visitor="示例村干部(柳村)",
            member_ids=[Command.set(self.household.live_member_ids.person_id.ids)],
            housing="砖瓦房三间，无贵重家具、电器。",
            living="粮食自给，冬季烧煤取暖。",
            work="种植玉米三亩。",
            health="户主患慢性病，长期服药。",
            **told,
        )
        asked = {"informant": "示例邻居"}
        self._acted("dibao.visit", case_id=case.id, kind="neighbour", **told, **asked)
        asked = {"informant": "示例公司"}
        self._acted("dibao.visit", case_id=case.id, kind="letter", **told, **asked)
        self._found_out(case)
        self.env["dibao.visit"].invalidate_model()
        self._rule("appraisal_people_min", "9")
        self._rule("appraisal_representative_share", "50")
        case.with_user(self.reviewer).action_appraise()
        self._acted(
            "dibao.appraisal",
            self.reviewer,
            case_id=case.id,
            place="柳村村委会",
            chair="示例主持人",
            called_count=15,
            staff_count=2,
            committee_count=2,
            representative_count=9,
            votes_for=10,
            votes_against=2,
            abstentions=1,
            attendees="示例甲(乡镇)、示例乙(村委会)、示例丙(村民代表)",
            minutes="主持人介绍政策和调查情况，与会人员讨论后表决，多数同意。",
        )
        case.with_user(self.reviewer).action_opine_fits()
        case.with_user(self.reviewer).action_post_notice()
        with freeze_time("2024-06-24 02:00:00"):
            case.with_user(self.clerk).action_submit()
            visit = self.env["dibao.visit"].with_user(self.officer)
            visit.create(
                {
                    "case_id": case.id,
                    **told,
                    "visitor_ids": [Command.set((self.officer | self.confirmer).ids)],
                }
            ).action_done()
            case.with_user(self.confirmer).action_confirm()
        return case

    def _later(self):
        """What comes after it: a declined and a refused case, changes, a taper."""
        self._rule("notice_kinds", '["application"]')
        reason = "示例：家庭人均收入高于当地低保标准。"
        other = self.household.create({"division_id": self.village.id})
        declined = self._case(
            household_id=other.id, acts=["decline"], reason="示例：不属于本地受理范围。"
        )
        refused = self._case(
            "correction",
            ["accept", "investigate", "opine_fails", "submit", "refuse"],
            reason=reason,
        )
        changed = self._case(
            "increase", [*UNNOTICED, "confirm"], reason="示例：新增支出。"
        )
        checked = self._case("reverification", [*UNNOTICED, "confirm"])
        taper = self._case(
            "taper", [*UNNOTICED, "confirm"], reason=reason, happened_on="2024-06-01"
        )
        return declined | refused | changed | checked | taper

    def _others(self, case):
        """(report, record, name) of what is no form of a case's act."""
        self.env["dibao.custodian"].create(
            {
                "household_id": self.household.id,
                "name": "示例代管人",
                "id_number": make_id("19700101", 7),
                "relation": "侄子",
                "agreement_date": "2024-06-01",
            }
        )
        for code in ("f01", "f03", "f20"):
            yield f"dibao_review.case_form_{code}", case, code.upper()
        assist = self.env["dibao.assist"].create(
            {
                "division_id": self.village.id,
                "case_id": case.id,
                "person_ids": [Command.set(self.spouse.person_id.ids)],
                "other_office": "示例省乙县民政局",
                "content": "请协助入户了解其配偶在贵地的居住和就业情况。",
            }
        )
        assist = assist.with_user(self.clerk)
        assist.action_open()
        assist.write({"finding": "在本地无住房、无就业登记。", "verdict": "agrees"})
        yield "dibao_review.report_assist", assist, "F09-assist"
        complaint = self.env["dibao.complaint"].create(
            {
                "division_id": self.village.id,
                "household_id": self.household.id,
                "content": "示例举报",
                "finding": "经入户和核对，反映的情况不属实。",
                "measure": "已当面向反映人说明。",
            }
        )
        yield "dibao_review.report_complaint", complaint, "F21"

    def _printed(self):
        """(name, report, record) of every form, by its code and where it comes from."""
        case = self._application()
        for one in (case, *self._later()):
            for paper in one.paper_ids.sorted("id"):
                name = f"{paper.kind_id.code}-{one.kind}-{paper.id}"
                yield name, PAPER, paper
        for report, record, name in self._others(case):
            yield name, report, record

    def test_every_form_is_printed_in_chinese(self):
        """On two pages at most, with title and signatures, and no word of English."""
        reports = self.env["ir.actions.report"].with_context(
            lang="zh_CN", force_report_rendering=True
        )
        seen, folder = set(), os.environ.get("DIBAO_FORMS")
        for name, report, record in self._printed():
            with self.subTest(name):
                seen.add(name[:3])
                record = record.with_context(lang="zh_CN")
                page = reports._render_qweb_html(report, record.ids)[0]
                tree = html.fromstring(page.decode())
                for style in tree.xpath("//style|//head|//script"):
                    style.drop_tree()
                said = tree.text_content()
                self.assertFalse(LATIN.findall(said), said)
                self.assertTrue(tree.xpath("//h1")[0].text_content().strip())
                self.assertTrue(tree.xpath("//table[@class='signatures']//td"))
                pages, _kind = reports._render_qweb_pdf(report, record.ids)
                with pikepdf.open(io.BytesIO(pages)) as pdf:
                    self.assertLessEqual(len(pdf.pages), 2)
                if folder:
                    Path(folder).mkdir(parents=True, exist_ok=True)
                    Path(folder, f"{name}.pdf").write_bytes(pages)
        self.assertEqual(seen, {f"F{number:02}" for number in range(1, 22)})
