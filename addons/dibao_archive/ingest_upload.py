# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Uploads in pieces: an interrupted one goes on where it was; hangs on no model."""

import io

from odoo.exceptions import UserError

from . import intake, vault
from .models.dibao_original import CONTEXT

#: Bytes of a piece: small enough for any proxy, and all that memory holds of a file.
PIECE = 4 << 20


def begin(batch, name, size, stamp=""):
    """Announce a file; one that was begun before goes on.

    :param name: with its folders
    :param stamp: tells a changed file of the same name apart (time of change)
    :return: ``{"id": …, "received": bytes, "piece": bytes of a piece}``
    :raise UserError: larger than allowed; the batch is at work
    """
    if batch.state == "running":
        raise UserError(batch.env._("The batch is being worked on. Make a new one."))
    size = int(size)
    if size > intake.limits(batch.env, batch.division_id).size:
        raise UserError(intake.finding_text(batch.env, "too_large", f"{size >> 20} MB"))
    files = batch.env["dibao.ingest.file"]
    vals = files._prepare(
        batch, name, expected_size=size, stamp=str(stamp)[:40] or False
    )
    known = files.search(
        [(field, "=", vals[field]) for field in ("name", "folder", "stamp")]
        + [("ingest_id", "=", batch.id), ("expected_size", "=", size)],
        limit=1,
    )
    if not known:
        known = files.sudo()._acting().create(vals).with_env(batch.env)
        if not size:
            known._refuse("empty")
        if batch.state != "open":
            batch._by_act({"state": "open"})
    received = known.received if known.state == "uploading" else size
    return {"id": known.id, "received": received, "piece": PIECE}


def take_piece(batch, file_id, position, data):
    """Keep a piece; the last one makes the file whole. -> bytes received

    :raise UserError: not the next piece, or too large
    """
    env = batch.env
    one = env["dibao.ingest.file"].search(
        [("id", "=", file_id), ("ingest_id", "=", batch.id)]
    )
    if not one or one.state != "uploading":
        raise UserError(env._("This file is not being uploaded."))
    if not one.try_lock_for_update():
        raise UserError(env._("Another piece is just arriving."))
    one.invalidate_recordset(["received"])
    if position != one.received or not data or len(data) > PIECE:
        raise UserError(env._("This is not the piece that comes next."))
    received = position + len(data)
    if received > one.expected_size:
        raise UserError(env._("More arrived than was announced."))
    stored = vault.put(env, data, CONTEXT)
    if received == one.expected_size and not position:
        one.sudo()._by_act({**stored.row(), "received": received, "state": "waiting"})
        return received
    env["dibao.ingest.piece"].sudo().create(
        {"file_id": one.id, "position": position, **stored.row()}
    )
    one._by_act({"received": received})
    if received == one.expected_size:
        _join(one)
    return received


def _join(one):
    """Put the pieces together as one file of the vault."""
    pieces = one.sudo().piece_ids.sorted("position")
    stored = vault.put(one.env, _Joined(pieces), CONTEXT)
    one.sudo()._by_act({**stored.row(), "state": "waiting"})
    pieces.unlink()


class _Joined(io.RawIOBase):
    """Pieces one after the other, one open at a time."""

    def __init__(self, pieces):
        super().__init__()
        self.rest, self.stream = list(pieces), None

    def read(self, size=-1):  # pylint: disable=method-required-super
        while True:
            if self.stream is None:
                if not self.rest:
                    return b""
                piece = self.rest.pop(0)
                self.stream = vault.reader(
                    piece.env, piece.token, piece.vault_key, CONTEXT
                )
            data = self.stream.read(size)
            if data:
                return data
            self.stream.close()
            self.stream = None
