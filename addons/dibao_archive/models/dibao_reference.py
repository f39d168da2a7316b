# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class DibaoReference(models.Model):
    """Every reference code ever given, and what became of it. Never given again."""

    _name = "dibao.reference"
    _description = "Reference Code"
    _inherit = ["dibao.sealed.mixin", "dibao.filed.mixin", "dibao.code.search.mixin"]
    _order = "code, id"
    _rec_name = "code"
    _act_fields = (
        "code",
        "reference_key",
        "fonds_id",
        "division_id",
        "model",
        "res_id",
        "state",
        "reason",
        "approver_id",
        "ended_on",
    )

    code = fields.Char(required=True, readonly=True)
    fonds_id = fields.Many2one(
        "dibao.fonds", required=True, readonly=True, ondelete="restrict", index=True
    )
    division_id = fields.Many2one(
        "dibao.division", required=True, index=True, readonly=True
    )
    model = fields.Char(readonly=True, required=True)
    res_id = fields.Many2oneReference("Record", model_field="model", readonly=True)
    state = fields.Selection(
        [("live", "In use"), ("retired", "Void"), ("destroyed", "Destroyed")],
        required=True,
        default="live",
        readonly=True,
    )
    reason = fields.Char(readonly=True)
    approver_id = fields.Many2one("res.users", readonly=True)
    ended_on = fields.Datetime("Retired on", readonly=True)

    _code_uniq = models.UniqueIndex(
        "(code, fonds_id)",
        "This reference code was given already. A code is never given twice.",
    )
    _of_record = models.Index("(model, res_id)")

    @api.model
    def _note_given(self, records):
        """Note the codes of records that just got them."""
        self.sudo()._acting().create(
            [
                {
                    "code": record.reference_code,
                    "reference_key": record.reference_key,
                    "fonds_id": record.fonds_id.id,
                    "division_id": record.division_id.id,
                    "model": record._name,
                    "res_id": record.id,
                }
                for record in records
            ]
        )

    @api.model
    def _of(self, record):
        """The codes of a record, the one in use first."""
        found = self.search([("model", "=", record._name), ("res_id", "=", record.id)])
        return found.sorted(lambda one: (one.state != "live", -one.id))

    def _retire(self, reason):
        """Take wrong codes out of use: the record gets the next one (R-08).

        The approver is the user, who must be a supervisor and not the one who filed.
        """
        user = self.env.user
        if not user.has_group("dibao_archive.group_archive_supervisor"):
            raise AccessError(
                self.env._("A wrong code is retired by the archive supervisor.")
            )
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the code is wrong."))
        for reference in self:
            reference._check_retirable(user)
            reference.sudo()._by_act(
                {
                    "state": "retired",
                    "reason": reason,
                    "approver_id": user.id,
                    "ended_on": fields.Datetime.now(),
                }
            )
            self.env[reference.model].browse(reference.res_id).sudo()._renumber()

    def _check_retirable(self, user):
        self.ensure_one()
        if self.state != "live":
            raise UserError(self.env._("%s is not in use any more.", self.code))
        record = self.env[self.model].browse(self.res_id)
        record.check_access("write")
        if record.state not in ("open", "filed"):
            raise UserError(
                self.env._("%s left this archive: its code stays.", self.code)
            )
        if self.sudo().create_uid == user:
            raise AccessError(
                self.env._("You gave this code yourself: another supervisor decides.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A reference code stays on record for good."))
