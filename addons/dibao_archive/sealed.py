# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fields for protected data: what cannot be selected cannot leak.

``Sealed`` keeps one jsonb column ``{k: key id, i: blind index, c: ciphertext,
m: mask}`` and its SQL selects the mask alone, so that forms, lists, search,
export, group-by, reports, RPC, chatter and logs see the mask by construction.
Code that must compute with clear values imports :func:`unseal_field`; it hangs on
no model and no field, so neither RPC nor a server action can reach it.
"""

import base64
from dataclasses import dataclass
from typing import Any

from psycopg2.extras import Json

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from .tools import keyring, mask, protected


class SealedText(str):
    """The mask; carries the column, and the clear text as long as it is being saved."""

    __slots__ = ("clear", "column")

    def __reduce__(self):
        # A copy or a pickle keeps the mask alone.
        return (str, (str(self),))


@dataclass(frozen=True)
class _Place:
    """Where a value is sealed: binds the ciphertext to its model and field."""

    model: str
    field: str

    @property
    def context(self):
        return f"{self.model}/{self.field}".encode()


def _seal(ring, place, kind, clear):
    data = clear.encode()
    key = ring.active(keyring.SEAL)
    token = base64.b64encode(key.encrypt(data, place.context)).decode()
    return {
        "k": key.id,
        "i": ring.active(keyring.INDEX).index(data, kind.encode()),
        "c": token,
        "m": mask.mask(kind, clear),
    }


def _open(ring, place, key_id, token):
    data = ring.get(key_id).decrypt(base64.b64decode(token), place.context)
    return data.decode()


def seal_values(env, model_name, field_name, values):
    """Columns of many values at once, for set-based writers.

    :param values: iterable of normalised clear values or empty ones
    :return: list of dicts (the jsonb columns) or None
    """
    kind = env[model_name]._fields[field_name].kind
    ring = env["dibao.key"]._ring()
    place = _Place(model_name, field_name)
    return [_seal(ring, place, kind, value) if value else None for value in values]


def blind_indexes(env, kind, value):
    """The blind indexes a stored equal value may have (several during a rotation)."""
    clear = protected.normalise(kind, value)
    if not clear:
        return []
    ring = env["dibao.key"]._ring()
    return [
        key.index(clear.encode(), kind.encode()) for key in ring.readable(keyring.INDEX)
    ]


def unseal_field(records, name):
    """The clear values of a field -> {record id: clear text or False}.

    The caller answers for why: people reach a clear value through
    ``dibao_reveal`` only, which asks for a purpose and logs it first.
    """
    field = records._fields[name]
    if field.related:
        raise ValueError(f"{field} is related: open the field it stands for")
    records.flush_recordset([name])
    ring = records.env["dibao.key"]._ring()
    place = _Place(records._name, name)
    column = SQL.identifier(name)
    rows = records.env.execute_query(
        SQL(
            "SELECT id, %s->>'k', %s->>'c' FROM %s WHERE id IN %s",
            column,
            column,
            SQL.identifier(records._table),
            tuple(records.ids) or (0,),
        )
    )
    return {
        row_id: _open(ring, place, key_id, token) if token else False
        for row_id, key_id, token in rows
    }


def reseal_column(ring, model_name, field_name, kind, column):
    """The same value under the keys now in force (rotation)."""
    place = _Place(model_name, field_name)
    clear = _open(ring, place, column["k"], column["c"])
    return _seal(ring, place, kind, clear)


class Sealed(fields.Char):
    """A protected text. ``kind`` fixes normalising, mask and index domain."""

    _column_type = ("jsonb", "jsonb")
    copy = False
    kind = None
    _related_kind = property(lambda self: self.kind)

    def _get_attrs(self, model_class, name):
        attrs = super()._get_attrs(model_class, name)
        if attrs.get("tracking"):
            raise TypeError(f"{name}: a protected field is never tracked")
        return attrs

    def _description_sortable(self, env):
        return False

    def _description_groupable(self, env):
        return False

    def convert_to_cache(self, value, record, validate=True):
        if not value:
            return None
        if isinstance(value, SealedText):
            return value
        if not validate:
            # Reads from the database, or a value typed in a form not yet saved.
            return value
        if "*" in value:
            raise UserError(
                record.env._(
                    "%(field)s: a masked value cannot be written back. Leave the field "
                    "as it is, or enter the whole value.",
                    field=self._description_string(record.env),
                )
            )
        clear = protected.normalise(self.kind, value)
        problem = protected.problem(self.kind, clear)
        if problem:
            raise ValidationError(
                record.env._(
                    "%(field)s: %(problem)s",
                    field=self._description_string(record.env),
                    problem=record.env["dibao.sealed.mixin"]._problem_text(problem),
                )
            )
        place = _Place(self.model_name, self.name)
        if self.related:
            # The value goes on to the field it stands for, which seals it.
            place = None
        return self._sealed_text(record.env, place, clear)

    def _sealed_text(self, env, place, clear):
        sealed = SealedText(mask.mask(self.kind, clear))
        sealed.clear = clear
        sealed.column = (
            _seal(env["dibao.key"]._ring(), place, self.kind, clear) if place else None
        )
        return sealed

    def _filter_not_equal(self, records, cache_value):
        # Two values may share a mask: a new value always counts as a change.
        if isinstance(cache_value, SealedText):
            return records
        return super()._filter_not_equal(records, cache_value)

    def _process_related(self, value, env):
        return value

    def convert_to_column(self, value, record, values=None, validate=True):
        if not value:
            return None
        if not isinstance(value, SealedText):
            value = self.convert_to_cache(value, record)
        if value.column is None:
            place = _Place(self.model_name, self.name)
            value = self._sealed_text(record.env, place, value.clear)
        return Json(value.column)

    def to_sql(self, model, alias):
        return SQL("(%s->>'m')", SQL.identifier(alias, self.name, to_flush=self))

    def _condition_to_sql(self, field_expr, operator, value, model, alias, query):
        model._check_field_access(self, "read")
        if operator not in ("in", "not in"):
            # A part of a protected value is never searched: nothing matches.
            return SQL("FALSE")
        column = SQL.identifier(alias, self.name, to_flush=self)
        wanted = [item for item in value if item]
        if wanted:
            model.env["dibao.access.log"]._guard_search(model, self, len(wanted))
        keys = [key for item in wanted for key in blind_indexes(model.env, self.kind, item)]
        found = SQL("(%s->>'i') IN %s", column, tuple(keys)) if keys else SQL("FALSE")
        if len(wanted) < len(value):
            found = SQL("(%s OR %s IS NULL)", found, column)
            return found if operator == "in" else SQL("NOT %s", found)
        return found if operator == "in" else SQL("(NOT %s OR %s IS NULL)", found, column)

    def filter_function(self, records, field_expr, operator, value):
        # In memory there are masks only, so the database is asked.
        hits = set(
            records.browse(records.ids)
            .search([("id", "in", records.ids), (field_expr, operator, value)])
            .ids
        )
        return lambda record: record.id in hits


class SealedBlob(fields.Binary):
    """A protected file: ciphertext in a bytea column; a read gives its size only."""

    attachment = False
    copy = False
    HEADER = b"DBS1"

    def convert_to_cache(self, value, record, validate=True):
        if not value or not validate:
            return value or None
        if isinstance(value, bytes) and value.startswith(self.HEADER):
            return value
        if isinstance(value, str):
            value = value.encode()
        return self._encrypt(record.env, base64.b64decode(value))

    def convert_to_column(self, value, record, values=None, validate=True):
        if not value:
            return None
        if not bytes(value[:4]) == self.HEADER:
            value = self.convert_to_cache(value, record)
        return super().convert_to_column(value, record, values, validate=False)

    def to_sql(self, model, alias):
        return SQL(
            "convert_to(pg_size_pretty(octet_length(%s)::bigint), 'UTF8')",
            SQL.identifier(alias, self.name, to_flush=self),
        )

    def convert_to_read(self, value, record, use_display_name=True):
        if value and bytes(value[:4]) == self.HEADER:
            return b"0 bytes"
        return super().convert_to_read(value, record, use_display_name)

    def _encrypt(self, env, clear):
        key = env["dibao.key"]._ring().active(keyring.SEAL)
        context = _Place(self.model_name, self.name).context
        head = self.HEADER + bytes([len(key.id)]) + key.id.encode()
        return head + key.encrypt(clear, context)

    def _decrypt(self, env, stored) -> Any:
        size = stored[4]
        key_id = bytes(stored[5 : 5 + size]).decode()
        context = _Place(self.model_name, self.name).context
        key = env["dibao.key"]._ring().get(key_id)
        return key.decrypt(bytes(stored[5 + size :]), context)


def open_blob(record, name):
    """The clear bytes of a SealedBlob (b"" when empty). The caller answers for why."""
    record.ensure_one()
    record.flush_recordset([name])
    [(stored,)] = record.env.execute_query(
        SQL(
            "SELECT %s FROM %s WHERE id = %s",
            SQL.identifier(name),
            SQL.identifier(record._table),
            record.id,
        )
    )
    return record._fields[name]._decrypt(record.env, bytes(stored)) if stored else b""
