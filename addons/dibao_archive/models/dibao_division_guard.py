# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class DibaoDivision(models.Model):
    """What protects the tree: it decides who sees which file."""

    _inherit = "dibao.division"

    @api.model_create_multi
    def create(self, vals_list):
        divisions = super().create(vals_list)
        divisions._check_own_area()
        return divisions

    def write(self, vals):
        self._check_own_area()
        result = super().write(vals)
        if {"parent_id", "code"} & set(vals):
            self._check_own_area()
            # What holds at a place was cached with the places above it.
            self.env.registry.clear_cache()
        return result

    def _check_own_area(self):
        """The tree decides who sees which file: nobody may widen his own area.

        A county officer may change what lies under his divisions; the whole tree
        belongs to the system administrator.
        """
        if self.env.su or self.env.user.has_group("dibao_archive.group_system_admin"):
            return
        own = self.env.user.dibao_division_ids
        inside = self.sudo().with_context(active_test=False)
        outside = self - inside.filtered_domain(Domain("id", "child_of", own.ids))
        if outside:
            raise AccessError(
                self.env._(
                    "You may change divisions that lie under your own only: %(names)s.",
                    names=", ".join(outside.sudo().mapped("name")[:5]),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        for model_name, field_name in self._reference_fields():
            model = self.env[model_name].sudo().with_context(active_test=False)
            domain = Domain(field_name, "in", self.ids)
            if model_name == self._name:
                domain &= Domain("id", "not in", self.ids)
            if model.search_count(domain, limit=1):
                raise UserError(
                    self.env._(
                        "This division is used by %(model)s. Close it instead: what "
                        "refers to it must stay readable.",
                        model=self.env["ir.model"]._get(model._name).name,
                    )
                )

    @api.model
    def _reference_fields(self):
        """(model, field) of every stored relation that points at divisions."""
        return [
            (model._name, field.name)
            for model in self.env.values()
            if model._auto and not model._transient and not model._abstract
            for field in model._fields.values()
            if field.type in ("many2one", "many2many")
            and field.comodel_name == self._name
            and field.store
            and (model._name, field.name) != (self._name, "county_id")
        ]
