# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io
import os
import zipfile
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .. import describe, packing, vault
from ..models.dibao_transfer import CONTEXT
from ..models.dibao_transfer_step import STEPS
from . import file_corpus as corpus
from .transfer_common import TransferCase

SHEET = base64.b64encode(corpus.drawn_pdf())


class TransferActs(TransferCase):
    def prepare(self, volumes, **vals):
        transfer = (
            self.env["dibao.transfer"].with_user(self.archivist)._prepare_for(volumes)
        )
        transfer.line_ids.write({"opening_opinion": "含个人信息，建议控制使用"})
        transfer.write({"receiver": "示例县档案馆", **vals})
        return transfer

    def packed(self, volumes, **vals):
        transfer = self.prepare(volumes, **vals)
        transfer.action_inspect()
        transfer.with_user(self.supervisor).action_approve()
        transfer._pack()
        return transfer

    def content(self, transfer):
        row = transfer.sudo()
        with vault.reader(self.env, row.token, row.vault_key, CONTEXT) as stream:
            return stream.read()

    def receive(self, content, **vals):
        transfer = (
            self.env["dibao.transfer"]
            .with_user(self.archivist)
            .create(
                {
                    "direction": "in",
                    "division_id": self.west.id,
                    "upload": base64.b64encode(content),
                    **vals,
                }
            )
        )
        transfer.action_inspect()
        return transfer

    def descriptions(self, items):
        """Descriptions as plain values, without who did what when in the database."""
        told = describe.records(items)
        for record in told:
            record.events, record.agents = [], []
            # What follows from the household is the receiver's own reckoning.
            record.volume.trigger = ""
            for document in record.documents:
                document.path = ""
        return sorted(told, key=lambda record: record.key)


