# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the steps of taking over a ledger share."""

from odoo import fields
from odoo.tools import SQL


class Act:
    """One step, done in the name of the one who imports; the job is the system's."""

    def __init__(self, ledger):
        self.ledger = ledger
        # The one who imports stands in create_uid; the job itself runs as the system.
        self.env = ledger.env(user=ledger.user_id.id, su=True)
        self.uid = ledger.user_id.id
        self.today = fields.Date.context_today(ledger.with_user(ledger.user_id))

    def _run(self, text, **arguments):
        self.env.cr.execute(
            SQL(
                text,
                uid=self.uid,
                now=self.env.cr.now(),
                today=self.today,
                **arguments,
            )
        )
