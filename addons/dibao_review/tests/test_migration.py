# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import importlib.util

from psycopg2.extras import Json

from odoo.tests import TransactionCase, tagged
from odoo.tools import file_path


@tagged("post_install", "-at_install", "dibao")
class TestAlertRuleTexts(TransactionCase):
    """Upgrade to 19.0.1.1.0: delivered texts give way, an office's own stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        path = file_path("dibao_review/migrations/19.0.1.1.0/post-alert-rules.py")
        spec = importlib.util.spec_from_file_location("alert_rules_19_0_1_1_0", path)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.late = cls.env.ref("dibao_review.alert_rule_a32")

    def store(self, rule, **texts):
        for name, value in texts.items():
            self.env.cr.execute(
                f"UPDATE dibao_alert_rule SET {name} = %s WHERE id = %s",
                [Json(value) if isinstance(value, dict) else value, rule.id],
            )
        self.env.invalidate_all()

    def stored(self, rule, name):
        self.env.cr.execute(
            f"SELECT {name} FROM dibao_alert_rule WHERE id = %s", [rule.id]
        )
        return self.env.cr.fetchone()[0]

    def upgrade(self, version="19.0.1.0.0"):
        self.script.migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_delivered_text_gives_way(self):
        self.store(
            self.late,
            name={"en_US": "Money that did not arrive", "zh_CN": "资金未按时到账"},
            action={"en_US": "Find out from the bank; pay again."},
        )
        self.upgrade()
        # The Chinese is filled in by the platform, which loads translations next.
        self.assertEqual(
            self.stored(self.late, "name"),
            {"en_US": "Money late, or not to an account"},
        )
        self.assertIn("in cash", self.stored(self.late, "action")["en_US"])

    def test_own_text_stays(self):
        own = {"en_US": "Money that did not arrive", "zh_CN": "钱没到"}
        english = {"en_US": "Late money", "zh_CN": "资金未按时到账"}
        self.store(self.late, name=own, explanation=english)
        self.upgrade()
        self.assertEqual(self.stored(self.late, "name"), own)
        self.assertEqual(self.stored(self.late, "explanation"), english)

    def test_plain_field_and_threshold(self):
        papers = self.env.ref("dibao_review.alert_rule_a30")
        photo = self.env.ref("dibao_review.policy_key_alert_visit_photo")
        papers.policy_key_ids = [(3, photo.id)]
        self.env.flush_all()
        self.store(papers, held_at="dibao.volume.gap")
        self.upgrade()
        self.assertIn("dibao.inspection.result", self.stored(papers, "held_at"))
        self.assertIn(photo, papers.policy_key_ids)

    def test_fresh_installation_is_left_alone(self):
        old = {"en_US": "Money that did not arrive"}
        self.store(self.late, name=old)
        self.upgrade(version=None)
        self.assertEqual(self.stored(self.late, "name"), old)
        self.upgrade()
        self.assertNotEqual(self.stored(self.late, "name"), old)

    def test_twice_is_once(self):
        self.upgrade()
        texts = [self.stored(self.late, name) for name in ("name", "explanation")]
        self.upgrade()
        self.assertEqual(
            [self.stored(self.late, name) for name in ("name", "explanation")], texts
        )

    def test_old_keys_and_indexes_go(self):
        """Facts lose their foreign keys, leads the indexes nobody asks for."""
        cr = self.env.cr
        for column, table in (("household_id", "household"), ("person_id", "person")):
            cr.execute(
                f"ALTER TABLE dibao_monthly_fact ADD CONSTRAINT"
                f" dibao_monthly_fact_{column}_fkey FOREIGN KEY ({column})"
                f" REFERENCES dibao_{table} ON DELETE SET NULL"
            )
        for name in self.script.UNASKED:
            column = name.removeprefix("dibao_alert__").removesuffix("_index")
            cr.execute(f"CREATE INDEX IF NOT EXISTS {name} ON dibao_alert ({column})")
        self.upgrade()
        cr.execute(
            """SELECT conname FROM pg_constraint
                WHERE contype = 'f' AND conrelid = 'dibao_monthly_fact'::regclass
                  AND conname ~ '(household|person)_id_fkey$'
                UNION SELECT relname FROM pg_class WHERE relname = ANY(%s)""",
            [list(self.script.UNASKED)],
        )
        self.assertEqual(cr.fetchall(), [])
