# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools import reference_code


class DibaoFonds(models.Model):
    """All archives that one office forms: the first part of each reference code."""

    _name = "dibao.fonds"
    _description = "Fonds"
    _inherit = ["mail.thread", "dibao.sealed.mixin"]
    _order = "code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(
        required=True,
        tracking=True,
        index=True,
        help="Given by the archives authority: one letter and three digits (DA/T 13).",
    )
    name = fields.Char(
        required=True, tracking=True, help="As it stands on covers and spines."
    )
    division_id = fields.Many2one(
        "dibao.division",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Papers of this place, and of all below that have no fonds of their own, "
        "belong to it.",
    )
    agency_name = fields.Char(
        "Agency",
        compute="_compute_agency_name",
        store=True,
        readonly=False,
        precompute=True,
        help="The office that forms the fonds, as it stands on letterheads.",
    )
    dossier_volume_id = fields.Many2one(
        "dibao.volume",
        "Fonds dossier",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="The volume about the fonds itself: retention tables, lists of transfers "
        "and disposals (DA/T 12).",
    )
    volume_ids = fields.One2many("dibao.volume", "fonds_id", "Volumes")
    volume_count = fields.Integer(compute="_compute_volume_count")
    active = fields.Boolean(default=True)
    note = fields.Text("History", help="Who kept these archives before, and where.")

    _code_uniq = models.UniqueIndex(
        "(code, division_id)", "This place has a fonds of this code already."
    )

    @api.depends("division_id.agency_name")
    def _compute_agency_name(self):
        for fonds in self:
            fonds.agency_name = fonds.agency_name or fonds.division_id.agency_name

    def _compute_volume_count(self):
        counts = dict(
            self.env["dibao.volume"]._read_group(
                Domain("fonds_id", "in", self.ids), ["fonds_id"], ["__count"]
            )
        )
        for fonds in self:
            fonds.volume_count = counts.get(fonds, 0)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for fonds in self:
            fonds.display_name = f"{fonds.code or ''} {fonds.name or ''}".strip()

    @api.constrains("code")
    def _check_code(self):
        for fonds in self:
            if not reference_code.fits("fonds", fonds.code):
                raise ValidationError(
                    self.env._(
                        "%(code)s is no fonds code: one letter and three digits, like "
                        "J019.",
                        code=fonds.code,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._clean(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._clean(vals)
        if "code" in vals and any(f.code != vals["code"] for f in self):
            self._refuse_renumbering()
        return super().write(vals)

    @api.model
    def _clean(self, vals):
        if vals.get("code"):
            vals["code"] = reference_code.normalise(vals["code"]).upper()

    def _refuse_renumbering(self):
        given = self.env["dibao.reference"].sudo()
        if given.search_count([("fonds_id", "in", self.ids)], limit=1):
            raise ValidationError(
                self.env._(
                    "Reference codes with this fonds code were given. They never "
                    "change: close this fonds and open another one."
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["dibao.volume"].sudo()
        if used.search_count([("fonds_id", "in", self.ids)], limit=1):
            raise ValidationError(self.env._("A fonds with volumes is never deleted."))

    # LOOK-UP

    @api.model
    def _for_division(self, division):
        """The fonds of a place: that of the nearest division above that has one.

        :param division: record of ``dibao.division``
        :return: a fonds, or none
        """
        ids = [
            int(one) for one in (division.sudo().parent_path or "").split("/") if one
        ]
        found = self.sudo().search(Domain("division_id", "in", ids)).sudo(self.env.su)
        return max(
            found,
            key=lambda fonds: ids.index(fonds.sudo().division_id.id),
            default=self.browse(),
        )

    def action_open_volumes(self):
        """Open the volumes of the fonds."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_volume_action"
        )
        return action | {"domain": [("fonds_id", "=", self.id)]}
