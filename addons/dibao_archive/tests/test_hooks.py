# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import os
import tempfile
from unittest.mock import patch

from psycopg2.errors import ForeignKeyViolation

from odoo.fields import Domain
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from .. import hooks, vault


@tagged("post_install", "-at_install")
class TestUninstallHook(TransactionCase):
    """What the platform would leave behind; the whole is tried in `tests/matrix`."""

    def parts(self, module):
        """External ids of others for parts of the models of an add-on."""
        prefix = Domain("name", "=like", r"selection\_\_dibao\_person\_\_%")
        return self.env["ir.model.data"].search(prefix & Domain("module", "=", module))

    def test_names_that_others_gave(self):
        self.assertTrue(self.parts("mail"))
        own = self.parts("dibao_archive")
        kept = self.env["ir.model.data"].search(
            [("module", "=", "mail"), ("name", "=", "model_mail_thread")]
        )
        hooks.forget_models(self.env, "dibao_archive")
        self.assertFalse(self.parts("mail"))
        self.assertEqual(self.parts("dibao_archive"), own, "the platform deletes these")
        self.assertTrue(kept.exists())

    def test_models_of_another_add_on_stay(self):
        hooks.forget_models(self.env, "another_addon")
        self.assertTrue(self.parts("mail"))

    def test_what_our_tables_hold_can_be_deleted(self):
        user = self.env["res.users"].create({"name": "Of demo", "login": "of_demo"})
        self.env["dibao.job"].create(
            {"kind": "x", "title": "x", "key": "x", "user_id": user.id}
        )
        self.env.flush_all()
        hooks.forget_functions(self.env, "dibao_append_only")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            user.unlink()
        hooks.free_others(self.env, "dibao_archive")
        user.unlink()
        self.assertFalse(user.exists())
        kept = self.env.execute_query(
            SQL(
                """SELECT 1 FROM pg_constraint WHERE contype = 'f'
                AND conrelid = 'dibao_household_member'::regclass
                AND confrelid = 'dibao_household'::regclass"""
            )
        )
        self.assertTrue(kept, "what our tables hold of each other stays")

    def test_triggers_go_and_files_at_the_end(self):
        with tempfile.TemporaryDirectory() as top:
            folder = os.path.join(top, "dibao")
            os.makedirs(os.path.join(folder, "ab"))
            with patch.object(vault, "folder", lambda _name: folder):
                hooks.uninstall_hook(self.env)
                self.assertTrue(os.path.isdir(folder), "not before it is for good")
                self.env.cr.postcommit.run()
                self.assertFalse(os.path.exists(folder))
        self.env.cr.execute(
            "SELECT COUNT(*) FROM pg_trigger WHERE tgname = 'dibao_append_only'"
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
