# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import payment

PARTS = ("entry", "exit")
#: What decides a move, by its reason: the benefit that began, or a kind of case.
DECIDED_BY = {
    "new": "begun",
    "resumed": "begun",
    "member": "begun",
    "stopped": "stop",
    "taper_end": "taper",
    "died": "member_change",
    "left": "member_change",
}


class DibaoMonthlyMoves(models.TransientModel):
    """The month's list of entries and exits, to sign and to file.

    Reads the frozen rows, so that the list and the statistics are one: what was taken
    back by a correction is not on it, what was booked later is.
    """

    _name = "dibao.monthly.moves"
    _description = "List of Entries and Exits"

    month = fields.Date(
        required=True,
        default=lambda self: self._default_month(),
        help="Any day of the month; kept as its first day.",
    )
    division_id = fields.Many2one(
        "dibao.division",
        "Place",
        required=True,
        default=lambda self: self.env.user.dibao_division_ids[:1],
        help="A county, a township or a village.",
    )

    @api.model
    def _default_month(self):
        """The last month that was frozen, as far as the user sees it."""
        last = self.env["dibao.monthly.fact"].search([], limit=1).month
        today = fields.Date.context_today(self)
        return last or payment.shift(payment.first_of(today), -1)

    def _compute_display_name(self):
        for one in self:
            place = one.division_id.sudo().name or ""
            one.display_name = f"{one._title()}_{place}_{one.month:%Y-%m}"

    def action_print(self):
        """The list as a PDF to sign."""
        self.ensure_one()
        self._rows()
        return self.env.ref("dibao_review.report_monthly_moves").report_action(self)

    def action_workbook(self):
        """The list as a workbook."""
        self.ensure_one()
        self._rows()
        return {
            "type": "ir.actions.act_url",
            "url": f"/dibao/statistics/moves/{self.id}.xlsx",
            "target": "download",
        }

    # THE LIST

    def _title(self):
        return self.env._("List of entries and exits of the month")

    def _listing(self):
        """What is printed: title, place, month, columns, and the two parts with rows.

        A part is ``{"move", "heading", "households", "persons", "told", "rows"}``,
        where ``told`` is heading and counts in one line; rows are texts.
        """
        self.ensure_one()
        rows = self._rows()
        self.env["dibao.access.log"]._log(
            "export",
            rows.household_id,
            count=len(rows.household_id),
            detail="monthly_moves",
            said={"month": f"{self.month:%Y-%m}"},
        )
        place = self.division_id.sudo()
        return {
            "title": self._title(),
            "office": place.agency_name or place.name,
            "place": place.name,
            "month": f"{self.month:%Y-%m}",
            "columns": [
                self.env._("Village"),
                self.env._("Household number"),
                self.env._("Head"),
                self.env._("Member"),
                self.env._("Urban or rural"),
                self.env._("Reason"),
                self.env._("Decided in case"),
            ],
            "parts": [self._part(rows, move) for move in PARTS],
        }

    def _rows(self):
        """The persons who came or left, taken-back rows left out.

        :raise UserError: the month was not frozen for this place
        """
        month = payment.first_of(self.month)
        facts = self.env["dibao.monthly.fact"]
        here = [("month", "=", month), ("division_id", "child_of", self.division_id.id)]
        if not facts.search_count(here, limit=1):
            raise UserError(
                self.env._(
                    "%(place)s has no frozen figures of %(month)s. The county freezes "
                    "the month after its end; the list follows from it.",
                    place=self.division_id.sudo().name,
                    month=f"{month:%Y-%m}",
                )
            )
        found = facts.search([*here, ("move", "in", PARTS)], order="id")
        taken_back = {}
        for row in found.filtered(lambda one: one.sign < 0):
            key = self._key(row)
            taken_back[key] = taken_back.get(key, 0) + 1
        kept = facts
        for row in found.filtered(lambda one: one.sign > 0):
            key = self._key(row)
            if taken_back.get(key):
                taken_back[key] -= 1
            else:
                kept += row
        return kept.sorted(
            lambda row: (row.division_id.code, row.household_id.id, row.id)
        )

    @api.model
    def _key(self, row):
        return (row.household_id.id, row.person_id.id, row.move, row.reason)

    def _part(self, rows, move):
        mine = rows.filtered(lambda row: row.move == move)
        headings = {
            "entry": self.env._("Entries"),
            "exit": self.env._("Exits"),
        }
        households = len(mine.household_id)
        cases = self._cases(mine)
        # Who is hidden by a restriction of processing stays hidden on paper.
        seen = set(mine.person_id._filtered_access("read").ids)
        words = {
            name: dict(mine._fields[name]._description_selection(self.env))
            for name in ("urban_rural", "reason")
        }
        return {
            "move": move,
            "heading": headings[move],
            "households": households,
            "persons": len(mine),
            "told": self.env._(
                "%(heading)s: %(households)s households, %(persons)s persons",
                heading=headings[move],
                households=households,
                persons=len(mine),
            ),
            "rows": [
                [
                    row.division_id.name or "",
                    row.household_id.number or "",
                    self._name_of(row.household_id.head_id, seen),
                    self._name_of(row.person_id, seen),
                    words["urban_rural"].get(row.urban_rural, ""),
                    *self._decided(row, words["reason"], cases),
                ]
                for row in mine
            ],
        }

    @api.model
    def _decided(self, row, words, cases):
        """Reason of a row as it is read, and the number of the case that decided."""
        why, number = cases.get((row.household_id.id, row.reason), ("", ""))
        return "：".join(filter(None, (words.get(row.reason), why))), number

    @api.model
    def _name_of(self, person, seen):
        if person.id in seen or person._filtered_access("read"):
            return person.name or ""
        return "—"

    def _cases(self, rows):
        """{(household, reason): (why the benefit ended, number of the case)}.

        Entries are by the benefit that begins with the month; exits by the last case
        that stopped, tapered or changed the members, confirmed not after the month.
        """
        households = tuple(rows.household_id.ids)
        if not households:
            return {}
        month = payment.first_of(self.month)
        # The user reads these rows already; which case decided is part of the list.
        found = self.env.execute_query(
            SQL(
                """
                SELECT b.household_id, 'begun', NULL, c.number
                  FROM dibao_benefit b JOIN dibao_case c ON c.id = b.case_id
                 WHERE b.household_id IN %(households)s AND b.date_from = %(month)s
                   AND b.state IN ('in_force', 'ended')
                 UNION ALL
                SELECT b.household_id, 'ended', b.end_reason, NULL
                  FROM dibao_benefit b
                 WHERE b.household_id IN %(households)s AND b.state = 'ended'
                   AND b.date_to BETWEEN %(before)s AND %(end)s
                 UNION ALL
                (SELECT DISTINCT ON (household_id, kind)
                        household_id, kind, NULL, number
                   FROM dibao_case
                  WHERE household_id IN %(households)s AND stage = 'confirmed'
                    AND kind IN ('stop', 'taper', 'member_change')
                    AND decided_on <= %(end)s
                  ORDER BY household_id, kind, decided_on DESC, id DESC)
                """,
                households=households,
                month=month,
                before=payment.shift(month, -1),
                end=fields.Date.end_of(month, "month"),
            )
        )
        why = {row[0]: row[2] or "" for row in found if row[1] == "ended"}
        number = {(row[0], row[1]): row[3] or "" for row in found}
        return {
            (household, reason): (
                why.get(household, "") if reason == "stopped" else "",
                number.get((household, kind), ""),
            )
            for household in households
            for reason, kind in DECIDED_BY.items()
        }
