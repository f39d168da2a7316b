# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import reference_code

#: What an example code is made of.
EXAMPLE = {
    "fonds": "J019",
    "category": "ZY·DB",
    "year": "2024",
    "retention": "D30",
    "organ": "MZ",
    "area": "990101",
    "volume": 1,
    "item": 3,
}


class DibaoNumberProfile(models.Model):
    """How reference codes are built: ordered parts, as the fonds and class ask."""

    _name = "dibao.number.profile"
    _description = "Number Profile"
    _order = "code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    part_ids = fields.One2many("dibao.number.part", "profile_id", "Parts", copy=True)
    example = fields.Char(compute="_compute_example")
    has_volume = fields.Boolean("Numbers volumes", compute="_compute_example")
    choice_ids = fields.One2many("dibao.number.choice", "profile_id", "Used for")
    active = fields.Boolean(default=True)
    note = fields.Text()

    _code_uniq = models.UniqueIndex("(code)", "This profile code is in use.")

    @api.depends(
        "part_ids.sequence",
        "part_ids.element",
        "part_ids.separator",
        "part_ids.width",
        "part_ids.code_table",
        "part_ids.literal",
    )
    def _compute_example(self):
        for profile in self:
            parts = profile._parts()
            values = dict(EXAMPLE)
            for part in parts:
                if part.table:
                    values[part.element] = part.table[0]
            profile.has_volume = any(part.element == "volume" for part in parts)
            try:
                profile.example = reference_code.render(parts, values)
            except reference_code.ReferenceError:
                profile.example = False

    @api.constrains("part_ids")
    def _check_parts(self):
        for profile in self:
            try:
                reference_code.check(profile._parts())
            except reference_code.ReferenceError as error:
                raise ValidationError(
                    self.env._(
                        "%(profile)s: codes built so could not be told apart or read "
                        "back. Each element stands once, a running number comes last, "
                        "and each part after the first has a separator; after the "
                        "class, a dot may be followed by year or retention only.",
                        profile=profile.name,
                    )
                ) from error

    def _parts(self):
        """The parts as ``tools.reference_code`` takes them."""
        self.ensure_one()
        return tuple(
            reference_code.Part(
                part.element,
                part._sign(),
                part.width,
                tuple((part.code_table or "").split()),
                part.literal or "",
            )
            for part in self.sudo().part_ids.sorted("sequence")
        )

    @api.model
    def _for(self, fonds, category, year):
        """The profile for new codes of a fonds, class and year.

        :return: a profile
        :raise UserError: none is chosen
        """
        choice = self.env["dibao.number.choice"].sudo()._nearest(fonds, category, year)
        if not choice:
            raise UserError(
                self.env._(
                    "No number profile is chosen for %(category)s: choose one under "
                    "Archives, Configuration, Number profiles.",
                    category=category.display_name,
                )
            )
        return choice.profile_id.sudo(self.env.su)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["dibao.volume"].sudo()
        if used.search_count([("profile_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("Codes were given by this profile: archive it."))
