# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A transaction apart from the running one."""

from contextlib import contextmanager

from odoo.tools import SQL


@contextmanager
def transaction(env):
    """Cursor of a transaction of its own, committed when the block ends.

    While the add-on itself is being installed nothing is committed and nobody else
    sees its tables: demonstration data then stays in the transaction that loads it.
    """
    if not env.registry.ready and _is_being_installed(env):
        yield env.cr
        return
    with env.registry.cursor() as cr:
        yield cr


def _is_being_installed(env):
    query = SQL("SELECT state FROM ir_module_module WHERE name = 'dibao_archive'")
    return env.execute_query(query) == [("to install",)]
