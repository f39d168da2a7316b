# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from . import rights_common


@tagged("post_install", "-at_install")
class TestRights(rights_common.RightsCase):
    addon = "dibao_archive"

    def test_every_role_is_tried(self):
        """Roles are found in the database: none that the specification names lacks."""
        named = {group for spec in self.specs.values() for group in spec["rights"]}
        own = {group for group in named if "." not in group} - {"user", "reveal"}
        self.assertLess({"township_clerk", "auditor"}, own)
        self.assertLessEqual(own, set(self.users))

    def test_differences_are_noticed(self):
        """The comparison itself: a right too many and one too few both show."""
        record = self.record("dibao.person", self.east_village)
        clerk, auditor = self.users["township_clerk"], self.users["auditor"]
        self.compare(record, clerk, "rcd", self.east_village)
        self.compare(record, auditor, "rw", self.east_village)
        outside = self.record("dibao.person", self.west_village)
        self.compare(outside, clerk, "r", self.west_village)
        faults = [fault.partition(":")[0] for fault in self.faults]
        self.faults.clear()
        self.assertEqual(
            faults,
            [
                "r_township_clerk write dibao.person",
                "r_auditor write dibao.person",
                "r_township_clerk read dibao.person",
            ],
        )
