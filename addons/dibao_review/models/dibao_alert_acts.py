# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .dibao_alert import HITS

CLOSERS = (
    "dibao_archive.group_township_clerk",
    "dibao_archive.group_township_reviewer",
    "dibao_archive.group_county_officer",
    "dibao_archive.group_county_confirmer",
)


class DibaoAlert(models.Model):
    """What people do with a lead: take it, open a case, close it with evidence."""

    _inherit = "dibao.alert"

    def _check_closer(self, *states):
        self.check_access("read")
        if not any(map(self.env.user.has_group, CLOSERS)):
            raise AccessError(self.env._("Your role does not deal with alerts."))
        if any(alert.state not in states for alert in self):
            raise UserError(self.env._("Choose alerts that are still to be done."))

    def action_take(self):
        """The user deals with it: an activity with the last day is set."""
        self._check_closer("open")
        self.write({"officer_id": self.env.uid})
        for alert in self:
            alert.activity_schedule(
                "mail.mail_activity_data_todo",
                alert.due_on or fields.Date.context_today(self),
                summary=alert.display_name,
                user_id=self.env.uid,
            )

    def _close(self, outcome, note="", item=None, case=None):
        """Close with what was found out.

        :param str outcome: a value of `outcome`
        :param str note: what was found out; needed unless there is a paper or a case
        """
        self._check_closer("open")
        note = (note or "").strip()
        if not note and not item and not case:
            raise UserError(
                self.env._("Write down what was found out, or name the paper.")
            )
        self._refuse_clear_numbers({"outcome_note": note})
        # sudo: alerts are the search's; who closes was checked
        for alert in self.sudo():
            wrong = outcome == "wrong_data" and alert.batch_id
            alert._by_act(
                {
                    "state": "closed",
                    "outcome": outcome,
                    "outcome_note": note or False,
                    "item_id": item and item.id,
                    "case_id": case and case.id,
                    "hit": int(outcome in HITS),
                    "closed_on": fields.Date.context_today(self),
                    "closed_by_id": self.env.uid,
                    "closed_amount": alert.amount,
                    "feedback": "to_send" if wrong else False,
                }
            )
            alert.activity_unlink(["mail.mail_activity_data_todo"])
        self.invalidate_recordset()
        self._forget(self.sudo().batch_id.filtered(lambda one: one.state == "purged"))
        regions = self.sudo().filtered(
            lambda one: (one.said or {}).get("how") == "cross"
        )
        self.env["dibao.cross.lead"]._settle_by(regions)

    @api.model
    def _forget(self, batches):
        """The time of these rows is over: what leads keep of them follows.

        A true lead keeps what it told: it is a ground of the case or the meeting's
        decision. So does an open one, until somebody has looked into it. Of one that
        was explained, wrong, or is no longer so, the outcome stays (and the bare code
        that keeps it from opening again), and what the list said goes (PIPL arts. 19,
        47).
        """
        self.sudo().search(
            [
                ("batch_id", "in", batches.ids),
                "|",
                ("state", "=", "gone"),
                *("&", ("state", "=", "closed"), ("hit", "=", 0)),
            ]
        )._by_act({"said": False, "amount": 0})

    def action_open_case(self):
        """Open the case that the lead usually becomes; the case decides."""
        self._check_closer("open")
        cases = self.env["dibao.case"]
        cases.check_access("create")
        if any(not alert.household_id for alert in self):
            raise UserError(
                self.env._("This lead is about no household: settle it by a meeting.")
            )
        made = cases
        for household, alerts in self.grouped("household_id").items():
            kind = alerts.sorted("score", reverse=True)[0].rule_id.case_kind
            kind = kind or "reverification"
            case = cases.search(
                [
                    ("household_id", "=", household.id),
                    ("kind", "=", kind),
                    ("is_open", "=", True),
                ],
                limit=1,
            ) or cases.create(
                {
                    "household_id": household.id,
                    "kind": kind,
                    "member_event": alerts._member_event(kind),
                }
            )
            alerts._close("case", case=case)
            made |= case
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_review.dibao_case_action"
        )
        if len(made) == 1:
            return action | {"res_id": made.id, "views": [(False, "form")]}
        return action | {"domain": [("id", "in", made.ids)], "context": {}}

    def _member_event(self, kind):
        """What changed, for a case of a member change."""
        if kind != "member_change":
            return False
        tests = set(self.rule_id.mapped("test"))
        if "paid_after_death" in tests:
            return "died"
        return "added" if tests & {"spouse_missing", "newborn"} else "removed"

    def action_close(self):
        """Ask for outcome and evidence."""
        self._check_closer("open")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close with evidence"),
            "res_model": "dibao.alert.close",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_alert_ids": self.ids},
        }

    def action_reopen(self):
        """Somebody was wrong: the lead is to be dealt with again."""
        self._check_closer("closed")
        self.sudo()._by_act(
            {
                "state": "open",
                "outcome": False,
                "closed_on": False,
                "closed_by_id": False,
                "hit": False,
                "feedback": False,
            }
        )
        for alert in self.sudo():
            alert._by_act({"reopened": alert.reopened + 1})

    def action_household(self):
        """The household's file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "dibao.household",
            "res_id": self.household_id.id,
            "views": [(False, "form")],
        }

    @api.model
    def _feedback(self, source, division):
        """Wrong rows of a source that it has not been told of; marks them as told.

        :return: rows ``(delivery, day, row, rule, found out)``
        """
        alerts = self.search(
            [
                ("feedback", "=", "to_send"),
                ("source_id", "=", source.id),
                ("division_id", "child_of", division.id),
            ]
        )
        rows = [
            (
                one.batch_id.sudo().reference or "",
                str(one.batch_id.sudo().data_on),
                one.row_number,
                one.rule_id.name,
                one.outcome_note or "",
            )
            for one in alerts
        ]
        if rows:
            self.env["dibao.exchange.provision"]._note(
                division,
                "feedback",
                source.department,
                self.env._("Correction of wrong data"),
                source.legal_basis,
                self.env._("Number of the row, what was found out"),
                len(rows),
                reference=source.code,
            )
            alerts.sudo()._by_act({"feedback": "sent"})
        return rows
