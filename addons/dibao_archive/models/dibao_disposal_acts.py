# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

ARCHIVE = ("dibao_archive.group_archivist", "dibao_archive.group_archive_supervisor")
FORMING = (
    "dibao_archive.group_township_clerk",
    "dibao_archive.group_township_reviewer",
    "dibao_archive.group_county_officer",
    "dibao_archive.group_county_confirmer",
)
#: Who decides for the unit.
HEADS = (
    "dibao_archive.group_archive_supervisor",
    "dibao_archive.group_county_confirmer",
)
#: States in which nothing was carried out yet.
BEFORE = ("draft", "appraised", "frozen", "approved", "supervised")
#: What an approval or a refusal ends.
UNDONE = (
    "frozen_on",
    "sha256",
    "sm3",
    "has_destruction",
    "approver_id",
    "approved_on",
    "approval_number",
    "supervisor_archive_id",
    "supervisor_forming_id",
    "archive_before_on",
    "forming_before_on",
    "place",
)


class DibaoDisposalActs(models.Model):
    """The steps of a disposal; each checks who may, and writes down who did."""

    # One file for each concern.
    _inherit = "dibao.disposal"  # pylint: disable=consider-merging-classes-inherited

    # WHO MAY

    def _check_step(self, *states, **asked):
        # Approver and supervisors sign a list that they may only read.
        asked.setdefault("access", "read")
        return super()._check_step(*states, duty="destroy", **asked)

    def _signers(self):
        return (
            self.proposer_id
            | self.approver_id
            | self.supervisor_archive_id
            | self.supervisor_forming_id
        )

    def _check_new_person(self):
        if self.env.user in self._signers():
            raise AccessError(
                self.env._(
                    "You took a step of this list already: proposer, approver and the "
                    "two supervisors are four persons."
                )
            )

    def _check_problems(self):
        """Refuse to go on while anything listed is barred."""
        problems = self.line_ids._problems()
        if problems:
            told = [
                f"{line.display_name}: {'; '.join(why)}"
                for line, why in list(problems.items())[:20]
            ]
            raise UserError(
                self.env._(
                    "Entries of the list are barred (%(count)d):\n%(lines)s",
                    count=len(problems),
                    lines="\n".join(told),
                )
            )

    def _check_unchanged(self):
        if not self.is_unchanged:
            raise UserError(
                self.env._("The list is not the one that was frozen. Nothing goes on.")
            )

    # APPRAISE, FREEZE

    def action_appraise(self):
        """The group has met and written its report: propose what becomes of each."""
        self._check_step("draft", groups=ARCHIVE, access="write")
        self._check_appraised()
        self._check_problems()
        self._by_act(
            {
                "state": "appraised",
                "proposer_id": self.env.uid,
                "appraised_on": fields.Datetime.now(),
            }
        )

    def _check_appraised(self):
        missing = []
        if not self.line_ids:
            missing.append(self.env._("entries"))
        if not (self.leader_id and self.archive_member_ids and self.forming_member_ids):
            missing.append(
                self.env._("a leader and members of both departments in the group")
            )
        if not (self.report or "").strip():
            missing.append(self.env._("the report"))
        if not (self.opinion or "").strip() and not all(
            line.opinion for line in self.line_ids
        ):
            missing.append(self.env._("an opinion on each entry, or on the list"))
        if any(one.outcome == "extend" and not one.extend_to for one in self.line_ids):
            missing.append(self.env._("until when entries are kept longer"))
        if missing:
            raise UserError(
                self.env._("The appraisal lacks: %s.", ", ".join(missing)),
            )

    def action_freeze(self):
        """Freeze the list: it gets its number, and digests of all that is on it."""
        self._check_step("appraised", groups=ARCHIVE, access="write")
        self._check_problems()
        if self.name == "/":
            number = self.env["ir.sequence"].sudo().next_by_code("dibao.disposal")
            self._by_act({"name": number})
        self.line_ids._freeze()
        sha256, sm3 = self._digests()
        self._by_act(
            {
                "state": "frozen",
                "frozen_on": fields.Datetime.now(),
                "sha256": sha256,
                "sm3": sm3,
                "has_destruction": any(
                    line.outcome == "destroy" for line in self.line_ids
                ),
            }
        )

    # APPROVE

    def _approve(self, number):
        """The head of the unit approves the frozen list.

        :param number: of the approval document (批准文号)
        """
        self._check_step("frozen", groups=HEADS)
        self._check_new_person()
        self._check_unchanged()
        self._check_problems()
        if not (number or "").strip():
            raise UserError(self.env._("Give the number of the approval document."))
        self.sudo()._by_act(
            {
                "state": "approved",
                "approver_id": self.env.uid,
                "approved_on": fields.Datetime.now(),
                "approval_number": number.strip(),
            }
        )

    def _refuse(self, reason):
        """The head of the unit sends the list back."""
        self._check_step("frozen", groups=HEADS)
        self._back_to_draft(reason)

    def _reopen(self, reason):
        """Change the list after all: whatever was signed on it ends."""
        self._check_step(
            "appraised",
            "frozen",
            "approved",
            "supervised",
            groups=ARCHIVE,
            access="write",
        )
        self._back_to_draft(reason)

    def _back_to_draft(self, reason):
        self._require_reason(reason)
        this = self.sudo()
        this._by_act(
            {
                **dict.fromkeys((*UNDONE, "proposer_id", "appraised_on"), False),
                "state": "draft",
            }
        )
        this.line_ids._by_act({"salt": False, "fingerprint": False})
        self._note(self.env._("Back to draft: %s", reason))

    def _cancel(self, reason):
        """End a list of which nothing was carried out."""
        self._check_step(
            "draft",
            "appraised",
            "frozen",
            "approved",
            "supervised",
            groups=ARCHIVE,
            access="write",
        )
        self._require_reason(reason)
        self._by_act({"state": "cancelled"})
        self.line_ids._by_act({"state": "void"})
        self._note(self.env._("Cancelled: %s", reason))

    @api.model
    def _require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why. It is kept with your name."))

    def _note(self, text):
        """A line in the thread of the list, by the user, whatever his rights on it."""
        self.sudo().message_post(body=text, author_id=self.env.user.partner_id.id)

    # SUPERVISE

    def _role(self):
        """For which department the user supervises: ``archive`` or ``forming``."""
        for role, groups in (("archive", ARCHIVE), ("forming", FORMING)):
            if any(self.env.user.has_group(group) for group in groups):
                return role
        raise AccessError(self.env._("Your role does not take this step."))

    def _check_supervisor(self):
        self._check_new_person()
        households = self.env["dibao.household"].sudo()
        for line in self.line_ids.filtered(lambda one: one.outcome == "destroy"):
            households |= line.sudo()._households()
        if self.env.user in households._dibao_benefit_handlers():
            raise AccessError(
                self.env._(
                    "You recorded or approved the benefit of a household on this list: "
                    "another person supervises its destruction."
                )
            )

    def _check_before(self, place):
        """One supervisor has compared the list with the archives, before.

        :param place: where and how paper is destroyed; the first supervisor says it
        """
        self._check_step("approved")
        self._check_supervisor()
        role = self._role()
        if self[f"supervisor_{role}_id"]:
            raise UserError(
                self.env._("Your department has its supervisor on this list already.")
            )
        self._check_unchanged()
        self._check_problems()
        place = (place or "").strip() or self.place
        if self.has_destruction and not place:
            raise UserError(self.env._("Say where and how paper is destroyed."))
        vals = {
            f"supervisor_{role}_id": self.env.uid,
            f"{role}_before_on": fields.Datetime.now(),
            "place": place,
        }
        both = self.supervisor_archive_id or self.supervisor_forming_id
        self.sudo()._by_act(vals | ({"state": "supervised"} if both else {}))

    def _sign_after(self, note):
        """A supervisor signs that all on the list is gone."""
        self._check_step("executed")
        role = {
            self.supervisor_archive_id: "archive",
            self.supervisor_forming_id: "forming",
        }.get(self.env.user)
        if not role:
            raise AccessError(
                self.env._("Those sign after who checked the list before.")
            )
        if self[f"{role}_after_on"]:
            raise UserError(self.env._("You signed already."))
        self.sudo()._by_act({f"{role}_after_on": fields.Datetime.now()})
        if (note or "").strip():
            self._note(self.env._("Signed after: %s", note))
        if self.archive_after_on and self.forming_after_on:
            self.sudo()._by_act({"state": "signed"})
