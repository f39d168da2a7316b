# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import existing_tables


class DibaoTrainingTally(models.Model):
    """Sums of the ledger by person and year, kept by the database itself.

    The ledger is append-only, so a sum is what it was and what is added. Lists of a
    whole city read one short row a person instead of every entry of the year.
    """

    _name = "dibao.training.tally"
    _description = "Sums of credit hours"
    _order = "year desc, id"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, ondelete="cascade"
    )
    year = fields.Char(required=True, readonly=True, size=4)
    hours = fields.Float(readonly=True)
    professional_hours = fields.Float(readonly=True)

    _once = models.UniqueIndex("(year, employee_id)")
    _of_employee = models.Index("(employee_id)")
    # The number of a row of the yearly list, word for word as it stands there.
    _of_row = models.Index("((((year::text)::bigint - 1900) * 10000000 + employee_id))")

    def init(self):
        """Whatever adds to the ledger, by whichever way, adds to the sums."""
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION dibao_training_tally_add()
                RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'INSERT' THEN
                        INSERT INTO dibao_training_tally AS t
                               (employee_id, year, hours, professional_hours)
                        SELECT employee_id, year, sum(hours),
                               coalesce(sum(hours) FILTER (WHERE professional), 0)
                          FROM added GROUP BY employee_id, year
                         ORDER BY year, employee_id
                        ON CONFLICT (year, employee_id) DO UPDATE
                           SET hours = t.hours + EXCLUDED.hours,
                               professional_hours = t.professional_hours
                                                  + EXCLUDED.professional_hours;
                    ELSE
                        UPDATE dibao_training_tally t
                           SET hours = t.hours - gone.hours,
                               professional_hours = t.professional_hours - gone.own
                          FROM (SELECT employee_id, year, sum(hours) AS hours,
                                       coalesce(sum(hours)
                                           FILTER (WHERE professional), 0) AS own
                                  FROM removed GROUP BY employee_id, year) gone
                         WHERE gone.employee_id = t.employee_id
                           AND gone.year = t.year;
                    END IF;
                    RETURN NULL;
                END $$;
                """
            )
        )
        self._watch_ledger()

    @api.model
    def _watch_ledger(self):
        """Put the sums on the ledger, and sum up what stands in it already.

        Called when either table is made: which comes first is the platform's affair.
        """
        tables = ("dibao_training_credit", "dibao_training_tally")
        if len(existing_tables(self.env.cr, tables)) < len(tables):
            return
        self.env.cr.execute(
            SQL(
                """
                DROP TRIGGER IF EXISTS dibao_tally_add ON dibao_training_credit;
                CREATE TRIGGER dibao_tally_add AFTER INSERT ON dibao_training_credit
                    REFERENCING NEW TABLE AS added
                    FOR EACH STATEMENT EXECUTE FUNCTION dibao_training_tally_add();
                DROP TRIGGER IF EXISTS dibao_tally_sub ON dibao_training_credit;
                CREATE TRIGGER dibao_tally_sub AFTER DELETE ON dibao_training_credit
                    REFERENCING OLD TABLE AS removed
                    FOR EACH STATEMENT EXECUTE FUNCTION dibao_training_tally_add();
                DELETE FROM dibao_training_tally;
                INSERT INTO dibao_training_tally
                       (employee_id, year, hours, professional_hours)
                SELECT employee_id, year, sum(hours),
                       coalesce(sum(hours) FILTER (WHERE professional), 0)
                  FROM dibao_training_credit GROUP BY employee_id, year;
                """
            )
        )
