# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

#: Made on the way to a decision; a case that ended before has them as far as it came.
MADE_ON_THE_WAY = ("10", "20", "40")
#: Brought, but during the investigation; who does not sign it, ends the case (art. 9).
SIGNED_ON_THE_WAY = "F02"


class DibaoVolume(models.Model):
    """Which papers a volume needs depends on how its case ended."""

    _inherit = "dibao.volume"

    def _requirements(self, act, day):
        """Without those that the case can never get any more.

        What is refused is not shown in the village (民发〔2021〕57号 art. 19, 21); what
        was not accepted, withdrawn or ended has no forms of the later steps, and
        before its acceptance nobody asks for proofs beside the application itself. A
        proof that something else stands for is not missing (art. 10).
        """
        rules = super()._requirements(act, day)
        # sudo: how a case ended counts whoever looks at the volume
        cases = self.env["dibao.case"].sudo()
        own = cases.search(
            [("household_id", "=", self.household_id.id), ("kind", "=", act)]
        )
        waived = own.waiver_ids.filtered(lambda one: one.state == "done").kind_id
        rules = rules.filtered(lambda rule: rule.kind_id not in waived)
        stages = set(own.mapped("stage"))
        if not own or stages & {"confirmed"} or any(own.mapped("is_open")):
            return rules
        if "refused" in stages:
            return rules.filtered(lambda rule: rule.kind_id.code != "F13")
        proofs = rules.filtered(
            lambda rule: (
                rule.kind_id.order_group not in MADE_ON_THE_WAY
                and rule.kind_id.code != SIGNED_ON_THE_WAY
            )
        )
        if any(own.mapped("accepted_on")):
            return proofs
        return proofs.filtered(lambda rule: rule.kind_id.code == "F01")
