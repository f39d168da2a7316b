# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The keys in force, for code of these add-ons only.

This hangs on no model and no registry: whoever may write server actions or templates
of the platform reaches every method of every model, private ones too, and would have
the keys in hand.
"""

import logging
import os
import weakref

from odoo.exceptions import UserError

from .tools import keyring

_logger = logging.getLogger(__name__)
#: database -> (registry, time stamp of the file, ring)
_rings = {}


def ring(env):
    """The keys of the key file, compared with what this database was sealed with.

    :rtype: keyring.Keyring
    :raise UserError: no key file, or a file that did not seal this database's data
    """
    path = env["dibao.key"]._path()
    try:
        stamp = (path, os.stat(path).st_mtime_ns)
    except OSError:
        stamp = None
    registry, seen, loaded = _rings.get(env.cr.dbname, (lambda: None, None, None))
    if stamp and stamp == seen and registry() is env.registry:
        return loaded
    try:
        loaded = keyring.load(path)
        _check(env, loaded)
    except keyring.KeyringError as error:
        _logger.critical("Protected data cannot be sealed or opened: %s", error)
        raise UserError(
            env._(
                "Protected data cannot be sealed or opened: %(why)s. Nothing was "
                "written. Ask the security officer to put the right key file in "
                "place.",
                why=error,
            )
        ) from error
    _rings[env.cr.dbname] = (weakref.ref(env.registry), stamp, loaded)
    return loaded


def _check(env, loaded):
    known = env["dibao.key"].sudo().search([("state", "!=", "destroyed")])
    if not known:
        raise keyring.KeyringError("no key is registered in this database")
    for record in known:
        if loaded.get(record.code).check_value != record.check_value:
            raise keyring.KeyringError(f"key {record.code} is not the one registered")
