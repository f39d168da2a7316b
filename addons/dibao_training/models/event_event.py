# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class EventEvent(models.Model):
    _inherit = "event.event"

    dibao_course_id = fields.Many2one(
        "dibao.training.course",
        string="Training course",
        index="btree_not_null",
        ondelete="set null",
        groups="dibao_archive.group_training_coordinator",
        help="The course that this event is a session of.",
    )
