# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

URBAN_RURAL = [("urban", "Urban"), ("rural", "Rural")]
LABOUR = [
    ("able", "Able to work"),
    ("part", "Partly lost"),
    ("lost", "Fully lost"),
    ("none", "None (under age or old)"),
]


class Link(fields.Many2one):
    """A link that history keeps without asking the database whether it still leads on.

    Looking up eight keys a row would take longer than all the rest of freezing a
    province's month. Places are never deleted; when people are, see `_FREED`.
    """

    def update_db_foreign_key(self, model, column):
        """No foreign key."""


class DibaoMonthlyFact(models.Model):
    """A person of a household in a month, as frozen; all statistics read this.

    Rows are written by the freeze alone, in SQL, and kept by the database itself. What
    becomes known later is a correction: a row of ``sign`` -1 that takes the old one
    back and one of +1 that says it anew, both of the ``booked_month`` in which they
    were found. So a table as published takes ``booked_month = month``; as known today,
    all rows. Everything adds up with ``sign``:

    - households: rows ``roll`` that lead; persons: rows ``roll``;
    - money stands on the row that leads (a row ``money`` has no person: somebody was
      paid who is not on the month's roll);
    - who came: ``roll`` with ``move`` entry; who left: rows ``exit``; a change of
      village or class is ``move`` moved and, at the old place, a row ``moved_out``.

    When a household or person is deleted the link goes, the figures stay.
    """

    _name = "dibao.monthly.fact"
    _description = "Monthly Fact"
    _order = "month desc, id"
    _rec_name = "person_id"
    _log_access = False

    freeze_id = Link("dibao.monthly.freeze", required=True, readonly=True)
    month = fields.Date(required=True, readonly=True)
    booked_month = fields.Date(
        "Booked in", required=True, readonly=True, help="Later for corrections."
    )
    is_correction = fields.Boolean(
        "Booked later", compute="_compute_is_correction", search="_search_is_correction"
    )
    sign = fields.Integer(required=True, readonly=True, default=1)
    row_kind = fields.Selection(
        [
            ("roll", "On the roll"),
            ("exit", "Left the roll"),
            ("moved_out", "Moved out of the place or class"),
            ("money", "Money only"),
        ],
        "Row",
        required=True,
        readonly=True,
    )
    county_id = Link("dibao.division", "County", readonly=True)
    township_id = Link("dibao.division", "Township", readonly=True)
    division_id = Link("dibao.division", "Village", required=True, readonly=True)
    # Set to nothing when these are deleted: by `_FREED`, once a statement.
    household_id = Link("dibao.household", readonly=True, ondelete="set null")
    person_id = Link("dibao.person", readonly=True, ondelete="set null")
    urban_rural = fields.Selection(URBAN_RURAL, "Urban or rural", readonly=True)
    is_lead = fields.Boolean(
        "Counts the household", readonly=True, help="One row of a household and month."
    )
    move = fields.Selection(
        [("entry", "Came"), ("moved", "Moved here"), ("exit", "Left")], readonly=True
    )
    household_move = fields.Selection(
        [("entry", "Came"), ("moved", "Moved here"), ("exit", "Left")],
        "Move of the household",
        readonly=True,
    )
    reason = fields.Selection(
        [
            ("new", "New household"),
            ("resumed", "Receives again"),
            ("member", "Joined a household on the roll"),
            ("died", "Died"),
            ("left", "Left a household on the roll"),
            ("taper_end", "End of the tapering"),
            ("stopped", "Benefit ended"),
            ("moved", "Moved or reclassified"),
        ],
        readonly=True,
    )
    sex = fields.Selection(
        [("0", "Unknown"), ("1", "Male"), ("2", "Female"), ("9", "Not stated")],
        readonly=True,
    )
    age = fields.Integer(readonly=True, aggregator=False)
    age_class = fields.Selection(
        [("minor", "Minor"), ("adult", "Adult"), ("elderly", "Elderly")], readonly=True
    )
    is_disabled = fields.Boolean("Disabled", readonly=True)
    disability_grade = fields.Char(readonly=True)
    disability_type = fields.Char(readonly=True)
    labour = fields.Selection(LABOUR, "Labour ability", readonly=True)
    cause_illness = fields.Boolean("Cause: illness", readonly=True)
    cause_disability = fields.Boolean("Cause: disability", readonly=True)
    cause_schooling = fields.Boolean("Cause: schooling", readonly=True)
    cause_disaster = fields.Boolean("Cause: disaster", readonly=True)
    cause_labour = fields.Boolean("Cause: lack of labour", readonly=True)
    cause_other = fields.Boolean("Cause: other", readonly=True)
    is_taper = fields.Boolean("Tapering", readonly=True)
    size = fields.Integer("Persons of the household", readonly=True, aggregator=False)
    standard = fields.Float(digits=(12, 2), readonly=True, aggregator=False)
    entitled = fields.Float(
        "Granted", digits=(12, 2), readonly=True, help="Yuan for the household's month."
    )
    allowance = fields.Float("Basic allowance", digits=(12, 2), readonly=True)
    price = fields.Float("Price subsidy", digits=(12, 2), readonly=True)
    age_supplement = fields.Float("Supplement for age", digits=(12, 2), readonly=True)
    other_supplement = fields.Float("Other supplements", digits=(12, 2), readonly=True)
    spending = fields.Float(digits=(12, 2), readonly=True)

    _of_freeze = models.Index("(freeze_id)")
    _of_household = models.Index("(household_id, month)")
    _of_person = models.Index("(person_id, month)")

    def init(self):
        """The database keeps what was frozen; only the links of the deleted go."""
        self.env.cr.execute(SQL(_KEPT))
        for table, column in (
            ("dibao_household", "household_id"),
            ("dibao_person", "person_id"),
        ):
            self.env.cr.execute(
                SQL(
                    _FREED,
                    table=SQL.identifier(table),
                    column=column,
                )
            )

    @api.depends("month", "booked_month")
    def _compute_is_correction(self):
        for row in self:
            row.is_correction = row.booked_month != row.month

    @api.model
    def _search_is_correction(self, operator, value):
        if operator != "in":
            return NotImplemented
        later = Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s <> %s",
                model._field_to_sql(alias, "booked_month", query),
                model._field_to_sql(alias, "month", query),
            )
        )
        return later if True in value else ~later

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("Frozen figures are corrected by later rows alone."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Frozen figures are corrected by later rows alone."))

    def action_open_household(self):
        """Open the household a row counts."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.household",
            "res_id": self.household_id.id,
            "views": [(False, "form")],
        }


_KEPT = """
CREATE OR REPLACE FUNCTION dibao_monthly_fact_kept() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.household_id IS NULL OR NEW.household_id = OLD.household_id)
           AND (NEW.person_id IS NULL OR NEW.person_id = OLD.person_id)
           AND to_jsonb(NEW) - 'household_id' - 'person_id'
               = to_jsonb(OLD) - 'household_id' - 'person_id' THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'monthly facts are frozen';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS dibao_monthly_fact_kept ON dibao_monthly_fact;
