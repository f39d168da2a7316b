# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""R-39: the contractor brings scans in by cover sheets, and takes nothing out."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..tools import pages
from . import file_corpus as corpus
from .test_ingest import IngestCase
from .test_tools_pages import code_page

SEEN = {"dibao.ingest", "dibao.ingest.file"}


@tagged("post_install", "-at_install")
class TestDigitiser(IngestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contractor = cls.make_user("d_contractor", "digitiser", cls.east)
        cls.clerk_before, cls.clerk = cls.clerk, cls.contractor
        cls.sheet = cls.env["dibao.cover.sheet"].create(
            {"household_id": cls.household.id, "kind_id": cls.kind.id}
        )

    def test_piles_are_sorted_by_their_sheets(self):
        papers = [corpus.picture(size=(600 + 10 * n, 800)) for n in range(2)]
        pile = pages.images_to_pdf([code_page(self.sheet.token), *papers])
        batch = self.batch_of(read_codes=True)
        self.assertEqual(batch.user_id, self.contractor)
        _whole, part = self.work(batch, pile__pdf=pile)
        self.assertEqual((part.state, part.matched_by), ("done", "cover"))
        self.assertEqual(part.sudo().item_id.household_id, self.household)
        self.assertEqual(batch.state, "done")

    def test_without_a_sheet_the_office_sorts(self):
        """Not by the batch, the name or a reference code of a filed paper."""
        number = self.household.number
        batch = self.batch_of()
        name = f"{number}_{self.kind.code}.pdf"
        files = self.work(batch, **{name: corpus.drawn_pdf(), "x.pdf": b"%PDF-1.4 x"})
        named = files.filtered(lambda one: one.name == name)
        self.assertEqual((named.state, named.sudo().item_id.id), ("sorting", False))
        for act in (named.action_keep, named.action_discard):
            with self.refused(AccessError):
                act()
        with self.refused(AccessError):
            named.write({"household_id": self.household.id})
        office = named.with_user(self.clerk_before)
        office.action_keep()
        self.assertEqual(office.state, "done")

    def test_the_code_typed_by_hand(self):
        batch = self.batch_of()
        file = self.work(batch, a__pdf=corpus.drawn_pdf())
        self.assertEqual(file.state, "sorting")
        with self.refused(UserError):
            file.cover_code = "nothing"
        elsewhere = self.env["dibao.cover.sheet"].create(
            {"household_id": self.other.id, "kind_id": self.kind.id}
        )
        with self.refused(UserError):
            file.cover_code = elsewhere.token
        file.cover_code = self.sheet.token
        self.assertEqual(file.state, "waiting")
        batch.action_run()
        self.run_job(batch)
        self.assertEqual((file.state, file.matched_by), ("done", "cover"))

    def test_own_uploads_only(self):
        mine = self.work(self.batch_of(), a__pdf=corpus.drawn_pdf())
        self.assertTrue(mine.dibao_page(1))
        self.assertTrue(self.log_rows("open", mine))
        batches = self.env["dibao.ingest"].with_user(self.clerk_before)
        batch = batches.create({"division_id": self.east.id, "read_codes": False})
        theirs = self.work(batch, b__pdf=corpus.drawn_pdf())
        self.assertEqual(theirs.state, "sorting")
        with self.refused(AccessError):
            theirs.with_user(self.contractor).dibao_page(1)

    def test_nothing_else_is_seen(self):
        """Of all models with places in them: batches and their files alone."""
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(self.contractor)
            personal = any(
                field.type == "many2one"
                and field.comodel_name in ("dibao.person", "dibao.household")
                for field in model._fields.values()
            )
            ours = name.startswith("dibao.") and not model._abstract
            if ours and (personal or name in ("dibao.person", "dibao.household")):
                self.assertEqual(model.has_access("read"), name in SEEN, name)
        for name in ("dibao.export", "dibao.item.finder", "dibao.copy.make"):
            self.assertFalse(
                self.env[name].with_user(self.contractor).has_access("read")
            )

    def test_kept_originals_stay_shut(self):
        original = self.capture()
        theirs = original.with_user(self.contractor)
        self.assertFalse(original._may_view(self.contractor))
        self.assertFalse(original._may_take(self.contractor))
        with self.refused(AccessError):
            theirs._open("verification")
        person = self.household.member_ids.person_id
        with self.refused(AccessError):
            person.with_user(self.contractor).dibao_reveal("id_number", "audit")

    def test_no_workbook(self):
        batch = self.batch_of()
        with self.refused(AccessError):
            batch.action_download_result()
        self.assertTrue(self.log_rows("refused", batch))

    def test_no_other_role(self):
        for role in ("township_clerk", "archivist", "reveal"):
            group = self.env.ref(f"dibao_archive.group_{role}")
            with self.assertRaises(ValidationError):
                self.contractor.group_ids = [Command.link(group.id)]


@tagged("post_install", "-at_install")
class TestDigitiserRoute(IngestCase, HttpCase):
    def test_result_over_the_route(self):
        user = self.make_user("d_route", "digitiser", self.east)
        user.password = "d_route-1234"
        batch = self.env["dibao.ingest"].with_user(user)
        batch = batch.create({"division_id": self.east.id})
        self.env.flush_all()
        self.authenticate("d_route", "d_route-1234")
        answer = self.url_open(f"/dibao/ingest/{batch.id}/result")
        self.assertNotEqual(answer.status_code, 200)
        self.assertNotIn("spreadsheet", answer.headers.get("Content-Type", ""))
