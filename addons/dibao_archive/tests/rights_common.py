# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rights tests made from security/rights.yml: act as each role, compare what happens.

An add-on's test is this much::

    @tagged("post_install", "-at_install")
    class TestRights(rights_common.RightsCase):
        addon = "dibao_review"

(by its module, so that no runner takes the common class for a suite)
plus a minimal record of each model of its own (see ``rights_records``).
"""

import itertools

import yaml

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import file_open, mute_logger

from .common import DibaoCase, make_id
from .rights_records import CHANGES, RECORDS, VALUES, group_xmlid

LETTERS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
#: Not errors of a right, but of the act: they would hide what is to be seen.
QUIET = ("odoo.models", "odoo.sql_db", "odoo.addons.base.models.ir_rule")


def load_specs(env):
    """{model: {"scope": …, "rights": {group: letters}}} of all add-ons of ours."""
    addons = env["ir.module.module"].search(
        [("name", "=like", "dibao%"), ("state", "=", "installed")]
    )
    models = {}
    for addon in addons.mapped("name"):
        with file_open(f"{addon}/security/rights.yml", "rb") as handle:
            found = yaml.safe_load(handle)["models"] or {}
        for model, spec in found.items():
            known = models.setdefault(model, {"scope": spec["scope"], "rights": {}})
            known["mine"] = spec.get("mine")
            for group, letters in (spec.get("rights") or {}).items():
                merged = set(known["rights"].get(group, "")) | set(letters)
                known["rights"][group] = "".join(sorted(merged))
    return models


class RightsCase(DibaoCase):
    """The rights of one add-on's models, as specified and as they are."""

    addon = None
    allow_inherited_tests_method = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.specs = load_specs(cls.env)
        cls.numbers = itertools.count(1)
        roles = {
            role: group_xmlid(role) for role in cls.env["res.groups"]._dibao_roles()
        }
        cls.users = cls.make_users("r", roles, cls.east)
        cls.second = cls.make_users("r2", roles, cls.east)
        cls.nowhere = cls.make_users("r0", roles)
        platform = {
            "platform": "base.group_user",
            "administrator": "base.group_system",
            "portal": "base.group_portal",
            "public": "base.group_public",
        }
        cls.strangers = cls.make_users("x", platform)
        cls.faults = []

    def setUp(self):
        super().setUp()
        self.common = {}

    @classmethod
    def make_users(cls, prefix, groups, divisions=()):
        """{name: user} for {name: group}; without passwords, which cost most."""
        users = cls.env["res.users"].create(
            [
                {
                    "name": name,
                    "login": f"{prefix}_{name}",
                    "group_ids": [Command.set(cls.env.ref(group).ids)],
                    "dibao_division_ids": [Command.set([d.id for d in divisions])],
                }
                for name, group in groups.items()
            ]
        )
        return dict(zip(groups, users, strict=True))

    # ------------------------------------------------------------------ what is there

    def own_models(self):
        """Names of the models that this add-on defines (not extends), with records."""
        data = self.env["ir.model.data"].search(
            [("module", "=", self.addon), ("model", "=", "ir.model")]
        )
        names = self.env["ir.model"].browse(data.mapped("res_id")).mapped("model")
        return sorted(
            name
            for name in names
            if not self.env[name]._abstract
            and self.env[name]._original_module == self.addon
        )

    def letters(self, model, user):
        """What the specification gives a user on a model."""
        return {
            letter
            for group, letters in self.specs[model]["rights"].items()
            if user.has_group(group_xmlid(group))
            for letter in letters
        }

    def scope(self, model):
        """division, own, reference or none."""
        return self.specs[model]["scope"].partition(":")[0]

    # ------------------------------------------------------------------ records

    def number(self):
        """A number that no other record of this run has."""
        return next(self.numbers)

    def id_number(self):
        """An ID number that no other record of this run has."""
        number = self.number()
        return make_id(f"19{50 + number // 900:02d}0203", number % 900 + 1)

    def code(self, name):
        """Id of any code of a list."""
        return min(self.env["dibao.code"]._code_ids(name).values())

    def values(self, model, village, user):
        """Values to create a minimal record from."""
        if model not in VALUES:
            self.fail(f"{model}: register minimal values with values_of")
        return VALUES[model](self, village, user)

    def record(self, model, village, user=None):
        """A minimal record in a village; of a user, where records have owners."""
        user = user or self.env.user
        if model in RECORDS:
            record = RECORDS[model](self, village, user)
        else:
            values = self.values(model, village, user)
            record = self.env[model].with_user(user).sudo().create(values)
        record.flush_recordset()
        return record.with_user(self.env.user)

    def shared(self, model, village):
        """A record that others hang on; the same one for all of them in a village."""
        key = model, village.id
        if key not in self.common:
            self.common[key] = self.record(model, village)
        return self.common[key]

    def change(self, record):
        """Values that change a record and nothing that rules watch over."""
        if record._name in CHANGES:
            return CHANGES[record._name]
        for field in record._fields.values():
            if (
                field.type in ("char", "text")
                and field.store
                and not (field.compute or field.related or field.readonly)
                and not hasattr(field, "kind")
                and field.name not in ("code", "model")
            ):
                return {field.name: "changed"}
        self.fail(f"{record._name}: register a harmless change with change_of")

    # ------------------------------------------------------------------ acts

    def attempt(self, act):
        """None when the act was done, else the error that refused it; undone."""
        error = None
        with mute_logger(*QUIET), self.env.cr.savepoint() as point:
            try:
                act()
                self.env.flush_all()
            except UserError as caught:
                error = caught
            point.close(rollback=True)
        self.env.invalidate_all()
        return error

    def expect(self, what, allowed, act):
        """Note a fault unless the act is done just when it is allowed."""
        error = self.attempt(act)
        if allowed and error:
            self.faults.append(f"{what}: refused ({str(error)[:160]})")
        elif not allowed and not error:
            self.faults.append(f"{what}: done, though not in the specification")

    def acts_on(self, record, user, village):
        """{letter: act} of a user on a record and its model."""
        mine = record.with_user(user)
        name = record._name
        values = self.values(name, village, user) if name in VALUES else {}
        change = self.change(record) if record._auto else {}

        def read():
            if mine.search_count([("id", "in", mine.ids)]) != len(mine):
                # pylint: disable-next=translation-required
                raise AccessError("not found")
            mine.read(["display_name"])

        return {
            "r": read,
            "w": lambda: mine.write(change),
            "c": lambda: mine.create(values),
            "d": mine.unlink,
        }

    def compare(self, record, user, allowed, village, where=""):
        """Each right of a user on a record against the letters he should have."""
        for letter, act in self.acts_on(record, user, village).items():
            what = f"{user.login} {LETTERS[letter]} {record._name}{where}"
            self.expect(what, letter in allowed, act)

    def conclude(self):
        faults, self.__class__.faults = self.faults, []
        self.assertFalse(faults, "\n".join(["", *faults]))

    # ------------------------------------------------------------------ tests

    def test_specification_is_complete(self):
        """A model or wizard that the specification lacks fails the suite."""
        own = self.own_models()
        self.assertTrue(own)
        self.assertEqual([name for name in own if name not in self.specs], [])
        self.assertEqual([name for name in self.specs if name not in self.env], [])

    def test_transients_belong_to_one_user(self):
        for name in self.own_models():
            if self.env[name]._transient:
                self.assertEqual(self.scope(name), "own", name)

    def test_persons_are_bound_to_places(self):
        """Whoever may read a model with people in it reads those of his area only."""
        for name in self.own_models():
            model = self.env[name]
            personal = any(
                field.type == "many2one"
                and field.comodel_name in ("dibao.person", "dibao.household")
                and field.store
                for field in model._fields.values()
            )
            if personal and self.specs[name]["rights"]:
                self.assertIn(self.scope(name), ("division", "own"), name)

    def test_strangers_hold_no_group(self):
        for user in self.strangers.values():
            self.assertFalse(user._dibao_groups(), user.login)

    def test_each_role_in_its_own_area(self):
        for name in self.own_models():
            village = self.east_village
            shared = None
            for user in self.users.values():
                if self.scope(name) == "own":
                    record = self.record(name, village, user)
                else:
                    record = shared = shared or self.record(name, village)
                self.compare(record, user, self.letters(name, user), village)
        self.conclude()

    def test_each_reads_the_own(self):
        """Where the specification says so: the own records, those in the area only."""
        for name in self.own_models():
            if not self.specs[name]["mine"]:
                continue
            for place, allowed in (
                (self.east_village, True),
                (self.west_village, False),
            ):
                for user in self.users.values():
                    record = self.record(name, place, user)
                    read = self.acts_on(record, user, place)["r"]
                    self.expect(f"{user.login} reads the own {name}", allowed, read)
        self.conclude()

    def test_outside_the_area_nothing(self):
        for name in self.own_models():
            if self.scope(name) != "division":
                continue
            record = self.record(name, self.west_village)
            for user in self.users.values():
                self.compare(record, user, "", self.west_village, " outside")
            for user in self.readers(name, self.users):
                self.compare_ways(record, user)
        self.conclude()

    def readers(self, name, users):
        """Users who read a model, the first and the last: one rule binds them all."""
        found = [user for user in users.values() if "r" in self.letters(name, user)]
        return found[:1] + found[1:][-1:]

    def compare_ways(self, record, user):
        """A record outside does not show on any way of asking for many, nor for it."""
        model = record.with_user(user).browse()
        domain = [("id", "in", record.ids)]
        what = f"{user.login} {record._name} outside"
        found = {
            "search": model.search(domain).ids,
            "search_read": model.search_read(domain, ["display_name"]),
            "web_search_read": model.web_search_read(domain, {"display_name": {}})[
                "records"
            ],
            "read_group": model.formatted_read_group(domain, ["id"], ["__count"]),
            "web_read_group": model.web_read_group(domain, ["id"], ["__count"])[
                "groups"
            ],
            "name_search": model.name_search("", domain),
            "archived": model.with_context(active_test=False).search(domain).ids,
        }
        for way, result in found.items():
            if result:
                self.faults.append(f"{what}: {way} shows {result}")
        theirs = record.with_user(user)
        for way, act in {
            "export_data": lambda: theirs.export_data([".id", "display_name"]),
            "web_read": lambda: theirs.web_read({"display_name": {}}),
            "name": lambda: theirs.mapped(model._rec_name or "create_uid"),
            "copy": theirs.copy,
        }.items():
            self.expect(f"{what}: {way}", False, act)

    def test_of_others_nothing(self):
        """Wizard rows and jobs of another user of the same role."""
        for name in self.own_models():
            if self.scope(name) != "own":
                continue
            readers = self.readers(name, self.users)
            for role, user in self.users.items():
                record = self.record(name, self.east_village, self.second[role])
                acts = self.acts_on(record, user, self.east_village)
                for letter in "rwd":
                    what = f"{user.login} {LETTERS[letter]} {name} of another"
                    self.expect(what, False, acts[letter])
                if user in readers:
                    self.compare_ways(record, user)
        self.conclude()

    def test_without_a_division_nothing(self):
        for name in self.own_models():
            if self.scope(name) != "division":
                continue
            record = self.record(name, self.east_village)
            for user in self.nowhere.values():
                self.compare(record, user, "", self.east_village, " without area")
            for user in self.readers(name, self.nowhere):
                self.compare_ways(record, user)
                if self.env[name].with_user(user).search_count([]):
                    self.faults.append(f"{user.login}: sees {name}")
        self.conclude()

    def test_strangers_see_nothing(self):
        """Users of the platform without a role, its administrator, portal, public."""
        for name in self.own_models():
            for user in self.strangers.values():
                owner = user if self.scope(name) == "own" else None
                record = self.record(name, self.east_village, owner)
                self.compare(record, user, "", self.east_village, " as a stranger")
        self.conclude()
