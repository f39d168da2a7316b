# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import csv
import io
from unittest.mock import patch

from odoo.tools import SQL

from .common import DibaoCase, make_id

HEADER = [
    "户编号", "乡镇", "村", "低保类别", "姓名", "身份证号", "与户主关系", "联系电话",
    "家庭住址", "开户银行", "银行账号", "月保障金额", "享受起始日期", "状态",
]  # fmt: skip


def member_row(number, name, id_number, relation="户主", **changes):
    """A row of a member ledger, its columns by heading."""
    values = {
        "户编号": number,
        "乡镇": "东镇",
        "村": "东一村",
        "低保类别": "农村",
        "姓名": name,
        "身份证号": id_number,
        "与户主关系": relation,
        "月保障金额": 300 if relation == "户主" else None,
        "享受起始日期": "2023-03-01",
        **changes,
    }
    return [values.get(header) for header in HEADER]


def as_csv(rows, encoding="utf-8-sig"):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding)


class LedgerImportCase(DibaoCase):
    """Uploads, checks and imports as a township clerk."""

    TABLES = (
        "dibao_household",
        "dibao_person",
        "dibao_household_member",
        "dibao_event",
        "dibao_code_dibao_household_rel",
        "dibao_division",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_user("ledger_clerk", "township_clerk", cls.east)
        cls.officer = cls.make_user("ledger_officer", "county_officer", cls.county)

    def setUp(self):
        super().setUp()
        patcher = patch.object(
            type(self.env["dibao.job"]), "_commit", lambda job: job.env.flush_all()
        )
        patcher.start()
        self.addCleanup(patcher.stop)

    def rows(self, *rows):
        return [HEADER, *rows]

    def family(self, number="A1", order=1, **changes):
        """Two rows: a head and his wife."""
        return (
            member_row(number, "张三", make_id(order=order), **changes),
            member_row(number, "李四", make_id("19620202", order + 1), "妻"),
        )

    def upload(self, data, user=None, office=None, name="台账.csv", **vals):
        """A new import whose columns are recognised."""
        if not isinstance(data, bytes):
            data = as_csv(data)
        ledger = (
            self.env["dibao.ledger.import"]
            .with_user(user or self.clerk)
            .create(
                {
                    # text, as a browser sends it
                    "file": base64.b64encode(data).decode(),
                    "file_name": name,
                    "division_id": (office or self.east).id,
                    **vals,
                }
            )
        )
        ledger.action_recognise()
        return ledger

    def run_job(self, ledger):
        job = ledger.job_id.sudo()
        job._run()
        ledger.invalidate_recordset()
        self.assertEqual(job.state, "done", job.message)
        return ledger

    def check(self, data, **options):
        ledger = self.upload(data, **options)
        ledger.action_check()
        return self.run_job(ledger)

    def take_over(self, data, **options):
        """Upload, check and import."""
        ledger = self.check(data, **options)
        ledger.action_import()
        return self.run_job(ledger)

    def rules(self, ledger):
        return sorted(ledger.finding_ids.mapped("rule"))

    def snapshot(self):
        """Every row of the registry with its place on disk: any write shows."""
        self.env.flush_all()
        found = {}
        for table in self.TABLES:
            self.env.cr.execute(
                SQL(
                    "SELECT ctid::text, t.* FROM %s t ORDER BY 1, 2",
                    SQL.identifier(table),
                )
            )
            found[table] = self.env.cr.fetchall()
        return found

    def person(self, number):
        return self.env["dibao.duplicate"]._registered(number)
