# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import due_search

#: The case by which each kind of due act is carried out, and what happened. What a
#: household declared says itself as what it is dealt with.
CASE_OF = {
    "recheck": ("reverification", False),
    "death": ("member_change", "died"),
    "taper_end": ("stop", False),
    "grown_up": ("reverification", False),
    "aged": ("increase", False),
    "graduated": ("reverification", False),
    "refused": ("reduction", False),
}


class DibaoDue(models.Model):
    """What the rules make due for a household, found every night.

    One row for one fact. It goes when the fact is gone, and is done when a case was
    opened for it; it never decides anything.
    """

    _name = "dibao.due"
    _description = "Due Act"
    _inherit = ["dibao.jurisdiction.mixin", "dibao.filed.mixin"]
    _order = "due_on, id"
    _rec_name = "household_id"
    _act_fields = ("household_id", "person_id", "kind", "due_on", "state", "case_id")

    household_id = fields.Many2one(
        "dibao.household", required=True, readonly=True, index=True, ondelete="cascade"
    )
    division_id = fields.Many2one(
        "dibao.division", required=True, readonly=True, index=True, ondelete="restrict"
    )
    person_id = fields.Many2one(
        "dibao.person", "Member", readonly=True, index="btree_not_null"
    )
    kind = fields.Selection(
        [
            ("recheck", "Re-verification"),
            ("death", "Change after a death"),
            ("taper_end", "End of the tapering"),
            ("grown_up", "Came of age"),
            ("aged", "Reached the age of a supplement"),
            ("graduated", "Ended studies"),
            ("refused", "Refused job offers"),
            ("declared", "Declared change"),
        ],
        "What is due",
        required=True,
        readonly=True,
        index=True,
    )
    fact_on = fields.Date("Since", required=True, readonly=True)
    due_on = fields.Date("Last day", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "To be done"), ("case", "Case opened"), ("gone", "No longer so")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    case_id = fields.Many2one(
        "dibao.case", "Case", readonly=True, index="btree_not_null"
    )

    _fact = models.UniqueIndex(
        "(household_id, kind, COALESCE(person_id, 0), fact_on)",
        "This is on the list already.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was due stays on record."))

    @api.model
    def _cron_search(self):
        """Every night: find what is due, and what is so no longer."""
        self._search_all(fields.Date.context_today(self))

    @api.model
    def _search_all(self, day):
        """Set-based, idempotent.

        :param day: as of which it is looked for
        :return: ``{kind: rows found anew}``
        """
        self.env.flush_all()
        months = due_search.months_of(self.env, day)
        found = {}
        for kind, query in due_search.queries(day, months).items():
            self.env.cr.execute(due_search.find(query))
            self.env.cr.execute(due_search.insert(kind))
            found[kind] = self.env.cr.rowcount
            self.env.cr.execute(due_search.close(kind))
            self.env.cr.execute(due_search.forget())
        self.env.invalidate_all()
        return found

    def action_open_cases(self):
        """Open a case for each; what is open for a household already is taken."""
        self.check_access("read")
        if any(due.state != "open" for due in self):
            raise UserError(self.env._("Choose what is still to be done."))
        cases = self.env["dibao.case"]
        cases.check_access("create")
        declared = self.filtered(lambda due: due.kind == "declared")
        for one in declared._declarations():
            one.action_open_case()
            cases |= one.case_id
        others = self - declared
        for (kind, event), dues in others.grouped(
            lambda due: CASE_OF[due.kind]
        ).items():
            cases |= dues._open_cases(kind, event)
        return cases

    def _declarations(self):
        """What these households declared and nobody has dealt with yet."""
        waiting = self.env["dibao.declaration"].search(
            [
                ("household_id", "in", self.household_id.ids),
                ("state", "=", "draft"),
            ]
        )
        days = {(due.household_id, due.fact_on) for due in self}
        return waiting.filtered(lambda one: (one.household_id, one.received_on) in days)

    def _open_cases(self, kind, event):
        households = self.household_id
        known = self.env["dibao.case"].search(
            [
                ("household_id", "in", households.ids),
                ("kind", "=", kind),
                ("is_open", "=", True),
            ]
        )
        new = households - known.household_id
        # A whole village at once: the timeline of each household tells of it.
        made = (
            self.env["dibao.case"]
            ._quiet()
            .create(
                [
                    {"household_id": one.id, "kind": kind, "member_event": event}
                    for one in new
                ]
            )
        )
        made = made.with_env(self.env)
        self._carried_out_by(known | made)
        return made

    def _carried_out_by(self, cases):
        """Each is dealt with by the case of its household among these."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE dibao_due due SET state = 'case', case_id = c.id,
                          write_uid = %s, write_date = %s
                     FROM dibao_case c
                    WHERE due.id = ANY(%s) AND c.id = ANY(%s)
                      AND c.household_id = due.household_id""",
                self.env.uid,
                self.env.cr.now(),
                self.ids,
                cases.ids,
            )
        )
        self.invalidate_recordset()

    def action_cases(self):
        """Open the cases and show them."""
        made = self.action_open_cases()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_case_action"
        )
        return action | {"domain": [("id", "in", made.ids)], "context": {}}
