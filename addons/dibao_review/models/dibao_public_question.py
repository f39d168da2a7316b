# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.dibao_archive import apart

from ..public_key import mark

#: What is counted, by which policy, and over how many hours.
COUNTS = {
    "address": ("public_case_per_hour", 1),
    "number": ("public_case_per_number", 24),
    "everybody": ("public_case_all_per_hour", 1),
}


class DibaoPublicQuestion(models.Model):
    """How often the page for applicants was asked: from one address, for one number.

    Neither address nor number can be read from it: only a keyed digest is kept, until
    its hours are over.
    """

    _name = "dibao.public.question"
    _description = "Questions on the Page for Applicants"
    _rec_name = "mark"
    _log_access = False

    mark = fields.Char(required=True)
    until = fields.Datetime(required=True, index=True)
    count = fields.Integer(required=True)

    _mark_uniq = models.UniqueIndex("(mark)")

    @api.model
    def _count(self, address, number):
        """Count one question, in a transaction of its own, whatever comes of it.

        All three are counted in any case, so that a refusal tells nothing about what
        was typed.

        :return: whether it may be answered
        """
        policies = self.env["dibao.policy"].sudo()
        now = fields.Datetime.now()
        parts = {"address": address or "", "number": number, "everybody": ""}
        allowed = True
        with apart.transaction(self.env) as cr:
            for what, (policy, hours) in COUNTS.items():
                slot = int(now.timestamp() // (3600 * hours))
                until = fields.Datetime.add(now, hours=hours)
                key = mark(self.env, what, str(slot), parts[what])
                cr.execute(self._counted(key, until))
                allowed &= cr.fetchone()[0] <= policies._require(policy)
        return allowed

    @api.model
    def _counted(self, key, until):
        return SQL(
            "INSERT INTO dibao_public_question (mark, until, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (mark) DO UPDATE SET count = dibao_public_question.count + 1"
            " RETURNING count",
            key,
            until,
        )

    @api.autovacuum
    def _gc_over(self):
        """Forget what is counted no longer."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM dibao_public_question WHERE until < %s",
                fields.Datetime.now(),
            )
        )
