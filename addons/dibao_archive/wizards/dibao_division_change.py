# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoDivisionChange(models.TransientModel):
    """Rename, recode, merge or close divisions from a day on."""

    _name = "dibao.division.change"
    _description = "Change of divisions"

    division_ids = fields.Many2many("dibao.division", string="Divisions", required=True)
    kind = fields.Selection(
        [
            ("rename", "Rename"),
            ("recode", "New code or place"),
            ("merge", "Merge into another one"),
            ("close", "Close"),
        ],
        required=True,
        default="rename",
    )
    on_date = fields.Date("From", required=True, default=fields.Date.context_today)
    name = fields.Char("New name")
    code = fields.Char("New code")
    target_id = fields.Many2one("dibao.division", "Merge into")
    level = fields.Selection(
        lambda self: self.env["dibao.division"]
        ._fields["level"]
        ._description_selection(self.env),
        compute="_compute_level",
    )
    user_names = fields.Char(
        "Jurisdictions to change",
        compute="_compute_user_names",
        help="These users have one of the divisions as their own. The security "
        "officer gives them the new one: merging widens nobody's view by itself.",
    )

    @api.depends("division_ids")
    def _compute_level(self):
        for wizard in self:
            levels = set(wizard.division_ids.mapped("level"))
            wizard.level = levels.pop() if len(levels) == 1 else False

    @api.depends("division_ids", "kind")
    def _compute_user_names(self):
        users = self.env["res.users"].sudo()
        for wizard in self:
            wizard.user_names = wizard.kind in ("merge", "close") and ", ".join(
                users.search(
                    [("dibao_division_ids", "in", wizard.division_ids.ids)]
                ).mapped("name")
            )

    def action_apply(self):
        """Do it and show the division that lives on."""
        self.ensure_one()
        divisions = self.division_ids
        if self.kind in ("rename", "recode") and len(divisions) != 1:
            raise UserError(self.env._("Choose one division to rename or recode."))
        if self.kind == "rename":
            divisions._change(self.on_date, name=self._needed("name"))
        elif self.kind == "recode":
            divisions._change(self.on_date, name=self.name, code=self._needed("code"))
        elif self.kind == "merge":
            target = self._needed("target_id")
            divisions._merge_into(target, self.on_date)
            return target.get_formview_action()
        else:
            divisions._close(self.on_date)
        return divisions[:1].get_formview_action()

    def _needed(self, field_name):
        value = self[field_name]
        if not value:
            raise UserError(
                self.env._(
                    "“%s” is missing.",
                    self._fields[field_name]._description_string(self.env),
                )
            )
        return value
