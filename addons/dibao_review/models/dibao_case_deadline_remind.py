# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..tools import procedure

TODO = "mail.mail_activity_data_todo"
#: Who is told that a limit is over, beside who carries the case: nearest office first.
ABOVE = {
    "county_opinion": ("county_confirmer",),
    "total": ("township_reviewer", "county_officer"),
}
#: No place reminds longer before (bound of the policy).
FURTHEST = 30
ABOVE_TOWNSHIP = ("township_reviewer",)


class DibaoCaseDeadline(models.Model):
    """Before, on and after its last day a limit reminds those who can still act."""

    _inherit = "dibao.case.deadline"
    _act_fields = ("reminded", "reminder_ids")

    township_id = fields.Many2one(
        "dibao.division",
        "Township",
        related="case_id.division_id.parent_id",
        store=True,
        index=True,
    )
    county_id = fields.Many2one(
        "dibao.division",
        "County",
        related="case_id.division_id.county_id",
        store=True,
        index=True,
    )
    reminded = fields.Selection(
        [("soon", "Comes soon"), ("today", "Today"), ("late", "Over")],
        "Reminded of",
        readonly=True,
        copy=False,
    )
    reminder_ids = fields.Many2many(
        "mail.activity", string="Reminders", readonly=True, copy=False
    )

    @api.model
    def _cron_remind(self):
        """Every morning: a task of whoever can still act; over: of those above, too."""
        today = fields.Date.context_today(self)
        domain = Domain("done_on", "=", False) & Domain("dropped", "=", False)
        domain &= Domain("due_on", "<=", fields.Date.add(today, days=FURTHEST))
        domain &= Domain("key", "!=", "notice")
        policies = self.env["dibao.policy"]
        for place, limits in self.search(domain).grouped("division_id").items():
            ahead = policies._get("remind_days", place, today) or 0
            last = fields.Date.add(today, days=ahead)
            for limit in limits.filtered(lambda one, last=last: one.due_on <= last):
                step = "late" if limit.due_on < today else "soon"
                step = "today" if limit.due_on == today else step
                if limit.reminded != step:
                    limit._remind(step)
                    limit._by_act({"reminded": step})

    def _remind(self, step):
        """One task a person, in that person's language, instead of the last step's."""
        people = self._those_who_act()
        if step == "late" or not people:
            people |= self._those_above()
        self._forget()
        reminders = self.env["mail.activity"]
        for user in people:
            this = self.with_context(lang=user.lang)
            reminders |= self.case_id.activity_schedule(
                TODO,
                date_deadline=self.due_on,
                summary=this._said(step),
                user_id=user.id,
            )
        self._by_act({"reminder_ids": [Command.set(reminders.ids)]})

    def _said(self, step):
        name = dict(self._fields["key"]._description_selection(self.env))[self.key]
        if step == "soon":
            return self.env._("Comes soon: %(limit)s", limit=name)
        if step == "today":
            return self.env._("Last day today: %(limit)s", limit=name)
        return self.env._("Overdue: %(limit)s", limit=name)

    def _forget(self):
        result = super()._forget()
        # sudo: tasks of others, of what is done or comes to an end by an act
        self.sudo().reminder_ids.unlink()
        return result

    def _those_who_act(self):
        """Who can meet it: the officer; once it was handed up, who decides."""
        case = self.case_id
        if case.stage != "county":
            return case.officer_id.filtered("active")
        level = case.confirming_level or "county"
        groups = procedure.DECIDERS[level]
        if level == "county":
            groups = (*groups, "county_officer")
        # who prepared the case does not decide it
        return self._nearest(groups) - case._handlers()

    def _those_above(self):
        """Of each group that answers for it, the users nearest to the village."""
        return self._nearest(ABOVE.get(self.key, ABOVE_TOWNSHIP))

    def _nearest(self, groups):
        path = [int(one) for one in self.division_id.parent_path.split("/") if one]
        users = self.env["res.users"]
        for name in groups:
            group = self.env.ref(f"dibao_archive.group_{name}")
            near = users
            for place in reversed(path):
                near = group.all_user_ids.filtered(
                    lambda user, place=place: (
                        user.active and place in user.dibao_division_ids.ids
                    )
                )
                if near:
                    break
            users |= near
        return users
