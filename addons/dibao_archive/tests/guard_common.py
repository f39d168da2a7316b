# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Checks on the code of an add-on itself: what can be called, and past what.

Every public method of a model can be called by anybody who signs in, over RPC. So
each stands in the add-on's list ``public_methods.py`` with the reason why it may; a
method that is meant for our own code begins with an underscore or is ``api.private``.
"""

import ast
import inspect
from pathlib import Path

from odoo.tests import TransactionCase

from ..sealed import Sealed, SealedBlob

#: The platform's own doors: what we override there stays behind the same rights.
PLATFORM = {
    "copy",
    "copy_data",
    "create",
    "default_get",
    "export_data",
    "fields_get",
    "get_view",
    "get_views",
    "init",
    "load",
    "message_post",
    "name_create",
    "name_search",
    "onchange",
    "read",
    "search_panel_select_multi_range",
    "search_panel_select_range",
    "unlink",
    "web_read",
    "web_save",
    "write",
}
#: Context is sent by the caller. These keys choose what is shown or proposed, and
#: switch nothing off; an add-on names its own with the reason.
CONTEXT_KEYS = {
    "active_domain",
    "active_id",
    "active_ids",
    "active_model",
    "active_test",
    "lang",
    "tz",
}
#: Calls that look at the caller's right before a superuser's act.
CHECKS = {
    "check_access",
    "has_access",
    "_filtered_access",
    "has_group",
    "has_groups",
}


def sources(addon_path):
    """(path, syntax tree) of each Python file of an add-on but its tests."""
    for path in sorted(Path(addon_path).rglob("*.py")):
        if "tests" not in path.relative_to(addon_path).parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def functions(tree):
    """(class name, function) of all methods in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.FunctionDef):
                    yield node.name, item


def called(function):
    """Names of the methods that a function calls."""
    return {
        node.func.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }


def context_keys(tree):
    """(line, key) of each context key that is read; key is None when computed."""
    for node in ast.walk(tree):
        keys = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr == "get" and _is_context(node.func.value):
                keys = node.args[:1]
        elif isinstance(node, ast.Subscript) and _is_context(node.value):
            keys = [node.slice]
        elif isinstance(node, ast.Compare) and any(map(_is_context, node.comparators)):
            keys = [node.left]
        for key in keys:
            yield node.lineno, key.value if isinstance(key, ast.Constant) else None


def _is_context(node):
    names = {"context", "_context"}
    return (isinstance(node, ast.Attribute) and node.attr in names) or (
        isinstance(node, ast.Name) and node.id in names
    )