@tagged("post_install", "-at_install")
class TestTransferOut(TransferActs):
    def test_from_draft_to_closed(self):
        volumes = self.make_volume(1) | self.make_volume(2)
        transfer = self.packed(volumes)
        self.assertEqual(transfer.state, "packed")
        self.assertEqual(
            (transfer.volume_count, transfer.item_count, transfer.page_count), (2, 4, 8)
        )
        archivist = transfer.with_user(self.archivist)
        with self.assertRaisesRegex(UserError, "sign"):
            archivist.action_hand_over()
        archivist.write(
            {
                "deliverer": "示例移交人",
                "taker": "示例接收人",
                "deliverer_sheet": SHEET,
                "taker_sheet": SHEET,
            }
        )
        archivist.action_hand_over()
        archivist.register_number = "2026-001"
        archivist.told_sha256 = "0" * 64
        with self.assertRaisesRegex(UserError, "digest"):
            archivist.action_close()
        self.assertEqual(set(volumes.mapped("state")), {"filed"})
        archivist.told_sha256 = transfer.sha256.upper()
        archivist.action_close()
        self.assertEqual(transfer.state, "closed")
        self.assertEqual(set(volumes.mapped("state")), {"transferred"})
        self.assertEqual(set(volumes.item_ids.mapped("state")), {"transferred"})
        self.assertEqual(transfer.keep_until.year, transfer.closed_on.year + 5)
        steps = transfer.step_ids.filtered(lambda one: one.result == "pass")
        self.assertEqual(steps.mapped("step"), [step for step, _label in STEPS])
        self.assertTrue(all(one.user_id and one.done_on for one in transfer.step_ids))

    def test_what_leaves_is_logged_with_its_receiver(self):
        transfer = self.packed(self.make_volume())
        row = self.env["dibao.access.log"].search(
            [("model", "=", "dibao.transfer"), ("res_ids", "=", str(transfer.id))]
        )
        self.assertEqual((row.action, row.count), ("export", 2))
        self.assertIn("示例县档案馆", row.detail)
        self.assertEqual(row.reference, transfer.name)

    def test_the_list_is_looked_at(self):
        volume = self.make_volume()
        transfer = self.prepare(volume)
        transfer.line_ids.opening_opinion = " "
        with self.assertRaisesRegex(UserError, "opening"):
            transfer.action_inspect()
        transfer.line_ids.opening_opinion = "控制"
        transfer.receiver = False
        with self.assertRaises(UserError):
            transfer.action_inspect()
        transfer.receiver = "示例县档案馆"
        other = self.prepare(volume)
        with self.assertRaisesRegex(UserError, "another transfer"):
            transfer.action_inspect()
        other.action_cancel()
        self.env["dibao.hold"].create(
            {
                "kind": "litigation",
                "mandate": "x",
                "reason": "x",
                "volume_ids": [(4, volume.id)],
            }
        )
        with self.assertRaisesRegex(UserError, "on hold"):
            transfer.action_inspect()

    def test_two_persons(self):
        transfer = self.prepare(self.make_volume())
        transfer.action_inspect()
        with self.assertRaises(AccessError):
            transfer.action_approve()
        own = self.prepare(self.make_volume(2))
        own = own.with_user(self.supervisor).copy({"user_id": self.supervisor.id})
        self.assertEqual(own.state, "draft")
        with self.assertRaises(UserError):
            own.action_approve()

    @mute_logger("odoo.addons.dibao_archive.vault")
    def test_a_failed_inspection_stops_it(self):
        volume = self.make_volume()
        os.unlink(self.path(volume.item_ids.original_ids[0]))
        transfer = self.prepare(volume)
        transfer.action_inspect()
        self.assertEqual(transfer.inspection_id.conclusion, "fail")
        with self.assertRaisesRegex(UserError, "2-7"):
            transfer.with_user(self.supervisor).action_approve()

    def test_what_changed_after_the_inspection_is_not_packed(self):
        volume = self.make_volume()
        transfer = self.prepare(volume)
        transfer.action_inspect()
        transfer.with_user(self.supervisor).action_approve()
        volume.item_ids[0]._correct({"title": "另一题名"}, "题名有误")
        with self.assertRaisesRegex(UserError, "changed"):
            transfer._pack()
        self.assertEqual(transfer.state, "approved")
        self.assertFalse(transfer.sudo().token)

    def test_broken_off_while_packing(self):
        """A job that is killed leaves the transfer as it was, and no file."""
        transfer = self.prepare(self.make_volume())
        transfer.action_inspect()
        transfer.with_user(self.supervisor).action_approve()
        before = set(self.files())

        def dies(*_args):
            raise MemoryError

        with (
            patch.object(packing.package_zip, "moment_of", dies),
            self.assertRaises(MemoryError),
        ):
            transfer._pack()
        self.assertEqual(transfer.state, "approved")
        self.assertEqual(set(self.files()), before)
        transfer._pack()
        self.assertEqual(transfer.state, "packed")

    def test_nobody_writes_the_states(self):
        transfer = self.packed(self.make_volume())
        for vals in (
            {"state": "closed"},
            {"sha256": "0" * 64},
            {"approver_id": self.archivist.id},
        ):
            with self.assertRaises(UserError):
                transfer.write(vals)
        with self.assertRaises(UserError):
            transfer.write({"profile": "bag"})
        with self.assertRaises(UserError):
            transfer.line_ids.unlink()
        with self.assertRaises(UserError):
            transfer.unlink()
        with self.assertRaises(AccessError):
            transfer.step_ids.write({"note": "x"})

    def test_due_report(self):
        volume = self.make_volume()
        volume._by_act({"year": 2010})
        self.env.flush_all()
        due = self.env["dibao.transfer.due"].with_user(self.archivist)
        row = due.search([("volume_id", "=", volume.id)])
        years = self.env["dibao.policy"]._require("transfer_years", self.county)
        self.assertEqual((row.due_year, row.is_due), (2010 + years, True))
        stranger = self.make_user("d_stranger", "archivist", self.west)
        self.assertFalse(due.with_user(stranger).search([]))

    def test_register_on_paper(self):
        transfer = self.packed(self.make_volume())
        content, _kind = (
            self.env["ir.actions.report"]
            .with_user(self.archivist)
            .with_context(lang="zh_CN", force_report_rendering=True)
            ._render_qweb_pdf("dibao_archive.transfer_register_report", transfer.ids)
        )
        self.assertTrue(content.startswith(b"%PDF"))


