# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

KINDS = [
    ("archivist", "Archivist"),
    ("officer", "Township officer"),
    ("assistant", "Village assistant"),
]
ENGAGEMENTS = [("full", "Full-time"), ("part", "Part-time")]


class DibaoStaffPost(models.Model):
    """A post that somebody holds or held: what turnover is counted from."""

    _name = "dibao.staff.post"
    _description = "Post"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "kind"

    staff_id = fields.Many2one(
        "dibao.staff", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Place",
        compute="_compute_division_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        help="Where the post is; it stays there when the person moves on.",
    )
    kind = fields.Selection(KINDS, "Post", required=True, default="archivist")
    engagement = fields.Selection(
        ENGAGEMENTS, "Employment", required=True, default="full"
    )
    date_from = fields.Date("From", required=True)
    date_to = fields.Date("To", help="Last day; empty while the post is held.")
    end_reason = fields.Selection(
        [
            ("moved", "Moved to another post"),
            ("retired", "Retired"),
            ("left", "Left the service"),
            ("ended", "Contract ended"),
            ("other", "Other"),
        ],
        "Reason",
    )
    note = fields.Char()

    _dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A post ends after it begins.",
    )

    @api.depends("staff_id")
    def _compute_division_id(self):
        for post in self:
            post.division_id = post.division_id or post.staff_id.division_id

    @api.constrains("staff_id", "date_from", "date_to", "engagement")
    def _check_one_full_time(self):
        """Nobody works full-time in two posts on one day."""
        for staff in self.staff_id:
            # sudo: the other post may be in another office
            posts = staff.sudo().post_ids.filtered(lambda one: one.engagement == "full")
            posts = posts.sorted("date_from")
            for one, other in zip(posts, posts[1:], strict=False):
                if not one.date_to or one.date_to >= other.date_from:
                    raise ValidationError(
                        self.env._(
                            "%(name)s would hold two full-time posts on one day: end "
                            "the former post first.",
                            name=staff.name,
                        )
                    )