class GuardCase(TransactionCase):
    """Static checks of one add-on; ``public`` is its list of public methods."""

    addon = None
    #: {"model.name": {"method": "why anybody may call it"}}
    public = {}
    #: {"key": "what the caller chooses by it"}
    context_keys = {}
    #: {("file.py", "method"): "why it may act as superuser without a check of its own"}
    unchecked = {}
    #: {("file.py", "method"): "why it answers without signing in"}
    public_routes = {}
    allow_inherited_tests_method = True

    @property
    def path(self):
        module = inspect.getfile(self.__class__)
        return Path(module).parent.parent

    def own_methods(self):
        """(model, method name) of each public method that this add-on adds."""
        prefix = f"odoo.addons.{self.addon}."
        for name in sorted(self.env.registry):
            for cls in type(self.env[name]).__mro__:
                if not cls.__module__.startswith(prefix):
                    continue
                if name not in (getattr(cls, "_name", None), *_inherits(cls)):
                    continue
                for attribute, value in vars(cls).items():
                    if (
                        not attribute.startswith("_")
                        and inspect.isfunction(value)
                        and not getattr(value, "_api_private", False)
                    ):
                        yield _home(cls, name), attribute

    def test_public_methods_are_listed(self):
        found = set(self.own_methods())
        unknown = {
            (model, method)
            for model, method in found
            if method not in PLATFORM and method not in self.public.get(model, ())
        }
        self.assertFalse(unknown, "callable by everybody; list or hide them")
        listed = {(model, name) for model in self.public for name in self.public[model]}
        self.assertFalse(listed - found, "listed, but not there any more")

    def test_reasons_are_given(self):
        for model, methods in self.public.items():
            for method, reason in methods.items():
                self.assertGreater(len(reason), 15, f"{model}.{method}")

    def test_context_switches_nothing(self):
        """Whoever sends a request chooses its context."""
        for path, tree in sources(self.path):
            for line, key in context_keys(tree):
                where = f"{path.name}:{line}: {key}"
                self.assertIsNotNone(key, f"{where}: computed key")
                if not key.startswith("default_") and key not in self.context_keys:
                    self.assertIn(key, CONTEXT_KEYS, where)

    def test_superuser_after_a_look_at_the_caller(self):
        """A public method or a route that uses sudo() checks rights itself."""
        for path, tree in sources(self.path):
            for _class, function in functions(tree):
                route = any("route" in ast.dump(d) for d in function.decorator_list)
                public = not function.name.startswith("_") and not any(
                    "private" in ast.dump(d) for d in function.decorator_list
                )
                calls = called(function)
                if "sudo" not in calls or not (route or public):
                    continue
                if function.name in PLATFORM:
                    # Checked by the platform before or after, in what they override.
                    continue
                known = (path.name, function.name) in self.unchecked
                checks = calls & CHECKS or {c for c in calls if c.startswith("_check_")}
                self.assertTrue(checks or known, f"{path.name}: {function.name}")

    def test_routes_ask_who_calls(self):
        for path, tree in sources(self.path):
            for _class, function in functions(tree):
                if (path.name, function.name) in self.public_routes:
                    continue
                for decorator in function.decorator_list:
                    if not isinstance(decorator, ast.Call):
                        continue
                    if "route" not in ast.dump(decorator.func):
                        continue
                    if not decorator.args and not decorator.keywords:
                        # What is overridden keeps the platform's own answer.
                        continue
                    auth = [k.value for k in decorator.keywords if k.arg == "auth"]
                    values = [a.value for a in auth if isinstance(a, ast.Constant)]
                    self.assertIn(values, (["user"], ["bearer"]), function.name)

    def test_sealed_fields_stay_where_they_are(self):
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith("dibao.") or model._original_module != self.addon:
                continue
            for field in model._fields.values():
                if not isinstance(field, (Sealed, SealedBlob)):
                    continue
                where = str(field)
                self.assertFalse(getattr(field, "tracking", None), where)
                self.assertFalse(field.copy, where)
                self.assertFalse(field.related and field.store, where)
                self.assertFalse(field.index, where)
                self.assertNotEqual(model._rec_name, field.name, where)
                self.assertNotIn(field.name, model._rec_names_search or (), where)
                self.assertNotIn(field.name, model._order, where)

    def test_forms_with_sealed_fields_strip_them(self):
        """Also where they stand in the lines of a form."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith("dibao.") or model._abstract:
                continue
            models = [model] + [
                self.env[field.comodel_name]
                for field in model._fields.values()
                if field.type in ("one2many", "many2many")
            ]
            if any(
                isinstance(field, Sealed)
                for one in models
                for field in one._fields.values()
            ):
                self.assertTrue(
                    any(cls._name == "dibao.sealed.mixin" for cls in _parents(model)),
                    f"{name} shows protected values in a form",
                )

    def test_no_clear_copy_is_computed(self):
        """No stored field is computed or related from the value of a sealed one.

        Those that are allowed hold what the number tells, not the number.
        """
        allowed = {"birth_date", "sex", "id_number_marks"}
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._original_module != self.addon or model._abstract:
                continue
            for field in model._fields.values():
                if not field.store or not field.compute or field.name in allowed:
                    continue
                for path in self.env.registry.field_depends.get(field, ()):
                    target = _field_at(self.env, model, path)
                    self.assertNotIsInstance(target, Sealed, f"{field} from {path}")


def _inherits(cls):
    inherit = vars(cls).get("_inherit") or ()
    return (inherit,) if isinstance(inherit, str) else tuple(inherit)


def _home(cls, name):
    """The model under which a method is listed: the one whose file defines it."""
    own = vars(cls).get("_name")
    return own or (_inherits(cls) or (name,))[0]


def _parents(model):
    return [cls for cls in type(model).__mro__ if hasattr(cls, "_name")]


def _field_at(env, model, path):
    field = None
    for name in path.split("."):
        field = model._fields.get(name)
        if field is not None and field.relational:
            model = env[field.comodel_name]
    return field
