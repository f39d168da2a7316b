# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..tools import form_words, label_code

#: Spines of boxes come in these widths (DA/T 22-2015), of covers in 10 to 20.
SPINE_WIDTHS = [(str(width), f"{width} mm") for width in (10, 15, 20, 30, 40, 50)]
DEFAULT_WIDTH = {"dibao.location": "30", "dibao.volume": "15"}


class DibaoLabelPrint(models.TransientModel):
    """Which labels to print of some boxes or volumes, and how."""

    _name = "dibao.label.print"
    _description = "Print Labels"

    kind = fields.Selection(
        [
            ("label", "Labels with QR code"),
            ("spine", "Spine labels"),
            ("cover", "Box covers"),
            ("note", "Note sheets of boxes"),
        ],
        required=True,
        default="label",
    )
    sheet = fields.Selection(
        [("a4", "A4 sheets, to be cut"), ("single", "Label printer, one a page")],
        required=True,
        default="a4",
    )
    spine_width = fields.Selection(
        SPINE_WIDTHS, default=lambda self: self._default_width(), required=True
    )
    location_ids = fields.Many2many("dibao.location", string="Boxes and places")
    volume_ids = fields.Many2many("dibao.volume", string="Volumes")

    @api.model
    def _default_width(self):
        return DEFAULT_WIDTH.get(self.env.context.get("active_model"), "30")

    @api.model
    def default_get(self, field_names):
        values = super().default_get(field_names)
        model = self.env.context.get("active_model")
        ids = self.env.context.get("active_ids") or []
        name = {"dibao.location": "location_ids", "dibao.volume": "volume_ids"}
        if model in name and ids:
            values[name[model]] = [Command.set(ids)]
            self._dibao_check_links([values])
        return values

    def _things(self):
        self.ensure_one()
        return self.location_ids or self.volume_ids

    def action_print(self):
        """Draw them."""
        self.ensure_one()
        things = self._things()
        if not things:
            raise UserError(self.env._("Choose boxes or volumes first."))
        if self.kind in ("cover", "note") and things != self._boxes():
            raise UserError(self.env._("Covers and note sheets are those of boxes."))
        report = self.env.ref("dibao_archive.label_sheet_report")
        return report.report_action(self)

    def _boxes(self):
        return self.location_ids.filtered(lambda place: place.kind == "box")

    # WHAT STANDS ON THEM

    def _labels(self):
        """Dicts of text and QR code for each label, in the order of the places."""
        self.ensure_one()
        if self.location_ids:
            return [self._of_place(place) for place in self.location_ids]
        return [self._of_volume(volume) for volume in self.volume_ids]

    @api.model
    def _of_place(self, place):
        volumes = place.volume_ids
        fonds = (
            volumes.fonds_id.sudo()
            or self.env["dibao.fonds"]._for_division(place.division_id).sudo()
        )
        rules = volumes.retention_id.sudo()
        words = [form_words.retention(rule.permanent, rule.years) for rule in rules]
        by_item = volumes.filtered(lambda volume: volume.arranged_by == "item")
        numbers = (
            by_item.item_ids.mapped("number") if by_item else volumes.mapped("number")
        )
        kinds = dict(place._fields["kind"]._description_selection(self.env))
        return {
            "token": place.label_token,
            "qr": label_code.qr_data_uri(place.label_token),
            "code": place.code,
            "name": place.name or "",
            "kind": place.kind,
            "kind_name": kinds[place.kind],
            "place": place.parent_id.sudo().path_name or "",
            "width": place.width_mm,
            "village": place.division_id.sudo().name or "",
            "fonds": "、".join(fonds.mapped("name")),
            "fonds_code": "、".join(fonds.mapped("code")),
            "category": "、".join(volumes.category_id.sudo().mapped("name")),
            "organ": "、".join(sorted(set(filter(None, by_item.mapped("organ_code"))))),
            "year": form_words.span(volumes.mapped("year")).replace(" ", ""),
            "retention": "、".join(dict.fromkeys(filter(None, words))),
            "numbers_word": form_words.BOX["numbers" if by_item else "volumes"],
            "numbers": form_words.span(numbers),
            "count": len(volumes),
            "pages": sum(volumes.mapped("page_count")),
        }

    @api.model
    def _of_volume(self, volume):
        token = volume._token()
        rule = volume.retention_id.sudo()
        return {
            "token": token,
            "qr": label_code.qr_data_uri(token),
            # The code on the shelf; the title tells a name and stays on the cover.
            "code": volume.reference_code or "",
            "name": "",
            "kind": "volume",
            "kind_name": volume.category_id.sudo().name or "",
            "place": volume.box_id.path_name or "",
            "width": 0,
            "village": volume.division_id.sudo().name or "",
            "fonds": volume.fonds_id.sudo().name or "",
            "fonds_code": volume.fonds_id.sudo().code or "",
            "category": volume.category_id.sudo().name or "",
            "title": volume.title,
            "year": str(volume.year or ""),
            "retention": form_words.retention(rule.permanent, rule.years),
            "numbers": str(volume.number or ""),
        }
