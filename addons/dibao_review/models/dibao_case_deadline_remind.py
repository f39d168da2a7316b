# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Domain

TODO = "mail.mail_activity_data_todo"
#: Who is told that a limit is over, beside who carries the case: nearest office first.
ABOVE = {
    "county_opinion": ("county_confirmer",),
    "total": ("township_reviewer", "county_officer"),
}
ABOVE_TOWNSHIP = ("township_reviewer",)


class DibaoCaseDeadline(models.Model):
    """Before, on and after its last day a limit reminds those who can still act."""

    _inherit = "dibao.case.deadline"
    _act_fields = ("reminded",)

    township_id = fields.Many2one(
        "dibao.division",
        "Township",
        related="case_id.division_id.parent_id",
        store=True,
        index=True,
    )
    reminded = fields.Selection(
        [("soon", "Comes soon"), ("today", "Today"), ("late", "Over")],
        "Reminded of",
        readonly=True,
        copy=False,
    )

    @api.model
    def _cron_remind(self):
        """Every morning: one task a step, to the officer; over: to those above, too."""
        today = fields.Date.context_today(self)
        ahead = self.env["dibao.policy"]._get("remind_days", None, today) or 0
        last = fields.Date.add(today, days=ahead)
        domain = Domain("done_on", "=", False) & Domain("dropped", "=", False)
        domain &= Domain("due_on", "<=", last) & Domain("key", "!=", "notice")
        for limit in self.search(domain):
            step = "late" if limit.due_on < today else "soon"
            step = "today" if limit.due_on == today else step
            if limit.reminded != step:
                limit._by_act({"reminded": step})
                limit._remind(step)

    def _remind(self, step):
        names = dict(self._fields["key"]._description_selection(self.env))
        told = {
            "soon": self.env._("Comes soon: %(limit)s", limit=names[self.key]),
            "today": self.env._("Last day today: %(limit)s", limit=names[self.key]),
            "late": self.env._("Overdue: %(limit)s", limit=names[self.key]),
        }
        people = self.case_id.officer_id
        if step == "late":
            people |= self._those_above()
        elif not people:
            people = self._those_above()
        for user in people.filtered("active"):
            self.case_id.activity_schedule(
                TODO,
                date_deadline=self.due_on,
                summary=told[step],
                user_id=user.id,
            )

    def _those_above(self):
        """Of each group that answers for it, the users nearest to the village."""
        path = [int(one) for one in self.division_id.parent_path.split("/") if one]
        users = self.env["res.users"]
        for name in ABOVE.get(self.key, ABOVE_TOWNSHIP):
            group = self.env.ref(f"dibao_archive.group_{name}")
            near = users
            for place in reversed(path):
                near = group.all_user_ids.filtered(
                    lambda user, place=place: place in user.dibao_division_ids.ids
                )
                if near:
                    break
            users |= near
        return users
