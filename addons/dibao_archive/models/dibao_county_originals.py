# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io

from PIL import Image, ImageDraw, ImageFont

from odoo import api, models

from ..tools import pages, pdf

#: Households of the demonstration whose papers have files, and the kinds of papers.
SHOWN = 6
DRAWN, SCANNED = ("F01", "F12"), ("INCOME",)


class DibaoCountyOriginals(models.AbstractModel):
    """Some papers of the demo county with files: drawn ones, scans, a pile to sort."""

    _inherit = "dibao.county"

    @api.model
    def _load_demo_originals(self):
        """Add files to the demo county once."""
        households = self.env["dibao.household"].search(
            [("number", "=like", "990101%")], order="id", limit=SHOWN
        )
        kinds = {
            kind.code: kind
            for kind in self.env["dibao.document.kind"].search(
                [("code", "in", DRAWN + SCANNED)]
            )
        }
        if not households or self.env["dibao.original"].search_count([], limit=1):
            return
        for household in households:
            for code in DRAWN:
                if code in kinds:
                    self._demo_paper(household, kinds[code])
            for code in SCANNED:
                if code in kinds:
                    self._demo_scan(household, kinds[code])
        self._demo_sheets(households, kinds)

    def _demo_paper(self, household, kind):
        try:
            content = pdf.render(self._demo_html(household, kind), None)
        except pdf.EngineMissing:
            return
        household._dibao_file(
            kind, household, filename=f"{kind.code}.pdf", content=content
        )

    def _demo_html(self, household, kind):
        return f"""<html lang="zh-CN"><meta charset="utf-8"><style>
            @page {{ size: A4; margin: 25mm }}
            body {{ font: 12pt/2 "Noto Sans CJK SC" }} h1 {{ text-align: center }}
            </style><title>{kind.name}</title><h1>{kind.name}</h1>
            <p>户编号：{household.number}</p><p>申请人：{household.head_name}</p>
            <p>家庭人口：{household.member_count}</p>
            <p>本人承诺以上情况属实，如有隐瞒，愿承担相应责任。（演示数据）</p></html>"""

    def _demo_scan(self, household, kind):
        page = Image.new("RGB", (1654, 2339), "white")
        draw = ImageDraw.Draw(page)
        path, index = pages.chinese_font()
        text = (
            f"{kind.name}\n\n兹证明 {household.head_name} 务农收入情况属实。\n（演示）"
        )
        if path:
            font = ImageFont.truetype(path, 48, index=index)
            draw.multiline_text((200, 300), text, font=font, fill=(30, 30, 40))
        draw.ellipse((1050, 900, 1350, 1200), outline=(200, 30, 30), width=10)
        out = io.BytesIO()
        page.save(out, "JPEG", dpi=(200, 200), quality=80)
        item = household._dibao_file(
            kind, household, filename=f"{kind.code}.jpg", content=out.getvalue()
        )
        item.original_ids._derive_pdf()

    def _demo_sheets(self, households, kinds):
        self.env["dibao.cover.sheet"].create(
            [
                {"household_id": household.id, "kind_id": kind.id}
                for household in households[:3]
                for kind in list(kinds.values())[:1]
            ]
        )
