# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import hashlib
import json

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .disposal_common import DisposalCase

LOGGER = "odoo.addons.dibao_archive.models.dibao_job"


@tagged("post_install", "-at_install")
class TestDueList(DisposalCase):
    def due_now(self):
        action = self.env.ref("dibao_archive.dibao_volume_due_action")
        domain = json.loads(
            action.domain.replace("(", "[")
            .replace(")", "]")
            .replace("'", '"')
            .replace("False", "false")
        )
        return self.env["dibao.volume"].search([*domain, ("due_date", "<=", "today")])

    def test_a_household_that_receives_is_never_due(self):
        active = self.filed_volume(self.household)
        self.assertIn(self.due, self.due_now())
        self.assertEqual(str(self.due.due_date), "2021-12-31")
        self.assertNotIn(active, self.due_now())

    def test_receiving_again_cancels(self):
        self.stopped.write({"state": "active", "state_date": "2020-02-01"})
        self.assertNotIn(self.due, self.due_now())
        self.assertFalse(self.due.due_date)
        event = self.stopped.event_ids.filtered(lambda e: "2021-12-31" in e.summary)
        self.assertEqual(len(event), 1)

    def test_one_click_begins_an_appraisal(self):
        disposal = self.disposal()
        self.assertEqual(disposal.fonds_id, self.fonds)
        self.assertEqual(disposal.line_ids.volume_id, self.due)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.disposal()
        with self.assertRaises(AccessError):
            self.due.with_user(self.clerk).action_appraise()


