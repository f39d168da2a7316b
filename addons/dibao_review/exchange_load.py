# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Deliveries of other departments: from the sealed file to rows with blind indexes.

Hangs on no model: it has clear ID numbers in hand, and the key that indexes them.
"""

import hashlib
import io
import json
from collections import Counter
from contextlib import contextmanager
from itertools import islice

from odoo import fields
from odoo.tools import SQL

from odoo.addons.dibao_archive import keys
from odoo.addons.dibao_archive.bulk import CopyText, copy_rows
from odoo.addons.dibao_archive.sealed import seal_texts
from odoo.addons.dibao_archive.sealed_blob import open_blob
from odoo.addons.dibao_archive.tools import chinese, keyring, workbook

from .alert import missed
from .exchange_match import WeakMatch
from .exchange_places import place_finder
from .tools import exchange_read

CHUNK = 20_000
#: In the place of a sealed number where the row names somebody without one.
NO_NUMBER = object()
#: Findings of one kind that are kept one by one; the others are counted.
MOST_FINDINGS = 200
COLUMNS = (
    *("batch_id", "source_id", "number", "id_index", "other_index", "object_index"),
    *("fact_on", "end_on", "amount", "quantity", "kind", "grade", "status"),
    *("person_id", "match_kind", "division_id"),
    *("name", "birth_date", "place_id", "id_number"),
)
#: Rows of one number that are equal in these say the same thing.
SAME = ("id_index", *COLUMNS[4:13])


class Refused(Exception):
    """The delivery is refused whole: a code of `_refusals` (or of `workbook`)."""

    def __init__(self, code, **said):
        super().__init__(code)
        self.code, self.said = code, said


def clear_bytes(batch):
    """The file of a delivery, and its digest."""
    data = open_blob(batch.sudo(), "content") or b""
    return data, hashlib.sha256(data).hexdigest()


@contextmanager
def opened(batch, data):
    """``(rows, size)`` of the file; a file that cannot be read is `Refused`."""
    limit = batch.env["dibao.policy"].sudo()._require("exchange_megabytes")
    if data[:64].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"[", b"{"):
        yield _json_rows(data, limit << 20)
        return
    try:
        limits = workbook.Limits(size=limit << 20)
        with workbook.open_book(data, "", limits) as book:
            yield book.rows, book.size
    except workbook.WorkbookError as error:
        raise Refused(error.code) from None


def _json_rows(data, limit):
    if len(data) > limit:
        raise Refused("too_large")
    try:
        records = json.load(io.TextIOWrapper(io.BytesIO(data), "utf-8-sig"))
        heading, rows, count = exchange_read.table_of_records(records)
    except ValueError:
        # also bytes that are no UTF-8
        raise Refused("json") from None

    def walk():
        if heading:
            yield 1, heading
        yield from rows

    return walk(), count


class Loader:
    """Reads one delivery chunk by chunk into `dibao_exchange_row`."""

    def __init__(self, batch):
        self.batch, self.env = batch, batch.env
        self.source = batch.source_id
        self.names_people = self.source.names_people
        ring = keys.ring(self.env).active(keyring.INDEX)
        self.id_index = ring.indexer(b"id_number")
        self.object_index = ring.indexer(b"exchange_object")
        self.shown = Counter()
        self.reader = None
        self.places = None

    def begin(self, rows):
        """Find the heading; returns all rows again.

        :raise Refused: empty, or without the columns of the source
        """
        head = list(islice(rows, exchange_read.HEAD_ROWS))
        if not head:
            raise Refused("empty")
        columns = self.source._columns()
        try:
            heading = exchange_read.find_heading(head, columns)
        except exchange_read.MissingColumns as error:
            raise Refused(
                "columns_missing",
                missing="、".join(error.missing),
                found="、".join(error.found) or "—",
            ) from None
        today = fields.Date.context_today(self.batch)
        self.reader = exchange_read.ListReader(columns, heading, today)
        self.headings = {one.slot: one.headings[0] for one in columns}
        if self.names_people:
            self.places = place_finder(self.batch)

        def walk():
            yield from head
            yield from rows

        return walk()

    def read_rows(self, chunk):
        """Rows of a chunk that are kept; findings are written."""
        kept = [self.reader.take(number, cells) for number, cells in chunk]
        kept = [one for one in kept if one]
        self._tell(kept)
        return [one for one in kept if not one.faulty]

    def _tell(self, kept):
        rows = []
        for one in kept:
            for code, slot, value in one.findings:
                self.shown[code] += 1
                if self.shown[code] <= MOST_FINDINGS:
                    heading = self.headings.get(slot) or None
                    rows.append(
                        (self.batch.id, one.row, slot or None, heading, code, value)
                    )
        copy_rows(
            self.env.cr,
            "dibao_exchange_finding",
            ("batch_id", "number", "slot", "column", "code", "value"),
            rows,
        )

    def store(self, kept):
        """Index, match weakly, and copy the rows in."""
        weak = WeakMatch(self.env, self.batch).persons(kept)
        sealed = [None] * len(kept)
        if self.names_people:
            sealed = self._sealed(kept)
        copy_rows(
            self.env.cr,
            "dibao_exchange_row",
            COLUMNS,
            (
                self._row(one, weak.get(one.row), token)
                for one, token in zip(kept, sealed, strict=True)
            ),
        )

    def _sealed(self, kept):
        """The numbers of who may be missed, sealed; of all others nothing is named."""
        tells = missed.TELLS.get(self.source.code)
        named = [one for one in kept if tells and tells(one.values)]
        tokens = seal_texts(
            self.env,
            "dibao.exchange.row",
            "id_number",
            [one.values.get("id_number") for one in named],
        )
        found = {
            one.row: token or NO_NUMBER
            for one, token in zip(named, tokens, strict=True)
        }
        return [found.get(one.row) for one in kept]

    def _row(self, one, person, token):
        values = one.values
        named = self._named(values) if token is not None else (None, None, None)
        return (
            self.batch.id,
            self.source.id,
            one.row,
            _index(self.id_index, values.get("id_number")),
            _index(self.id_index, values.get("other_id")),
            _index(self.object_index, _thing(values.get("object"))),
            _day(values.get("fact_on")),
            _day(values.get("end_on")),
            _number(values.get("amount")),
            _number(values.get("quantity")),
            values.get("kind"),
            values.get("grade"),
            values.get("status"),
            person and person[0],
            "weak" if person else None,
            person and person[1],
            *named,
            None if token is NO_NUMBER else token,
        )

    def _named(self, values):
        birth = values.get("birth_date")
        number = values.get("id_number")
        if number and not birth:
            birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        return values.get("name"), _day(birth), self.places(values.get("place"))


def tell_twice(batch):
    """Rows that say the same of one number as a row before: told, and counted.

    Found in the database when all rows are there: memory does not grow with them.

    :return: number of such rows
    """
    cr = batch.env.cr
    what = SQL(", ").join(map(SQL.identifier, SAME))
    cr.execute(
        SQL(
            """CREATE TEMP TABLE exchange_twice ON COMMIT DROP AS
               SELECT number FROM (
                   SELECT number, row_number() OVER (PARTITION BY %s ORDER BY number)
                          AS nth
                     FROM dibao_exchange_row
                    WHERE batch_id = %s AND id_index IN (
                          SELECT id_index FROM dibao_exchange_row
                           WHERE batch_id = %s AND id_index IS NOT NULL
                           GROUP BY 1 HAVING count(*) > 1)) AS same
                WHERE nth > 1""",
            what,
            batch.id,
            batch.id,
        )
    )
    found = cr.rowcount
    cr.execute(
        SQL(
            """INSERT INTO dibao_exchange_finding (batch_id, number, code)
               SELECT %s, number, 'row_twice' FROM exchange_twice
                ORDER BY number LIMIT %s""",
            batch.id,
            MOST_FINDINGS,
        )
    )
    cr.execute("DROP TABLE exchange_twice")
    return found


def _index(indexer, value):
    return CopyText(indexer(value.encode())) if value else None


def _thing(value):
    return value and chinese.compact(value).upper()


def _day(value):
    return value and str(value)


def _number(value):
    return None if value is None else float(value)