@tagged("post_install", "-at_install")
class TestRoundTrip(TransferActs):
    def test_each_profile_comes_back_equal(self):
        volumes = self.make_volume(1) | self.make_volume(2)
        sent = self.descriptions(volumes.item_ids)
        for at, (profile, vals) in enumerate(
            (
                ("eep", {}),
                ("bag", {"ascii_names": True}),
                ("carrier", {}),
            )
        ):
            with self.subTest(profile):
                out = self.packed(volumes, profile=profile, **vals)
                self.assertEqual(
                    out.package_inspection_id.result_ids.filtered(
                        lambda one: one.is_head
                        and one.number in ("1-12", "1-13", "1-14", "2-10", "2-11")
                    ).mapped("result"),
                    ["pass"] * 5,
                )
                content = self.content(out)
                out.action_cancel()
                place = self.places[
                    ("990101002000", "990101002001", "990101001001")[at]
                ]
                taken = self.receive(
                    content, division_id=place.id, told_items=4, told_sha256=""
                )
                self.assertEqual(taken.state, "inspected", taken.problem_shown)
                self.assertEqual(taken.package_profile, profile)
                taken.with_user(self.supervisor).action_approve()
                taken._take_over()
                self.assertEqual((taken.state, taken.taken_count), ("closed", 4))
                fonds = self.env["dibao.fonds"].search(
                    [("division_id", "=", place.id), ("code", "=", "J019")]
                )
                items = self.env["dibao.item"].search([("fonds_id", "=", fonds.id)])
                got = self.descriptions(items)
                for one, other in zip(got, sent, strict=True):
                    self.assertEqual(one, other)
                self.assert_contents(volumes.item_ids, items)
                self.assertEqual(
                    taken.line_ids.mapped("opening_opinion"),
                    ["含个人信息，建议控制使用"] * 2,
                )
                self.assertEqual((taken.item_count, taken.page_count), (4, 8))
                self.assertEqual(set(items.volume_id.mapped("state")), {"filed"})
                self.assertEqual(
                    sorted(items.volume_id.mapped("number")),
                    sorted(volumes.mapped("number")),
                )
                codes = self.env["dibao.reference"].search(
                    [("fonds_id", "=", fonds.id)]
                )
                self.assertEqual(len(codes), 6)
                again = self.receive(content, division_id=place.id)
                again.with_user(self.supervisor).action_approve()
                with self.assertRaisesRegex(UserError, "already"):
                    again._take_over()

    def assert_contents(self, sent, got):
        def contents(items):
            found = {}
            for original in items.original_ids.sudo():
                with vault.stream(original) as stream:
                    found[original.sha256] = stream.read()
            return found

        self.assertEqual(contents(sent), contents(got))

    def test_annexes_come_back_with_their_body(self):
        volume = self.make_volume(filed=False, papers=1)
        body = volume.item_ids
        self.paper(
            volume,
            "F01",
            title="附件",
            relation="annex",
            parent_id=body.id,
            responsible="示例县民政局",
        )
        volume._file("测试")
        # An annex without a file of its own is no failure of the package.
        self.env["dibao.original"]._capture(
            volume.item_ids.filtered("parent_id"), self.unique_pdf("a"), "附.pdf"
        )
        out = self.packed(volume)
        taken = self.receive(self.content(out))
        taken.with_user(self.supervisor).action_approve()
        taken._take_over()
        items = self.env["dibao.item"].search([("division_id", "=", self.west.id)])
        annex = items.filtered("parent_id")
        self.assertEqual(len(items), 2)
        self.assertEqual(annex.parent_id.title, body.title)
        self.assertEqual((taken.taken_count, annex.relation), (1, "annex"))


