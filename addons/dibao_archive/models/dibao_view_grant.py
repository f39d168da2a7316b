# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class DibaoViewGrant(models.Model):
    """A user may look at the originals of a volume or item, for a time.

    Looking only: page images with a watermark. Each opening is logged with the purpose
    and the number of the loan.
    """

    _name = "dibao.view.grant"
    _description = "Grant to View"
    _inherit = ["dibao.filed.mixin"]
    _order = "valid_to desc, id desc"
    _rec_name = "loan_id"
    _act_fields = (
        "loan_id",
        "user_id",
        "volume_id",
        "item_id",
        "valid_from",
        "valid_to",
        "revoked_on",
    )

    loan_id = fields.Many2one(
        "dibao.loan", required=True, readonly=True, index=True, ondelete="restrict"
    )
    line_id = fields.Many2one("dibao.loan.line", readonly=True, ondelete="restrict")
    user_id = fields.Many2one(
        "res.users", "Reader", required=True, readonly=True, index=True
    )
    volume_id = fields.Many2one(
        "dibao.volume", required=True, readonly=True, index=True, ondelete="restrict"
    )
    item_id = fields.Many2one(
        "dibao.item",
        "Only this item",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    division_id = fields.Many2one(
        related="volume_id.division_id", store=True, index=True
    )
    purpose = fields.Selection(related="loan_id.purpose")
    valid_from = fields.Datetime(required=True, readonly=True)
    valid_to = fields.Datetime(required=True, readonly=True, index=True)
    revoked_on = fields.Datetime("Withdrawn on", readonly=True)
    is_valid = fields.Boolean(
        "Valid now", compute="_compute_is_valid", search="_search_is_valid"
    )

    _times = models.Constraint(
        "CHECK (valid_from <= valid_to)", "A grant ends after it begins."
    )

    @api.depends("valid_from", "valid_to", "revoked_on")
    def _compute_is_valid(self):
        now = fields.Datetime.now()
        for grant in self:
            grant.is_valid = bool(
                grant.valid_from
                and not grant.revoked_on
                and grant.valid_from <= now < grant.valid_to
            )

    def _search_is_valid(self, operator, value):
        if operator != "in":
            return NotImplemented
        valid = self._in_force()
        return valid if True in value else ~valid

    @api.model
    def _in_force(self):
        now = fields.Datetime.now()
        return (
            Domain("revoked_on", "=", False)
            & Domain("valid_from", "<=", now)
            & Domain("valid_to", ">", now)
        )

    # GRANTING

    @api.model
    def _grant(self, loan, lines):
        """What a loan on the screen gives, from now until its last day is over."""
        self.sudo()._acting().create(
            [
                {
                    "loan_id": loan.id,
                    "line_id": line.id,
                    "user_id": loan.reader_id.id,
                    "volume_id": line.volume_id.id,
                    "item_id": line.item_id.id,
                    "valid_from": fields.Datetime.now(),
                    "valid_to": self._end_of(loan.due_date),
                }
                for line in lines
            ]
        )

    @api.model
    def _end_of(self, day):
        """Midnight after a day where the user is, in UTC."""
        zone = pytz.timezone(self.env.user.tz or "Asia/Shanghai")
        local = zone.localize(datetime.combine(day + timedelta(days=1), time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _extend(self, day):
        live = self.sudo().filtered(lambda grant: not grant.revoked_on)
        live._by_act({"valid_to": self._end_of(day)})

    def _revoke(self):
        live = self.sudo().filtered(lambda grant: not grant.revoked_on)
        live._by_act({"revoked_on": fields.Datetime.now()})

    def action_revoke(self):
        """End it now."""
        self.check_access("read")
        self.loan_id.check_access("write")
        self._revoke()

    # ASKING

    @api.model
    def _for_item(self, item, user):
        """The grant by which a user may look at an item's originals now, or none.

        :param item: record of ``dibao.item``
        :param user: record of ``res.users``
        """
        item = item.sudo()
        body = item.parent_id or item
        return self.sudo().search(
            self._in_force()
            & Domain("user_id", "=", user.id)
            & Domain("volume_id", "=", item.volume_id.id)
            & Domain("item_id", "in", (False, item.id, body.id)),
            limit=1,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A grant is ended, not deleted."))
