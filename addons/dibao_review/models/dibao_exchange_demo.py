# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
from itertools import islice

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.dibao_archive.models.dibao_county_demo import SEED, SIZE
from odoo.addons.dibao_archive.tools.county import County
from odoo.addons.dibao_archive.tools.county_family import Settlement

from .. import exchange_load
from ..exchange_load import Loader, Refused


class DibaoExchangeBatch(models.Model):
    """Lists for the demo county: fictional, made from its own generator."""

    _inherit = "dibao.exchange.batch"

    @api.model
    def _demo_create(self):
        """Feed the demo county with lists and search for alerts, once."""
        places = self.env["dibao.division"].sudo()._live_by_code(["990101000000"])
        county = places.get("990101000000")
        if not county or self.search_count([], limit=1):
            return
        today = fields.Date.context_today(self)
        county = county.with_context(tracking_disable=True)
        self = self.with_context(tracking_disable=True)
        for source, rows in self._demo_lists(today).items():
            self._demo_feed(county, source, rows, today)
        self._demo_refused(county, today)
        self.env["dibao.due"].sudo()._search_all(today)
        self.env["dibao.alert"].sudo()._search_all(today)
        if self._demo_user("officer") != self.env.user:
            self._demo_outcomes()
            self._demo_sharing(county, today)

    @api.model
    def _demo_lists(self, today):
        """{source: rows as JSON objects}: people of the county and strangers."""
        people = County(SIZE, seed=SEED, as_of=today, variety=True).families()
        heads = [
            family
            for family in islice(people, SIZE)
            if family.state == "active" and family.head.age >= 30
        ]
        stranger = Settlement("demo", "990197", "别县", today).outsider
        months = [fields.Date.subtract(today, months=n).isoformat() for n in (1, 2, 9)]

        def rows(first, last, **values):
            return [
                {"身份证号": one.head.id_number, "姓名": one.head.name, **values}
                for one in heads[first:last]
            ]

        def strangers(count, **values):
            people = [stranger(30, 59) for _one in range(count)]
            return [
                {"身份证号": one.id_number, "姓名": one.name, **values}
                for one in people
            ]

        place = heads[0].township.name + heads[0].place.name
        there = {"居住地": place}
        return {
            "funeral": rows(0, 2, 火化日期=months[1])
            + strangers(6, 火化日期=months[0]),
            "payroll": rows(2, 4, 人员类别="事业编") + strangers(9, 人员类别="公务员"),
            "traffic": rows(4, 7, 车辆类型="小型汽车", 号牌号码="示A10001")
            + rows(7, 9, 车辆类型="残疾人代步车", 号牌号码="示A10002"),
            "hr": rows(9, 12, 类型="领取养老金", 月金额=3200, 日期=months[2])
            + strangers(2, 类型="失业登记", 日期=months[0], **there),
            "market": rows(11, 13, 身份="股东", 登记状态="存续")
            + rows(13, 15, 身份="个体工商户", 登记状态="歇业"),
            "schemes": rows(15, 16, 救助类型="特困", 开始日期=months[2]),
            "disabled": rows(16, 18, 残疾类别="肢体", 残疾等级="一级", **there)
            + strangers(4, 残疾类别="肢体", 残疾等级="二级", **there),
            "health": strangers(3, 类型="重大疾病", 日期=months[0], **there),
            "medical": rows(18, 20, 类型="自付费用", 金额=36000, 日期=months[1]),
        }

    @api.model
    def _demo_outcomes(self):
        """Some leads were looked into: so rates of rules and sources are seen."""
        officer = self._demo_user("officer")
        for code, count, outcome, note in (
            ("A07", 1, "explained", "已入户核实：车辆已于上月过户，有过户凭证"),
            ("A07", 1, "meeting", "会议认定：维持待遇，三个月后复查"),
            ("A09", 1, "wrong_data", "营业执照登记人与其同名，身份证号录错"),
            ("A17", 3, "explained", "年中调整标准，差额已在下月补发"),
            ("A30", 4, "explained", "材料在原乡镇，已取回补扫"),
            ("N01", 1, "meeting", "会议认定：增发重度残疾人补贴"),
        ):
            alerts = self.env["dibao.alert"].with_user(officer)
            alerts = alerts.with_context(tracking_disable=True)
            found = alerts.search(
                [("rule_id.code", "=", code), ("state", "=", "open")], limit=count
            )
            if found:
                found._close(outcome, note)

    @api.model
    def _demo_sharing(self, county, today):
        """A department that may ask, and what it was answered."""
        officer, confirmer = map(self._demo_user, ("officer", "confirmer"))
        account = self.env["res.users"].sudo()
        account = account.with_context(no_reset_password=True).create(
            {
                "name": "示例县医疗保障局接口",
                "login": "medical-interface",
                "group_ids": [Command.set(self.env.ref("base.group_user").ids)],
            }
        )
        entitlement = self.env["dibao.share.entitlement"].with_user(officer)
        entitlement = entitlement.create(
            {
                "name": "示例县医疗保障局",
                "division_id": county.id,
                "user_id": account.id,
                "purpose": "资助参保、医疗救助",
                "legal_basis": "《社会救助暂行办法》第58条",
                "letter": "示医保函〔2026〕15号",
                "valid_from": today,
                "valid_to": fields.Date.add(today, years=1),
            }
        )
        entitlement.with_user(confirmer).action_approve()
        self.env["dibao.exchange.provision"].with_user(account)._note(
            county,
            "answer",
            entitlement.name,
            entitlement.purpose,
            entitlement.legal_basis,
            "是否享受低保，城市或农村",
            86,
            reference="医保资助〔2026〕15号",
            logged=True,
        )

    @api.model
    def _demo_user(self, name):
        user = self.env.ref(f"dibao_archive.user_demo_{name}", raise_if_not_found=False)
        return user or self.env.user

    @api.model
    def _demo_feed(self, county, source, rows, today):
        """As the job does it, here and now: nothing is queued during an install."""
        batch = self._demo_batch(county, source, today)
        loader = Loader(batch)
        data = json.dumps(rows, ensure_ascii=False).encode()
        with exchange_load.opened(batch, data) as (opened, _size):
            kept = loader.read_rows(list(loader.begin(opened)))
        loader.store(kept)
        batch._finish(loader.reader.counts)

    @api.model
    def _demo_batch(self, county, source, today):
        source = self.env["dibao.exchange.source"].search([("code", "=", source)])
        return self._acting().create(
            {
                "source_id": source.id,
                "division_id": county.id,
                "data_on": today,
                "reference": "示例函〔2026〕1号",
                "state": "reading",
                "received_on": fields.Datetime.now(),
                "received_by_id": self._demo_user("officer").id,
            }
        )

    @api.model
    def _demo_refused(self, county, today):
        """A list of which most rows cannot be used."""
        batch = self._demo_batch(county, "education", today)
        rows = [{"身份证号": f"9901{n}", "学籍状态": "毕业"} for n in range(9)]
        loader = Loader(batch)
        data = json.dumps(rows, ensure_ascii=False).encode()
        with exchange_load.opened(batch, data) as (opened, _size):
            loader.read_rows(list(loader.begin(opened)))
        try:
            batch._judge(loader.reader.counts)
        except Refused as refused:
            batch._refuse(refused.code, **refused.said)
