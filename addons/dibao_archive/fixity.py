# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Reading kept files again: is each what was kept, and does nothing else lie there?

Only content counts: a file whose time was touched is no failure. Like the vault this
hangs on no model.
"""

import hashlib
import logging
import os
import time
from dataclasses import dataclass, field

from odoo.exceptions import UserError
from odoo.tools import SQL

from . import vault
from .tools import keyring, vault_file

_logger = logging.getLogger(__name__)
PIECE = 1 << 20


@dataclass(frozen=True)
class Failure:
    """A file that is not what was kept; ``res_id`` is 0 for one without a record."""

    kind: str
    model: str = ""
    res_id: int = 0
    token: str = ""


@dataclass
class Outcome:
    """What a chunk came to: files, bytes, seconds, failures."""

    count: int = 0
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


def check(env, since, limit):
    """Read up to ``limit`` files that were not read since, and note the results.

    :param since: begin of the round; what was read after it waits for the next one
    :rtype: Outcome
    """
    outcome, begin = Outcome(), time.monotonic()
    env.flush_all()
    for model in owners(env):
        if outcome.count >= limit:
            break
        rows = _rows(env, model, since, limit - outcome.count)
        results = []
        for row_id, *row in rows:
            problem = examine(env, model._vault_context, *row)
            results.append((row_id, "fail" if problem else "pass"))
            outcome.count += 1
            outcome.size += row[2] or 0
            if problem:
                outcome.failures.append(Failure(problem, model._name, row_id, row[0]))
        _note(env, model._name, results)
    outcome.seconds = time.monotonic() - begin
    return outcome


def _rows(env, model, since, limit):
    """(id, token, key, size, digest) of files to be read; never more than asked."""
    return env.execute_query(
        SQL(
            """SELECT t.id, t.token, t.vault_key, t.size, t.sha256
               FROM %(table)s t
               LEFT JOIN dibao_fixity_check c ON c.model = %(model)s AND c.res_id = t.id
               WHERE t.token IS NOT NULL
                 AND (c.last_on IS NULL OR c.last_on < %(since)s)
               ORDER BY t.id LIMIT %(limit)s""",
            table=SQL.identifier(model._table),
            model=model._name,
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
                    first_result, last_on, last_result, check_count)
               SELECT %(model)s, r.id, n.now, r.result, n.now, r.result, 1
               FROM unnest(%(ids)s::int[], %(results)s::varchar[]) AS r (id, result),
                    (SELECT clock_timestamp() AT TIME ZONE 'UTC') AS n (now)
               ON CONFLICT (model, res_id) DO UPDATE SET
                    last_on = excluded.last_on, last_result = excluded.last_result,
                    check_count = c.check_count + 1
               RETURNING 1""",
            model=model_name,
            ids=[row_id for row_id, _result in results],
            results=[result for _row_id, result in results],
        )
    )
    env["dibao.fixity.check"].invalidate_model()


def examine(env, context, token, wrapped, size, sha256):
    """What is wrong with one file: a kind of finding, or "" when it is as kept."""
    path = vault.path_of(env.cr.dbname, token)
    try:
        lying = os.stat(path).st_size
    except FileNotFoundError:
        return "missing"
    if not wrapped:
        return "key"
    if lying < vault_file.sealed_size(size):
        return "truncated"
    digest = hashlib.sha256()
    try:
        with vault.reader(env, token, wrapped, context) as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
    except UserError as error:
        return "key" if isinstance(error.__cause__, keyring.KeyringError) else "damaged"
    except (vault_file.VaultFileError, OSError):
        return "damaged"
    return "" if digest.hexdigest() == sha256 else "digest"


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
    """Read the file of one row anew, note the result, and say what is wrong."""
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
    problem = examine(env, model._vault_context, *rows[0])
    _note(env, model_name, [(res_id, "fail" if problem else "pass")])
    return problem