@tagged("post_install", "-at_install")
class TestDisposalSteps(DisposalCase):
    def test_columns(self):
        with freeze_time("2026-03-15"):
            disposal = self.disposal()
        line = disposal.line_ids
        self.assertEqual(line.reference_code, self.due.reference_code)
        self.assertEqual(line.responsible, "示例县民政局")
        self.assertEqual(line.title, self.due.title.replace("辰宿张", "辰*"))
        self.assertNotIn("辰宿张", line.title)
        self.assertEqual(
            (str(line.formed_from), str(line.formed_to)), ("2024-01-09",) * 2
        )
        self.assertIn("3", line.retention)
        self.assertIn("2 years, 2 months", line.with_context(lang="en_US").kept)
        self.assertEqual((line.item_count, line.page_count), (2, 4))

    def test_appraisal_is_complete(self):
        for missing in (
            {"leader_id": False},
            {"archive_member_ids": [(5,)]},
            {"forming_member_ids": [(5,)]},
            {"report": " "},
            {"opinion": False},
            {"line_ids": [(5,)]},
        ):
            with self.subTest(missing=missing), self.cr.savepoint() as point:
                disposal = self.disposal(**missing)
                with self.assertRaises(UserError):
                    disposal.action_appraise()
                point.rollback()
                self.env.invalidate_all()
        disposal = self.disposal()
        disposal.line_ids.outcome = "extend"
        with self.assertRaises(UserError):
            disposal.action_appraise()

    def test_what_is_not_due_is_not_destroyed(self):
        active = self.filed_volume(self.household)
        disposal = self.disposal(active)
        with self.assertRaisesRegex(UserError, "receives"):
            disposal.action_appraise()
        disposal.line_ids.write({"outcome": "extend", "extend_to": "2040-12-31"})
        disposal.action_appraise()
        self.assertEqual(disposal.state, "appraised")

    def test_digests(self):
        disposal = self.frozen()
        line = disposal.line_ids
        rows = [
            {"list": disposal.name, "fonds": "J019"},
            {
                "number": 1,
                "reference_code": line.reference_code,
                "document_number": False,
                "responsible": "示例县民政局",
                "title": line.title,
                "formed_from": "2024-01-09",
                "formed_to": "2024-01-09",
                "retention": line.retention,
                "kept": line.kept,
                "items": 2,
                "pages": 4,
                "outcome": "destroy",
                "extend_to": False,
                "opinion": disposal.opinion,
                "fingerprint": line.fingerprint,
            },
        ]
        text = "".join(
            json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            + "\n"
            for row in rows
        ).encode()
        self.assertEqual(disposal.sha256, hashlib.sha256(text).hexdigest())
        self.assertEqual(disposal.sm3, hashlib.new("sm3", text).hexdigest())
        self.assertTrue(disposal.is_unchanged)
        self.assertRegex(disposal.name, r"^XH\d{4}-\d{4}$")

    def test_a_forged_line_shows(self):
        disposal = self.approved()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_disposal_line SET outcome = 'sample' WHERE disposal_id = %s",
            [disposal.id],
        )
        self.env.invalidate_all()
        self.assertFalse(disposal.is_unchanged)
        with self.assertRaisesRegex(UserError, "not the one that was frozen"):
            disposal.with_user(self.supervisor)._check_before("x")

    def test_settled_when_frozen(self):
        disposal = self.frozen()
        for act in (
            lambda: disposal.write({"report": "x"}),
            lambda: disposal.line_ids.write({"outcome": "sample"}),
            lambda: disposal.line_ids.unlink(),
            lambda: disposal.unlink(),
            lambda: disposal.write({"line_ids": [(0, 0, {"volume_id": self.due.id})]}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()

    def test_signatures_are_not_typed_in(self):
        disposal = self.disposal()
        for vals in (
            {"state": "supervised"},
            {"approver_id": self.supervisor.id},
            {"sha256": "0"},
            {"sample_seed": "mine"},
        ):
            with self.assertRaises(AccessError):
                disposal.write(vals)
        for vals in ({"state": "done"}, {"title": "x"}, {"fingerprint": "0"}):
            with self.assertRaises(AccessError):
                disposal.line_ids.write(vals)
        forged = self.env["dibao.disposal"].with_user(self.archivist)
        made = forged.with_context(
            default_state="approved", default_approver_id=self.confirmer.id
        ).create({"fonds_id": self.fonds.id})
        self.assertRecordValues(made, [{"state": "draft", "approver_id": False}])

    def test_four_persons(self):
        disposal = self.frozen()
        both = self.make_user("both_d", "archivist", self.county)
        both.group_ids = [
            (4, self.env.ref(f"dibao_archive.group_{name}").id)
            for name in ("archive_supervisor", "county_confirmer")
        ]
        with self.assertRaises(AccessError):
            # the proposer is no head; nor may he approve with the role
            disposal._approve("1")
        self.archivist.group_ids = [
            (4, self.env.ref("dibao_archive.group_archive_supervisor").id)
        ]
        with self.assertRaisesRegex(AccessError, "four persons"):
            disposal._approve("1")
        disposal.with_user(both)._approve("1")
        for user in (both, self.archivist):
            with self.assertRaisesRegex(AccessError, "four persons"):
                disposal.with_user(user)._check_before("x")
        disposal.with_user(self.supervisor)._check_before("x")
        with self.assertRaisesRegex(AccessError, "four persons"):
            disposal.with_user(self.supervisor)._check_before("x")
        with self.assertRaisesRegex(UserError, "its supervisor"):
            disposal.with_user(self.other_archivist)._check_before("x")
        with self.assertRaises(UserError):
            disposal.action_execute()
        disposal.with_user(self.officer)._check_before("")
        self.assertEqual(disposal.state, "supervised")
        self.assertEqual(len(disposal._signers()), 4)

    def test_the_database_counts_four(self):
        disposal = self.supervised()
        self.env.flush_all()
        same = (
            "approver_id = proposer_id",
            "supervisor_archive_id = proposer_id",
            "supervisor_forming_id = approver_id",
            "supervisor_archive_id = supervisor_forming_id",
        )
        begun = (
            "state = 'executing', supervisor_forming_id = NULL",
            "state = 'executed', approver_id = NULL",
            "state = 'closed', forming_before_on = NULL",
        )
        for change in (*same, *begun):
            with (
                self.subTest(change=change),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE dibao_disposal SET {change} WHERE id = %s",  # noqa: S608
                    [disposal.id],
                )

    def test_who_recorded_the_household_is_no_supervisor(self):
        self.stopped.sudo().create_uid = self.officer
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE dibao_household SET create_uid = %s WHERE id = %s",
            [self.officer.id, self.stopped.id],
        )
        self.env.invalidate_all()
        disposal = self.approved()
        with self.assertRaisesRegex(AccessError, "recorded or approved"):
            disposal.with_user(self.officer)._check_before("x")

    def test_duty(self):
        disposal = self.disposal()
        users = type(self.env["res.users"])
        asked = []

        def refuse(user, duty, record=None):
            asked.append((duty, record))
            return "No certificate"

        self.patch(users, "_dibao_check_duty", refuse)
        with self.assertRaisesRegex(AccessError, "No certificate"):
            disposal.action_appraise()
        self.assertEqual(asked, [("destroy", disposal)])

    def test_sent_back_and_reopened(self):
        disposal = self.frozen()
        number = disposal.name
        with self.assertRaises(UserError):
            disposal.with_user(self.confirmer)._refuse(" ")
        disposal.with_user(self.confirmer)._refuse("缺报告")
        self.assertRecordValues(
            disposal, [{"state": "draft", "proposer_id": False, "sha256": False}]
        )
        self.assertIn("缺报告", disposal.message_ids[0].body)
        disposal.action_appraise()
        disposal.action_freeze()
        self.assertEqual(disposal.name, number)
        disposal.with_user(self.confirmer)._approve("1")
        disposal._reopen("x")
        self.assertFalse(disposal.approver_id)
        disposal._cancel("x")
        self.assertEqual(disposal.line_ids.state, "void")
        # What was on it may stand on another one.
        self.disposal()

    def test_whole_and_part_on_two_lists(self):
        self.disposal()
        with self.assertRaises(ValidationError):
            self.env["dibao.disposal"].create(
                {
                    "fonds_id": self.fonds.id,
                    "line_ids": [(0, 0, {"item_id": self.due.item_ids[0].id})],
                }
            )

    def test_sample(self):
        volumes = self.due
        for number in range(30, 39):
            family = self.make_stopped(number)
            volumes |= self.filed_volume(family, ("F12",))
        disposal = self.disposal(volumes, sample_share=20, sample_rule="random")
        disposal.action_draw_sample()
        kept = disposal.line_ids.filtered(lambda line: line.outcome == "sample")
        self.assertEqual((len(kept), disposal.sample_size), (2, 10))
        codes = disposal.line_ids.mapped("reference_code")
        ranked = sorted(
            codes,
            key=lambda code: hashlib.sha256(
                f"{disposal.sample_seed}\n{code}".encode()
            ).digest(),
        )
        self.assertEqual(set(kept.mapped("reference_code")), set(ranked[:2]))
        self.assertIn(disposal.sample_seed, disposal.message_ids[0].body)

    def test_reminders(self):
        with freeze_time("2026-01-01"):
            disposal = self.frozen()
        with freeze_time("2026-01-14"):
            self.env["dibao.disposal"]._cron_remind()
        self.assertFalse(disposal.activity_ids)
        with freeze_time("2026-01-15"):
            self.env["dibao.disposal"]._cron_remind()
            self.env["dibao.disposal"]._cron_remind()
        self.assertEqual(disposal.activity_ids.user_id, self.archivist)
        self.assertEqual(len(disposal.activity_ids), 1)


@tagged("post_install", "-at_install")
class TestDisposalStops(DisposalCase):
    """What happens between freezing and carrying out stops it (R-34)."""

    def stopped_by(self, disposal, reason):
        """Each later step refuses, and nothing was touched."""
        with self.assertRaisesRegex(UserError, reason):
            disposal.action_execute()
        self.assertEqual((disposal.state, self.due.state), ("supervised", "filed"))

    def hold(self):
        return self.env["dibao.hold"].create(
            {
                "kind": "audit",
                "mandate": "审计1号",
                "reason": "x",
                "household_ids": [(6, 0, self.stopped.ids)],
            }
        )

    def test_hold(self):
        disposal = self.supervised()
        self.hold()
        self.stopped_by(disposal, "on hold")

    def test_open_loan(self):
        disposal = self.supervised()
        loan = self.env["dibao.loan"].create(
            {
                "division_id": self.county.id,
                "purpose": "audit",
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "volume_id": self.due.id,
                            "item_id": self.due.item_ids[0].id,
                        },
                    )
                ],
            }
        )
        # A draft asks for nothing yet.
        self.assertFalse(disposal.line_ids._problems())
        for state in ("requested", "approved", "out"):
            loan._by_act({"state": state})
            self.stopped_by(disposal, "lent or asked for")
        loan._by_act({"state": "returned"})
        self.assertFalse(disposal.line_ids._problems())

    def test_open_transfer(self):
        disposal = self.supervised()
        self.env["dibao.transfer"]._prepare_for(self.due)
        self.stopped_by(disposal, "transfer")

    def test_changed_item(self):
        disposal = self.supervised()
        item = self.due.item_ids[0]
        item.with_user(self.archivist)._correct({"remark": "x"}, "x")
        self.stopped_by(disposal, "changed")

    def test_changed_original(self):
        disposal = self.supervised()
        self.capture(self.due.item_ids[0])
        self.stopped_by(disposal, "changed")

    def test_changed_note_of_the_volume(self):
        disposal = self.supervised()
        self.due.with_user(self.archivist).note = "x"
        self.stopped_by(disposal, "changed")

    def test_receives_again(self):
        disposal = self.supervised()
        self.stopped.write({"state": "active", "state_date": "2026-01-01"})
        self.stopped_by(disposal, "receives")

    def test_stops_in_the_middle_and_goes_on(self):
        family = self.make_stopped(21)
        second = self.filed_volume(family)
        disposal = self.supervised(self.due | second)
        disposal.action_execute()
        lines = disposal._listed()
        job = disposal.sudo().job_id
        self.assertFalse(job._job_disposal())
        self.assertFalse(job._job_disposal())
        self.assertEqual(lines.mapped("state"), ["done", "listed"])
        hold = self.env["dibao.hold"].create(
            {
                "kind": "audit",
                "mandate": "审计2号",
                "reason": "x",
                "volume_ids": [(6, 0, lines[1].volume_id.ids)],
            }
        )
        with mute_logger(LOGGER):
            self.run_job(disposal)
        self.assertEqual(job.state, "failed")
        self.assertIn("审计2号", disposal.stopped_because)
        self.assertEqual((self.due.state, second.state), ("destroyed", "filed"))
        with self.assertRaisesRegex(UserError, "on hold"):
            disposal.action_go_on()
        hold.with_user(self.supervisor)._lift("x")
        disposal.action_go_on()
        self.run_job(disposal)
        self.assertEqual(disposal.state, "executed")
        self.assertEqual(second.state, "destroyed")

    def test_the_rest_is_withdrawn(self):
        family = self.make_stopped(22)
        second = self.filed_volume(family)
        disposal = self.supervised(self.due | second)
        disposal.action_execute()
        with self.assertRaisesRegex(UserError, "right now"):
            disposal._withdraw("x")
        second.with_user(self.archivist).note = "changed"
        with mute_logger(LOGGER):
            self.run_job(disposal)
        disposal._withdraw("变更")
        self.run_job(disposal)
        self.assertEqual(disposal.state, "executed")
        self.assertEqual((self.due.state, second.state), ("destroyed", "filed"))
        line = disposal.line_ids.filtered(lambda one: one.volume_id == second)
        self.assertEqual((line.state, line.withdrawn_because), ("withdrawn", "变更"))
        self.assertTrue(disposal.is_unchanged)
        # It may be appraised anew.
        self.disposal(second)

    def test_all_of_it_is_withdrawn(self):
        disposal = self.supervised()
        disposal.action_execute()
        self.hold()
        with mute_logger(LOGGER):
            self.run_job(disposal)
        disposal._withdraw("审计")
        self.run_job(disposal)
        # Nothing is gone: there is nothing to sign for, and nothing in backups.
        self.assertEqual((disposal.state, self.due.state), ("signed", "filed"))
        self.assertFalse(disposal.backups_lapse_on)
        disposal.with_context(force_report_rendering=True).action_close()
        names = self.fonds.dossier_volume_id.item_ids.original_ids.mapped("name")
        self.assertEqual(len(names), 2)
        self.assertFalse([name for name in names if "certificate" in name])
