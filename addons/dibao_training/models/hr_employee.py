# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

#: Of these models, only what the domain says is kept.
ONLY = {"dibao.staff": Domain("promise_item_id", "!=", False)}


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    dibao_division_id = fields.Many2one(
        "dibao.division",
        string="Dibao division",
        index="btree_not_null",
        tracking=True,
        help="The division whose archives this person handles. Its training "
        "coordinator, and those above it, see the hours.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_on_record(self):
        mine = Domain("employee_id", "in", self.ids)
        for model, words in self._dibao_kept().items():
            records = self.env[model].sudo().with_context(active_test=False)
            known = records.search(mine & ONLY.get(model, Domain.TRUE), limit=1)
            if known:
                raise UserError(
                    self.env._(
                        "%(name)s has %(what)s on record, which must be kept. Archive "
                        "the employee instead of deleting.",
                        name=known.employee_id.name,
                        what=words,
                    )
                )

    def _dibao_kept(self):
        """What proves what an employee learned and did: it outlives the contract.

        :return: {model with an ``employee_id``: words for its records}
        """
        kept = {}
        kept["dibao.training.credit"] = self.env._("credit hours")
        kept["dibao.staff"] = self.env._("a secrecy promise")
        return kept

    def _dibao_has_hours(self):
        """The first of these employees that has hours on record."""
        credits = self.env["dibao.training.credit"].sudo()
        found = credits.search([("employee_id", "in", self.ids)], limit=1)
        return found.employee_id

    @api.private
    def _dibao_same_person(self):
        """These employees and all that have the ID number of one of them.

        The personnel office keeps numbers on the employee, the training office sealed
        ones on the staff record; both are looked at, neither is returned.
        """
        if not self:
            return self
        self.env["dibao.staff"].flush_model(["employee_id", "id_number"])
        self.env["hr.version"].flush_model(["employee_id", "identification_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH number AS (
                    SELECT employee_id, id_number->>'i' AS value
                      FROM dibao_staff WHERE id_number IS NOT NULL
                    UNION ALL
                    SELECT employee_id,
                           upper(regexp_replace(identification_id, '\\s', '', 'g'))
                      FROM hr_version
                     WHERE identification_id IS NOT NULL AND identification_id <> '')
                SELECT DISTINCT other.employee_id
                  FROM number mine JOIN number other ON other.value = mine.value
                 WHERE mine.employee_id = ANY(%s)
                """,
                list(self.ids),
            )
        )
        return self | self.browse(row[0] for row in rows)
