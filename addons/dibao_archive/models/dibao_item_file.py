# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import volume_order


class DibaoItem(models.Model):
    """Filing: order, numbers, pages. What is filed changes by corrections only."""

    _inherit = "dibao.item"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("volume_id"):
                continue
            volume = self.env["dibao.volume"].browse(vals["volume_id"])
            volume._check_takes_papers()
            if not vals.get("secrecy"):
                vals["secrecy"] = volume.secrecy
        items = super().create(vals_list)
        items.volume_id._arrange()
        items.volume_id._refresh_gaps()
        return items

    def write(self, vals):
        volumes = self.volume_id
        if "volume_id" in vals:
            self.env["dibao.volume"].browse(vals["volume_id"])._check_takes_papers()
        result = super().write(vals)
        if {"volume_id", "kind_id", "date", "relation", "parent_id"} & vals.keys():
            (volumes | self.volume_id)._arrange()
        if {"volume_id", "kind_id", "act"} & vals.keys():
            (volumes | self.volume_id)._refresh_gaps()
        return result

    def unlink(self):
        volumes = self.volume_id
        result = super().unlink()
        volumes._refresh_gaps()
        return result

    def _order_key(self):
        """Annexes lie behind their body, whatever their own kind and date."""
        self.ensure_one()
        body = self.parent_id or self
        kind = body.kind_id.sudo()
        fixed = self.volume_id.category_kind == "approval"
        return volume_order.order_key(
            (
                kind.order_group if fixed else volume_order.BY_DATE,
                kind.sequence,
                kind.code,
            ),
            (body.date, body.id),
            (self.relation, self.date, self.id),
        )

    def _bodies(self):
        """The items themselves: without annexes, drafts and requests."""
        return self.parent_id | self.filtered(lambda item: not item.parent_id)

    def action_file(self):
        """File papers: each gets its place, its reference code and its pages."""
        self._file()

    def _file(self):
        """File draft items with what belongs to them.

        :raise AccessError: no right, or no valid certificate for this duty
        :raise UserError: the volume has no fonds or profile
        """
        drafts = self._bodies().filtered(lambda item: item.state == "draft")
        drafts.check_access("write")
        for volume in drafts.volume_id:
            volume._check_duty("file")
            volume._arrange()
            items = drafts.filtered(
                lambda item, volume=volume: item.volume_id == volume
            )
            volume._allot()
            items = items.sorted(lambda item: (item.sequence, item.id))
            volume._take_number("item", items)
            volume._paginate(items)
            (items | items.child_ids).with_context(tracking_disable=True)._by_act(
                {
                    "state": "filed",
                    "filed_on": fields.Date.context_today(self),
                    "filed_by_id": self.env.uid,
                }
            )
        return drafts

    def _take_original(self, source, report, filename, content):
        """Keep the file of a paper that came with it, or print and keep it."""
        self.ensure_one()
        if "dibao.original" not in self.env:
            return
        originals = self.env["dibao.original"].sudo()
        if content is None:
            if not report or originals.search_count(
                [("item_id", "=", self.id)], limit=1
            ):
                return
            content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
                report, source.ids
            )
            filename = filename or f"{self.kind_id.code}.pdf"
            originals._capture(self, content, filename, "born", report)
            return
        same = [("item_id", "=", self.id), ("name", "=", filename)]
        if not originals.search_count(same, limit=1):
            originals._capture(self, content, filename, "scan", source._name or "")

    def _write_numbers(self, rows):
        result = super()._write_numbers(rows)
        self._index_text()
        return result

    def _renumber(self):
        """The next number after a wrong one was retired."""
        for item in self:
            former = item.reference_code
            item.volume_id._take_number("item", item)
            item.message_post(
                body=self.env._(
                    "Reference code %(new)s instead of %(old)s, which is retired.",
                    new=item.reference_code,
                    old=former,
                )
            )

    def _correct(self, values, reason):
        """Change what is written of a filed item; what it said before is kept.

        :param values: new values of fields of the catalogue
        :param reason: why; never empty
        """
        self.ensure_one()
        self.check_access("write")
        self.volume_id._check_duty("file")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the item is corrected."))
        if self.state != "filed":
            raise UserError(self.env._("Only a filed item needs a correction."))
        lines = []
        for name, value in values.items():
            old, new = self._shown(name, self[name]), self._shown(name, value)
            if old != new:
                lines.append({"field_name": name, "old_value": old, "new_value": new})
        if not lines:
            raise UserError(self.env._("This correction changes nothing."))
        common = {"item_id": self.id, "reason": reason, "user_id": self.env.uid}
        self.env["dibao.item.correction"].sudo().create(
            [{**common, **line} for line in lines]
        )
        self._by_act({line["field_name"]: values[line["field_name"]] for line in lines})

    def _shown(self, name, value):
        """A value as people read it, for the record of a correction."""
        field = self._fields[name]
        if field.type == "many2one":
            record = self.env[field.comodel_name].browse(int(value or 0) or None)
            return record.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return str(value or "")

    def action_open_source(self):
        """Open what the paper comes from, by the user's own rights."""
        self.ensure_one()
        if not self.source_model or self.source_model not in self.env:
            return False
        return {
            "type": "ir.actions.act_window",
            "res_model": self.source_model,
            "res_id": self.source_id,
            "view_mode": "form",
        }
