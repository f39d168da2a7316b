# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

from ..tools import chain
from .dibao_access_seal import BATCH, COLUMNS


def _as_text(name):
    """SQL of a column that the database writes into JSON as Python does."""
    column = SQL.identifier(name)
    if name != "logged_at":
        return column
    # Python leaves out fractions that are nought, and never shortens others.
    return SQL(
        "pg_catalog.to_char(%(at)s, CASE"
        " WHEN pg_catalog.date_trunc('second', %(at)s) = %(at)s"
        " THEN 'YYYY-MM-DD HH24:MI:SS' ELSE 'YYYY-MM-DD HH24:MI:SS.US' END)",
        at=column,
    )


class DibaoAccessSealText(models.Model):
    """The digest of sealed rows, taken anew."""

    # One file for each concern.
    _inherit = "dibao.access.seal"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _texts(self, after, until):
        """(number of rows, their texts) of the same batches, put together by the
        database: several times faster than row by row in Python.

        The text of a row is that of ``chain.text_of``, which has the last word.
        """
        for start in range(after, until, BATCH):
            yield from self.env.execute_query(
                SQL(
                    "SELECT count(*), pg_catalog.string_agg("
                    "pg_catalog.json_build_array(%s)::text, E'\n' ORDER BY id)"
                    " FROM dibao_access_log WHERE id > %s AND id <= %s",
                    SQL(", ").join(map(_as_text, COLUMNS)),
                    start,
                    min(start + BATCH, until),
                )
            )

    def _digest_by_text(self, after):
        digest, count = chain.Segment(self.previous), 0
        for found, texts in self._texts(after, self.last_ref):
            if found:
                count += found
                digest.add_text(texts)
        return count, digest.hexdigest()

    def _digest_by_row(self, after):
        digest, count = chain.Segment(self.previous), 0
        for rows in self._rows(after, self.last_ref):
            count += len(rows)
            digest.add(rows)
        return count, digest.hexdigest()
