# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fields for protected files: what is stored is ciphertext, what is read its size.

Code that must work with the content imports :func:`open_blob`; it hangs on no model and
no field, so neither RPC nor a server action can reach it.
"""

import base64

from odoo import fields
from odoo.tools import SQL

from . import keys
from .tools import keyring, protected


def _seal_blob(ring, place, clear):
    key = ring.active(keyring.SEAL)
    head = SealedBlob.HEADER + bytes([len(key.id)]) + key.id.encode()
    return head + key.encrypt(clear, place)


def _open_blob(ring, place, stored):
    size = stored[4]
    key = ring.get(stored[5 : 5 + size].decode())
    return key.decrypt(stored[5 + size :], place)


def reseal_blob(ring, model_name, field_name, stored):
    """The same file under the key now in force (rotation)."""
    place = protected.bound_to(model_name, field_name)
    return _seal_blob(ring, place, _open_blob(ring, place, stored))


class SealedBlob(fields.Binary):
    """A protected file: ciphertext in a bytea column; a read gives its size only."""

    attachment = False
    copy = False
    HEADER = b"DBS1"

    def _is_sealed(self, value):
        # A browser sends text, which is never taken for ciphertext.
        return isinstance(value, bytes | memoryview) and value[:4] == self.HEADER

    def convert_to_cache(self, value, record, validate=True):
        if not value or not validate:
            return value or None
        if self._is_sealed(value):
            return value
        if isinstance(value, str):
            value = value.encode()
        place = protected.bound_to(self.model_name, self.name)
        return _seal_blob(keys.ring(record.env), place, base64.b64decode(value))

    def convert_to_column(self, value, record, values=None, validate=True):
        if not value:
            return None
        if not self._is_sealed(value):
            value = self.convert_to_cache(value, record)
        return super().convert_to_column(value, record, values, validate=False)

    def to_sql(self, model, alias):
        return SQL(
            "convert_to(pg_size_pretty(octet_length(%s)::bigint), 'UTF8')",
            SQL.identifier(alias, self.name, to_flush=self),
        )

    def convert_to_read(self, value, record, use_display_name=True):
        if self._is_sealed(value):
            return b"0 bytes"
        return super().convert_to_read(value, record, use_display_name)


def open_blob(record, name):
    """The clear bytes of a SealedBlob (b"" when empty). The caller answers for why."""
    record.ensure_one()
    record.flush_recordset([name])
    column, table = SQL.identifier(name), SQL.identifier(record._table)

    def ask(what):
        statement = SQL("SELECT %s FROM %s WHERE id = %s", what, table, record.id)
        [(told,)] = record.env.execute_query(statement)
        return told

    length = ask(SQL("octet_length(%s)", column))
    if not length:
        return b""

    def read(at, size):
        # In pieces: whole, the driver would hold a big file three times over.
        return bytes(ask(SQL("substring(%s from %s for %s)", column, at + 1, size)))

    head = len(SealedBlob.HEADER)
    [id_size] = read(head, 1)
    start = head + 1 + id_size
    key = keys.ring(record.env).get(read(head + 1, id_size).decode())
    return key.decrypt_from(
        lambda at, size: read(start + at, size),
        length - start,
        protected.bound_to(record._name, name),
    )
