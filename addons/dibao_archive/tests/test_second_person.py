# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import contextlib
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .archive_common import ArchiveCase


@tagged("post_install", "-at_install")
class TestSecondPerson(ArchiveCase):
    """What the office lets nobody do alone, by its own policy."""

    def setUp(self):
        super().setUp()
        self.paper_of_volume = self.paper(self.volume(), "F01")

    def ask_for(self, *duties, division=None):
        self.env["dibao.policy"].create(
            {
                "key_id": self.env.ref(
                    "dibao_archive.policy_key_second_person_duties"
                ).id,
                "division_id": (division or self.county).id,
                "value": str(list(duties)).replace("'", '"'),
                "legal_basis": "示例县民政局规定",
            }
        )

    def file(self, user=None, paper=None):
        """File a paper as a user: the refusal as text, or None.

        Not by ``assertRaises``: it would undo what was written apart.
        """
        try:
            with self.env.cr.savepoint():
                item = paper or self.paper_of_volume
                item.with_user(user or self.archivist)._file()
        except AccessError as refused:
            return str(refused)
        return None

    def requests(self):
        self.env.invalidate_all()
        return self.env["dibao.second.person"].search([], order="id")

    def test_alone_where_the_office_asks_for_nobody(self):
        self.ask_for("destroy")
        self.assertIsNone(self.file())
        self.assertFalse(self.requests())

    def test_asked_approved_done_once(self):
        self.ask_for("file")
        request = self._asked()
        request.with_user(self.supervisor).action_approve()
        self.assertIsNone(self.file())
        self.assertEqual(self.paper_of_volume.state, "filed")
        self.assertEqual(request.state, "used")
        self.assertEqual(request.decided_by_id, self.supervisor)

    def _asked(self, user=None):
        """A request as the refusal writes it."""
        return (
            self.env["dibao.second.person"]
            ._acting()
            .create(
                {
                    "user_id": (user or self.archivist).id,
                    "duty": "file",
                    "res_model": "dibao.volume",
                    "res_id": self.paper_of_volume.volume_id.id,
                    "division_id": self.paper_of_volume.division_id.id,
                }
            )
            .with_env(self.env)
        )

    def test_the_refusal_leaves_a_request(self):
        self.ask_for("file")
        for _again in range(2):  # asked for once, however often it is tried
            with contextlib.suppress(AccessError):
                self.paper_of_volume.with_user(self.archivist)._file()
            self.assertEqual(self.paper_of_volume.state, "draft")
        self.assertRecordValues(
            self.requests(),
            [
                {
                    "user_id": self.archivist.id,
                    "duty": "file",
                    "res_model": "dibao.volume",
                    "res_id": self.paper_of_volume.volume_id.id,
                    "division_id": self.paper_of_volume.division_id.id,
                    "state": "requested",
                }
            ],
        )
        told = self.env["mail.message"].search(
            [("model", "=", "dibao.second.person"), ("res_id", "=", self.requests().id)]
        )
        self.assertIn(self.supervisor.partner_id, told.notified_partner_ids)

    def test_not_by_who_asked_nor_by_any_role(self):
        self.ask_for("file")
        request = self._asked()
        with self.assertRaises(AccessError):
            request.with_user(self.archivist).action_approve()
        with self.assertRaises(AccessError):
            request.with_user(self.clerk).action_approve()
        own = self._asked(self.supervisor)
        with self.assertRaisesRegex(AccessError, "Another person"):
            own.with_user(self.supervisor).action_approve()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            own._by_act({"decided_by_id": self.supervisor.id})
            own.flush_recordset()

    def test_the_second_person_is_qualified_too(self):
        self.ask_for("file")
        request = self._asked()
        users = type(self.env["res.users"])
        with (
            patch.object(users, "_dibao_check_duty", return_value="lapsed"),
            self.assertRaisesRegex(AccessError, "lapsed"),
        ):
            request.with_user(self.supervisor).action_approve()

    def test_an_approval_is_for_one_record_one_person_one_act(self):
        self.ask_for("file")
        request = self._asked()
        request.with_user(self.supervisor).action_approve()
        other = self.paper(self.volume(self.make_family(self.east_village, 2)), "F01")
        self.assertIn("second person", self.file(paper=other))
        self.assertIn("second person", self.file(self.supervisor))
        self.assertEqual(request.state, "approved")
        self.assertIsNone(self.file())
        # done: in another transaction the same act is asked for again
        request._by_act({"used_in": "0"})
        again = self.paper(self.paper_of_volume.volume_id, "F02")
        self.assertIn("second person", self.file(paper=again))

    def test_an_approval_lapses(self):
        self.ask_for("file")
        with freeze_time("2026-05-01 01:00:00"):
            request = self._asked()
            request.with_user(self.supervisor).action_approve()
        with freeze_time("2026-05-02 01:00:01"):
            self.assertIn("second person", self.file())
            self.assertEqual(self.paper_of_volume.state, "draft")

    def test_refused_with_a_reason(self):
        self.ask_for("file")
        request = self._asked().with_user(self.supervisor)
        with self.assertRaisesRegex(UserError, "reason"):
            request.action_refuse()
        request.reason = "材料不全"
        request.action_refuse()
        self.assertEqual(request.state, "refused")
        self.assertIn("second person", self.file())

    def test_nobody_writes_a_request(self):
        request = self._asked()
        for user in (self.archivist, self.supervisor):
            with self.assertRaises(AccessError):
                request.with_user(user).write({"state": "approved"})
        with self.assertRaises(UserError):
            request.unlink()
