# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models

from .. import exchange_match

#: Days after which all rows are matched anew, whatever is known of changes.
FULL_DAYS = 7
#: So many changed people are not looked up one by one.
MANY = 200_000
MARK = "dibao_review.exchange_matched"

# By the database, so that no way of writing (import, merge of places, rotation of
# keys) is forgotten. A condition that does not hold costs no call.
_TRIGGERS = """
CREATE OR REPLACE FUNCTION dibao_exchange_changed() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO dibao_exchange_changed (person_id) SELECT id FROM made;
    ELSE
        INSERT INTO dibao_exchange_changed (person_id) VALUES (NEW.id);
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS dibao_exchange_made ON dibao_person;
CREATE TRIGGER dibao_exchange_made AFTER INSERT ON dibao_person
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT
    EXECUTE FUNCTION dibao_exchange_changed();
DROP TRIGGER IF EXISTS dibao_exchange_changed ON dibao_person;
CREATE TRIGGER dibao_exchange_changed
    AFTER UPDATE OF id_number, division_id, active ON dibao_person FOR EACH ROW
    WHEN (OLD.id_number->>'i' IS DISTINCT FROM NEW.id_number->>'i'
          OR OLD.division_id IS DISTINCT FROM NEW.division_id
          OR OLD.active IS DISTINCT FROM NEW.active)
    EXECUTE FUNCTION dibao_exchange_changed()
"""


class DibaoExchangeChanged(models.Model):
    """Who was registered or changed since the rows in use were matched last.

    Written by the database, emptied by each search: so a night reads the rows of these
    people and not those of all.
    """

    _name = "dibao.exchange.changed"
    _description = "Person to Be Matched Again"
    _log_access = False

    person_id = fields.Integer(required=True, readonly=True)

    def init(self):
        """Make the triggers that tell of changes."""
        self.env.cr.execute(_TRIGGERS)

    @api.model
    def _match(self):
        """Match the rows in use with who is registered by now (by ID number).

        All of them when places were changed, after many changes, and once a week.

        :return: number of rows that found somebody anew
        """
        if not self._is_enough():
            now = fields.Datetime.now()
            self.env.cr.execute(
                """DELETE FROM dibao_exchange_changed WHERE id IN (
                       SELECT id FROM dibao_exchange_changed FOR UPDATE SKIP LOCKED)"""
            )
            found = exchange_match.match_by_id(self.env)
            # sudo: a mark of the program
            parameters = self.env["ir.config_parameter"].sudo()
            parameters.set_param(MARK, fields.Datetime.to_string(now))
            return found
        return exchange_match.match_changed(self.env)

    @api.model
    def _is_enough(self):
        """Is it enough to look at who was changed?"""
        # sudo: as above
        mark = self.env["ir.config_parameter"].sudo().get_param(MARK)
        if not mark:
            return False
        last = fields.Datetime.to_datetime(mark)
        if fields.Datetime.now() - last > timedelta(days=FULL_DAYS):
            return False
        # A day of slack: who began before and ended after the last time.
        self.env["dibao.division"].flush_model()
        self.env.cr.execute(
            """SELECT EXISTS (SELECT 1 FROM dibao_division WHERE write_date > %s),
                      (SELECT count(*) FROM (SELECT 1 FROM dibao_exchange_changed
                                              LIMIT %s) AS told) < %s""",
            [last - timedelta(days=1), MANY, MANY],
        )
        [[moved, few]] = self.env.cr.fetchall()
        return few and not moved
