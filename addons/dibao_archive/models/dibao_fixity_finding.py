# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("missing", "File is missing"),
    ("truncated", "File is cut off"),
    ("damaged", "Damaged, or exchanged for another"),
    ("digest", "Digest differs"),
    ("key", "Key is missing"),
    ("surplus", "File without a record"),
]


class DibaoFixityFinding(models.Model):
    """A file that is not what was kept. Stays on record after it was mended."""

    _name = "dibao.fixity.finding"
    _description = "Fixity Finding"
    _inherit = ["mail.thread", "mail.activity.mixin", "dibao.sealed.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    fixity_id = fields.Many2one(
        "dibao.fixity", "Found in", required=True, readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    model = fields.Char("Kept as", readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="model", readonly=True)
    original_id = fields.Many2one(
        "dibao.original", readonly=True, index="btree_not_null", ondelete="set null"
    )
    division_id = fields.Many2one("dibao.division", readonly=True, index=True)
    token = fields.Char("File", readonly=True, help="Its name below the file store.")
    found_on = fields.Datetime(readonly=True, required=True)
    last_on = fields.Datetime("Last found on", readonly=True)
    state = fields.Selection(
        [("open", "Not mended"), ("solved", "Mended")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
    )
    solved_on = fields.Datetime(readonly=True)
    solved_by_id = fields.Many2one("res.users", readonly=True)
    remedy = fields.Char(
        tracking=True, help="What was done: restored from which backup."
    )

    _open_once = models.UniqueIndex(
        "(model, res_id, kind) WHERE state = 'open' AND res_id > 0"
    )

    @api.model
    def _note(self, round_, failure):
        """Write a failure down; returns 1 when it was not known yet."""
        now = fields.Datetime.now()
        domain = [("state", "=", "open"), ("kind", "=", failure.kind)]
        if failure.res_id:
            domain += [("model", "=", failure.model), ("res_id", "=", failure.res_id)]
        else:
            domain.append(("token", "=", failure.token))
        known = self.search(domain, limit=1)
        if known:
            known.last_on = now
            return 0
        vals = {
            "fixity_id": round_.id,
            "kind": failure.kind,
            "model": failure.model,
            "res_id": failure.res_id,
            "token": failure.token,
            "found_on": now,
            "last_on": now,
        }
        if failure.model == "dibao.original":
            original = self.env["dibao.original"].browse(failure.res_id)
            vals |= {
                "original_id": original.id,
                "division_id": original.division_id.id,
            }
        self.create(vals)
        return 1

    def action_check_again(self):
        """Read the file again; the finding is closed when it is what was kept."""
        from_now = fields.Datetime.now()
        self.check_access("write")
        for finding in self.filtered(lambda one: one.state == "open"):
            if not (finding.remedy or "").strip():
                raise UserError(self.env._("Write down what was done about it."))
            if finding.sudo()._still_wrong():
                raise UserError(self.env._("It is still not what was kept."))
            finding.sudo().write(
                {
                    "state": "solved",
                    "solved_on": from_now,
                    "solved_by_id": self.env.uid,
                }
            )

    def _still_wrong(self):
        return bool(
            self.env["dibao.fixity"]._recheck(self.model, self.res_id, self.token)
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Failures are kept for good."))
