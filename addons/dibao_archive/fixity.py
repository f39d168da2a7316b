# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading kept files again: is each what was kept, and does nothing else lie there?

A file is *opened* at its first check: decrypted, and the digest of its content compared
with the one of its capture (R-24, R-42). While it is read, the digest of the encrypted
file is taken, and bound to file, content and wrapped data key by a proof under the
index key. Later checks read the encrypted file, which takes the time of the digest
alone, and compare with the proof: the same bytes under the same key, which the key file
still holds, are the same content. A key that was wrapped again is tried by opening.
Whoever has the database and the disk but not the key file cannot make a proof. A file
whose proof does not fit, or that was opened too long ago (``fixity_open_days``), is
opened again, and what that says holds.

Only content counts: a file whose time was touched is no failure. Like the vault this
hangs on no model.
"""

import hashlib
import logging
import os
import time
from dataclasses import dataclass, field
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tools import SQL

from . import keys, vault
from .tools import chain, keyring, vault_file

_logger = logging.getLogger(__name__)
PIECE = 1 << 20
#: What fits into the processor's cache is hashed fastest.
BUFFER = 1 << 18
#: Domain of the proofs.
SEALED = b"kept file as it lies"


@dataclass(frozen=True)
class Seen:
    """What a look at one file says.

    :param problem: a kind of finding; "" when it is what was kept
    :param opened: its content was read, not only the encrypted file
    :param proof: of the encrypted file; made when the file is opened
    """

    problem: str = ""
    opened: bool = False
    proof: str = ""


@dataclass(frozen=True)
class Failure:
    """A file that is not what was kept; ``res_id`` is 0 for one without a record."""

    kind: str
    model: str = ""
    res_id: int = 0
    token: str = ""


@dataclass
class Outcome:
    """What a chunk came to: files, how many were opened, bytes, seconds, failures.

    ``position`` is the last row read of each model.
    """

    position: dict = field(default_factory=dict)
    count: int = 0
    opened: int = 0
    size: int = 0
    seconds: float = 0.0
    failures: list = field(default_factory=list)


def owners(env):
    """Models that own files and say how they are bound (``_vault_context``)."""
    return [
        env[name]
        for name in sorted(env.registry)
        if getattr(env.registry[name], "_vault_owner", False)
        and not env.registry[name]._abstract
        and env.registry[name]._auto
        and getattr(env.registry[name], "_vault_context", None)
    ]


def count(env):
    """Files of the whole stock."""
    total = 0
    for model in owners(env):
        [[rows]] = env.execute_query(
            SQL(
                "SELECT count(*) FROM %s WHERE token IS NOT NULL",
                SQL.identifier(model._table),
            )
        )
        total += rows
    return total


def check(env, since, limit, position=None):
    """Look at up to ``limit`` files that were not read since, and note the results.

    :param since: begin of the round; what was read after it waits for the next one
    :param position: where the chunk before ended, by model: what lies before it is
        not asked for again and again
    :rtype: Outcome
    """
    outcome, begin = Outcome(dict(position or {})), time.monotonic()
    env.flush_all()
    look = _Look(env)
    for model in owners(env):
        after = outcome.position.get(model._name, 0)
        _check_rows(look, outcome, model, since, limit, after, None)
    # Rows committed late, with a number below the position.
    for model in owners(env):
        until = (position or {}).get(model._name)
        if until:
            _check_rows(look, outcome, model, since, limit, 0, until)
    outcome.seconds = time.monotonic() - begin
    return outcome


def _check_rows(look, outcome, model, since, limit, after, until):
    if outcome.count >= limit:
        return
    rows = _rows(look, model, since, limit - outcome.count, after, until)
    results = []
    for row_id, *row in rows:
        seen = look.at(model._vault_context, *row)
        results.append((row_id, seen))
        outcome.count += 1
        outcome.opened += seen.opened
        outcome.size += row[2] or 0
        if seen.problem:
            outcome.failures.append(Failure(seen.problem, model._name, row_id, row[0]))
    if rows and until is None:
        outcome.position[model._name] = rows[-1][0]
    _note(look.env, model._name, results)


def _rows(look, model, since, limit, after, until):
    """(id, token, key, size, digest, proof) of files to be read.

    No proof of a file that is to be opened: the last check failed, or it is long ago.
    """
    return look.env.execute_query(
        SQL(
            """SELECT t.id, t.token, t.vault_key, t.size, t.sha256,
                      CASE WHEN c.last_result = 'pass' AND c.opened_on > %(opened)s
                           THEN c.proof END
               FROM %(table)s t
               LEFT JOIN dibao_fixity_check c ON c.model = %(model)s AND c.res_id = t.id
               WHERE t.token IS NOT NULL AND t.id > %(after)s
                 AND (%(until)s IS NULL OR t.id <= %(until)s)
                 AND (c.last_on IS NULL OR c.last_on < %(since)s)
               ORDER BY t.id LIMIT %(limit)s""",
            table=SQL.identifier(model._table),
            model=model._name,
            opened=look.opened_after,
            after=after,
            until=until,
            since=since,
            limit=limit,
        )
    )


def _note(env, model_name, results):
    if not results:
        return
    env.execute_query(
        SQL(
            """INSERT INTO dibao_fixity_check AS c (model, res_id, first_on,
                    first_result, last_on, last_result, check_count, opened_on, proof)
               SELECT %(model)s, r.id, n.now, r.result, n.now, r.result, 1,
                      CASE WHEN r.opened THEN n.now END, NULLIF(r.proof, '')
               FROM unnest(%(ids)s::int[], %(results)s::varchar[],
                           %(opened)s::bool[], %(proofs)s::varchar[])
                        AS r (id, result, opened, proof),
                    (SELECT clock_timestamp() AT TIME ZONE 'UTC') AS n (now)
               ON CONFLICT (model, res_id) DO UPDATE SET
                    last_on = excluded.last_on, last_result = excluded.last_result,
                    check_count = c.check_count + 1,
                    opened_on = COALESCE(excluded.opened_on, c.opened_on),
                    proof = CASE WHEN excluded.opened_on IS NULL THEN c.proof
                                 ELSE excluded.proof END
               RETURNING 1""",
            model=model_name,
            ids=[row_id for row_id, _seen in results],
            results=["fail" if seen.problem else "pass" for _id, seen in results],
            opened=[seen.opened for _id, seen in results],
            proofs=[seen.proof for _id, seen in results],
        )
    )
    env["dibao.fixity.check"].invalidate_model()


class _Look:
    """Looks at files one after another, with the keys and policies of one chunk."""

    def __init__(self, env):
        self.env = env
        self.ring = keys.ring(env)
        days = env["dibao.policy"].sudo()._require("fixity_open_days")
        self.opened_after = env.cr.now() - timedelta(days=days)
        self.buffer = bytearray(BUFFER)
        self.keys = {key.id for key in self.ring}

    def at(self, context, token, wrapped, size, sha256, proof=None):
        """What is wrong with one file, and what was read of it -> ``Seen``."""
        path = vault.path_of(self.env.cr.dbname, token)
        try:
            lying = os.stat(path).st_size
        except FileNotFoundError:
            return Seen("missing")
        if not wrapped:
            return Seen("key")
        if lying < vault_file.sealed_size(size):
            return Seen("truncated")
        if proof and self._is_as_it_lay(path, token, wrapped, sha256, proof):
            return Seen()
        return self._open(context, token, wrapped, sha256)

    def _is_as_it_lay(self, path, token, wrapped, sha256, proof):
        try:
            digest = vault_file.sealed_digest(path, self.buffer)
        except OSError:
            return False
        told = _told(token, wrapped, sha256, digest)
        held = wrapped.get("k") in self.keys
        return bool(held and chain.signed(self.ring, proof, told, SEALED))

    def _open(self, context, token, wrapped, sha256):
        digest, sealed = hashlib.sha256(), hashlib.sha256()
        try:
            with vault.reader(self.env, token, wrapped, context, sealed) as stream:
                while piece := stream.read(PIECE):
                    digest.update(piece)
                whole = stream.raw.is_whole
        except UserError as error:
            lost = isinstance(error.__cause__, keyring.KeyringError)
            return Seen("key" if lost else "damaged", True)
        except (vault_file.VaultFileError, OSError):
            return Seen("damaged", True)
        if digest.hexdigest() != sha256:
            return Seen("digest", True)
        told = _told(token, wrapped, sha256, sealed.hexdigest())
        key = self.ring.active(keyring.INDEX)
        return Seen("", True, key.index(told, SEALED) if whole else "")


def _told(token, wrapped, sha256, sealed):
    key = " ".join(str(wrapped.get(name)) for name in "kac")
    return f"{token} {key} {sha256} {sealed}".encode()


def examine(env, context, token, wrapped, size, sha256):
    """Open one file: a kind of finding, or "" when it is what was kept."""
    return _Look(env).at(context, token, wrapped, size, sha256).problem


def strays(env):
    """Files that lie in the vault's folder and belong to no row.

    Young ones may belong to a transaction that is still open: they are left out for as
    many hours as the policy says.
    """
    hours = env["dibao.policy"].sudo()._require("stray_hours")
    before, found = time.time() - hours * 3600, []
    names = {}
    for place, _folders, files in os.walk(vault.folder(env.cr.dbname)):
        for name in files:
            try:
                old = os.stat(os.path.join(place, name)).st_ctime < before
            except FileNotFoundError:
                continue
            if old:
                names[name] = place
    known = set()
    for table in vault.owner_tables(env):
        known |= _known(env, table, list(names))
    for name in sorted(set(names) - known):
        found.append(Failure("surplus", token=name[:64]))
    return found


def _known(env, table, tokens):
    rows = env.execute_query(
        SQL(
            "SELECT token FROM %s WHERE token = ANY(%s)",
            SQL.identifier(table),
            tokens,
        )
    )
    return {token for (token,) in rows}


def is_stray(env, token):
    """Does a file of this name still lie there without a row?"""
    return any(failure.token == token for failure in strays(env))


def check_one(env, model_name, res_id):
    """Open the file of one row anew, note the result, and say what is wrong."""
    model = env[model_name]
    rows = env.execute_query(
        SQL(
            "SELECT token, vault_key, size, sha256 FROM %s WHERE id = %s",
            SQL.identifier(model._table),
            res_id,
        )
    )
    if not rows or not rows[0][0]:
        return ""  # destroyed meanwhile
    seen = _Look(env).at(model._vault_context, *rows[0])
    _note(env, model_name, [(res_id, seen)])
    return seen.problem
