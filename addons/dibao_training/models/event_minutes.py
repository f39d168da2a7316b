# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

COORDINATOR = "dibao_archive.group_training_coordinator"
ACTION_POINT = "dibao_training.activity_action_point"


class EventMinutes(models.Model):
    """Minutes of a seminar, its photographs, and what is to be done afterwards."""

    # One file for each concern.
    _inherit = "event.event"  # pylint: disable=consider-merging-classes-inherited

    dibao_minutes = fields.Html(
        "Minutes",
        copy=False,
        groups=COORDINATOR,
        help="What was asked, what was agreed. Cases without names.",
    )
    dibao_photo_ids = fields.Many2many(
        "ir.attachment",
        "dibao_event_photo_rel",
        "event_id",
        "attachment_id",
        "Photographs",
        copy=False,
        groups=COORDINATOR,
    )
    dibao_minutes_item_id = fields.Many2one(
        "dibao.item",
        "Filed minutes",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups=COORDINATOR,
    )
    dibao_point_ids = fields.Many2many(
        "mail.activity",
        string="Action points",
        compute="_compute_dibao_point_ids",
        groups=COORDINATOR,
        help="Tasks of the persons responsible, until they are done.",
    )

    def _compute_dibao_point_ids(self):
        kind = self.env.ref(ACTION_POINT, False)
        for event in self:
            activities = event.sudo().dibao_course_id.activity_ids
            event.dibao_point_ids = activities.filtered(
                lambda one: one.activity_type_id == kind
            ).sudo(False)

    def action_dibao_point(self):
        """Ask for an action point: who does what until when."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Action point"),
            "res_model": "dibao.session.point",
            "view_mode": "form",
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def action_dibao_file_minutes(self):
        """Print the minutes with photographs and participants, and file them."""
        self.check_access("write")
        for event in self:
            if not event.dibao_minutes or not event.dibao_course_id:
                raise UserError(self.env._("Write the minutes first."))
            # sudo: the coordinator files papers without reading the archives
            event.sudo().dibao_minutes_item_id = event._dibao_file_paper(
                "TRAINING",
                event.dibao_course_id.division_id,
                self.env._(
                    "%(session)s, %(day)s",
                    session=event.name,
                    day=event._dibao_day(),
                ),
                year=event._dibao_day().year,
                report="dibao_training.session_minutes_report",
            )

    def _dibao_photos(self):
        """Photographs as data URIs for the paper; only what is an image."""
        self.ensure_one()
        return [
            f"data:{one.mimetype};base64,{one.datas.decode()}"
            for one in self.sudo().dibao_photo_ids
            if one.mimetype in ("image/jpeg", "image/png") and one.datas
        ]
