#!/usr/bin/env python3
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Render the access files of each add-on from its rights specification.

    rights.py [--check] [ADDONS_DIR]

`security/rights.yml` is the specification (docs/design.md section 3); this writes
`security/ir.model.access.csv` and `security/rules.xml` beside it. With `--check`
nothing is written and stale files end in exit code 1.

    models:
      dibao.household:
        scope: division         # division | division:path.to.division | own |
                                # reference | none
        module: hr              # only when another module defines the model
        mine: user_id           # every user reads the own records, found by this
                                # field; `rights` says who reads those of others
        rights:
          user: r               # letters r w c d; group names without `group_`,
          base.group_system: rwcd       # or a whole external id
"""

import argparse
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import yaml

GROUPS_MODULE = "dibao_archive"
LETTERS = "rwcd"
SCOPES = ("division", "own", "reference", "none")
HEADER = [
    "id",
    "name",
    "model_id:id",
    "group_id:id",
    "perm_read",
    "perm_write",
    "perm_create",
    "perm_unlink",
]


class SpecError(Exception):
    """The specification says something that cannot be rendered."""


def load(path):
    """Read one rights.yml: {model: {"scope": str, "module": str|None, "rights": {}}}.

    Raises SpecError for an unknown key, scope or letter.
    """
    models = (yaml.safe_load(path.read_text(encoding="utf-8")) or {}).get("models")
    for model, spec in (models or {}).items():
        unknown = set(spec) - {"scope", "module", "rights", "mine"}
        if unknown:
            raise SpecError(f"{path}: {model}: unknown key {sorted(unknown)}")
        scope, _sep, path_to = str(spec.get("scope", "")).partition(":")
        if scope not in SCOPES or (path_to and scope != "division"):
            raise SpecError(f"{path}: {model}: unknown scope {spec.get('scope')!r}")
        for group, letters in (spec.get("rights") or {}).items():
            if not letters or set(letters) - set(LETTERS):
                raise SpecError(f"{path}: {model}: {group}: unknown rights {letters!r}")
    return models or {}


def group_xmlid(group):
    """External id of a group as it is named in the specification."""
    return group if "." in group else f"{GROUPS_MODULE}.group_{group}"


def rule_domain(scope):
    """Domain of the one global rule of a scope, or None when it has no rule."""
    kind, _sep, path_to = scope.partition(":")
    if kind == "division":
        field = path_to or "division_id"
        return f"[('{field}', 'child_of', user.dibao_division_ids.ids)]"
    if kind == "own":
        return "[('create_uid', '=', user.id)]"
    return None


def model_xmlid(model, module):
    name = "model_" + model.replace(".", "_")
    return f"{module}.{name}" if module else name


def render_access(models):
    """Text of ir.model.access.csv."""
    lines = [",".join(HEADER)]
    for model, spec in sorted(models.items()):
        # A model for nobody still gets a line: closed on purpose, not forgotten.
        rights = dict(spec.get("rights") or {"user": ""})
        if spec.get("mine"):
            rights["user"] = "r"
        for group, letters in sorted(rights.items()):
            short = group.replace(".", "_")
            row = [
                f"access_{model.replace('.', '_')}_{short}",
                f"{model}.{short}",
                model_xmlid(model, spec.get("module")),
                group_xmlid(group),
                *("1" if letter in letters else "0" for letter in LETTERS),
            ]
            lines.append(",".join(row))
    return "\n".join(lines) + "\n"


def render_rules(models):
    """Text of rules.xml."""
    lines = ['<?xml version="1.0" encoding="utf-8" ?>', '<odoo noupdate="0">']
    for model, spec in sorted(models.items()):
        domain = rule_domain(spec["scope"])
        if domain is None:
            continue
        kind = spec["scope"].partition(":")[0]
        xmlid = f"rule_{model.replace('.', '_')}_{kind}"
        lines += [
            f'    <record id="{xmlid}" model="ir.rule">',
            f'        <field name="name">{escape(model)}: {kind}</field>',
            '        <field name="model_id" '
            f'ref="{model_xmlid(model, spec.get("module"))}" />',
            '        <field name="global" eval="True" />',
            '        <field name="domain_force">',
            f"            {escape(domain)}",
            "        </field>",
            "    </record>",
        ]
    for model, spec in sorted(models.items()):
        if spec.get("mine"):
            lines += render_mine(model, spec)
    if len(lines) == 2:
        lines[-1] = '<odoo noupdate="0" />'
    else:
        lines.append("</odoo>")
    return "\n".join(lines) + "\n"


def render_mine(model, spec):
    """Lines of the two rules of a model whose users read the own records."""
    name = model.replace(".", "_")
    office = [group_xmlid(group) for group in sorted(spec.get("rights") or {})]
    lines = []
    for suffix, groups, domain in (
        ("mine", [group_xmlid("user")], f"[('{spec['mine']}', '=', user.id)]"),
        ("office", office, "[(1, '=', 1)]"),
    ):
        refs = ", ".join(f"ref('{group}')" for group in groups)
        lines += [
            f'    <record id="rule_{name}_{suffix}" model="ir.rule">',
            f'        <field name="name">{escape(model)}: {suffix}</field>',
            '        <field name="model_id" '
            f'ref="{model_xmlid(model, spec.get("module"))}" />',
            *_field_lines("groups", f"[Command.set([{refs}])]"),
            f'        <field name="domain_force">{escape(domain)}</field>',
            "    </record>",
        ]
    return lines


def _field_lines(name, value):
    """A field given by an expression, broken as the style checks break it."""
    line = f'        <field name="{name}" eval="{value}" />'
    if len(line) <= 88:
        return [line]
    return [
        "        <field",
        f'            name="{name}"',
        f'            eval="{value}"',
        "        />",
    ]


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    default = Path(__file__).resolve().parent.parent / "addons"
    parser.add_argument("addons", nargs="?", type=Path, default=default)
    args = parser.parse_args(argv)
    stale = []
    for spec in sorted(args.addons.glob("*/security/rights.yml")):
        models = load(spec)
        for name, text in (
            ("ir.model.access.csv", render_access(models)),
            ("rules.xml", render_rules(models)),
        ):
            target = spec.parent / name
            if target.exists() and target.read_text(encoding="utf-8") == text:
                continue
            stale.append(target)
            if not args.check:
                target.write_text(text, encoding="utf-8")
    for target in stale:
        if args.check:
            print(f"{target}: differs from rights.yml; run: make rights")
        else:
            print(f"wrote {target}")
    return 1 if stale and args.check else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SpecError as error:
        sys.exit(str(error))
