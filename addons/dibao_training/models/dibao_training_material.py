# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DibaoTrainingMaterial(models.Model):
    """What a course is taught with: a file, slides, a link to a video.

    Material for teaching never holds papers of households: cases are made anonymous.
    """

    _name = "dibao.training.material"
    _description = "Training material"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "sequence, id"

    course_id = fields.Many2one(
        "dibao.training.course", required=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        related="course_id.division_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    kind = fields.Selection(
        [("file", "File"), ("slides", "Slides"), ("link", "Link or video")],
        required=True,
        default="file",
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    url = fields.Char("Link")
    for_self_study = fields.Boolean(
        "For self-study", default=True, help="Shown to participants under My training."
    )

    @api.constrains("kind", "file", "url")
    def _check_content(self):
        for material in self:
            link = (material.url or "").strip()
            if material.kind == "link" and not link.startswith(("https://", "http://")):
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: a link begins with https://.", name=material.name
                    )
                )
            if material.kind != "link" and not material.file:
                raise ValidationError(
                    self.env._("“%(name)s”: upload the file.", name=material.name)
                )
