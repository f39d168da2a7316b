# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestHoot(HttpCase):
    """The unit tests of this add-on's JavaScript, in a browser."""

    def test_units(self):
        self.browser_js(
            "/web/tests?headless&loglevel=2&preset=desktop&timeout=15000"
            f"&id={self._suite_id('@dibao_review')}",
            code="",
            login="admin",
            timeout=180,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=lambda message: "[HOOT]" not in message,
        )

    @staticmethod
    def _suite_id(name):
        """The number by which the runner knows a suite: a hash of its name."""
        digest = 0
        for char in name:
            digest = ((digest << 5) - digest + ord(char)) & 0xFFFFFFFF
        return f"{digest:08x}"
