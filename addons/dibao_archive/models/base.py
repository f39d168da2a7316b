# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import ormcache

from ..sealed import Sealed

PREFIX = "dibao."
UPLOAD = "base_import.import"


class Base(models.AbstractModel):
    # Nobody points a record at one he may not read.
    #
    # The platform shows the name behind a link, and what is related or inherited
    # through it, by the right of the record that holds the link. So whoever may fill in
    # any form with a link could read people anywhere by trying numbers: saving, opening
    # with defaults, or by an onchange alone, which saves nothing.
    #
    # No docstring: the platform would store it as its own word on all abstract models.

    _inherit = "base"

    @api.model
    @ormcache("self._name")
    def _dibao_links(self):
        """Names of the fields that lead to records of these add-ons."""
        return tuple(
            name
            for name, field in self._fields.items()
            if field.relational and field.comodel_name.startswith(PREFIX)
        )

    def _dibao_check_links(self, vals_list):
        """Refuse values that link to what the user may not read."""
        if self.env.su:
            return
        found = defaultdict(set)
        for vals in vals_list:
            _collect(self, vals, found)
        for model, ids in found.items():
            records = self.env[model].browse(ids)
            # Pointing a record at what does not exist is the database's business.
            records.exists().check_access("read")

    @api.model_create_multi
    def create(self, vals_list):
        if self._dibao_links():
            self._dibao_check_links(vals_list)
        if self._name == UPLOAD:
            self._dibao_check_upload(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if self._dibao_links():
            self._dibao_check_links([vals])
        if self._name == UPLOAD:
            self._dibao_check_upload([vals])
        return super().write(vals)

    @api.model
    def _dibao_check_upload(self, vals_list):
        """The platform's own import keeps the file as it is, protected values in clear.

        Here, since these add-ons do without that one and it comes with most
        installations.
        """
        for vals in vals_list:
            if (vals.get("res_model") or "").startswith(PREFIX):
                raise UserError(
                    self.env._(
                        "Files with people in them are taken in by the ledger import, "
                        "which keeps them sealed."
                    )
                )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        for name in [n for n in values if isinstance(self._fields.get(n), Sealed)]:
            # What a caller hands in is not handed back.
            del values[name]
        if self._dibao_links():
            self._dibao_check_links([values])
        return values

    def onchange(self, values, field_names, fields_spec):
        if self._dibao_links():
            self._dibao_check_links([values])
        return super().onchange(values, field_names, fields_spec)


def _collect(model, vals, found):
    for name in model._dibao_links():
        value, field = vals.get(name), model._fields[name]
        if not value:
            continue
        if field.type == "many2one":
            record_id = value.get("id") if isinstance(value, dict) else value
            if isinstance(record_id, int):
                found[field.comodel_name].add(record_id)
        else:
            _collect_lines(model.env[field.comodel_name], value, found)


def _collect_lines(lines, commands, found):
    if isinstance(commands, models.BaseModel):
        found[lines._name].update(commands.ids)
        return
    for command in commands:
        if isinstance(command, int):
            found[lines._name].add(command)
            continue
        kind, record_id, value = (*command, 0, 0)[:3]
        if kind in (Command.UPDATE, Command.LINK) and isinstance(record_id, int):
            found[lines._name].add(record_id)
        if kind == Command.SET:
            found[lines._name].update(value)
        elif isinstance(value, dict):
            _collect(lines, value, found)
