# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import os
from unittest.mock import patch

from odoo.tools import SQL, config

from .. import vault
from . import file_corpus as corpus
from .archive_common import ArchiveCase

DAY = "2018-06-30"


class DisposalCase(ArchiveCase):
    """A stopped household with a filed volume that is due, and four persons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.confirmer = cls.make_user("confirmer_d", "county_confirmer", cls.county)
        cls.officer = cls.make_user("officer_d", "county_officer", cls.county)
        cls.other_archivist = cls.make_user("archivist_d", "archivist", cls.county)
        cls.auditor = cls.make_user("auditor_d", "auditor", cls.county)
        cls.stopped = cls.make_stopped(7)
        cls.due = cls.filed_volume(cls.stopped)

    def setUp(self):
        super().setUp()
        before = set(self.kept_files())
        self.addCleanup(lambda: [os.unlink(p) for p in set(self.kept_files()) - before])
        for patcher in (
            patch.dict(os.environ, DIBAO_CLAMD=""),
            # A test is one transaction: what a chunk commits is flushed here.
            patch.object(
                type(self.env["dibao.job"]), "_commit", lambda job: job.env.flush_all()
            ),
        ):
            patcher.start()
            self.addCleanup(patcher.stop)

    @classmethod
    def make_stopped(cls, number, village=None):
        """A household that stopped in June 2018: due since the end of 2021."""
        village = village or cls.east_village
        return cls.make_family(village, number, state="stopped", state_date=DAY)

    @classmethod
    def filed_volume(cls, household, kinds=("F12", "F01")):
        volume = cls.volume(household)
        for kind in kinds:
            cls.paper(volume, kind, responsible=household.head_id.name)
        volume._file("示例")
        return volume

    @classmethod
    def kept_files(cls):
        """Files of the vault and of the platform's store."""
        for top in (
            vault.folder(cls.env.cr.dbname),
            config.filestore(cls.env.cr.dbname),
        ):
            for place, _folders, names in os.walk(top):
                if "checklist" not in place:
                    yield from (os.path.join(place, name) for name in names)

    def capture(self, item, name="x.pdf", content=None):
        """An original of an item that is filed already, as a scan that came late."""
        return self.env["dibao.original"]._capture(
            item, content or corpus.drawn_pdf(), name, "scan"
        )

    def attach(self, record, content, name="x.txt"):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "res_model": record._name,
                "res_id": record.id,
                "datas": base64.b64encode(content),
            }
        )

    def disposal(self, volumes=None, **vals):
        """A draft list by the archivist, with all that an appraisal asks for."""
        volumes = volumes or self.due
        action = volumes.with_user(self.archivist).action_appraise()
        disposal = self.env["dibao.disposal"].browse(action["res_id"])
        disposal = disposal.with_user(self.archivist)
        disposal.write(
            {
                "leader_id": self.confirmer.id,
                "archive_member_ids": [(4, self.archivist.id)],
                "forming_member_ids": [(4, self.officer.id)],
                "report": "示例鉴定报告",
                "opinion": "期满，无继续保存价值",
                **vals,
            }
        )
        return disposal

    def frozen(self, volumes=None, **vals):
        disposal = self.disposal(volumes, **vals)
        disposal.action_appraise()
        disposal.action_freeze()
        return disposal

    def approved(self, volumes=None, **vals):
        disposal = self.frozen(volumes, **vals)
        disposal.with_user(self.confirmer)._approve("示民批〔2026〕1号")
        return disposal

    def supervised(self, volumes=None, **vals):
        disposal = self.approved(volumes, **vals)
        disposal.with_user(self.supervisor)._check_before("示例造纸厂，化浆")
        disposal.with_user(self.officer)._check_before("")
        return disposal

    def run_job(self, disposal):
        """Carry a list out; the job afterwards."""
        job = disposal.sudo().job_id
        with patch.object(self.env.cr, "rollback", lambda: None):
            job._run()
        self.env.invalidate_all()
        return job

    def executed(self, volumes=None, **vals):
        disposal = self.supervised(volumes, **vals)
        disposal.action_execute()
        job = self.run_job(disposal)
        self.assertEqual((job.state, disposal.state), ("done", "executed"), job.message)
        return disposal

    def tables_with(self, word):
        """Names of the tables in which any row holds a word, as a dump would show."""
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " ORDER BY tablename"
            )
        )
        found = []
        for (table,) in tables:
            query = SQL(
                "SELECT 1 FROM %s row WHERE row::text LIKE %s LIMIT 1",
                SQL.identifier(table),
                f"%{word}%",
            )
            if self.env.execute_query(query):
                found.append(table)
        return found
