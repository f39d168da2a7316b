# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from .. import apart


class DibaoNumberCounter(models.Model):
    """Running numbers of a scope: each row says up to which number they were given.

    Numbers are taken in the transaction that files: what is rolled back gives its
    numbers back, so that there are no gaps. The first row of a scope, with 0, is the
    lock of all others; it is never written. So whoever waits for it goes on with his
    work instead of being asked for the whole transaction again: PostgreSQL asks that
    of those only who wait for a row that was changed meanwhile.
    """

    _name = "dibao.number.counter"
    _description = "Counter of Reference Codes"
    _order = "scope, last desc"
    _rec_name = "scope"

    scope = fields.Char(required=True, readonly=True)
    last = fields.Integer(readonly=True, default=0, aggregator="max")

    _scope_uniq = models.UniqueIndex(
        "(scope, last)", "These numbers of the scope were given already."
    )

    @api.model
    def _next(self, scope, count=1):
        """Take the next numbers of a scope.

        :param str scope: see ``tools.reference_code.scope``
        :param int count: how many
        :return: the first of them
        """
        self._lock(scope)
        last = self._last(scope)
        self._step(scope, last + count)
        return last + 1

    @api.model
    def _at_least(self, scope, number):
        """Numbers up to this one were given elsewhere: go on behind it."""
        self._lock(scope)
        if self._last(scope) < number:
            self._step(scope, number)

    @api.model
    def _lock(self, scope):
        """Nobody else takes numbers of the scope until this transaction ends."""
        self.flush_model()
        locked = SQL(
            "SELECT id FROM dibao_number_counter WHERE scope = %s AND last = 0"
            " FOR UPDATE",
            scope,
        )
        if not self.env.execute_query(locked):
            # New: of several who come at once, one makes it and the others start again.
            self._step(scope, 0, SQL("ON CONFLICT DO NOTHING"))
            self.env.execute_query(locked)

    @api.model
    def _last(self, scope):
        """The last number given, by others or in this transaction."""
        query = SQL(
            "SELECT coalesce(max(last), 0) FROM dibao_number_counter WHERE scope = %s",
            scope,
        )
        ((own,),) = self.env.execute_query(query)
        # What others committed while we waited is not in this transaction's view.
        with apart.transaction(self.env) as cr:
            cr.execute(query)
            (others,) = cr.fetchone()
        return max(own, others)

    @api.model
    def _step(self, scope, last, conflict=None):
        uid, now = self.env.uid, self.env.cr.now()
        self.env.cr.execute(
            SQL(
                "INSERT INTO dibao_number_counter"
                " (scope, last, create_uid, create_date, write_uid, write_date)"
                " VALUES (%s, %s, %s, %s, %s, %s) %s",
                scope,
                last,
                uid,
                now,
                uid,
                now,
                conflict or SQL(),
            )
        )
