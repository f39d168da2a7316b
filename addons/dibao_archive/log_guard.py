# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The platform's log must not tell what people enter.

At the level *debug* the platform writes the arguments of every call and the conditions
of searches into its log: an ID number typed into a form or a search would stand there
in clear, in a file that nobody protects.
"""

import logging


class _NoArguments(logging.Filter):
    """Keeps model and method of a call, and leaves its arguments out."""

    def filter(self, record):
        if record.levelno <= logging.DEBUG and record.args:
            record.args = (*record.args[:-1], "…")
        return True


class _NoConditions(logging.Filter):
    """Keeps which field is searched how, and leaves the value out."""

    def filter(self, record):
        if record.args:
            record.args = tuple(map(self._without_value, record.args))
        return True

    def _without_value(self, argument):
        if isinstance(argument, tuple):
            return (*argument[:-1], "…")
        field = getattr(argument, "field_expr", None)
        return argument if field is None else (field, argument.operator, "…")


FILTERS = {
    "odoo.service.model": _NoArguments(),
    "odoo.domains": _NoConditions(),
}


def install():
    """Put the filters on the platform's loggers; again does no harm."""
    for name, guard in FILTERS.items():
        logging.getLogger(name).addFilter(guard)