@tagged("post_install", "-at_install")
class TestTransferIn(TransferActs):
    def test_hostile_packages_are_refused_with_a_reason(self):
        good = self.content(self.packed(self.make_volume(), profile="bag"))

        def rezipped(change):
            with zipfile.ZipFile(io.BytesIO(good)) as book:
                members = {one.filename: book.read(one) for one in book.infolist()}
            change(members)
            target = io.BytesIO()
            with zipfile.ZipFile(target, "w") as book:
                for name, data in members.items():
                    book.writestr(name, data)
            return target.getvalue()

        before = set(self.files())
        for code, content in (
            ("not_zip", b"no package"),
            ("not_zip", good[:-100]),
            ("path_outside", rezipped(lambda m: m.update({"../x": b"x"}))),
            ("bag_fetch", rezipped(lambda m: m.update({"fetch.txt": b"x"}))),
            ("bag_oxum", rezipped(lambda m: m.update({"data/x": b"x"}))),
            (
                "bag_missing",
                rezipped(
                    lambda m: m.update({"bag-info.txt": b"A: b\n"})
                    or m.pop(next(n for n in m if n.endswith(".pdf")))
                ),
            ),
        ):
            with self.subTest(code):
                taken = self.receive(content)
                self.assertEqual((taken.problem, taken.state), (code, "draft"))
                self.assertTrue(taken.problem_shown)
                self.assertEqual(taken.step_ids.mapped("result"), ["fail"])
                self.assertEqual(taken.inspection_id.conclusion, "fail")
                self.assertFalse(taken.sudo().token)
        self.env.cr.postcommit.run()
        self.assertEqual(set(self.files()) - before, set(), "nothing of them stays")

    def test_a_digest_told_beforehand(self):
        good = self.content(self.packed(self.make_volume()))
        taken = self.receive(good, told_sha256="0" * 64)
        self.assertEqual(taken.problem, "package_changed")
        self.assertIn(
            "1-14",
            taken.inspection_id.result_ids.filtered(
                lambda one: one.result == "fail"
            ).mapped("number"),
        )

    def test_nothing_is_taken_over_by_half(self):
        volumes = self.make_volume(1) | self.make_volume(2)
        content = self.content(self.packed(volumes))
        taken = self.receive(content)
        taken.with_user(self.supervisor).action_approve()
        calls = []
        whole = type(taken)._take_item

        def dies(self, record, volume, items):
            calls.append(record)
            if len(calls) == 3:
                raise UserError("cut off")  # pylint: disable=translation-required
            return whole(self, record, volume, items)

        with (
            patch.object(type(taken), "_take_item", dies),
            self.assertRaises(UserError),
            self.env.cr.savepoint(),
        ):
            taken._take_over()
        found = self.env["dibao.item"].search([("division_id", "=", self.west.id)])
        self.assertFalse(found)
        self.assertEqual(taken.state, "approved")

    def test_an_unknown_kind_is_told(self):
        volume = self.make_volume()
        content = self.content(self.packed(volume))
        self.kind("F01").code = "F99"
        taken = self.receive(content)
        taken.with_user(self.supervisor).action_approve()
        with self.assertRaisesRegex(UserError, "F01"):
            taken._take_over()

    def test_another_area_has_no_part_in_it(self):
        taken = self.receive(self.content(self.packed(self.make_volume())))
        stranger = self.make_user("x_stranger", "archivist", self.east)
        with self.assertRaises(AccessError):
            taken.with_user(stranger).action_take_over()
        with self.assertRaises(AccessError):
            self.env["dibao.transfer"].with_user(self.clerk).create(
                {"direction": "in", "division_id": self.east.id}
            )


@tagged("post_install", "-at_install")
class TestTransferDownload(TransferActs, HttpCase):
    def test_the_package_leaves_on_the_record(self):
        transfer = self.packed(self.make_volume())
        content = self.content(transfer)
        self.set_registry_readonly_mode(False)
        self.authenticate("archivist", "archivist")
        log = self.env["dibao.access.log"]
        domain = [("model", "=", "dibao.transfer"), ("action", "=", "export")]
        before = log.search_count(domain)
        response = self.url_open(f"/dibao/transfer/{transfer.id}")
        self.assertEqual(response.content, content)
        self.assertEqual(log.search_count(domain), before + 1)
        for login, role, place in (
            ("w_clerk", "township_clerk", self.east),
            ("w_auditor", "auditor", self.county),
            ("w_other", "archivist", self.west),
        ):
            self.make_user(login, role, place)
            self.authenticate(login, login)
            response = self.url_open(f"/dibao/transfer/{transfer.id}")
            self.assertIn(response.status_code, (403, 404), login)
            self.assertNotIn(b"PK\x03\x04", response.content)

    def test_commands_of_volumes(self):
        volume = self.make_volume()
        action = volume.with_user(self.archivist).action_prepare_transfer()
        transfer = self.env["dibao.transfer"].browse(action["res_id"])
        self.assertEqual(transfer.line_ids.volume_id, volume)
        self.assertEqual(transfer.line_ids.open_mark, volume.open_mark)
        other = self.env["dibao.fonds"].create(
            {"code": "J020", "name": "他宗", "division_id": self.west.id}
        )
        strange = self.env["dibao.volume"].create(
            {
                "title": "x",
                "category_id": volume.category_id.id,
                "division_id": self.west.id,
                "fonds_id": other.id,
            }
        )
        with self.assertRaises(UserError):
            (volume | strange).action_prepare_transfer()
