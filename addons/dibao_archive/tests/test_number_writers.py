# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Eight writers file at once, each in transactions of its own (R-07)."""

import os
from contextlib import contextmanager
from datetime import date

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

WRITERS, BATCHES, BATCH = 8, 5, 5
FAILED = 100
PLACE = "980000000000"  # no province has these digits
TABLES = ("dibao_reference", "dibao_item", "dibao_volume", "dibao_fonds")


@tagged("post_install", "-at_install")
class TestNumberWriters(BaseCase):
    @contextmanager
    def transaction(self):
        """An environment of its own; committed unless the block fails."""
        with sql_db.db_connect(get_db_name()).cursor() as cr:
            context = {"tracking_disable": True}
            yield api.Environment(cr, SUPERUSER_ID, context)
            cr.commit()  # pylint: disable=invalid-commit

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clean)
        self.clean()
        with self.transaction() as env:
            self.batches = self.prepare(env)

    def prepare(self, env):
        """Papers to be filed: ``{writer: ids by batch}``, all of one running number."""
        division = env["dibao.division"].create({"code": PLACE, "name": "示例省"})
        category = env["dibao.category"].create(
            {"code": "ZT", "name": "示例", "arranged_by": "item"}
        )
        env["dibao.fonds"].create(
            {"code": "Q980", "name": "示例", "division_id": division.id}
        )
        volume = {
            "title": "示例",
            "category_id": category.id,
            "division_id": division.id,
            "retention_id": env.ref("dibao_archive.retention_d10").id,
            "year": 2024,
        }
        volumes = env["dibao.volume"].create([volume] * WRITERS)
        paper = {
            "kind_id": env.ref("dibao_archive.kind_letter").id,
            "title": "示例",
            "date": date(2024, 1, 9),
            "page_count": 1,
        }
        items = env["dibao.item"]._load_rows(
            {"volume_id": one.id, **paper}
            for one in volumes
            for _paper in range(BATCHES * BATCH)
        )
        return {
            one.id: [
                items.filtered(lambda item, one=one: item.volume_id == one).ids[
                    n::BATCHES
                ]
                for n in range(BATCHES)
            ]
            for one in volumes
        }

    def clean(self):
        with self.transaction() as env:
            cr = env.cr
            for table in TABLES:
                cr.execute(
                    f"DELETE FROM {table} t USING dibao_division d"
                    " WHERE t.division_id = d.id AND d.code = %s",
                    (PLACE,),
                )
            cr.execute("DELETE FROM dibao_number_counter WHERE scope LIKE '%%Q980-%%'")
            cr.execute("DELETE FROM dibao_category WHERE path_code = 'ZT'")
            cr.execute("DELETE FROM dibao_division WHERE code = %s", (PLACE,))

    def write_out(self, batches):
        """File batch after batch; every other one first fails and is undone.

        :return: how often it had to begin anew, since another was first
        """
        again = 0
        for place, ids in enumerate(batches):
            if place % 2:
                self.try_once(ids, fail=True)
            while not self.try_once(ids):
                again += 1
        return again

    def try_once(self, ids, fail=False):
        try:
            with mute_logger("odoo.sql_db"), self.transaction() as env:
                env["dibao.item"].browse(ids)._file()
                env.flush_all()
                if fail:
                    raise InterruptedError
        except (SerializationFailure, InterruptedError):
            return False
        return True

    def fork(self, batches):
        """A writer in a process of its own; it ends with how often it began anew."""
        child = os.fork()
        if child:
            return child
        status = FAILED
        try:
            # The parent's connections stay the parent's.
            sql_db._Pool = None
            Registry(get_db_name())._db = sql_db.db_connect(get_db_name())
            status = min(self.write_out(batches), FAILED - 1)
        finally:
            os._exit(status)

    def test_no_gap_and_nothing_twice(self):
        children = [self.fork(batches) for batches in self.batches.values()]
        again = [os.waitstatus_to_exitcode(os.waitpid(one, 0)[1]) for one in children]
        self.assertNotIn(FAILED, again)
        # At the very first number only: later ones wait, and nothing is done twice.
        self.assertLess(sum(again), WRITERS)
        with self.transaction() as env:
            items = env["dibao.item"].search([("volume_id", "in", list(self.batches))])
            codes = env["dibao.reference"].search([("division_id.code", "=", PLACE)])
            count = WRITERS * BATCHES * BATCH
            self.assertEqual(sorted(items.mapped("number")), list(range(1, count + 1)))
            self.assertEqual(
                sorted(items.mapped("reference_code")), sorted(codes.mapped("code"))
            )
            self.assertEqual(len(set(codes.mapped("code"))), count)
