# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.tools import SQL

#: What an entry keeps for good: the database refuses to change it.
KEPT = (
    "employee_id",
    "course_id",
    "subject",
    "date",
    "year",
    "hours",
    "professional",
    "reversal_of_id",
)
#: By this name the refusal of the database is known again.
REFUSAL = "dibao_training_credit_kept"


class DibaoTrainingCredit(models.Model):
    """The database itself keeps the ledger, whichever way somebody comes to it.

    Entries hang on employee and course by links that an uninstallation can undo;
    without this guard, what deletes those in the database would take them along.
    """

    # One file for each concern.
    _inherit = "dibao.training.credit"  # pylint: disable=consider-merging-classes-inherited

    def init(self):
        """Entries are neither changed nor removed."""
        result = super().init()
        changed = SQL(" OR ").join(
            SQL("NEW.%(c)s IS DISTINCT FROM OLD.%(c)s", c=SQL.identifier(name))
            for name in KEPT
        )
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION dibao_training_credit_kept()
                RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'UPDATE' THEN
                        IF NOT (%(changed)s) THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'entries of the ledger of hours are kept'
                        USING ERRCODE = 'restrict_violation',
                              TABLE = TG_TABLE_NAME, CONSTRAINT = %(refusal)s;
                END $$;
                DROP TRIGGER IF EXISTS dibao_kept ON dibao_training_credit;
                CREATE TRIGGER dibao_kept BEFORE UPDATE OR DELETE
                    ON dibao_training_credit
                    FOR EACH ROW EXECUTE FUNCTION dibao_training_credit_kept();
                DROP TRIGGER IF EXISTS dibao_kept_all ON dibao_training_credit;
                CREATE TRIGGER dibao_kept_all BEFORE TRUNCATE
                    ON dibao_training_credit
                    FOR EACH STATEMENT EXECUTE FUNCTION dibao_training_credit_kept();
                """,
                changed=changed,
                refusal=REFUSAL,
            )
        )
        self.env["dibao.training.tally"]._watch_ledger()
        return result

    @api.model
    def _sql_error_to_message(self, exc):
        if exc.diag.constraint_name == REFUSAL:
            return self.env._(
                "Credit hours are on record, and entries of the ledger are kept. "
                "Archive whom or what they belong to instead of deleting."
            )
        return super()._sql_error_to_message(exc)
