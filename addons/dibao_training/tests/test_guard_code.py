# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from odoo.addons.dibao_archive.tests import guard_common

ACT = "a button of the form; the write behind it asks for the right"


@tagged("post_install", "-at_install")
class TestGuardCode(guard_common.GuardCase):
    addon = "dibao_training"
    public = {
        "dibao.training.course": {
            "action_cancel": ACT,
            "action_hold": ACT,
            "action_plan": ACT,
            "action_view_credits": "opens a list, which the user reads by his rights",
        }
    }
