# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .dibao_volume_due import GONE

#: What is written on a thing that is held without changing what it says: its place in
#: the volume while papers come in, and the threads beside it.
FREE_WHEN_HELD = {"sequence", "note", "checker_id", "message_ids"}


class DibaoHeldMixin(models.AbstractModel):
    """Volumes and items: a hold bars every change, and whatever takes them away.

    New papers still come into a volume that is held: they add to what is held.
    """

    _name = "dibao.held.mixin"
    _description = "Subject to Holds"

    on_hold = fields.Boolean(
        compute="_compute_on_hold",
        search="_search_on_hold",
        exportable=False,
        help="A hold in force bars destroying it, transferring it and changing it.",
    )

    def _compute_on_hold(self):
        held = self._on_hold()
        for record in self:
            record.on_hold = record in held

    @api.model
    def _search_on_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = self.env["dibao.hold"]._covered_ids(self._name)
        return Domain("id", "in" if True in value else "not in", ids)

    def _on_hold(self):
        """Those of these on which there is a hold in force.

        Transfer, destruction and correction ask before they act.
        """
        return self.browse(self.env["dibao.hold"]._on(self))

    def _refuse_held(self):
        """Tell which hold bars a change.

        :raise UserError: there is a hold on any of these
        """
        for record_id, holds in self.env["dibao.hold"]._on(self).items():
            record = self.browse(record_id)
            raise UserError(
                self.env._(
                    "%(record)s is on hold (%(hold)s): it is not changed, transferred "
                    "or destroyed until another person lifts the hold.",
                    record=record.display_name,
                    hold=", ".join(holds.mapped("display_name")),
                )
            )

    def write(self, vals):
        typed = not self.env.su and not self._dibao_in_act()
        changes = any(
            name not in FREE_WHEN_HELD
            and not name.startswith(("message_", "activity_"))
            for name in vals
        )
        # Whatever act takes it away is refused, too.
        if (typed and changes) or vals.get("state") in GONE:
            self._refuse_held()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._refuse_held()
