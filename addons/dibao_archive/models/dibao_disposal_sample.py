# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import secrets

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import sampling


class DibaoDisposalSample(models.Model):
    """The sample of what would be destroyed; drawn so that others can draw it again."""

    # One file for each concern.
    _inherit = "dibao.disposal"  # pylint: disable=consider-merging-classes-inherited

    def action_draw_sample(self):
        """Draw the volumes that are kept for good, by rule, share and a fresh seed.

        Each draw is told in the thread: nobody draws until the sample suits him.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(self.env._("The sample is drawn in the draft."))
        lines = self.line_ids.filtered(
            lambda line: line.volume_id and line.outcome in ("destroy", "sample")
        )
        by_code = {line.reference_code: line for line in lines if line.reference_code}
        seed = secrets.token_hex(8)
        drawn = sampling.draw(by_code, self.sample_rule, self.sample_share, seed)
        for code, line in by_code.items():
            line.outcome = "sample" if code in drawn else "destroy"
        self._by_act(
            {
                "sample_seed": seed,
                "sample_drawn_on": fields.Datetime.now(),
                "sample_drawn_by_id": self.env.uid,
                "sample_size": len(by_code),
            }
        )
        rules = dict(self._fields["sample_rule"]._description_selection(self.env))
        self.message_post(
            body=self.env._(
                "Sample drawn: %(drawn)d of %(all)d, %(share)s %%, %(rule)s, seed "
                "%(seed)s.",
                drawn=len(drawn),
                all=len(by_code),
                share=self.sample_share,
                rule=rules[self.sample_rule],
                seed=seed,
            )
        )
