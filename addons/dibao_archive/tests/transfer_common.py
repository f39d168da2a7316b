# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
from unittest.mock import patch

from .. import vault
from . import file_corpus as corpus
from .archive_common import ArchiveCase


class TransferCase(ArchiveCase):
    """Filed volumes with files in them; what a test puts into the vault goes again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = vault.folder(cls.env.cr.dbname)
        cls.second = cls.make_user("t_head", "archive_supervisor", cls.county)

    def setUp(self):
        super().setUp()
        before = set(self.files())
        self.addCleanup(lambda: [os.unlink(p) for p in set(self.files()) - before])
        # A scanner of the machine is no part of a test.
        patcher = patch.dict(os.environ, DIBAO_CLAMD="")
        patcher.start()
        self.addCleanup(patcher.stop)

    @classmethod
    def files(cls):
        return [
            os.path.join(place, name)
            for place, _folders, names in os.walk(cls.folder)
            for name in names
        ]

    def path(self, original):
        return vault.path_of(self.env.cr.dbname, original.sudo().token)

    def make_volume(self, number=1, papers=2, filed=True, **vals):
        """A volume with papers, each with a PDF of two pages."""
        household = self.make_family(self.east_village, 10 + number)
        volume = self.volume(household)
        for at in range(1, papers + 1):
            item = self.paper(
                volume,
                "F01",
                day=f"2024-01-{at:02d}",
                title=f"低保审批表{number}·{at}",
                responsible="示例县民政局",
                document_number=f"民低〔2024〕{number}-{at}号",
                act="application",
                **vals,
            )
            self.env["dibao.original"]._capture(
                item, self.unique_pdf(number, at), f"审批表·{at}.pdf", "scan"
            )
        if filed:
            volume._file("测试")
        return volume

    def unique_pdf(self, *marks):
        """A PDF of two pages that no other is equal to."""

        def change(pdf):
            pdf.docinfo["/Title"] = " ".join(map(str, marks))

        return corpus.drawn_pdf(2, change)
