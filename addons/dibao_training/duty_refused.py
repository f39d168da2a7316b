# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError


class DutyRefused(AccessError):
    """Somebody lacks what a duty asks for; the dialog has a button to what helps.

    Its arguments are those of the platform's redirecting warning (message, id of the
    action, text of the button, context of the action), by which its dialog shows it.
    To everybody who catches it, it is a refusal as any other.
    """

    def __init__(self, message, action, button, context):
        super().__init__(message)
        self.args = (message, action, button, context)