CREATE TRIGGER dibao_monthly_fact_kept BEFORE DELETE OR UPDATE
    ON dibao_monthly_fact FOR EACH ROW EXECUTE FUNCTION dibao_monthly_fact_kept()
"""

# What a foreign key with ON DELETE SET NULL does, for all rows of a statement at once.
# A month frozen since the deleting transaction began is not seen by it: the county's
# row, which each freeze touches, then refuses the deletion, which is tried again.
_FREED = """
CREATE OR REPLACE FUNCTION dibao_monthly_fact_freed() RETURNS trigger AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM gone) THEN
        RETURN NULL;
    END IF;
    PERFORM FROM dibao_division
      WHERE id IN (SELECT county_id FROM dibao_division
                    WHERE id IN (SELECT division_id FROM gone)
                    UNION SELECT division_id FROM dibao_monthly_freeze)
      FOR SHARE;
    EXECUTE format('UPDATE dibao_monthly_fact SET %%1$I = NULL WHERE %%1$I IN'
                   ' (SELECT id FROM gone)', TG_ARGV[0]);
    RETURN NULL;
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS dibao_monthly_fact_freed ON %(table)s;
CREATE TRIGGER dibao_monthly_fact_freed AFTER DELETE ON %(table)s
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT
    EXECUTE FUNCTION dibao_monthly_fact_freed(%(column)s)
"""
