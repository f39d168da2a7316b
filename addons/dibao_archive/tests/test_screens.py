# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import BaseCase, Form, tagged

from ..tools import clear_text
from .common import DibaoCase, make_id

ACTIONS = (
    "dibao_household_action",
    "dibao_person_action",
    "dibao_duplicate_action",
    "dibao_access_log_action",
    "dibao_access_seal_action",
    "dibao_key_action",
    "dibao_job_action",
    "dibao_household_statistics_action",
    "dibao_location_action",
    "dibao_movement_action",
    "dibao_stocktaking_action",
    "dibao_volume_custody_action",
    "dibao_loan_action",
    "dibao_loan_overdue_action",
    "dibao_loan_line_action",
    "dibao_view_grant_action",
    "dibao_provision_action",
    "dibao_volume_due_action",
    "dibao_disposal_action",
    "dibao_disposal_line_action",
    "dibao_hold_action",
    "dibao_archive_stock_action",
    "dibao_archive_use_action",
    "dibao_processing_action",
    "dibao_impact_action",
    "dibao_incident_action",
    "dibao_consent_action",
    "dibao_pi_request_action",
    "dibao_emergency_action",
    "dibao_account_report_action",
)


class TestClearText(BaseCase):
    def test_numbers_in_text(self):
        number = make_id("19800101", 1)
        for text in (number, f"张三{number}", f"a {number.lower()}, b"):
            self.assertTrue(clear_text.holds_id_number(text), text)
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        for text in (wrong, f"1{number}", "", None, False, 7, "H2026-000001"):
            self.assertFalse(clear_text.holds_id_number(text), text)


