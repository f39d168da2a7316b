# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A policy that nothing reads promises the office what it does not do."""

import ast
from pathlib import Path

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestPolicyRead(TransactionCase):
    def _strings(self):
        """Every string that the programs of our add-ons hold, tests aside."""
        addons = Path(__file__).resolve().parents[2]
        found, parts = set(), []
        for path in addons.glob("dibao_*/**/*.py"):
            if "tests" in path.relative_to(addons).parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr):
                    parts.append(node)
                elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value)
        return found, {
            part.values[0].value
            for part in parts
            if part.values and isinstance(part.values[0], ast.Constant)
        }

    def test_every_key_is_read_somewhere(self):
        keys = set(self.env["dibao.policy.key"].search([]).mapped("code"))
        whole, begun = self._strings()
        # Some are put together: f"supplement_{ground}".
        begun = tuple(one for one in begun if len(one) > 8 and one.endswith("_"))
        unread = {
            key
            for key in keys
            if key not in whole and not (begun and key.startswith(begun))
        }
        self.assertFalse(sorted(unread))
