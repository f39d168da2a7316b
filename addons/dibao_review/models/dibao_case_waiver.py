# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a household brings itself, without its application, promises and agreements.
PROOFS = [("order_group", "=", "30"), ("code", "not =like", "F__")]


class DibaoCaseWaiver(models.Model):
    """A proof that the household need not bring, and what stands for it.

    What a platform of the authorities tells is not asked for again (民发〔2021〕57号
    art. 10). Where the place does so, a written promise stands for a proof: the
    applicant was told what had to be proved, and promised that it is so (notice of 20
    October 2022, 1 (2)).
    """

    _name = "dibao.case.waiver"
    _description = "Proof Not Asked For"
    _inherit = "dibao.case.act.mixin"
    _stages = ("draft", "supplement", "accepted", "investigation")
    _rec_name = "kind_id"

    kind_id = fields.Many2one(
        "dibao.document.kind",
        "Proof",
        required=True,
        index=True,
        ondelete="restrict",
        domain=PROOFS,
    )
    ground = fields.Selection(
        [
            ("platform", "Seen on a platform of the authorities"),
            ("promise", "Promised in writing"),
        ],
        "What stands for it",
        required=True,
        default="platform",
    )
    source = fields.Char(
        "Platform and inquiry no.",
        help="Where it was looked up, and under which number it is found again.",
    )
    person_id = fields.Many2one(
        "dibao.person", "Promised by", ondelete="restrict", index="btree_not_null"
    )
    seen_on = fields.Date(
        "Seen or promised on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    state = fields.Selection(
        selection_add=[("back", "Asked for after all")],
        ondelete={"back": "set default"},
    )

    _once = models.UniqueIndex(
        "(case_id, kind_id) WHERE state <> 'back'",
        "This proof is on the list already.",
    )

    @api.constrains("kind_id")
    def _check_kind(self):
        for one in self:
            if not one.kind_id.filtered_domain(PROOFS):
                raise UserError(
                    self.env._(
                        "“%s” is a form of the procedure, not a proof that the "
                        "household brings.",
                        one.kind_id.name,
                    )
                )

    def action_ask_after_all(self):
        """The proof is asked for after all: what stood for it did not hold."""
        for one in self:
            one._check_step("done")
            one._check_case()
            if not (one.note or "").strip():
                raise UserError(
                    self.env._("Write into the remarks why it is asked for after all.")
                )
            one._by_act({"state": "back"})
            one._take_effect()

    def write(self, vals):
        if self._is_typed(vals):
            self._check_not_back()
        # why it is asked for after all is written when all else is settled
        if (
            self._is_typed(vals)
            and vals.keys() == {"note"}
            and all(one.state == "done" for one in self)
        ):
            self.check_access("write")
            return self._by_act(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _check_not_back(self):
        if any(one.state == "back" for one in self):
            raise UserError(
                self.env._("What was done and filed stays as it was. Make another one.")
            )

    def _check_complete(self):
        if self.ground == "platform" and not (self.source or "").strip():
            raise UserError(
                self.env._("Say where it was looked up, and under which number.")
            )
        if self.ground == "promise":
            if not self.case_id._policy("promise_for_proof", self.seen_on):
                raise UserError(
                    self.env._(
                        "This place asks for the proof itself: its policy “Written "
                        "promise for a proof” says so."
                    )
                )
            if self.person_id not in self.case_id._grown_ups():
                raise UserError(
                    self.env._("A grown-up member of the household promises.")
                )
        if self.seen_on > fields.Date.context_today(self):
            raise UserError(self.env._("This day lies ahead."))

    def _take_effect(self):
        # sudo: the effect on the volume of whoever may take the step
        self.case_id.household_id.sudo().volume_ids._refresh_gaps()

    def _told(self):
        """What stands for each proof, a line each, as a form tells it."""
        return [
            self.env._(
                "%(paper)s: %(ground)s, %(where)s, %(day)s",
                paper=one.kind_id.name,
                ground=dict(one._fields["ground"]._description_selection(self.env))[
                    one.ground
                ],
                where=one.person_id.name if one.ground == "promise" else one.source,
                day=fields.Date.to_string(one.seen_on),
            )
            for one in self
        ]
