#!/usr/bin/env python3
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keep the translation templates current and the Chinese complete.

    i18n.py --config CONF --database DB [--check] ADDON...

Exports the terms of each add-on from a database where it is installed. Without
`--check` it rewrites `i18n/ADDON.pot` where terms changed and merges them into
`i18n/zh_CN.po`: translations stay, new terms come empty, lost ones go. With `--check`
it only compares: a stale template, a missing or an empty translation, or one whose
placeholders differ from its source's ends in exit code 1.
"""

import argparse
import io
import re
import sys
from pathlib import Path

import polib

import odoo.init  # noqa: F401  (completes the `odoo` namespace)
from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config
from odoo.tools.translate import trans_export

LANGUAGE = "zh_CN"
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-z]|%[sdif]|\{\w+\}|\$\{[^}]+\}")


def export(env, addon):
    """The add-on's terms as a polib file, without the date of the export."""
    buffer = io.BytesIO()
    trans_export(None, [addon], buffer, "po", env)
    pot = polib.pofile(buffer.getvalue().decode())
    for key in ("POT-Creation-Date", "PO-Revision-Date"):
        pot.metadata.pop(key, None)
    return pot


def terms(catalogue):
    return {entry.msgid for entry in catalogue if not entry.obsolete}


def read(path):
    return polib.pofile(str(path)) if path.exists() else polib.POFile()


def findings(pot, committed, chinese):
    """What is wrong with the committed template and translation, one line each."""
    lines = [f"not in the .pot: {term!r}" for term in terms(pot) - terms(committed)]
    lines += [f"no longer used: {term!r}" for term in terms(committed) - terms(pot)]
    translations = {entry.msgid: entry for entry in chinese if not entry.obsolete}
    for term in terms(pot):
        entry = translations.get(term)
        if entry is None or not entry.msgstr.strip() or entry.fuzzy:
            lines.append(f"no {LANGUAGE}: {term!r}")
        elif sorted(PLACEHOLDER.findall(term)) != sorted(
            PLACEHOLDER.findall(entry.msgstr)
        ):
            lines.append(f"placeholders differ in {LANGUAGE}: {term!r}")
    return sorted(lines)


def merge(pot, chinese):
    """The Chinese file for these terms, with the translations there are."""
    known = {entry.msgid: entry.msgstr for entry in chinese if not entry.obsolete}
    merged = polib.POFile(wrapwidth=78)
    merged.metadata = {**pot.metadata, "Language": LANGUAGE}
    for entry in pot:
        merged.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgstr=known.get(entry.msgid, ""),
                comment=entry.comment,
                occurrences=entry.occurrences,
                flags=[flag for flag in entry.flags if flag != "fuzzy"],
            )
        )
    return merged


def save(catalogue, path):
    path.parent.mkdir(exist_ok=True)
    text = str(catalogue).rstrip("\n") + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path}")


def process(env, addon, root, check):
    """Number of findings of one add-on (0 when writing)."""
    folder = root / addon / "i18n"
    template, translation = folder / f"{addon}.pot", folder / f"{LANGUAGE}.po"
    pot, chinese = export(env, addon), read(translation)
    if not check:
        save(pot, template)
        save(merge(pot, chinese), translation)
        return 0
    lines = findings(pot, read(template), chinese)
    for line in lines:
        print(f"{addon}: {line}")
    return len(lines)


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("addons", nargs="+")
    args = parser.parse_args(argv)
    config.parse_config(["-c", args.config, "-d", args.database, "--no-http"])
    root = Path(__file__).resolve().parent.parent / "addons"
    with Registry(args.database).cursor(readonly=True) as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        count = sum(process(env, addon, root, args.check) for addon in args.addons)
    if count:
        print(f"{count} findings; run: make i18n, then translate i18n/{LANGUAGE}.po")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
