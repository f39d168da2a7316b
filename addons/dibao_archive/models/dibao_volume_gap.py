# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models

from .dibao_document_kind import ACTS


class DibaoVolumeGap(models.Model):
    """A required paper that a volume lacks: the board of what is to be brought in."""

    _name = "dibao.volume.gap"
    _description = "Missing Paper"
    _order = "division_id, volume_id, act, kind_id, id"
    _rec_name = "kind_id"

    volume_id = fields.Many2one(
        "dibao.volume", required=True, index=True, ondelete="cascade", readonly=True
    )
    household_id = fields.Many2one(
        related="volume_id.household_id", store=True, index="btree_not_null"
    )
    division_id = fields.Many2one(
        related="volume_id.division_id", store=True, index=True
    )
    volume_state = fields.Selection(related="volume_id.state", store=True)
    act = fields.Selection(ACTS, required=True, readonly=True)
    kind_id = fields.Many2one(
        "dibao.document.kind",
        "Missing paper",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    requirement_id = fields.Many2one(
        "dibao.document.requirement", readonly=True, ondelete="cascade"
    )
    basis = fields.Char(related="requirement_id.legal_basis")
    noticed_on = fields.Date(
        readonly=True, default=lambda self: fields.Date.context_today(self)
    )

    _one_gap = models.UniqueIndex(
        "(volume_id, act, kind_id)", "This paper is on the list already."
    )

    def action_make_tasks(self):
        """Make the task list: of the chosen papers, or of all that the user sees."""
        self.check_access("read")
        gaps = self or self.search([("volume_state", "=", "open")])
        return gaps.volume_id.action_make_tasks()

    def action_open_volume(self):
        """Open the volume that lacks the paper."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.volume",
            "res_id": self.volume_id.id,
            "views": [(False, "form")],
        }
