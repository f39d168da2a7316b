# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import SUPERUSER_ID, api, fields, models
from odoo.tools import SQL

from ..duty_refused import DutyRefused
from ..tools import duty as rules

CACHE = "dibao_duty_held"


def forget_held(env):
    """What users hold was changed in this transaction: it is read again."""
    env.cr.cache.pop(CACHE, None)


def promises(env):
    """The signed secrecy promises, as a table of employee and day."""
    env["dibao.staff"].flush_model(["employee_id", "promise_on"])
    return SQL("dibao_staff")


class ResUsers(models.Model):
    """Who has not, or not any more, what a duty asks for, may not carry it out."""

    _inherit = "res.users"

    @api.private
    def _dibao_check_duty(self, duty, record=None):
        answer = super()._dibao_check_duty(duty, record)
        # The program itself does what its users' acts have started.
        if answer is not True or self.id == SUPERUSER_ID:
            return answer
        stands = self._dibao_standing(duty, record)
        return stands.able or self._dibao_missing_text(duty, record, stands)

    def _dibao_standing(self, duty, record=None):
        """How this user stands to a duty at the place of a record, today.

        One query when something is asked for, none otherwise; what the user holds is
        read once a transaction.
        """
        self.ensure_one()
        place = self._dibao_place(record)
        day = fields.Date.context_today(self)
        requirements = self.env["dibao.duty.requirement"]
        asked = requirements._asked(duty, place.id, day)
        if asked is None:
            return rules.standing(None, rules.NOTHING, duty, day)
        grace = requirements._grace_days(place)
        return rules.standing(asked, self._dibao_held(day), duty, day, grace)

    def _dibao_place(self, record=None):
        """The division of a record, else the user's first."""
        if record and "division_id" in record._fields:
            place = record[:1].sudo().division_id
            if place._name == "dibao.division" and place:
                return place
        return self.sudo().dibao_division_ids[:1]

    def _dibao_held(self, day):
        """What this user holds on a day (`tools.duty.Held`)."""
        known = self.env.cr.cache.setdefault(CACHE, {})
        if (self.id, day) not in known:
            known[self.id, day] = self._dibao_read_held(day)
        return known[self.id, day]

    def _dibao_read_held(self, day):
        for model in ("dibao.training.certificate", "dibao.duty.leave", "hr.employee"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                WITH me AS (
                    SELECT id FROM hr_employee
                    WHERE user_id = %(user)s AND active
                )
                SELECT 'certificate', c.kind_id::text,
                    max(coalesce(c.valid_to, %(ever)s))
                FROM dibao_training_certificate c JOIN me ON me.id = c.employee_id
                WHERE c.state = 'valid' AND c.valid_from <= %(day)s
                    AND (c.valid_to IS NULL OR c.valid_to >= %(day)s)
                GROUP BY c.kind_id
                UNION ALL
                SELECT 'leave', d.code, max(l.date_to)
                FROM dibao_duty_leave l JOIN me ON me.id = l.employee_id
                JOIN dibao_duty d ON d.id = l.duty_id
                WHERE l.withdrawn_on IS NULL AND l.date_from <= %(day)s
                    AND l.date_to >= %(day)s
                GROUP BY d.code
                UNION ALL
                SELECT 'promise', '', min(p.promise_on)
                FROM %(promises)s p JOIN me ON me.id = p.employee_id
                """,
                user=self.id,
                day=day,
                ever=rules.ALWAYS,
                promises=promises(self.env),
            )
        )
        held = {"certificate": {}, "leave": {}, "promise": {}}
        for what, key, until in rows:
            held[what][int(key) if what == "certificate" else key] = until
        return rules.Held(held["certificate"], held["promise"].get(""), held["leave"])

    # ------------------------------------------------------------------ refusal

    def _dibao_missing_text(self, duty, record, stands):
        """What is missing, in a sentence."""
        duties = self.env["dibao.duty"].sudo()
        work = duties.browse(duties._ids_by_code().get(duty))
        kinds = self.env["dibao.training.certificate.kind"].sudo().browse(stands.kinds)
        lacks = [
            self.env._("the certificate “%s”", kind.name)
            + self._dibao_lapsed_text(kind)
            for kind in kinds
        ]
        if stands.promise:
            lacks.append(self.env._("the signed secrecy promise"))
        if not self._dibao_employees():
            lacks.append(
                self.env._("a record among the employees, to which certificates belong")
            )
        return self.env._(
            "You may not do this at %(place)s today: the duty “%(duty)s” asks for what "
            "you do not have:\n%(lacks)s",
            place=self._dibao_place(record).name or "-",
            duty=work.name or duty,
            lacks="\n".join(f"• {text}" for text in lacks),
        )

    def _dibao_lapsed_text(self, kind):
        """Until when the last certificate of a kind was valid, if there was one."""
        last = (
            self.env["dibao.training.certificate"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self._dibao_employees().ids),
                    ("kind_id", "=", kind.id),
                    ("state", "=", "valid"),
                    ("valid_to", "!=", False),
                ],
                order="valid_to desc",
                limit=1,
            )
        )
        if not last:
            return ""
        return self.env._(" (the last one ended on %s)", last.valid_to)

    def _dibao_employees(self):
        """The employee records of this user, of all companies."""
        return self.env["hr.employee"].sudo().search([("user_id", "in", self.ids)])

    @api.private
    def _dibao_duty_refusal(self, reason, duty, record=None):
        stands = self._dibao_standing(duty, record)
        if stands.able:
            return super()._dibao_duty_refusal(reason, duty, record)
        # A need is written down by the button: this act is undone with all it wrote.
        action = self.env.ref("dibao_training.duty_need_action").sudo()
        context = {
            "default_duty_id": self.env["dibao.duty"]._ids_by_code().get(duty),
            "default_division_id": self._dibao_place(record).id,
        }
        button = self.env._("Next session or exam")
        return DutyRefused(reason, action.id, button, context)