@tagged("post_install", "-at_install")
class TestScreens(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.make_user("sc_clerk", "township_clerk", cls.east)
        cls.reviewer = cls.make_user("sc_reviewer", "township_reviewer", cls.east)
        cls.number = make_id("19600101", 1)
        cls.household = cls.make_household(
            members=[
                ("张三", cls.number, "02"),
                ("张小燕", make_id("20150601", 2), "31"),
            ]
        )
        cls.head, cls.child = cls.household.member_ids.sorted("is_head", reverse=True)

    def _form_values(self, model, view_type="form"):
        """What a screen reads: the fields of its arch, one2many lines included."""
        arch = etree.fromstring(model.get_view(view_type=view_type)["arch"])
        names = {}
        for node in arch.iter("field"):
            if any(parent.tag == "field" for parent in node.iterancestors()):
                continue
            lines = {
                child.get("name"): {}
                for child in node.iterfind("./list//field")
                if child.get("name")
                in model.env[model._fields[node.get("name")].comodel_name]._fields
            }
            names[node.get("name")] = {"fields": lines} if lines else {}
        return names

    def test_each_role_opens_its_screens(self):
        seen = {}
        self.env["dibao.duplicate"].sudo().create(
            {"person_id": self.head.person_id.id, "division_id": self.east_village.id}
        )
        self.env["dibao.access.log"]._log("reveal", self.head, ["id_number"])
        self.env["dibao.access.seal"]._cron_seal()
        for role in self.env["res.groups"]._dibao_roles():
            user = self.make_user(f"sc_{role}_open", role, self.county)
            for name in ACTIONS:
                action = self.env.ref(f"dibao_archive.{name}")
                model = self.env[action.res_model].with_user(user)
                if not model.has_access("read"):
                    continue
                with self.subTest(role=role, action=name):
                    views = [(False, kind) for kind in action.view_mode.split(",")]
                    model.get_views([*views, (False, "search")], {"toolbar": True})
                    listed = model.web_search_read(
                        [], self._form_values(model, "list"), limit=5
                    )
                    if listed["records"]:
                        record = model.browse(listed["records"][0]["id"])
                        record.web_read(self._form_values(model))
                    seen.setdefault(role, set()).add(name)
        self.assertIn("dibao_household_action", seen["finance"])
        self.assertEqual(
            seen["security_officer"],
            {
                "dibao_key_action",
                "dibao_job_action",
                "dibao_processing_action",
                "dibao_impact_action",
                "dibao_incident_action",
                "dibao_emergency_action",
                "dibao_account_report_action",
            },
        )
        self.assertEqual(
            seen["statistics"],
            {
                "dibao_job_action",
                "dibao_household_statistics_action",
                "dibao_processing_action",
            },
        )
        self.assertGreaterEqual(seen["auditor"], set(ACTIONS))

    def test_next_act_is_offered_to_who_may_do_it(self):
        for role, offered in (("township_clerk", 0), ("township_reviewer", 2)):
            user = self.make_user(f"sc_{role}_act", role, self.county)
            arch = etree.fromstring(
                self.env["dibao.household"]
                .with_user(user)
                .get_view(view_type="form")["arch"]
            )
            found = arch.xpath("//header/button[@string='Record decision']")
            self.assertEqual(len(found), offered, role)

    # ------------------------------------------------------------------ acts

    def test_death_ends_a_membership(self):
        with Form(
            self.env["dibao.member.end"]
            .with_user(self.clerk)
            .with_context(active_id=self.child.id)
        ) as form:
            form.end_reason = "death"
            form.death_date = "2026-03-05"
            self.assertEqual(form.date_to, Date.to_date("2026-03-05"))
        form.record.action_apply()
        self.assertRecordValues(
            self.child,
            [{"date_to": Date.to_date("2026-03-05"), "end_reason": "death"}],
        )
        self.assertEqual(self.child.person_id.death_date, Date.to_date("2026-03-05"))
        self.assertEqual(self.household.live_member_ids, self.head)
        self.assertIn("member_out", self.household.event_ids.mapped("kind"))
        with self.assertRaises(UserError):
            form.record.action_apply()

    def test_a_head_who_leaves_names_the_next(self):
        end = (
            self.env["dibao.member.end"]
            .with_user(self.clerk)
            .create(
                {
                    "member_id": self.head.id,
                    "end_reason": "moved",
                    "date_to": "2026-04-30",
                    "new_head_id": self.child.id,
                }
            )
        )
        end.action_apply()
        self.assertTrue(self.child.is_head)
        self.assertEqual(self.household.head_id, self.child.person_id)
        self.assertFalse(self.head.person_id.household_id)

    def test_nobody_ends_memberships_elsewhere(self):
        other = self.make_household(
            self.west_village, members=[("赵六", make_id("19650101", 1), "02")]
        )
        end = self.env["dibao.member.end"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            end.create(
                {"member_id": other.member_ids.id, "end_reason": "moved"}
            ).action_apply()
        self.assertFalse(other.member_ids.date_to)

    def test_registered_person_moves_in(self):
        other = self.make_household(
            members=[
                ("赵六", make_id("19650101", 1), "02"),
                ("赵小云", make_id("19950101", 2), "31"),
            ]
        )
        bride = other.member_ids.filtered(lambda m: m.name == "赵小云")
        add = (
            self.env["dibao.member.add"]
            .with_user(self.clerk)
            .create(
                {
                    "household_id": self.household.id,
                    "person_id": bride.person_id.id,
                    "relation_id": self.relation("38").id,
                    "date_from": "2026-05-01",
                }
            )
        )
        self.assertEqual(add.former_household_id, other)
        with self.assertRaisesRegex(UserError, "present membership"):
            add.with_context(lang="en_US").action_apply()
        add.former_reason = "marriage"
        add.action_apply()
        self.assertEqual(bride.date_to, Date.to_date("2026-04-30"))
        self.assertEqual(bride.person_id.household_id, self.household)
        self.assertEqual(len(self.household.live_member_ids), 3)
        with self.assertRaises(UserError):
            add.action_apply()

    def test_registered_person_is_found_by_whole_number(self):
        found = self.env["dibao.person"].with_user(self.clerk).name_search(self.number)
        self.assertEqual([row[0] for row in found], self.head.person_id.ids)
        self.assertFalse(
            self.env["dibao.person"].with_user(self.clerk).name_search(self.number[:12])
        )

    def _decision(self, user, **vals):
        return (
            self.env["dibao.household.decision"]
            .with_user(user)
            .with_context(active_id=self.household.id)
            .create({"document": "D-2026-1", "state_date": "2026-02-01", **vals})
        )

    def test_decision(self):
        with self.assertRaises(AccessError):
            self._decision(self.clerk, allowance=600)
        with self.assertRaises(UserError):
            self._decision(self.reviewer, allowance=0).action_apply()
        self._decision(self.reviewer, allowance=600).action_apply()
        self.assertRecordValues(
            self.household,
            [
                {
                    "state": "active",
                    "allowance": 600.0,
                    "state_date": Date.to_date("2026-02-01"),
                    "allowance_from": Date.to_date("2026-02-01"),
                }
            ],
        )
        told = self.household.event_ids.filtered(lambda event: event.kind == "benefit")
        self.assertIn("D-2026-1", told.summary)
        self.assertIn("600.00", told.summary)
        with self.assertRaises(UserError):
            self._decision(self.reviewer, allowance=600).action_apply()
        self._decision(self.reviewer, state="stopped").action_apply()
        self.assertRecordValues(
            self.household, [{"state": "stopped", "allowance": 0.0}]
        )

    def test_decision_on_a_household_that_changed(self):
        decision = self._decision(self.reviewer, allowance=600)
        self.household.with_user(self.clerk).note = "changed meanwhile"
        with self.assertRaises(UserError) as caught:
            decision.action_apply()
        self.assertIn(self.clerk.name, str(caught.exception))
        self.assertEqual(self.household.state, "draft")

    def test_a_lead_is_a_task_for_the_officer(self):
        officer = self.make_user("sc_officer", "county_officer", self.county)
        west = self.make_user(
            "sc_west", "township_clerk", self.west + self.west_village
        )
        elsewhere = self.make_household(self.west_village)
        for _time in range(2):
            with self.refused(ValidationError):
                self.env["dibao.household.member"].with_user(west).create(
                    {
                        "household_id": elsewhere.id,
                        "name": "张三",
                        "id_number": self.number,
                    }
                )
        lead = self.env["dibao.duplicate"].search(
            [("person_id", "=", self.head.person_id.id)]
        )
        self.assertEqual(lead.times, 2)
        self.assertEqual(lead.activity_ids.user_id, officer)
        lead.with_user(officer).action_confirm()
        self.assertFalse(lead.activity_ids)

    # ------------------------------------------------------------------ entry

    def _onchange(self, values, changed):
        members = self.env["dibao.household.member"].with_user(self.clerk)
        spec = {"name": {}, "id_number": {}, "sex": {}, "birth_date": {}, "age": {}}
        return members.onchange(values, [changed], spec)

    def test_a_typed_number_tells_sex_and_birth_date(self):
        result = self._onchange({"name": "李四", "id_number": self.number}, "id_number")
        self.assertEqual(result["value"]["sex"], "1")
        self.assertEqual(result["value"]["birth_date"], Date.to_date("1960-01-01"))
        self.assertNotIn("id_number", result["value"])
        self.assertNotIn("warning", result)

    def test_a_mistyped_number_is_told_and_kept(self):
        wrong = self.number[:-1] + ("1" if self.number[-1] != "1" else "2")
        result = self._onchange({"name": "李四", "id_number": wrong}, "id_number")
        self.assertNotIn("id_number", result["value"])
        self.assertEqual(result["warning"]["type"], "notification")
        self.assertNotIn(wrong, result["warning"]["message"])
        later = self._onchange({"name": "李四", "id_number": wrong}, "name")
        self.assertNotIn("warning", later)
        household = self.env["dibao.household"].with_user(self.clerk)
        line = Command.create({"name": "李四", "id_number": wrong})
        self.assertNotIn(
            "warning",
            household.onchange(
                {"live_member_ids": [line], "account_number": "6200000000000019"},
                ["live_member_ids"],
                {"live_member_ids": {"fields": {"name": {}, "id_number": {}}}},
            ),
        )
        told = household.onchange(
            {"account_number": "12"}, ["account_number"], {"account_number": {}}
        )
        self.assertIn("warning", told)

    def test_my_villages(self):
        households = self.env["dibao.household"]
        other = self.make_household(self.west_village)
        officer = self.make_user("sc_mine", "county_officer", self.county)
        mine = households.with_user(officer).search([("is_mine", "=", True)])
        self.assertLessEqual(self.household + other, mine)
        officer.dibao_division_ids = self.county + self.west_village
        mine = households.with_user(officer).search([("is_mine", "=", True)])
        self.assertIn(other, mine)
        self.assertNotIn(self.household, mine)
        self.assertFalse(self.household.with_user(officer).is_mine)
        rest = households.with_user(officer).search([("is_mine", "=", False)])
        self.assertIn(self.household, rest)

    # ------------------------------------------------------------------ leaks

    def test_a_number_in_a_name_or_note_is_refused(self):
        person = self.head.person_id.with_user(self.clerk)
        for record, vals in (
            (person, {"name": f"张三{self.number}"}),
            (person, {"note": self.number}),
            (self.household, {"living_address": f"东一村 {self.number}"}),
            (self.head, {"exclusion_note": self.number}),
        ):
            with self.subTest(vals), self.assertRaises(ValidationError) as caught:
                record.write(vals)
            self.assertNotIn(self.number, str(caught.exception))
        person.write({"note": "order 202601010000000001"})

    def test_a_favourite_keeps_no_number(self):
        filters = self.env["ir.filters"].with_user(self.clerk)
        for model, domain in (
            ("dibao.person", f"[('id_number', '=', '{self.number}')]"),
            ("dibao.person", "[('phone', '=', '15400000001')]"),
            ("dibao.person", "[('certificate_ids.number', '=', 'A1234567')]"),
            (
                "dibao.household",
                "['|', ('id', '=', 1), ('account_number', 'in', ['x'])]",
            ),
            ("dibao.household", f"[('id_number', '=', '{self.number}')]"),
            ("dibao.household", f"[('search_name', 'ilike', '{self.number}')]"),
        ):
            with self.subTest(domain), self.assertRaises(UserError):
                filters.create(
                    {
                        "name": "x",
                        "model_id": model,
                        "domain": domain,
                        "user_ids": False,
                    }
                )
        kept = filters.create(
            {
                "name": "no number",
                "model_id": "dibao.person",
                "domain": "[('id_number', '=', False), ('name', 'ilike', '张')]",
                "user_ids": [Command.link(self.clerk.id)],
            }
        )
        with self.assertRaises(UserError):
            kept.write({"domain": f"[('id_number', '=', '{self.number}')]"})
        with self.assertRaises(UserError):
            kept.write({"name": self.number})
