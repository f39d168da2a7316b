# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The vault: where the files of the archives lie encrypted.

Files lie below the database's own filestore folder (``dibao/ab/<token>``), so that the
platform's backup takes them along. Each has a data key of its own, which is wrapped by
the seal key in force and kept in the row that owns the file (`vault_key`): whoever
destroys the row's key has destroyed the file in every copy (R-61).

Like ``sealed.unseal_field`` this hangs on no model, so that neither RPC nor a server
action reaches it. Models that own files inherit ``dibao.vault.mixin``.
"""

import base64
import contextlib
import io
import logging
import os
import re
import secrets
import shutil
import time
from dataclasses import dataclass

from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.sql_db import db_connect
from odoo.tools import SQL, config

from . import keys
from .tools import keyring, vault_file

_logger = logging.getLogger(__name__)
_TOKEN = re.compile(r"[0-9a-f]{32}")


class Unreadable(UserError):
    """A kept file is missing or was changed."""


@dataclass(frozen=True)
class Stored:
    """A file that lies in the vault: what its row keeps.

    ``wrapped`` is the column ``{k: key id, a: algorithm, c: wrapped data key}``.
    """

    token: str
    size: int
    sha256: str
    sm3: str
    wrapped: dict

    def row(self):
        """Values of the owner's fields."""
        return {
            "token": self.token,
            "vault_key": self.wrapped,
            "size": self.size,
            "sha256": self.sha256,
            "sm3": self.sm3,
        }


def folder(dbname):
    """Where the files of a database lie."""
    return os.path.join(config.filestore(dbname), "dibao")


def path_of(dbname, token):
    """The file of a token. A token is never taken for a path."""
    if not _TOKEN.fullmatch(token or ""):
        raise ValueError("Not a token of the vault.")
    return os.path.join(folder(dbname), token[:2], token)


def _place(token, context):
    return f"vault/{token}/{context}".encode()


# ---------------------------------------------------------------------- in and out


def put(env, stream, context):
    """Encrypt a binary stream (or bytes) into the vault.

    The file goes away again when the transaction is rolled back, and after the commit
    if no row owns it.

    :param str context: what kind of content this is; the reader must name the same
    :rtype: Stored
    :raise UserError: the disk is full or cannot be written; nothing is left
    """
    key = keys.ring(env).active(keyring.SEAL)
    token = secrets.token_hex(16)
    path = path_of(env.cr.dbname, token)
    data_key = vault_file.new_key(key.algorithm)
    if isinstance(stream, bytes | bytearray | memoryview):
        stream = io.BytesIO(stream)
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        written = vault_file.write(
            path, stream, key.algorithm, data_key, _place(token, context)
        )
    except OSError as error:
        _logger.error("A file cannot be kept: %s", error.strerror)
        raise UserError(
            env._(
                "The file cannot be kept: %(why)s. Nothing of it was written. Tell the "
                "system administrator.",
                why=error.strerror or type(error).__name__,
            )
        ) from error
    _watch(env.cr, token)
    wrapped = _wrap(key, token, data_key, key.algorithm)
    return Stored(token, written.size, written.sha256, written.sm3, wrapped)


def reader(env, token, wrapped, context, sealed=None):
    """The clear content as a seekable binary stream. The caller answers for why.

    :param sealed: a hash object that takes in the encrypted bytes on the way
    :raise UserError: the file is missing, was changed, or its key is gone
    """
    if not (token and wrapped):
        raise unreadable(env, "erased")
    try:
        raw = _Reader(
            path_of(env.cr.dbname, token),
            wrapped["a"],
            _unwrap(keys.ring(env), token, wrapped),
            _place(token, context),
            sealed,
        )
    except (keyring.KeyringError, vault_file.VaultFileError, OSError) as error:
        raise unreadable(env, error) from error
    raw.env = env
    return io.BufferedReader(raw, buffer_size=1 << 16)


def stream(record, context=None):
    """The content of a row that owns a file. The caller answers for why.

    :param context: as it was put; by default what the model says (``_vault_context``)
    """
    record.ensure_one()
    # sudo: the row's key is for nobody to read
    row = record.sudo()
    return reader(
        record.env, row.token, row.vault_key, context or record._vault_context
    )


class _Reader(vault_file.Reader):
    """Tells the user what it finds on the way."""

    def readinto(self, buffer):
        try:
            return super().readinto(buffer)
        except (vault_file.VaultFileError, OSError) as error:
            raise unreadable(self.env, error) from error


