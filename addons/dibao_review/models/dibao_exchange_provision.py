# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError


class DibaoExchangeProvision(models.Model):
    """Register of what was given to others: who, what for, which data, how much.

    网络数据安全管理条例 art. 12, PIPL arts. 55, 56: such records are kept for three
    years at least; here for good. Packages of archives have a register of their own
    (`dibao.provision`), certificates as well (`dibao.certified.copy`).
    """

    _name = "dibao.exchange.provision"
    _description = "Data Given to Others"
    _order = "id desc"
    _rec_name = "recipient"
    _log_access = False

    division_id = fields.Many2one(
        "dibao.division", "Place", required=True, index=True, readonly=True
    )
    given_on = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True)
    recipient = fields.Char(required=True, readonly=True)
    purpose = fields.Char(required=True, readonly=True)
    legal_basis = fields.Char(required=True, readonly=True)
    data = fields.Char("Which data", required=True, readonly=True)
    count = fields.Integer("Persons or rows", readonly=True)
    way = fields.Selection(
        [
            ("feedback", "Feedback to the source"),
            ("answer", "Answer by interface"),
            ("index", "Exchange of keyed indexes"),
            ("file", "File"),
        ],
        required=True,
        readonly=True,
    )
    reference = fields.Char(readonly=True)

    def write(self, vals):  # pylint: disable=method-required-super
        """Never: a register is not corrected."""
        raise UserError(self.env._("What was given to others stays on record."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was given to others stays on record."))

    @api.model
    def _note(self, division, way, recipient, purpose, basis, data, count, **more):
        """Put on record that data leave.

        :param division: place that gives
        :param str way: a value of `way`
        :param str data: names of the fields that leave
        :param int count: persons or rows
        :param more: ``reference``; ``logged``: the act itself told the access log,
            which else is told here
        """
        # sudo: nobody creates these by hand; the act that gives has checked its right
        made = self.sudo().create(
            {
                "division_id": division.id,
                "given_on": fields.Datetime.now(),
                "user_id": self.env.uid,
                "way": way,
                "recipient": recipient,
                "purpose": purpose,
                "legal_basis": basis,
                "data": data,
                "count": count,
                "reference": more.get("reference"),
            }
        )
        if more.get("logged"):
            return made
        self.env["dibao.access.log"]._log(
            "provide",
            made,
            purpose=purpose[:64],
            reference=(more.get("reference") or "")[:128],
            count=count,
            detail="data_given",
            said={"recipient": recipient, "data": data},
        )
        return made
