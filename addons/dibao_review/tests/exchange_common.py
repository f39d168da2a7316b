# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Lists of other departments, fed in as an officer of the county does."""

import base64
import csv
import io
import json

from odoo.addons.dibao_archive.tests.common import DibaoCase

TODAY = "2026-03-20"


class ExchangeCase(DibaoCase):
    """The small county and its lists."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.make_user("x_officer", "county_officer", cls.county)
        cls.batches = cls.env["dibao.exchange.batch"].with_user(cls.officer)
        cls.alerts = cls.env["dibao.alert"]
        cls.env["dibao.standard"].create(
            [
                {
                    "division_id": cls.county.id,
                    "urban_rural": kind,
                    "amount": amount,
                    "valid_from": "2024-01-01",
                    "legal_basis": "示例县民政局公告",
                }
                for kind, amount in (("urban", 800), ("rural", 600))
            ]
        )

    def setUp(self):
        super().setUp()
        # Pieces commit; here the test is one transaction.
        self.patch(
            type(self.env["dibao.job"]), "_commit", lambda job: job.env.flush_all()
        )

    @classmethod
    def local_rule(cls, code, value):
        key = cls.env["dibao.policy.key"].search([("code", "=", code)])
        return cls.env["dibao.policy"].create(
            {
                "key_id": key.id,
                "division_id": cls.county.id,
                "value": value,
                "legal_basis": "示例县民政局文件",
            }
        )

    @classmethod
    def source(cls, code):
        return cls.env["dibao.exchange.source"].search([("code", "=", code)])

    @staticmethod
    def as_csv(rows, encoding="utf-8-sig"):
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        return out.getvalue().encode(encoding)

    @staticmethod
    def as_json(rows):
        heading, *lines = rows
        records = [dict(zip(heading, line, strict=True)) for line in lines]
        return json.dumps(records, ensure_ascii=False).encode()

    def deliver(self, source, rows, data_on="2026-03-01", county=None):
        """Feed a list in; returns the delivery as it was left."""
        data = rows if isinstance(rows, bytes) else self.as_csv(rows)
        batch = self.batches.create(
            {
                "source_id": self.source(source).id,
                "division_id": (county or self.county).id,
                "data_on": data_on,
                "content": base64.b64encode(data),
                "content_name": "list.csv",
            }
        )
        batch.action_read()
        return self.carried_out(batch)

    def carried_out(self, batch):
        job = batch.job_id.sudo()
        job.state = "running"
        # By its handler: what goes wrong is then told by the test itself.
        while not job._job_exchange_import():
            pass
        job.state = "done"
        batch.invalidate_recordset()
        return batch

    def row_count(self, batch):
        return self.env["dibao.exchange.row"].search_count(
            [("batch_id", "=", batch.id)]
        )

    def found(self, code, household=None, day=TODAY):
        """Search as of a day; the open alerts of a rule."""
        self.alerts._search_all(day, codes=[code])
        domain = [("rule_id.code", "=", code), ("state", "=", "open")]
        if household:
            domain.append(("household_id", "=", household.id))
        return self.alerts.search(domain)
