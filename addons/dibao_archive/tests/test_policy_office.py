# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form

from .policy_common import PolicyCase


class TestPolicyOffice(PolicyCase):
    """What comes with the program, what is shown, and who may change it."""

    # THE DEFAULTS

    def test_defaults_of_the_law(self):
        """The values of the national texts, as they stand in the law (2021–2025)."""
        law = {
            "edge_multiplier": 1.5,
            "amount_method": "gap",
            "start_investigation_wd": 3,
            "start_check_wd": 3,
            "notice_cd": 7,
            "county_opinion_wd": 10,
            "refusal_notice_wd": 3,
            "total_wd": 30,
            "delegated_wd": 20,
            "max_wd": 45,
            "confirming_level": "county",
            "appraisal_mode": "objection",
            "payment_start": "next",
            "recheck_months_stable": 12,
            "recheck_months_unstable": 6,
            "tapering_months": 6,
            "death_change_months": 3,
            "unreported_change_months": 3,
            "retention_approval_years": 3,
            "retention_daily_years": 5,
            "transfer_years": 10,
            "publication_fields": ["name", "size", "amount"],
            "ce_hours_year": 90,
        }
        for code, value in law.items():
            self.assertEqual(self.get(None, "2025-06-01", code), value, code)
        self.assertIsNone(self.get(None, "2021-06-30", "total_wd"))
        self.assertIsNone(self.get(None, "2022-10-19", "tapering_months"))

    def test_defaults_of_the_project_are_marked(self):
        for code in ("reveal_per_hour", "id_search_per_hour", "upload_keep_days"):
            self.assertGreater(self.get(key=code), 0)
            (step,) = self.Policy._explain(code)
            policy = step["policy"]
            self.assertEqual(policy.legal_basis, "Project default")
            english = policy.with_context(lang="en_US").basis_shown
            self.assertEqual(english, "Project default")

    def test_basis_is_read_in_ones_language_and_kept_as_it_is(self):
        (step,) = self.Policy._explain("reveal_per_hour")
        policy = step["policy"].with_context(lang="zh_CN")
        shown = policy.basis_shown
        policy.write({"basis_shown": shown})
        self.assertEqual(policy.legal_basis, "Project default")
        self.assertIn(policy, self.Policy.search([("basis_shown", "ilike", "default")]))
        policy.write({"basis_shown": "示例县民政局通知"})
        self.assertEqual(policy.legal_basis, "示例县民政局通知")
        self.assertEqual(policy.basis_shown, "示例县民政局通知")
        with self.assertRaises(ValidationError):
            policy.write({"basis_shown": " "})

    def test_every_default_fits_its_key(self):
        policies = self.Policy.search([])
        self.assertGreater(len(policies), 40)
        policies._check_value()
        self.assertFalse([p.legal_basis for p in policies if not p.legal_basis])
        self.assertFalse(self.Key.search([("help", "in", (False, ""))]) - self.key)

    # THE SCREEN

    def test_screen_shows_value_origin_and_chain(self):
        self.set_policy("10", self.county)
        self.env["dibao.standard"].create(
            {
                "division_id": self.county.id,
                "urban_rural": "rural",
                "amount": 660,
                "valid_from": "2024-01-01",
                "legal_basis": "Test standard",
            }
        )
        clerk = self.make_user("t_screen", "township_clerk", self.east)
        screens = self.env["dibao.policy.in.force"].with_user(clerk)
        action = screens.action_open()
        screen = screens.browse(action["res_id"])
        self.assertEqual(screen.division_id, self.east)
        lines = {line.name: line for line in screen.line_ids}
        self.assertEqual(len(lines), len(self.Key.search([])) + 2)
        line = lines["Days of the test"]
        self.assertEqual((line.value_shown, line.source), ("10 days", "above"))
        self.assertIn("示例县", line.place)
        self.assertEqual(line.legal_basis, "Test rule art. 1")
        self.assertEqual(
            [(step.value_shown, step.holds) for step in line.step_ids],
            [("10 days", True), ("7 days", False)],
        )
        self.assertEqual(
            lines["Guarantee standard, rural"].value_shown, "660.00 yuan a month"
        )
        self.assertEqual(lines["Guarantee standard, urban"].source, "none")
        self.assertEqual(
            line.step_ids[0].action_open_rule()["res_model"], "dibao.policy"
        )

    def test_screen_follows_place_day_and_subject(self):
        self.set_policy("10", self.county, "2024-01-01")
        screens = self.env["dibao.policy.in.force"]
        with Form(screens.create({"division_id": self.east.id})) as form:
            form.division_id = self.county
            shown = {line["name"]: line for line in form.line_ids._records}
            self.assertEqual(shown["Days of the test"]["value_shown"], "10 days")
            form.on_date = "2023-01-01"
            form.category = "procedure"
        lines = {line.name: line for line in form.record.line_ids}
        self.assertEqual(lines["Days of the test"].value_shown, "7 days")
        self.assertEqual(set(form.record.line_ids.mapped("category")), {"procedure"})

    def test_screen_leads_to_a_value_of_ones_own(self):
        screen = self.env["dibao.policy.in.force"].create({"division_id": self.east.id})
        line = screen.line_ids.filtered(lambda one: one.key_id == self.key)
        action = line.action_set_here()
        self.assertEqual(action["res_model"], "dibao.policy")
        self.assertEqual(action["context"]["default_division_id"], self.east.id)

    def test_form_offers_the_right_widget(self):
        key = self.env.ref("dibao_archive.policy_key_confirming_level")
        with Form(self.Policy) as form:
            form.key_id = key
            form.option_id = key.option_ids.filtered(lambda one: one.code == "township")
            form.division_id = self.county
            form.basis_shown = "Test delegation"
        self.assertEqual(form.record.value, "township")
        switch = self.env.ref("dibao_archive.policy_key_count_notice_days")
        with Form(self.Policy) as form:
            form.key_id = switch
            form.division_id = self.county
            form.basis_shown = "Test rule"
        self.assertEqual(form.record.value, "false")
        self.assertIs(self.get(self.county, key="count_notice_days"), False)

    # RIGHTS

    def test_confirmer_sets_rules_for_his_county_only(self):
        as_confirmer = self.Policy.with_user(self.confirmer)
        vals = {"key_id": self.key.id, "value": "9", "legal_basis": "x"}
        policy = as_confirmer.create({**vals, "division_id": self.county.id})
        policy.value = "10"
        for place in (False, self.county.parent_id.id):
            with self.assertRaises(AccessError):
                as_confirmer.create({**vals, "division_id": place})
        with self.assertRaises(AccessError):
            self.national.with_user(self.confirmer).value = "30"
        with self.assertRaises(AccessError):
            policy.division_id = False
        with self.assertRaises(AccessError):
            policy.unlink()

    def test_administrator_sets_national_rules(self):
        self.national.with_user(self.admin).value = "8"
        self.assertEqual(self.get(), 8)
        with self.assertRaises(AccessError):
            self.national.with_user(self.admin).unlink()

    def test_others_read(self):
        for role in ("township_clerk", "county_officer", "auditor", "archivist"):
            user = self.make_user(f"t_{role}", role, self.county)
            self.assertEqual(self.national.with_user(user).value, "7")
            with self.assertRaises(AccessError):
                self.national.with_user(user).value = "8"
            self.assertEqual(self.Policy.with_user(user)._get("test_days"), 7)

    def test_keys_and_choices_stay(self):
        key = self.env.ref("dibao_archive.policy_key_confirming_level")
        with self.assertRaises(UserError):
            key.with_user(self.admin).code = "other"
        with self.assertRaises(UserError):
            key.option_ids[0].with_user(self.admin).code = "other"
        with self.assertRaises(UserError):
            key.option_ids.filtered(lambda one: one.code == "county").unlink()
        with self.assertRaises(UserError):
            self.national.key_id = key
