# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Ways around a record rule: links, defaults, forms, chatter, files, domains."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DibaoCase, make_id

SECRET = "欧阳隐名"


@tagged("post_install", "-at_install")
class TestRightsPaths(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.inside = cls.make_household(
            members=[("示例甲", make_id("19600101", 1), "02")]
        )
        cls.outside = cls.make_household(
            cls.west_village,
            members=[(SECRET, make_id("19610101", 1), "02")],
            living_address=f"{SECRET}家",
        )
        cls.person = cls.outside.member_ids.person_id
        cls.member = cls.outside.member_ids
        cls.officer = cls.make_user("p_officer", "county_officer", cls.east)
        cls.clerk = cls.make_user("p_clerk", "township_clerk", cls.east)
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()

    def _assert_hidden(self, act, *args, **kwargs):
        """The act is refused, or tells nothing of the person outside."""
        with mute_logger("odoo.sql_db"), self.env.cr.savepoint() as point:
            try:
                told = act(*args, **kwargs)
                self.env.flush_all()
                told = repr(told)
            except UserError as error:
                told = str(error)
            point.close(rollback=True)
        self.env.invalidate_all()
        self.assertNotIn(SECRET, told)
        self.assertNotIn(self.outside.number, told)

    # ------------------------------------------------------------------ links

    def _links(self):
        """(model, field, record outside, other values) of every stored link."""
        targets = {
            "dibao.person": self.person,
            "dibao.household": self.outside,
            "dibao.household.member": self.member,
        }
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith("dibao.") or model._abstract or not model._auto:
                continue
            for field in model._fields.values():
                if field.type == "many2one" and field.comodel_name in targets:
                    yield name, field, targets[field.comodel_name]

    def test_links_are_many(self):
        self.assertGreater(len(list(self._links())), 10)

    def test_defaults_show_no_name(self):
        for name, field, target in self._links():
            model = self.env[name].with_user(self.officer)
            for context in (
                {f"default_{field.name}": target.id},
                {"active_id": target.id, "active_model": target._name},
                {"active_ids": target.ids, "active_model": target._name},
            ):
                with self.subTest(model=name, field=field.name, context=context):
                    model = model.with_context(**context)
                    spec = self._spec(model)
                    self._assert_hidden(model.default_get, list(model._fields))
                    self._assert_hidden(model.onchange, {}, [], spec)

    def _spec(self, model):
        """A specification of all fields, with the names behind the links."""
        return {
            field.name: {"fields": {"display_name": {}}} if field.relational else {}
            for field in model._fields.values()
            if not (field.groups and not model.env.user.has_groups(field.groups))
        }

    def test_onchange_shows_no_name(self):
        """Saves nothing, and would show what is related to any record by its number."""
        for name, field, target in self._links():
            model = self.env[name].with_user(self.officer)
            with self.subTest(model=name, field=field.name):
                spec = self._spec(model)
                for value in (target.id, {"id": target.id}):
                    values = {field.name: value}
                    self._assert_hidden(model.onchange, values, [field.name], spec)
                    self._assert_hidden(model.onchange, values, [], spec)

    def test_onchange_of_lines(self):
        households = self.env["dibao.household"].with_user(self.officer)
        lines = {"fields": {"name": {}, "birth_date": {}, "display_name": {}}}
        for command in (
            Command.link(self.member.id),
            Command.set(self.member.ids),
            Command.create({"person_id": self.person.id}),
            Command.update(self.member.id, {"sequence": 3}),
        ):
            self._assert_hidden(
                households.onchange,
                {"member_ids": [command]},
                ["member_ids"],
                {"member_ids": lines, "head_name": {}, "display_name": {}},
            )

    def test_created_links_show_no_name(self):
        relation, today = self.relation("10").id, "2026-01-01"
        kind = min(self.env["dibao.code"]._code_ids("income").values())
        tries = [
            ("dibao.income", {"household_id": self.inside.id, "kind_id": kind}),
            ("dibao.member.end", {"end_reason": "other", "date_to": today}),
            (
                "dibao.member.add",
                {"household_id": self.inside.id, "relation_id": relation},
            ),
            ("dibao.household.decision", {"document": "x"}),
            (
                "dibao.household.member",
                {
                    "household_id": self.inside.id,
                    "relation_id": relation,
                    "name": "示例",
                    "no_id_reason": "other",
                },
            ),
            ("dibao.household", {"division_id": self.east_village.id}),
        ]
        for name, values in tries:
            model = self.env[name].with_user(self.officer)
            for _name, field, target in filter(lambda t: t[0] == name, self._links()):
                if field.related or (field.compute and not field.store):
                    continue

                # pylint: disable-next=dangerous-default-value
                def create_and_read(m=model, f=field, t=target, v=values):
                    record = m.create({**v, f.name: t.id})
                    return record.web_read({f.name: {"fields": {"display_name": {}}}})

                with self.subTest(model=name, field=field.name):
                    self._assert_hidden(create_and_read)

    def test_written_links_show_no_name(self):
        lead = self.env["dibao.duplicate"].create(
            {
                "person_id": self.inside.head_id.id,
                "division_id": self.east_village.id,
                "entered_by": "x",
            }
        )
        tries = [
            (lead, "person_id", self.person),
            (self.inside, "account_holder_id", self.person),
            (self.inside, "head_id", self.person),
            (self.inside.member_ids, "person_id", self.person),
            (self.inside.member_ids, "household_id", self.outside),
            (self.inside.head_id, "household_id", self.outside),
        ]
        for record, field, target in tries:
            mine = record.with_user(self.officer)

            def write_and_read(r=mine, f=field, t=target):
                r.write({f: t.id})
                return r.web_read({f: {"fields": {"display_name": {}}}})

            with self.subTest(field=field):
                self._assert_hidden(write_and_read)

    def test_a_person_elsewhere_is_not_drawn_in(self):
        """A membership made with a number from elsewhere moves nobody here."""
        loose = self.env["dibao.person"].create(
            {
                "name": SECRET,
                "id_number": make_id("19620101", 1),
                "division_id": self.west_village.id,
            }
        )
        with self.assertRaises(AccessError):
            self.env["dibao.household.member"].with_user(self.clerk).create(
                {
                    "household_id": self.inside.id,
                    "person_id": loose.id,
                    "relation_id": self.relation("10").id,
                }
            )
        self.assertEqual(loose.division_id, self.west_village)

    def test_nothing_is_pushed_elsewhere(self):
        for record, vals in (
            (self.inside.member_ids, {"household_id": self.outside.id}),
            (self.inside, {"division_id": self.west_village.id}),
            (self.inside.head_id, {"division_id": self.west_village.id}),
        ):
            # Refused by the place, or because a member goes with his household.
            with self.subTest(vals=vals), self.assertRaises(UserError):
                record.with_user(self.clerk).write(vals)

    # ------------------------------------------------------------------ domains

    def test_domains_through_links(self):
        """A condition on what lies behind a link finds nothing behind the wall."""
        name = [("name", "=", SECRET)]
        tries = [
            ("dibao.household", [("member_ids.name", "=", SECRET)]),
            ("dibao.household", [("head_id.name", "=", SECRET)]),
            ("dibao.household", [("head_name", "=", SECRET)]),
            ("dibao.household", [("member_ids.person_id", "any", name)]),
            ("dibao.household", [("search_name", "ilike", SECRET)]),
            ("dibao.household", [("id_number", "=", make_id("19610101", 1))]),
            ("dibao.person", [("id_number", "=", make_id("19610101", 1))]),
            ("dibao.person", [("search_name", "ilike", SECRET)]),
            ("dibao.person", [("household_id.living_address", "ilike", SECRET)]),
            ("dibao.household.member", name),
            ("dibao.event", [("household_id.member_ids.name", "=", SECRET)]),
        ]
        for model, domain in tries:
            with self.subTest(model=model, domain=domain):
                found = self.env[model].with_user(self.clerk).search(domain)
                self.assertFalse(found)
        # The superior's search does find them: the domains are right.
        for model, domain in tries:
            self.assertTrue(self.env[model].search(domain), (model, domain))

    def test_divisions_are_no_key(self):
        """The tree is open to all; from it no path leads to who lives there."""
        divisions = self.env["dibao.division"].with_user(self.clerk)
        for field in divisions._fields.values():
            if field.relational and field.comodel_name.startswith("dibao."):
                self.assertEqual(field.comodel_name, "dibao.division", field)

    def test_users_tell_no_people(self):
        for field in self.env["res.users"]._fields.values():
            if field.relational and field.comodel_name.startswith("dibao."):
                self.assertEqual(field.name, "dibao_division_ids")

    # ------------------------------------------------------------------ chatter, files

    def test_messages_elsewhere(self):
        message = self.outside.message_post(body=f"about {SECRET}")
        mine = message.with_user(self.clerk)
        theirs = self.outside.with_user(self.clerk)
        for what, act in {
            "read": lambda: mine.read(["body", "record_name"]),
            "write": lambda: mine.write({"body": "x"}),
            "post": lambda: theirs.message_post(body="x"),
        }.items():
            with self.subTest(what), self.assertRaises(AccessError):
                act()
        theirs.message_subscribe(self.clerk.partner_id.ids)
        self.assertNotIn(self.clerk.partner_id, self.outside.message_partner_ids)
        for domain in (
            [("id", "=", message.id)],
            [("model", "=", "dibao.household"), ("res_id", "=", self.outside.id)],
        ):
            self.assertFalse(
                self.env["mail.message"].with_user(self.clerk).search(domain)
            )
        inside = self.inside.with_user(self.clerk).message_post(body="seen")
        self.assertTrue(inside.with_user(self.clerk).read(["body"]))

    def test_activities_elsewhere(self):
        activity = self.outside.activity_schedule(
            "mail.mail_activity_data_todo", summary=SECRET, user_id=self.env.uid
        )
        activities = self.env["mail.activity"].with_user(self.clerk)
        self.assertFalse(activities.search([("summary", "=", SECRET)]))
        with self.assertRaises(AccessError):
            activities.browse(activity.id).read(["summary", "res_name"])
        with self.assertRaises(AccessError):
            self.outside.with_user(self.clerk).activity_schedule(
                "mail.mail_activity_data_todo", user_id=self.clerk.id
            )

    def test_attachments_elsewhere(self):
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{SECRET}.txt",
                "raw": SECRET.encode(),
                "res_model": "dibao.household",
                "res_id": self.outside.id,
            }
        )
        files = self.env["ir.attachment"].with_user(self.clerk)
        self.assertFalse(files.search([("id", "=", attachment.id)]))
        for act in (
            lambda: files.browse(attachment.id).read(["name", "raw"]),
            lambda: files.browse(attachment.id).write({"name": "x"}),
            lambda: files.browse(attachment.id).unlink(),
            # Bound to a record of one's own, it would be one's own.
            lambda: files.browse(attachment.id).write({"res_id": self.inside.id}),
            lambda: files.create(
                {
                    "name": "x",
                    "res_model": "dibao.household",
                    "res_id": self.outside.id,
                }
            ),
        ):
            with self.assertRaises(AccessError):
                act()

    def test_timeline_elsewhere(self):
        events = self.env["dibao.event"].with_user(self.clerk)
        self.assertFalse(events.search([("household_id", "=", self.outside.id)]))
        self.assertTrue(events.search([("household_id", "=", self.inside.id)]))

    def test_refusals_tell_nothing(self):
        """Not even the words of the refusal."""
        for act in (
            lambda: self.outside.with_user(self.clerk).read(["number"]),
            lambda: self.person.with_user(self.clerk).write({"school": "x"}),
            lambda: self.outside.with_user(self.clerk).unlink(),
            lambda: self.outside.with_user(self.clerk).dibao_reveal(
                "account_number", "payment"
            ),
            lambda: self.env["dibao.person"]
            .with_user(self.clerk)
            .create(
                {
                    "name": "示例",
                    "id_number": make_id("19610101", 1),
                    "division_id": self.east_village.id,
                }
            ),
        ):
            self._assert_hidden(act)
