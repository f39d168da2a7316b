# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class DibaoScan(models.TransientModel):
    """The scanning desk: one field in which a scanner types, and what came of it.

    A scanner types the token and Enter. Where it is, what it means and whether it may
    be done is looked up at once; all of it is done together, by one button.
    """

    _name = "dibao.scan"
    _description = "Scanning Desk"
    _inherit = ["dibao.sealed.mixin"]

    purpose = fields.Selection(
        [
            ("move", "Put away or move"),
            ("count", "Count"),
            ("lend", "Hand out"),
            ("return", "Take back"),
        ],
        required=True,
        default="move",
    )
    scan = fields.Char(help="Scan the label, or type a reference code, then Enter.")
    message = fields.Char(readonly=True)
    target_id = fields.Many2one(
        "dibao.location", "Into", ondelete="cascade", help="Scan the box first."
    )
    loan_id = fields.Many2one("dibao.loan", readonly=True, ondelete="cascade")
    stocktaking_id = fields.Many2one(
        "dibao.stocktaking", readonly=True, ondelete="cascade"
    )
    line_ids = fields.One2many("dibao.scan.line", "scan_id", "Scanned")

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": dict(self._fields["purpose"]._description_selection(self.env))[
                self.purpose
            ],
        }

    # SCANNING

    @api.onchange("scan")
    def _onchange_scan(self):
        text, self.scan = self.scan, False
        if not (text or "").strip():
            return
        found = self.env["dibao.location"]._scanned(text)
        if not found:
            self.message = self.env._(
                "“%(text)s” is no label or reference code that you may see.",
                text=text.strip()[:40],
            )
        elif found._name == "dibao.location":
            self.message = self._scan_place(found)
        else:
            self.message = self._scan_paper(found)

    def _scan_place(self, place):
        if self.purpose in ("lend", "return"):
            return self.env._("That is a place. Scan volumes.")
        if self.purpose == "move" and self.target_id and place.kind == "box":
            above = self.target_id
            if above.kind != "box" and above != place:
                return self._add(place)
        self.target_id = place
        return self.env._("Now: %(place)s", place=place.path_name)

    def _scan_paper(self, paper):
        volume = paper if paper._name == "dibao.volume" else paper.volume_id
        if any(self._same(line, paper) for line in self.line_ids):
            return self.env._("%(paper)s: scanned already.", paper=paper.display_name)
        refuse = getattr(self, f"_refuse_{self.purpose}")(volume, paper)
        return refuse or self._add(paper)

    def _same(self, line, paper):
        own = line.item_id or line.volume_id
        return own._name == paper._name and own._origin == paper._origin

    def _refuse_move(self, volume, paper):
        if paper._name == "dibao.item":
            return self.env._("An item lies in its volume. Scan the volume.")
        if volume.is_lent:
            return self.env._("Out, with %(holder)s.", holder=volume.holder)
        return False

    def _refuse_count(self, volume, paper):
        if self.target_id.kind != "box":
            return self.env._("Scan the box first, then what lies in it.")
        if paper._name == "dibao.item":
            return self.env._("An item lies in its volume. Scan the volume.")
        return False

    def _refuse_lend(self, volume, paper):
        lines = self.loan_id.line_ids.filtered(lambda line: line.state == "wanted")
        if any(line._is_of(paper) for line in lines):
            return False
        return self.env._(
            "%(paper)s is not on loan %(loan)s.",
            paper=paper.display_name,
            loan=self.loan_id.name,
        )

    def _refuse_return(self, volume, paper):
        if self._open_line(paper):
            return False
        return self.env._("%(paper)s is not out.", paper=paper.display_name)

    def _open_line(self, paper):
        lines = self.env["dibao.loan.line"].search(
            [("state", "=", "out"), ("volume_id", "=", self._volume(paper).id)]
        )
        return lines.filtered(lambda line: line.is_paper and line._is_of(paper))[:1]

    @api.model
    def _volume(self, paper):
        return paper if paper._name == "dibao.volume" else paper.volume_id

    def _add(self, papers):
        """Put volumes, an item or a location on the list; the words for the message."""
        for paper in papers:
            vals = {"box_id": self.target_id.id}
            if paper._name == "dibao.location":
                vals.update(location_id=paper.id)
            else:
                vals.update(volume_id=self._volume(paper).id)
            if paper._name == "dibao.item":
                vals.update(item_id=paper.id)
            if self.purpose == "return":
                vals.update(loan_line_id=self._open_line(paper).id)
            self.line_ids = [Command.create(vals)]
        return self.env._(
            "%(count)s: %(paper)s",
            count=len(self.line_ids),
            paper=papers[-1:].display_name,
        )

    # DOING

    def action_apply(self):
        """Do what was scanned."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Scan something first."))
        getattr(self, f"_apply_{self.purpose}")()
        return {"type": "ir.actions.act_window_close"}

    def _apply_move(self):
        if not self.target_id:
            raise UserError(self.env._("Scan the box they go into."))
        for place in self.line_ids.location_id:
            place.parent_id = self.target_id
        if volumes := self.line_ids.volume_id:
            volumes._place(self.target_id)

    def _apply_count(self):
        self.stocktaking_id._count(
            [(line.volume_id, line.box_id) for line in self.line_ids]
        )

    def _apply_lend(self):
        wanted = self.loan_id.line_ids.filtered(
            lambda one: any(one._is_of(line._paper()) for line in self.line_ids)
        )
        self.loan_id._hand_out(wanted)

    def _apply_return(self):
        for line in self.line_ids:
            line.loan_line_id._take_back(line.condition, line.condition_note)
