# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import os
from unittest.mock import patch

from .. import vault
from ..sealed import open_blob
from . import file_corpus as corpus
from .common import DibaoCase, make_id


class OriginalCase(DibaoCase):
    """A household with a volume and items; files of a test go with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = vault.folder(cls.env.cr.dbname)
        cls.number = make_id("19600101", 1)
        cls.household = cls.make_household(members=[("张三", cls.number, "02")])
        cls.other = cls.make_household(
            cls.west_village, members=[("李四", make_id("19600102", 2), "02")]
        )
        cls.kind = cls.env["dibao.document.kind"].create(
            {
                "code": "T01",
                "name": "测试证明",
                "smallest_dpi": 200,
                "colour_needed": True,
            }
        )
        cls.clerk = cls.make_user("o_clerk", "township_clerk", cls.east)
        cls.assistant = cls.make_user("o_assistant", "village_assistant", cls.east)
        cls.stranger = cls.make_user("o_stranger", "township_clerk", cls.west)
        cls.archivist = cls.make_user("o_archivist", "archivist", cls.county)

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

    @classmethod
    def make_item(cls, household=None, **vals):
        household = household or cls.household
        volume = cls.env["dibao.volume"]._for_household(household)
        return cls.env["dibao.item"].create(
            {
                "volume_id": volume.id,
                "household_id": household.id,
                "kind_id": cls.kind.id,
                "title": "收入证明",
                **vals,
            }
        )

    def capture(self, item=None, content=None, name="x.pdf", **options):
        item = item or self.make_item()
        content = corpus.drawn_pdf() if content is None else content
        return item.env["dibao.original"]._capture(item, content, name, **options)

    def log_rows(self, action, record):
        self.env.flush_all()
        return self.env["dibao.access.log"].search(
            [
                ("action", "=", action),
                ("model", "=", record._name),
                ("res_ids", "=", str(record.id)),
            ]
        )

    def give_text(self, original, *texts):
        """What a program would have read from the pages."""
        for page, text in enumerate(texts, 1):
            row = self.env["dibao.original.text"].create(
                {
                    "original_id": original.id,
                    "page": page,
                    "text": base64.b64encode(text.encode()),
                    "confidence": 80,
                }
            )
            self.assertEqual(open_blob(row, "text").decode(), text)
        original.item_id._index_text()
