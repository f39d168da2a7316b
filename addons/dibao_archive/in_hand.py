# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What users carry: records handed on when their user may not work any more."""

from typing import NamedTuple

from odoo.tools import SQL


class InHand(NamedTuple):
    """Records of a model that a field gives to a user.

    ``duties`` are the codes of the duties the work needs: who may carry out none of
    them any more hands it on. ``where`` looks at the row as ``t``.
    """

    model: str
    field: str
    duties: tuple
    where: SQL = SQL("TRUE")


def tasks(models, duties):
    """The activities on records of some models."""
    return [
        InHand(
            "mail.activity",
            "user_id",
            duties,
            SQL("t.active AND t.res_model IN %s", tuple(models)),
        )
    ]
