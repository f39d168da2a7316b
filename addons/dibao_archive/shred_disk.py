# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The second step of destroying: files are removed, and the disk is looked at.

Like ``shred`` and the vault this hangs on no model. Who calls it has checked that it
may.
"""

import contextlib
import os

from odoo.exceptions import UserError
from odoo.tools import SQL

from . import vault
from .shred import VAULT

LOCK_SECONDS = 20


def prove(env, files):
    """Remove what is left of these files, look at the disk, and tell what stays.

    Called when the erasing has been committed, in a transaction that has not written.

    :param files: what ``shred.erase`` returned
    :return: number of attached files that stay since another record has the same bytes
    :raise UserError: a file is still there
    """
    shared = 0
    for place, name in files:
        if place == VAULT:
            _remove(env, vault.path_of(env.cr.dbname, name))
        else:
            shared += not _remove_shared(env, name)
    return shared


def _remove(env, path):
    try:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        _sync(os.path.dirname(path))
    except OSError as error:
        raise _still_there(env, error.strerror) from error
    if os.path.lexists(path):
        raise _still_there(env, "")


def _sync(folder):
    """A crash of the machine must not bring the name back."""
    with contextlib.suppress(FileNotFoundError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _still_there(env, why):
    return UserError(
        env._(
            "A file that was to be destroyed is still on the disk. %(why)s Tell the "
            "system administrator, then go on with the list.",
            why=why or "",
        )
    )


def _remove_shared(env, name):
    """Remove a file of the platform's store unless another record owns it: True then.

    The platform gives equal content one file. The lock waits for those who are just
    writing such a record, as the platform's own cleaning does.
    """
    path = env["ir.attachment"]._full_path(name)
    with env.registry.cursor() as cr:
        cr.execute(SQL("SET LOCAL lock_timeout = %s", f"{LOCK_SECONDS}s"))
        cr.execute(SQL("LOCK TABLE ir_attachment IN SHARE MODE"))
        cr.execute(
            SQL("SELECT 1 FROM ir_attachment WHERE store_fname = %s LIMIT 1", name)
        )
        if cr.fetchone():
            return False
        _remove(env, path)
    return True