def unreadable(env, error):
    """The error for a file that cannot be opened; paths are not told."""
    why = getattr(error, "strerror", None) or str(error)
    _logger.error("A kept file cannot be opened: %s", why)
    return Unreadable(
        env._(
            "The kept file cannot be opened: %(why)s. Tell the system administrator; "
            "the backup holds it.",
            why=why,
        )
    )


def erase(env, token):
    """Remove a file, once the transaction that says so has been committed.

    Whoever erases for good also empties the row's ``vault_key``: what is left in
    copies of the disk is then unreadable.
    """
    path = path_of(env.cr.dbname, token)
    env.cr.postcommit.add(lambda: _unlink(path))


def _unlink(path):
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _watch(cr, token):
    """See that a file without a row does not outlive its transaction."""
    path, dbname = path_of(cr.dbname, token), cr.dbname
    cr.postrollback.add(lambda: _unlink(path))
    pending = cr.postcommit.data.setdefault("dibao_vault", [])
    if not pending:
        cr.postcommit.add(lambda: _settle(cr.postcommit.data, dbname))
    pending.append(token)


def _settle(data, dbname):
    """After a commit: a file whose row went with a savepoint goes, too."""
    tokens = data.pop("dibao_vault", [])
    with db_connect(dbname).cursor() as cr:
        kept = set()
        for table in _tables(Registry(dbname)):
            kept |= _owned(cr, table, tokens)
    for token in set(tokens) - kept:
        _unlink(path_of(dbname, token))


# ---------------------------------------------------------------------- keys


def _wrap(key, token, data_key, algorithm):
    sealed = key.encrypt(data_key, _place(token, "key"))
    return {"k": key.id, "a": algorithm, "c": base64.b64encode(sealed).decode()}


def _unwrap(ring, token, wrapped):
    place = _place(token, "key")
    return ring.get(wrapped["k"]).decrypt(base64.b64decode(wrapped["c"]), place)


def rewrap(ring, token, wrapped):
    """The same data key under the seal key now in force (rotation)."""
    data_key = _unwrap(ring, token, wrapped)
    return _wrap(ring.active(keyring.SEAL), token, data_key, wrapped["a"])


# ---------------------------------------------------------------------- keeping house


def _tables(registry):
    return sorted(
        model._table
        for model in registry.values()
        if getattr(model, "_vault_owner", False) and not model._abstract and model._auto
    )


def owner_tables(env):
    """Tables of the models that own files."""
    return _tables(env.registry)


def _owned(cr, table, tokens):
    if not tokens:
        return set()
    cr.execute(
        SQL(
            "SELECT token FROM %s WHERE token IN %s",
            SQL.identifier(table),
            tuple(tokens),
        )
    )
    return {token for (token,) in cr.fetchall()}


@dataclass(frozen=True)
class Swept:
    """What was found: files removed, and ``(table, row id)`` whose file is missing."""

    removed: int
    missing: list


def sweep(env, older_than=86400):
    """Remove files that no row owns, and find rows whose file is missing.

    :param older_than: seconds; younger files may belong to a transaction that is
        still open
    :rtype: Swept
    """
    dbname, before = env.cr.dbname, time.time() - older_than
    env.flush_all()
    removed, present = 0, set()
    for batch in _batches(_files(folder(dbname))):
        names = {os.path.basename(path): path for path in batch}
        kept = set()
        for table in owner_tables(env):
            kept |= _owned(env.cr, table, names)
        present |= kept
        for name in set(names) - kept:
            with contextlib.suppress(FileNotFoundError):
                if os.stat(names[name]).st_mtime < before:
                    os.unlink(names[name])
                    removed += 1
    missing = []
    for table in owner_tables(env):
        rows = env.execute_query(
            SQL(
                "SELECT id, token FROM %s WHERE token IS NOT NULL ORDER BY id",
                SQL.identifier(table),
            )
        )
        missing += [(table, row_id) for row_id, token in rows if token not in present]
    if missing:
        _logger.error("%s kept files are missing", len(missing))
    return Swept(removed, missing)


def _files(top):
    for place, _folders, names in os.walk(top):
        for name in names:
            yield os.path.join(place, name)


def _batches(items, size=1000):
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def remove_all(dbname):
    """Remove the folder of a database (uninstallation)."""
    shutil.rmtree(folder(dbname), ignore_errors=True)
