# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fields for protected data: what cannot be selected cannot leak.

``Sealed`` keeps one jsonb column ``{k: key id, i: blind index, c: ciphertext,
m: mask}`` and its SQL selects the mask alone, so that forms, lists, search,
export, group-by, reports, RPC, chatter and logs see the mask by construction.
Code that must compute with clear values imports :func:`unseal_field`; it hangs on
no model and no field, so neither RPC nor a server action can reach it.
"""

import base64
import json
from dataclasses import dataclass

from psycopg2.extras import Json

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from . import keys
from .bulk import CopyText
from .sealed_blob import SealedBlob, open_blob, reseal_blob  # noqa: F401
from .tools import keyring, mask, protected


class SealedText(str):
    """The mask; carries the column, and the clear text as long as it is being saved.

    Server actions and templates of the platform cannot name what has two underscores.
    """

    __slots__ = ("clear__", "column")

    def __reduce__(self):
        # A copy or a pickle keeps the mask alone.
        return (str, (str(self),))


class _Mask(str):
    """A mask read through a relation: to be shown, never to be written."""

    __slots__ = ()


@dataclass(frozen=True)
class _Place:
    """Where a value is sealed: binds the ciphertext to its model and field."""

    model: str
    field: str

    @property
    def context(self):
        return protected.bound_to(self.model, self.field)


def _place_of(field):
    return _Place(*(field.sealed_as or (field.model_name, field.name)))


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
    texts = seal_texts(env, model_name, field_name, values)
    return [text and json.loads(text) for text in texts]


def seal_texts(env, model_name, field_name, values):
    """``seal_values`` as JSON texts that ``bulk.copy_rows`` takes as they are."""
    field = env[model_name]._fields[field_name]
    kind = field.kind
    ring = keys.ring(env)
    key = ring.active(keyring.SEAL)
    encrypt = key.sealer(_place_of(field).context)
    index = ring.active(keyring.INDEX).indexer(kind.encode())
    encode, shape = base64.b64encode, mask.mask

    def column(clear):
        data = clear.encode()
        # Keys, indexes and ciphertext are base64 and letters; of the clear value the
        # mask alone could need quoting.
        shown = json.dumps(shape(kind, clear), ensure_ascii=False)
        token = encode(encrypt(data)).decode()
        return CopyText(
            f'{{"k": "{key.id}", "i": "{index(data)}", "c": "{token}", "m": {shown}}}'
        )

    return [column(value) if value else None for value in values]


def blind_indexes(env, kind, value):
    """The blind indexes a stored equal value may have (several during a rotation)."""
    clear = protected.normalise(kind, value)
    if not clear:
        return []
    ring = keys.ring(env)
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
    ring = keys.ring(records.env)
    place = _place_of(field)
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


def typed_value(record, name):
    """The clear value a form or a save holds, else the stored one; "" when empty.

    For computing on the record only, as for `unseal_field`.
    """
    value = record[name]
    if not value:
        return ""
    if isinstance(value, SealedText):
        return value.clear__
    return unseal_field(record._origin.sudo(), name).get(record._origin.id) or ""


def reseal_column(ring, field, column):
    """The same value of a field under the keys now in force (rotation)."""
    place = _place_of(field)
    clear = _open(ring, place, column["k"], column["c"])
    return _seal(ring, place, field.kind, clear)


class Sealed(fields.Char):
    """A protected text. ``kind`` fixes normalising, mask and index domain.

    ``sealed_as``: ``(model, field)`` whose columns SQL may copy into this one as they
    are; both then open in one place.
    """

    _column_type = ("jsonb", "jsonb")
    copy = False
    kind = None
    sealed_as = None
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
        if isinstance(value, _Mask):
            return str(value)
        if not validate:
            if "*" in value:
                return value
            # Typed in a form not yet saved: nobody but this field's code needs it.
            return self._sealed_text(
                record.env, None, protected.normalise(self.kind, value)
            )
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
        place = _place_of(self)
        if self.related:
            # The value goes on to the field it stands for, which seals it.
            place = None
        return self._sealed_text(record.env, place, clear)

    def _sealed_text(self, env, place, clear):
        sealed = SealedText(mask.mask(self.kind, clear))
        sealed.clear__ = clear
        sealed.column = (
            _seal(keys.ring(env), place, self.kind, clear) if place else None
        )
        return sealed

    def _filter_not_equal(self, records, cache_value):
        # Two values may share a mask: a new value always counts as a change.
        if isinstance(cache_value, SealedText):
            return records
        return super()._filter_not_equal(records, cache_value)

    def _process_related(self, value, env):
        return value if not value or isinstance(value, SealedText) else _Mask(value)

    def convert_to_column(self, value, record, values=None, validate=True):
        if not value:
            return None
        if not isinstance(value, SealedText):
            value = self.convert_to_cache(value, record)
        if value.column is None:
            place = _place_of(self)
            value = self._sealed_text(record.env, place, value.clear__)
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
            clear = [protected.normalise(self.kind, item) or item for item in wanted]
            model.env["dibao.access.log"]._guard_search(model, self, clear)
        hits = [
            key for item in wanted for key in blind_indexes(model.env, self.kind, item)
        ]
        found = SQL("(%s->>'i') IN %s", column, tuple(hits)) if hits else SQL("FALSE")
        if len(wanted) < len(value):
            found = SQL("(%s OR %s IS NULL)", found, column)
            return found if operator == "in" else SQL("NOT %s", found)
        return (
            found if operator == "in" else SQL("(NOT %s OR %s IS NULL)", found, column)
        )

    def filter_function(self, records, field_expr, operator, value):
        # In memory there are masks only, so the database is asked.
        hits = set(
            records.browse(records.ids)
            .search([("id", "in", records.ids), (field_expr, operator, value)])
            .ids
        )
        return lambda record: record.id in hits
