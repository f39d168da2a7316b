# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .archive_common import ArchiveCase

MUST = ("F01", "F02", "ID", "HUKOU", "INCOME", "F07", "F10", "F13", "F12")


@tagged("post_install", "-at_install")
class TestVolume(ArchiveCase):
    def test_opens_itself_at_the_first_paper(self):
        item = self.household._dibao_file("F01", self.household, None, "application")
        volume = item.volume_id
        self.assertEqual(volume.household_id, self.household)
        self.assertEqual(volume.person_id, self.household.head_id)
        self.assertEqual(volume.fonds_id, self.fonds)
        self.assertEqual(volume.division_id, self.east_village)
        self.assertEqual(volume.category_id.path_code, "ZY·DB")
        self.assertEqual((volume.secrecy, volume.open_mark), ("internal", "controlled"))
        self.assertEqual(volume.retention_id.trigger, "benefit_end")
        self.assertIn("辰宿张", volume.title)
        other = self.household._dibao_file("F02", self.household)
        self.assertEqual(other.volume_id, volume)
        events = self.household.event_ids.filtered(lambda e: e.kind == "filed")
        self.assertEqual(len(events), 2)
        self.assertEqual(
            {(event.res_model, event.res_id) for event in events},
            {("dibao.item", item.id), ("dibao.item", other.id)},
        )

    def test_titles_are_chinese_whoever_files(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        household = self.household.with_context(lang="en_US")
        item = household._dibao_file("F01", household, None, "application")
        head = self.household.head_id.name
        for title in (item.title, item.volume_id.title):
            self.assertRegex(title, rf"^[\u4e00-\u9fff]+\W{head}$")

    def test_the_same_paper_is_filed_once(self):
        event = self.household.event_ids[:1]
        first = self.household._dibao_file("F07", event, None, "application")
        self.assertEqual(self.household._dibao_file("F07", event), first)
        self.assertNotEqual(self.household._dibao_file("F08", event), first)
        other = self.make_family(self.east_village, 2)
        self.assertNotEqual(other._dibao_file("F07", event), first)
        # Without a source nothing tells two papers apart: both stay.
        loose = self.household._dibao_file("PHOTO", None)
        self.assertNotEqual(self.household._dibao_file("PHOTO", None), loose)

    def test_the_source_cannot_be_forged(self):
        item = self.household._dibao_file("F07", self.household)
        self.assertEqual(item.source_model, "dibao.household")
        for user in (self.clerk, self.archivist, self.env.user):
            with self.assertRaises(AccessError):
                item.with_user(user).write({"source_key": "x"})
            with self.assertRaises(AccessError):
                item.with_user(user).write({"state": "filed"})

    def test_acts_cannot_be_written_or_brought_by_context(self):
        volume = self.volume()
        for name in ("state", "reference_code", "gap_reason", "filed_on"):
            with self.assertRaises(AccessError):
                volume.with_user(self.archivist).write({name: "filed"})
        for forged in (True, "ACT_TOKEN", {"a": 1}):
            with self.assertRaises(AccessError):
                volume.with_context(dibao_archive_act=forged).write({"state": "filed"})
        defaults = {"default_state": "filed", "default_reference_code": "J019-1"}
        made = volume.with_context(**defaults).create(
            {
                "title": "示例",
                "category_id": volume.category_id.id,
                "division_id": self.east.id,
            }
        )
        self.assertRecordValues(made, [{"state": "open", "reference_code": False}])

    def test_daily_papers_go_by_office_and_year(self):
        with freeze_time("2025-03-03"):
            visit = self.household._dibao_file("VISITS", self.household)
        self.assertEqual(visit.household_id, self.household)
        volume = visit.volume_id
        self.assertFalse(volume.household_id)
        self.assertEqual((volume.division_id, volume.year), (self.east, 2025))
        other = self.make_family(self.east_village, 2)
        with freeze_time("2025-11-11"):
            self.assertEqual(other._dibao_file("ROLL", other).volume_id, volume)
        with freeze_time("2026-01-02"):
            again = other._dibao_file("ROLL", other.event_ids[:1])
        self.assertEqual(again.volume_id.year, 2026)
        west = self.make_family(self.west_village, 3)
        with freeze_time("2025-11-11"):
            self.assertNotEqual(west._dibao_file("ROLL", west).volume_id, volume)

    def test_fixed_order(self):
        volume = self.volume()
        stop = self.paper(volume, "F16", "2024-09-01")
        proof = self.paper(volume, "ID", "2024-01-01")
        change = self.paper(volume, "F18", "2024-06-01")
        visit = self.paper(volume, "F07", "2024-02-01")
        application = self.paper(volume, "F01", "2024-01-09")
        approval = self.paper(volume, "F12", "2024-03-01")
        draft = self.paper(
            volume, "F12", "2024-02-20", relation="draft", parent_id=approval.id
        )
        annex = self.paper(
            volume, "OTHER", "2024-03-01", relation="annex", parent_id=approval.id
        )
        in_order = [approval, annex, draft, visit, application, proof, change, stop]
        self.assertEqual(list(volume.item_ids.sorted("sequence")), in_order)
        self.assertEqual(volume.item_count, 6)
        self.assertEqual(volume.page_count, 16)
        self.assertEqual(volume.date_from, date(2024, 1, 1))
        self.assertEqual(volume.date_to, date(2024, 9, 1))

    def test_body_and_annexes_are_one_item(self):
        volume = self.volume()
        approval = self.paper(volume, "F12", pages=3)
        annex = self.paper(
            volume, "OTHER", pages=4, relation="annex", parent_id=approval.id
        )
        application = self.paper(volume, "F01", pages=2)
        (annex | application).with_user(self.archivist)._file()
        self.assertEqual(set(volume.item_ids.mapped("state")), {"filed"})
        self.assertEqual((approval.number, application.number), (1, 2))
        self.assertEqual((annex.number, annex.reference_code), (0, False))
        self.assertEqual((approval.page_from, application.page_from), (1, 8))
        _columns, rows = volume._catalogue()
        self.assertEqual([row["page"] for row in rows], ["1", "8-9"])
        with self.assertRaises(ValidationError):
            self.paper(volume, "OTHER", relation="annex", parent_id=approval.id)
        with self.assertRaises(ValidationError):
            self.paper(
                volume,
                "OTHER",
                relation="annex",
                parent_id=self.paper(
                    volume,
                    "ID",
                    relation="annex",
                    parent_id=self.paper(volume, "PHOTO").id,
                ).id,
            )

    def test_later_papers_lie_behind_filed_ones(self):
        volume = self.volume()
        first = self.paper(volume, "F01")
        first._file()
        conclusion = self.paper(volume, "F12")
        self.assertGreater(conclusion.sequence, first.sequence)
        conclusion._file()
        self.assertEqual(conclusion.number, 2)
        self.assertEqual(conclusion.page_from, 3)

    def test_moves_with_its_household_while_open(self):
        volume = self.volume()
        item = self.paper(volume, "F01")
        filed = self.volume(self.make_family(self.east_village, 2))
        self.paper(filed, "F01")
        filed._file("旧档")
        (volume | filed).household_id.division_id = self.west_village
        self.assertEqual(volume.division_id, self.west_village)
        self.assertEqual(item.division_id, self.west_village)
        self.assertEqual(filed.division_id, self.east_village)

    def test_a_volume_lies_where_its_household_lives(self):
        with self.assertRaises(ValidationError):
            self.env["dibao.volume"].create(
                {
                    "title": "示例",
                    "category_id": self.env.ref("dibao_archive.category_approval").id,
                    "household_id": self.household.id,
                    "division_id": self.west_village.id,
                }
            )

    def test_the_printed_paper_is_kept_once(self):
        report = "dibao_archive.household_sheet_report"
        household = self.household.with_context(force_report_rendering=True)
        item = household._dibao_file("F01", household, report, "application")
        original = item.original_ids
        self.assertEqual((len(original), original.role), (1, "born"))
        self.assertEqual(original.mimetype, "application/pdf")
        self.assertGreater(item.page_count, 0)
        household._dibao_file("F01", household, report)
        self.assertEqual(item.original_ids, original)

    # ------------------------------------------------------------------ a head dies

    def end(self, member, reason="death", day="2025-04-04", new_head=None):
        wizard = self.env["dibao.member.end"].create(
            {
                "member_id": member.id,
                "end_reason": reason,
                "death_date": reason == "death" and day,
                "date_to": day,
                "new_head_id": new_head and new_head.id,
            }
        )
        wizard.action_apply()

    def test_a_head_who_dies_closes_the_volume(self):
        volume = self.volume()
        self.paper(volume, "F01")
        head, wife = self.household.live_member_ids.sorted("is_head", reverse=True)
        self.end(head, new_head=wife)
        self.assertEqual(volume.closed_on, date(2025, 4, 4))
        following = volume.next_ids
        self.assertEqual(following.person_id, wife.person_id)
        self.assertEqual(following.previous_id, volume)
        self.assertIn("李玉冈", following.title)
        item = self.household._dibao_file("F16", self.household, None, "member_change")
        self.assertEqual(item.volume_id, following)
        with self.assertRaises(UserError):
            self.paper(volume, "F02")
        # The application lies in the volume before: it is not missing here.
        self.assertNotIn("application", following.gap_ids.mapped("act"))

    def test_a_head_who_leaves_alive_does_not(self):
        volume = self.volume()
        head, wife = self.household.live_member_ids.sorted("is_head", reverse=True)
        self.end(head, "moved", new_head=wife)
        self.assertFalse(volume.closed_on or volume.next_ids)

    def test_another_member_who_dies_does_not(self):
        volume = self.volume()
        head, wife = self.household.live_member_ids.sorted("is_head", reverse=True)
        self.end(wife)
        self.assertFalse(volume.closed_on or volume.next_ids)

    def test_the_last_one_who_dies_leaves_a_closed_volume(self):
        volume = self.volume()
        head, wife = self.household.live_member_ids.sorted("is_head", reverse=True)
        self.end(wife)
        self.end(head)
        self.assertTrue(volume.closed_on)
        self.assertFalse(volume.next_ids)

    # ------------------------------------------------------------------ completeness

    def test_what_is_missing(self):
        volume = self.volume()
        self.assertEqual(set(volume.gap_ids.kind_id.mapped("code")), set(MUST))
        self.paper(volume, "F01", act="application")
        paper = self.paper(volume, "ID")
        left = set(MUST) - {"F01", "ID"}
        self.assertEqual(set(volume.gap_ids.kind_id.mapped("code")), left)
        self.assertEqual(volume.missing_count, len(left))
        paper.unlink()
        self.assertEqual(set(volume.gap_ids.kind_id.mapped("code")), left | {"ID"})
        self.assertEqual(self.household.missing_count, len(left) + 1)

    def test_each_act_asks_for_its_own(self):
        volume = self.volume()
        self.paper(volume, "F17", act="stop")
        stop = volume.gap_ids.filtered(lambda gap: gap.act == "stop")
        self.assertEqual(stop.kind_id.mapped("code"), ["F16"])
        # The approval of another change does not stand for that of the stop.
        self.paper(volume, "F16", act="increase")
        self.assertTrue(volume.gap_ids.filtered(lambda gap: gap.act == "stop"))
        self.paper(volume, "F16", act="stop")
        self.assertFalse(volume.gap_ids.filtered(lambda gap: gap.act == "stop"))

    def test_conditions_of_the_household(self):
        volume = self.volume()
        codes = volume.gap_ids.kind_id.mapped("code")
        self.assertFalse({"DISABILITY", "ILLNESS", "STUDY", "F20"} & set(codes))
        person = self.household.head_id
        person.write({"disability_type": "1", "disability_grade": "2"})
        person.write({"serious_illness": True, "school": "示例中学"})
        volume._refresh_gaps()
        codes = set(volume.gap_ids.kind_id.mapped("code"))
        self.assertEqual(codes, {*MUST, "DISABILITY", "ILLNESS", "STUDY"})

    def test_areas_and_versions(self):
        def rule(kind, division, first=False, last=False, obligation="must"):
            return self.env["dibao.document.requirement"].create(
                {
                    "kind_id": self.kind(kind).id,
                    "act": "application",
                    "obligation": obligation,
                    "division_id": division.id,
                    "valid_from": first,
                    "valid_to": last,
                    "legal_basis": "示例县办法",
                }
            )

        rule("F11", self.county, "2025-01-01")
        rule("INCOME", self.county, "2025-01-01", obligation="none")
        rule("PHOTO", self.west)
        old = self.volume()
        self.paper(old, "F01", "2024-06-01", act="application")
        new = self.volume(self.make_family(self.east_village, 2))
        self.paper(new, "F01", "2025-06-01", act="application")
        codes = set(old.gap_ids.kind_id.mapped("code"))
        self.assertEqual(codes, set(MUST) - {"F01"})
        codes = set(new.gap_ids.kind_id.mapped("code"))
        self.assertEqual(codes, (set(MUST) | {"F11"}) - {"F01", "INCOME"})

    def test_the_nightly_job_looks_again(self):
        volume = self.volume()
        count = volume.missing_count
        self.household.head_id.serious_illness = True
        self.assertEqual(volume.missing_count, count)
        self.env.ref("dibao_archive.ir_cron_volume_gaps").method_direct_trigger()
        self.assertEqual(volume.missing_count, count + 1)

    def test_filing_with_a_gap_needs_a_named_reason(self):
        volume = self.volume().with_user(self.archivist)
        with self.assertRaises(UserError):
            volume._file("没有材料")
        self.paper(volume.sudo(), "F01", act="application")
        with self.assertRaises(UserError) as told:
            volume._file()
        self.assertIn(self.kind("F12").name, str(told.exception))
        with self.assertRaises(UserError):
            volume._file("  ")
        action = volume.action_file()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.archivist)
            .with_context(**action["context"])
        )
        self.assertIn(self.kind("F12").name, form.gap_text)
        form.reason = "原始材料在洪灾中损毁"
        form.save().action_apply()
        self.assertRecordValues(
            volume,
            [
                {
                    "state": "filed",
                    "gap_reason": "原始材料在洪灾中损毁",
                    "gap_user_id": self.archivist.id,
                    "filed_by_id": self.archivist.id,
                    "missing_count": 0,
                }
            ],
        )
        self.assertEqual(volume.item_ids.state, "filed")

    def test_a_complete_volume_is_filed_at_once(self):
        volume = self.volume()
        for code in MUST:
            self.paper(volume, code, act="application")
        self.assertFalse(volume.with_user(self.archivist).action_file())
        self.assertEqual((volume.state, volume.gap_reason), ("filed", False))
        self.assertEqual(volume.item_ids.sorted("sequence")[0].kind_id.code, "F12")
        event = self.household.event_ids.filtered(lambda e: e.res_id == volume.id)
        self.assertTrue(event)
        for change in ({"title": "x"}, {"year": 1999}, {"household_id": False}):
            with self.assertRaises(UserError):
                volume.with_user(self.archivist).write(change)
        volume.with_user(self.archivist).note = "完好"

    def test_new_papers_after_filing_open_the_next_volume(self):
        volume = self.volume()
        self.paper(volume, "F01")
        volume._file("旧档")
        item = self.household._dibao_file("F18", self.household, None, "reverification")
        self.assertEqual(item.volume_id.previous_id, volume)
        self.assertEqual(item.volume_id.gap_ids.mapped("act"), [])

    def test_duty_is_asked(self):
        volume = self.volume()
        item = self.paper(volume, "F01")
        users = self.env.registry["res.users"]
        self.patch(users, "_dibao_check_duty", lambda *args: "No certificate")
        for act in (item._file, lambda: volume._file("x")):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(item.state, "draft")

    def test_task_list(self):
        volume = self.volume()
        other = self.volume(self.make_family(self.east_village, 2))
        west = self.volume(self.make_family(self.west_village, 3))
        gaps = self.env["dibao.volume.gap"].with_user(self.clerk)
        with freeze_time("2026-01-10"):
            gaps.action_make_tasks()
        self.assertEqual(len(volume.activity_ids), 1)
        self.assertEqual(len(other.activity_ids), 1)
        self.assertFalse(west.activity_ids)
        self.assertEqual(volume.activity_ids.user_id, self.clerk)
        self.assertEqual(volume.activity_ids.date_deadline, date(2026, 2, 9))
        gaps.search([]).action_make_tasks()
        self.assertEqual(len(volume.activity_ids), 1)
        for code in MUST:
            self.paper(volume, code)
        self.assertFalse(volume.activity_ids)
        self.assertTrue(other.activity_ids)

    # ------------------------------------------------------------------ retention

    def test_a_household_that_receives_is_never_due(self):
        volume = self.volume()
        self.paper(volume, "F01")
        volume._file("旧档")
        for state in ("active", "suspended", "tapering"):
            self.household.state = state
            self.assertFalse(volume.due_date, state)

    def test_due_after_the_end_and_cancelled_by_re_entry(self):
        volume = self.volume()
        self.paper(volume, "F01")
        volume._file("旧档")
        self.household.write({"state": "stopped", "state_date": "2022-05-09"})
        self.assertEqual(volume.trigger_date, date(2022, 5, 9))
        self.assertEqual(volume.due_date, date(2025, 12, 31))
        before = self.household.event_ids
        self.household.write({"state": "active", "state_date": "2023-01-01"})
        self.assertFalse(volume.due_date)
        told = (self.household.event_ids - before).filtered(
            lambda event: "2025-12-31" in event.summary
        )
        self.assertEqual((told.res_model, told.res_id), ("dibao.volume", volume.id))
        self.household.write({"state": "stopped", "state_date": "2024-02-02"})
        self.assertEqual(volume.due_date, date(2027, 12, 31))

    def test_the_longer_rule_of_a_place(self):
        rules = self.env["dibao.retention"]
        category = self.env.ref("dibao_archive.category_approval")
        notice = self.env.ref("dibao_archive.retention_2008_approval")
        self.assertEqual(rules._for(category, self.east_village), notice)
        jilin = self.env.ref("dibao_archive.retention_jilin_approval")
        approval = {"approval_number": "示档〔2026〕1号", "approved_on": "2026-01-05"}
        jilin.write({"division_id": self.county.id, "active": True, **approval})
        self.assertEqual(rules._for(category, self.east_village), jilin)
        self.assertEqual(rules._applying(category, self.east_village), notice | jilin)
        volume = self.volume()
        self.assertEqual(volume.retention_id, jilin)
        self.household.write({"state": "stopped", "state_date": "2022-05-09"})
        self.assertEqual(volume.due_date, date(2027, 12, 31))
        # A rule of tomorrow does not hold today.
        jilin.valid_from = "2999-01-01"
        self.assertEqual(rules._for(category, self.east_village), notice)

    def test_another_arrangement_begins_with_a_new_year(self):
        """R-13: volumes that are there, and others of their year, stay as they are."""
        category = self.env.ref("dibao_archive.category_approval")
        with freeze_time("2024-06-06"):
            old = self.volume()
        self.assertEqual(old.arranged_by, "volume")
        category.arranged_by = "item"
        old.invalidate_recordset()
        self.assertEqual(old.arranged_by, "volume")
        with freeze_time("2024-07-07"):
            same_year = self.volume(self.make_family(self.east_village, 2))
        self.assertEqual(same_year.arranged_by, "volume")
        with freeze_time("2025-01-02"):
            new = self.volume(self.make_family(self.east_village, 3))
        self.assertEqual(new.arranged_by, "item")
        category.arranged_by = "volume"
        with freeze_time("2025-02-02"):
            same_year = self.volume(self.make_family(self.east_village, 4))
        self.assertEqual(same_year.arranged_by, "item")

    def test_no_rule_below_the_floor(self):
        with self.assertRaises(ValidationError):
            self.env["dibao.retention"].create(
                {
                    "code": "SHORT",
                    "name": "示例",
                    "years": 2,
                    "floor_years": 3,
                    "legal_basis": "示例",
                }
            )
        daily = self.household._dibao_file("ROLL", self.household).volume_id
        with freeze_time("2024-06-06"):
            daily._file()
        self.assertEqual(daily.due_date, date(2029, 12, 31))
        policy = self.env.ref("dibao_archive.policy_retention_daily_years")
        policy.value = "8"
        self.env.ref("dibao_archive.ir_cron_volume_due").method_direct_trigger()
        self.assertEqual(daily.due_date, date(2032, 12, 31))
