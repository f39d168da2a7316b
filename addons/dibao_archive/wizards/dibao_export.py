# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..protected_domain import holds_value
from ..sealed import Sealed, SealedBlob
from ..tools import mask

#: Neither readable nor meant for people.
_UNFIT_TYPES = ("binary", "json", "properties", "properties_definition", "html")
_SAMPLE_ID = "99010119700101001X"


class DibaoExport(models.TransientModel):
    """Take a list out as a workbook: masked, for a purpose, and logged."""

    _name = "dibao.export"
    _description = "Export to Excel (masked)"

    model = fields.Char(required=True, readonly=True)
    model_name = fields.Char("List", compute="_compute_count")
    record_domain = fields.Json(readonly=True)
    count = fields.Integer("Records", compute="_compute_count")
    columns = fields.Selection(
        [("list", "Columns of the list"), ("all", "All columns")],
        default="list",
        required=True,
    )
    purpose = fields.Selection(
        [
            ("verification", "Verification"),
            ("payment", "Payment"),
            ("complaint", "Complaint or appeal"),
            ("correction", "Correction of data"),
            ("audit", "Audit"),
            ("statistics", "Statistics"),
            ("other", "Other, see reference"),
        ],
        required=True,
    )
    reference = fields.Char(help="The case, letter or task this is for.")

    @api.model
    def default_get(self, field_names):
        """The list that is open: its selected records, or all of its search."""
        values = super().default_get(field_names)
        context = self.env.context
        model = context.get("active_model") or values.get("model")
        if model:
            domain = context.get("active_domain")
            ids = context.get("active_ids")
            if domain is None or ids:
                domain = [("id", "in", ids or [])]
            # Here already: what is missing in a create is filled in behind its back.
            values.update(
                self._without_values({"model": model, "record_domain": list(domain)})
            )
        return values

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_values(vals) for vals in vals_list])

    def write(self, vals):
        if "record_domain" in vals:
            vals = self._without_values({"model": self[:1].model, **vals})
        return super().write(vals)

    @api.model
    def _without_values(self, vals):
        """A search for a protected value is kept as what it found, not as the value."""
        model, domain = self.env.get(vals.get("model") or ""), vals.get("record_domain")
        if model is None or not domain or not holds_value(model, domain):
            return vals
        return {**vals, "record_domain": [("id", "in", model.search(domain).ids)]}

    @api.depends("model", "record_domain")
    def _compute_count(self):
        for export in self:
            records = export._records()
            export.model_name = self.env["ir.model"]._get(records._name).name
            export.count = records.search_count(export.record_domain or [])

    @api.constrains("purpose", "reference")
    def _check_reference(self):
        for export in self:
            if export.purpose == "other" and not (export.reference or "").strip():
                raise ValidationError(
                    self.env._("Say in the reference what the export is for.")
                )

    def _records(self):
        """The empty recordset of the list's model, if it may be exported at all."""
        model = self.env.get(self.model or "")
        if (
            model is None
            or not self.model.startswith("dibao.")
            or model._transient
            or model._abstract
        ):
            raise AccessError(self.env._("This list cannot be exported."))
        model.check_access("read")
        return model

    def _field_names(self):
        """The columns, in the order of the list; nothing that leaves too few unknown.

        :raise UserError: what would be shown together lets ID numbers be guessed
        """
        self.ensure_one()
        model = self._records()
        names = self._list_names(model)
        if self.columns == "all":
            names += [name for name in sorted(model._fields) if name not in names]
        names = [name for name in names if self._is_fit(model, name)]
        self._check_profile(model, names)
        return names

    @api.model
    def _list_names(self, model):
        arch = etree.fromstring(model.get_view(view_type="list")["arch"])
        return [
            node.get("name")
            for node in arch.iterfind("./field")
            if node.get("column_invisible") not in ("1", "True")
        ]

    @api.model
    def _is_fit(self, model, name):
        field = model._fields.get(name)
        return (
            field is not None
            and field.exportable
            and not name.startswith(
                ("message_", "activity_", "website_", "my_activity")
            )
            and name not in ("id", "display_name", "revision", "search_tokens")
            and field.type not in _UNFIT_TYPES
            and not isinstance(field, SealedBlob)
            and (field.type != "one2many")
            and model._has_field_access(field, "read")
        )

    @api.model
    def _check_profile(self, model, names):
        """R-51: what stands side by side leaves at least 1,000 ID numbers."""
        numbers = [
            name
            for name in names
            if isinstance(model._fields[name], Sealed)
            and model._fields[name].kind == "id_number"
        ]
        if not numbers:
            return
        shown = mask.mask("id_number", _SAMPLE_ID)
        head = len(shown) - len(shown.lstrip("0123456789"))
        tail = len(shown) - len(shown.rstrip("0123456789X"))
        shows = frozenset(names) & {"birth_date", "age", "sex"}
        if mask.profile_problem(mask.Profile(head, tail, shows)):
            raise UserError(
                self.env._(
                    "These columns together would let ID numbers be guessed. Leave out "
                    "the number, or birth date and age."
                )
            )

    def _is_long(self):
        most = self.env["dibao.policy"].sudo()._require("export_job_rows")
        return self.count > most

    def action_export(self):
        """Make the workbook and send it; a long list is made in the background."""
        self.ensure_one()
        self._field_names()
        if self._is_long():
            return self.env["dibao.job"]._enqueue_export(self)._open()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/export/{self.id}",
            "target": "download",
        }
