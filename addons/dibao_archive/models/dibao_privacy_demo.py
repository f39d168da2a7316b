# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models

from .dibao_archive_demo import PLACE

#: Assessed and carried out in the demo county; the others wait for it.
ASSESSED = ("01", "05", "07")


class DibaoCountyPrivacy(models.AbstractModel):
    """Registers of privacy in the demo county: some in order, some that wait."""

    _inherit = "dibao.county"

    @api.model
    def _load_privacy_demo(self):
        """Load the registers of the demo county once."""
        county = self.env["dibao.division"]._live_by_code([PLACE]).get(PLACE)
        if not county or self.env["dibao.impact"].search_count([], limit=1):
            return
        self = self.with_context(tracking_disable=True)
        self._demo_assessments()
        self._demo_incident(county)
        self._demo_persons(county)

    @api.model
    def _demo_user(self, login):
        return self.env["res.users"].search([("login", "=", login)], limit=1)

    @api.model
    def _demo_assessments(self):
        security = self._demo_user("security") or self.env.user
        confirmer = self._demo_user("confirmer") or self.env.user
        today = fields.Date.context_today(self)
        for place, code in enumerate(ASSESSED):
            activity = self.env.ref(f"dibao_archive.processing_{code}")
            activity.officer_id = security
            self.env["dibao.impact"]._acting().create(
                {
                    "name": f"{activity.name}影响评估",
                    "processing_id": activity.id,
                    # The last one is to be reviewed.
                    "done_on": today - timedelta(days=100 + 140 * place),
                    "author_id": security.id,
                    "necessity": "履行法定救助职责所必需，收集范围限于法定项目。",
                    "effects": "涉及身份、健康和账户信息，泄露可能造成财产损失和歧视。",
                    "measures": "字段加密、默认打码、按辖区授权、查看留痕、双人审批。",
                    "result": "measures",
                    "state": "approved",
                    "approved_by_id": confirmer.id if confirmer != security else False,
                    "approved_on": fields.Datetime.now(),
                }
            )
            activity.action_start()

    @api.model
    def _demo_incident(self, county):
        self.env["dibao.incident"].create(
            {
                "name": "发放名册误发至其他乡镇工作群",
                "division_id": county.id,
                "found_on": fields.Datetime.now() - timedelta(hours=30),
                "severity": "middle",
                "kinds_of_data": "姓名、发放金额",
                "people_count": 46,
                "description": "经办人转发文件时选错工作群，十分钟后撤回。",
                "measures": "已撤回文件，要求群内人员删除并确认。",
            }
        )

    @api.model
    def _demo_persons(self, county):
        homes = self.env["dibao.household"].search(
            [("county_id", "=", county.id), ("state", "=", "active")],
            order="number",
            limit=3,
        )
        officer = self._demo_user("officer") or self.env.user
        today = fields.Date.context_today(self)
        kinds = ("copy", "correct", "explain")
        for place, (home, kind) in enumerate(zip(homes, kinds, strict=False)):
            self.env["dibao.pi.request"].create(
                {
                    "person_id": home.head_id.id,
                    "kind": kind,
                    "wish": "申请查阅、更正本人在低保档案中的信息。",
                    "received_on": today - timedelta(days=5 + 13 * place),
                    "identity_checked": place > 0,
                    "handler_id": officer.id,
                }
            )
            self.env["dibao.consent"].create(
                {
                    "person_id": home.head_id.id,
                    "processing_id": self.env.ref("dibao_archive.processing_09").id,
                    "scope": "将诊断证明提供给医疗救助经办机构，用于办理医疗救助。",
                    "given_on": today - timedelta(days=30 * (place + 1)),
                }
            )
