# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import UserError

from .. import shred, shred_disk


class DibaoDisposalLineExecute(models.Model):
    """Carrying one entry out."""

    # One file for each concern.
    _inherit = "dibao.disposal.line"  # pylint: disable=consider-merging-classes-inherited

    def _carry_out(self):
        """Do to the thing what was decided, unless something bars it.

        :raise UserError: it is barred; nothing was done
        """
        self.ensure_one()
        if self.state != "listed" or self.disposal_id.state != "executing":
            raise UserError(self.env._("This entry is not to be carried out."))
        self._lock()
        self._check_fresh()
        today = fields.Date.context_today(self)
        if self.outcome == "destroy":
            self._erase(today)
        else:
            self._remark(today)

    def _lock(self):
        """Nobody changes, lends or holds it in between."""
        self.env.flush_all()
        self._volume().lock_for_update()
        self._items().lock_for_update()
        self.env["dibao.hold"]._lock_out()
        self.env.invalidate_all()

    def _check_fresh(self):
        """Look at what bars it, as it is now that everybody else is locked out.

        In a transaction of its own: this one sees what was when it began.
        """
        with self.env.registry.cursor() as cr:
            problems = self.with_env(self.env(cr=cr))._problems()
            told = [why for barred in problems.values() for why in barred]
        if told:
            raise UserError(
                self.env._(
                    "Stopped at %(thing)s: %(why)s. Nothing of it was touched.",
                    thing=self.display_name,
                    why="; ".join(told),
                )
            )

    def _remark(self, today):
        """Extended, to be transferred, kept as a sample: re-marked (R-33)."""
        self._thing().with_context(tracking_disable=True)._by_act(
            {
                "appraisal_outcome": self.outcome,
                "appraised_on": today,
                "extended_to": self.extend_to if self.outcome == "extend" else False,
                "list_number": self.disposal_id.name,
            }
        )
        self._by_act({"state": "done", "done_on": today, "salt": False})

    def _erase(self, today):
        volume, items = self.volume_id, self._items()
        titles = {
            one: (self._stub_title(one), self._stub_responsible(one)) for one in items
        }
        titles.update({one: (self._stub_title(one), False) for one in volume})
        for household in self._households():
            household._log_event(
                "other",
                self.env._(
                    "Archives %(code)s destroyed by list %(list)s",
                    code=self.reference_code or self.title,
                    list=self.disposal_id.name,
                ),
                today,
            )
        # Out of its box first: paper that is pulped lies nowhere.
        volume._place(self.env["dibao.location"], note=self.disposal_id.name)
        files = shred.erase(self.env, volume, items, titles, self.disposal_id.name)
        self._by_act(
            {
                "state": "erasing",
                "destroyed_on": today,
                "pending": files,
                # Without it nobody can try names until the digest fits.
                "salt": False,
            }
        )

    def _prove(self):
        """Look at the disk: the files of an erased entry are gone."""
        self.ensure_one()
        shared = shred_disk.prove(self.env, self.pending or [])
        self._by_act(
            {
                "state": "done",
                "done_on": self.destroyed_on,
                "pending": False,
                "shared_count": shared,
            }
        )
