# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoJobOffer(models.Model):
    """A job that was offered to a member who could work, and the answer (art. 34).

    So many suitable offers refused in a row, without a good reason, reduce or stop this
    person's share alone; the nightly search finds it, an officer decides.
    """

    _name = "dibao.job.offer"
    _description = "Job Offer"
    _inherit = ["mail.thread", "dibao.jurisdiction.mixin"]
    _order = "offered_on desc, id desc"
    _rec_name = "person_id"

    household_id = fields.Many2one(
        "dibao.household", required=True, index=True, ondelete="restrict"
    )
    division_id = fields.Many2one(
        related="household_id.division_id", store=True, index=True
    )
    person_id = fields.Many2one(
        "dibao.person", "Member", required=True, index=True, ondelete="restrict"
    )
    offered_on = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    offered_by = fields.Char(
        "Offered by", help="Employment service, training, village."
    )
    work = fields.Char("Work offered", required=True)
    pay = fields.Float("Yuan per month", digits=(12, 2))
    suitable = fields.Boolean(
        default=True,
        help="Suits health and ability; only suitable offers count.",
    )
    outcome = fields.Selection(
        [
            ("accepted", "Taken"),
            ("refused", "Turned down"),
            ("excused", "Not taken, for a good reason"),
        ],
        "Answer",
        tracking=True,
    )
    reason = fields.Char("Why")
    refused_in_row = fields.Integer(
        "Refused in a row", compute="_compute_refused_in_row"
    )

    @api.depends("person_id", "offered_on", "outcome", "suitable")
    def _compute_refused_in_row(self):
        counts = self._rows_of_refusals(self.person_id)
        for offer in self:
            offer.refused_in_row = counts.get(offer.person_id, 0)

    @api.model
    def _rows_of_refusals(self, persons):
        """{person: suitable offers refused in a row, up to the last one answered}."""
        counts = {}
        offers = self.search(
            [
                ("person_id", "in", persons.ids),
                ("outcome", "!=", False),
                ("suitable", "=", True),
            ],
            order="offered_on desc, id desc",
        )
        for person, answered in offers.grouped("person_id").items():
            count = 0
            for offer in answered:
                if offer.outcome != "refused":
                    break
                count += 1
            counts[person] = count
        return counts

    @api.constrains("person_id", "household_id")
    def _check_member(self):
        for offer in self:
            if offer.person_id not in offer.household_id.sudo().member_ids.person_id:
                raise UserError(
                    self.env._(
                        "%(person)s is no member of %(household)s.",
                        person=offer.person_id.name,
                        household=offer.household_id.display_name,
                    )
                )

    @api.constrains("outcome", "reason")
    def _check_reason(self):
        for offer in self:
            if offer.outcome in ("refused", "excused") and not offer.reason:
                raise UserError(self.env._("Write down why the offer was not taken."))
