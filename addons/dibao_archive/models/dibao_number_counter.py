# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL


class DibaoNumberCounter(models.Model):
    """The last running number of a scope: one row, locked by who takes the next.

    Numbers are taken in the transaction that files: what is rolled back gives its
    numbers back, so that there are no gaps. Whoever waited for the lock has an outdated
    view of the row; PostgreSQL then asks for the transaction again, which the platform
    does by itself for requests and jobs.
    """

    _name = "dibao.number.counter"
    _description = "Counter of Reference Codes"
    _order = "scope"
    _rec_name = "scope"

    scope = fields.Char(required=True, readonly=True)
    last = fields.Integer(readonly=True, default=0)

    _scope_uniq = models.UniqueIndex("(scope)", "A scope has one counter.")

    @api.model
    def _next(self, scope, count=1):
        """Take the next numbers of a scope.

        :param str scope: see ``tools.reference_code.scope``
        :param int count: how many
        :return: the first of them
        """
        last = self._raise_to(
            scope, SQL("dibao_number_counter.last + %s", count), count
        )
        return last - count + 1

    @api.model
    def _at_least(self, scope, number):
        """Numbers up to this one were given elsewhere: go on behind it."""
        self._raise_to(
            scope, SQL("greatest(dibao_number_counter.last, %s)", number), number
        )

    @api.model
    def _raise_to(self, scope, update, first):
        self.flush_model()
        uid, now = self.env.uid, self.env.cr.now()
        ((last,),) = self.env.execute_query(
            SQL(
                "INSERT INTO dibao_number_counter"
                " (scope, last, create_uid, create_date, write_uid, write_date)"
                " VALUES (%(scope)s, %(first)s, %(uid)s, %(now)s, %(uid)s, %(now)s)"
                " ON CONFLICT (scope) DO UPDATE SET last = %(update)s,"
                " write_uid = %(uid)s, write_date = %(now)s RETURNING last",
                scope=scope,
                first=first,
                uid=uid,
                now=now,
                update=update,
            )
        )
        self.invalidate_model(["last"])
        return last
