# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools import payment

#: Any key of 32 bytes: the other office of the demo is nobody's.
OTHER_KEY = "ZGliYW8gZGVtbyBrZXkgb2YgYSBuZWlnaGJvdXIhIS4="
HOW = (
    "以家庭为单位，由申请人向户籍所在地乡镇人民政府（街道办事处）书面申请，也可网上申请。"
    "申请有困难的，可委托村（居）民委员会代为提出。办理不收取任何费用。"
)


class DibaoDisclosure(models.Model):
    """The demo county's public month, an extract, and a comparison with a neighbour."""

    # One file for each concern.
    _inherit = "dibao.disclosure"

    @api.model
    def _demo_create(self):
        """Disclose the demo county, unless it was done or is not there."""
        places = self.env["dibao.division"].sudo()._live_by_code(["990101000000"])
        county = places.get("990101000000")
        if not county or self.search_count([("division_id", "=", county.id)], limit=1):
            return
        officer, confirmer = (
            self.env["res.users"].search([("login", "=", login)], limit=1)
            for login in ("officer", "confirmer")
        )
        if not (officer and confirmer):
            return
        # Down to the villages, so that each has a page of its own.
        self.env["dibao.policy"].sudo().create(
            {
                "key_id": self.env.ref("dibao_review.policy_key_disclosure_depth").id,
                "division_id": county.id,
                "value": "village",
                "legal_basis": "示例县政务公开目录",
            }
        )
        months = self._demo_months(county)
        for month in months:
            one = self.with_user(officer).create(
                {
                    "division_id": county.id,
                    "month": month,
                    "office": "示例县民政局社会救助股，工作日9:00—17:00",
                    "apply_text": HOW,
                }
            )
            one.action_prepare()
            one.with_user(confirmer).action_publish()
        self._demo_extract(county, months[-1], officer)
        self._demo_cross(county, officer, confirmer)

    @api.model
    def _demo_months(self, county):
        """The county's last two months, frozen."""
        freezes = self.env["dibao.monthly.freeze"].sudo()
        this = payment.first_of(fields.Date.context_today(self))
        months = [payment.shift(this, back) for back in (-2, -1)]
        for month in months:
            same = [("division_id", "=", county.id), ("month", "=", month)]
            one = freezes.search(same) or freezes.create(
                {"division_id": county.id, "month": month}
            )
            if one.state != "frozen":
                one._freeze()
        return months

    @api.model
    def _demo_extract(self, county, month, officer):
        extract = self.env["dibao.extract"].with_user(officer)
        extract.create(
            {
                "division_id": county.id,
                "month": month,
                "recipient": "示例大学社会保障研究所",
                "letter": "示例函〔2026〕12号",
                "purpose": "农村低保对象致贫原因研究",
                "undertaking": True,
                "age_level": "class",
            }
        ).action_check()

    @api.model
    def _demo_cross(self, county, officer, confirmer):
        partner = self.env["dibao.cross.partner"].with_user(officer)
        partner = partner.create(
            {
                "name": "示例邻县民政局",
                "code": "990102000000",
                "division_id": county.id,
                "public_key": OTHER_KEY,
                "agreement": "示例协查〔2026〕3号",
                "legal_basis": "《社会救助暂行办法》第58条",
                "most": 9000,
            }
        )
        partner.with_user(confirmer).action_confirm()
        run = self.env["dibao.cross.run"].with_user(officer)
        run = run.create(
            {"partner_id": partner.id, "purpose": "防止跨地区重复享受低保"}
        )
        run.action_request()
        households = self.env["dibao.household"].sudo()
        households = households.search(
            [("county_id", "=", county.id), ("state", "=", "active")], limit=2
        )
        codes = ("K3TQ7MABCD", "Z5W2NPQRST")
        found = [
            (one.head_id.id, one.id, code)
            for one, code in zip(households, codes, strict=False)
        ]
        self.env["dibao.cross.lead"]._make(run, found)
        run.sudo()._by_act(
            {
                "state": "closed",
                "approved_by_id": confirmer.id,
                "approved_on": fields.Datetime.now(),
                "day": fields.Date.context_today(self),
                "own_count": 2 * len(households),
                "partner_count": 5120,
                "lead_count": len(found),
                "sent_on": fields.Datetime.now(),
                "closed_on": fields.Datetime.now(),
            }
        )
