# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command ``odoo dibao_county``."""

import contextlib
import csv
import io
import os
import tempfile

from odoo.cli.command import find_command
from odoo.tests import BaseCase

from ..tools import county_ledger


class TestCountyCommand(BaseCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def _run(self, *arguments):
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            find_command("dibao_county")().run(list(arguments))
        return told.getvalue()

    def test_generate(self):
        path = os.path.join(self.folder, "ledger.csv")
        told = self._run("generate", "40", "--layout", "member", "--out", path)
        with open(path, newline="", encoding="utf-8-sig") as stream:
            rows = list(csv.reader(stream))
        self.assertEqual(rows[0], county_ledger.MEMBER_HEADER)
        self.assertEqual(told.strip(), f"{path}: {len(rows) - 1} rows")

    def test_same_seed_same_file(self):
        def made(seed):
            path = os.path.join(self.folder, "ledger.csv")
            self._run("generate", "40", "--seed", seed, "--out", path)
            with open(path, "rb") as stream:
                return stream.read()

        self.assertEqual(made("3"), made("3"))
        self.assertNotEqual(made("3"), made("4"))

    def test_what_is_missing_is_told(self):
        for arguments in (["generate", "40"], ["load"], ["generate", "4", "--nothing"]):
            with self.assertRaises(SystemExit):
                self._run(*arguments)
