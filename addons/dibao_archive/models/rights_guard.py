# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The rights specification holds: nobody opens a hole beside it on the screen."""

from odoo.exceptions import AccessError

PREFIX = "dibao"


def refuse_unspecified(env, names):
    """Refuse a change of access lines, rules or names that touches these add-ons.

    They come from ``security/rights.yml`` with an installation or upgrade, which runs
    as the system.

    :param names: technical names of the models or modules that the change touches
    :raise AccessError: somebody, whatever his rights on the platform, tries it
    """
    if not env.su and any(name and name.startswith(PREFIX) for name in names):
        raise AccessError(
            env._(
                "The rights over dibao data come with the program and are not changed "
                "here. Roles are granted to users by the security officer."
            )
        )
