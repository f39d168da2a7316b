# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What takes a whole file into memory is bounded by a policy."""

import io

from PIL import Image

from odoo.exceptions import UserError
from odoo.tests import tagged

from .. import intake, vault
from .original_common import OriginalCase


def picture(megabytes):
    """A PNG of noise of at least so many megabytes."""
    high = -(-megabytes * (1 << 20) // 1000)
    out = io.BytesIO()
    noise = Image.effect_noise((1000, high), 90)
    noise.save(out, "PNG", compress_level=0, dpi=(300, 300))
    return out.getvalue()


@tagged("post_install", "-at_install")
class TestWholeFile(OriginalCase):
    def allow(self, megabytes):
        self.env["dibao.policy"].search(
            [("key_id.code", "=", "whole_megabytes")]
        ).value = str(megabytes)

    def test_the_bound_is_the_policy_of_the_place(self):
        content = bytes((1 << 20) + 1)
        self.allow(2)
        with io.BytesIO(content) as stream:
            stream.seek(7)
            self.assertEqual(
                intake.whole(self.env, stream, self.county), content, "from the begin"
            )
            self.allow(1)
            with self.assertRaisesRegex(UserError, "2 MB.*1 MB"):
                intake.whole(self.env, stream, self.county)

    def test_a_large_picture_is_kept_without_a_pdf(self):
        self.allow(1)
        original = self.capture(content=picture(1), name="x.png")
        self.assertFalse(original._derive_pdf())
        self.assertEqual(original.state, "kept")
        self.allow(3)
        self.assertEqual(original._derive_pdf().mimetype, "application/pdf")

    def test_a_copy_of_a_large_file_is_refused_with_the_limit(self):
        self.allow(1)
        original = self.capture(content=picture(1), name="x.png")
        copy = self.env["dibao.certified.copy"].new({"original_id": original.id})
        with (
            vault.stream(original) as stream,
            self.assertRaisesRegex(UserError, "whole_megabytes"),
        ):
            copy._marked(stream)
