# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL


class DibaoShareEvent(models.Model):
    """The outbox: each benefit that was granted or ended, in the order of commits.

    ``xact`` is the transaction that wrote a row. A reader gets rows of finished ones
    only, so that none appears behind a place it has passed.
    """

    _name = "dibao.share.event"
    _description = "Decision to Be Shared"
    _inherit = ["dibao.filed.mixin", "dibao.jurisdiction.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _act_fields = (
        *("kind", "benefit_id", "household_id", "division_id", "person_ids"),
        *("urban_rural", "date_from", "date_to", "decided_on", "xact"),
    )

    kind = fields.Selection(
        [("granted", "Granted"), ("ended", "Ended")], required=True, readonly=True
    )
    benefit_id = fields.Many2one("dibao.benefit", readonly=True, ondelete="set null")
    household_id = fields.Many2one(
        "dibao.household", required=True, readonly=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        "dibao.division", required=True, readonly=True, index=True, ondelete="restrict"
    )
    person_ids = fields.Json("Persons", readonly=True, help="Numbers of the records.")
    urban_rural = fields.Char("Class", readonly=True)
    date_from = fields.Date("First month", readonly=True)
    date_to = fields.Date("Last month", readonly=True)
    decided_on = fields.Date("Day of the act", readonly=True)
    xact = fields.Char("Transaction", readonly=True)

    @api.model
    def _note(self, kind, benefits, day):
        """Put what happened to benefits into the outbox."""
        if not benefits:
            return
        # sudo: the effect of an act that was checked
        made = self.sudo()._acting()._quiet()
        events = made.create(
            [
                {
                    "kind": kind,
                    "benefit_id": one.id,
                    "household_id": one.household_id.id,
                    "division_id": one.household_id.division_id.id,
                    "person_ids": one.member_ids.filtered("is_counted").person_id.ids,
                    "urban_rural": one.urban_rural,
                    "date_from": one.date_from,
                    "date_to": one.date_to,
                    "decided_on": day,
                }
                for one in benefits.sudo()
            ]
        )
        events.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE dibao_share_event SET xact = pg_current_xact_id()::text"
                " WHERE id IN %s",
                tuple(events.ids),
            )
        )
        events.invalidate_recordset(["xact"])

    @api.model
    def _after(self, cursor, limit, division):
        """Events of a place behind a cursor, of transactions that are finished.

        After a move to another database server the numbers of transactions begin anew:
        what is an hour old counts as finished in any case.
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT e.id FROM dibao_share_event e
                  JOIN dibao_division d ON d.id = e.division_id
                 WHERE e.id > %(cursor)s AND d.parent_path LIKE %(path)s || '%%'
                   AND e.id < coalesce(
                       (SELECT min(o.id) FROM dibao_share_event o
                         WHERE o.id > %(cursor)s AND o.create_date
                               > (now() AT TIME ZONE 'UTC') - interval '1 hour'
                           AND o.xact::xid8
                               >= pg_snapshot_xmin(pg_current_snapshot())),
                       e.id + 1)
                 ORDER BY e.id LIMIT %(limit)s
                """,
                cursor=cursor,
                path=division.parent_path,
                limit=limit,
            )
        )
        return self.browse(row[0] for row in rows)


class DibaoBenefit(models.Model):
    # One file for each concern.
    _inherit = "dibao.benefit"  # pylint: disable=consider-merging-classes-inherited

    def _start(self, day=None):
        result = super()._start(day)
        today = fields.Date.to_date(day) or fields.Date.context_today(self)
        self.env["dibao.share.event"]._note("granted", self, today)
        return result

    def _end(self, day, reason, on=None):
        held = self.filtered(lambda one: one.sudo().state in ("in_force", "ended"))
        result = super()._end(day, reason, on=on)
        today = fields.Date.to_date(on) or fields.Date.context_today(self)
        self.env["dibao.share.event"]._note("ended", held, today)
        return result
