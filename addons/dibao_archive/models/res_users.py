# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from ..in_hand import InHand, tasks

OFFICER = "dibao_archive.group_security_officer"
#: The three administrators. Who administers the platform is a system administrator.
OVERSIGHT = (
    ("dibao_archive.group_auditor",),
    (OFFICER,),
    ("dibao_archive.group_system_admin", "base.group_system"),
)
#: With these one signs in as somebody else.
ACCOUNT_FIELDS = {"password", "new_password", "login", "active"}


class ResUsers(models.Model):
    _inherit = "res.users"

    dibao_division_ids = fields.Many2many(
        "dibao.division",
        "dibao_division_user_rel",
        "user_id",
        "division_id",
        string="Jurisdiction",
        help="This user sees what lies under these divisions. None: nothing.",
    )

    @api.model
    def _get_invalidation_fields(self):
        # Record rules are cached with the user's divisions in them.
        return super()._get_invalidation_fields() | {"dibao_division_ids"}

    @api.constrains("group_ids")
    def _check_three_administrators(self):
        """Auditor, security officer and system administrator are never one person."""
        offices = [
            self.env["res.groups"].union(
                *(group for name in names if (group := self.env.ref(name, False)))
            )
            for names in OVERSIGHT
        ]
        for user in self.filtered(lambda user: user._dibao_groups()):
            # Not `has_group`: its cache still tells what was before this change.
            if sum(bool(user.sudo().all_group_ids & office) for office in offices) > 1:
                raise ValidationError(
                    self.env._(
                        "%(name)s: auditor, security officer and system administrator "
                        "must be different persons.",
                        name=user.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        for user in users:
            if user._dibao_groups() or user.sudo().dibao_division_ids:
                user._dibao_check_grant()
        return users

    def write(self, vals):
        self._dibao_guard_account(vals)
        touched = any("group" in name or name == "dibao_division_ids" for name in vals)
        if not touched:
            return super().write(vals)
        before = self._dibao_rights()
        result = super().write(vals)
        self._dibao_check_changed(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_administrators(self):
        self._dibao_guard_account({"active": False})

    # ------------------------------------------------------------------ grants

    def _dibao_groups(self):
        """The dibao groups a user holds, through whatever group."""
        return self.sudo().all_group_ids & self.env["res.groups"]._dibao_all()

    def _dibao_rights(self):
        """{user: what he may}, to be compared after a change."""
        return {
            user: (user._dibao_groups(), user.sudo().dibao_division_ids)
            for user in self
        }

    def _dibao_check_changed(self, before):
        """Check those whose rights differ from what `_dibao_rights` told before."""
        nothing = (self.env["res.groups"], self.env["dibao.division"])
        for user, rights in self._dibao_rights().items():
            if rights != before.get(user, nothing):
                user._dibao_check_grant()

    def _dibao_check_grant(self):
        """Rights over protected data are granted by the security officer alone.

        While nobody holds that office, whoever administers the platform's rights may
        appoint another person to it, and grant nothing else.
        """
        self.ensure_one()
        if self.env.su:
            return
        me = self.env.user
        allowed = me.has_group(OFFICER) or self._dibao_is_first_officer(me)
        if not allowed or me == self:
            raise AccessError(
                self.env._(
                    "Dibao roles and jurisdictions are granted by the security "
                    "officer, and never to oneself."
                )
            )
        names = self._dibao_groups().get_external_id().values()
        roles = sorted(name.partition(".group_")[2] for name in names)
        self._dibao_log_grant("granted", {"user": self.id, "roles": roles})

    def _dibao_is_first_officer(self, appointed_by):
        officer = self.env.ref(OFFICER, False)
        if not officer or not appointed_by.has_group("base.group_erp_manager"):
            return False
        roles = officer.sudo().all_implied_ids & self.env["res.groups"]._dibao_all()
        holders = officer.sudo().all_user_ids.filtered("active")
        return self._dibao_groups() == roles and holders == self

    def _dibao_guard_account(self, vals):
        """Nobody takes over, or puts out, an administrator's account.

        Who sets somebody's password may sign in as him, so it is logged for every role.
        """
        others = (self - self.env.user).filtered(lambda user: user._dibao_groups())
        touched = ACCOUNT_FIELDS & vals.keys()
        if self.env.su or not touched or not others:
            return
        oversight = [group for groups in OVERSIGHT for group in groups]
        if not self.env.user.has_group(OFFICER) and any(
            user.has_group(group) for user in others for group in oversight
        ):
            raise AccessError(
                self.env._(
                    "The account of an administrator is changed by the security "
                    "officer only."
                )
            )
        said = {"users": others.ids[:50], "fields": sorted(touched)}
        self._dibao_log_grant("account_set", said)

    def _dibao_log_grant(self, detail, said):
        self.env["dibao.access.log"]._log(
            "grant",
            self.browse(),
            ["group_ids", "dibao_division_ids"],
            detail=detail,
            said=said,
            count=len(self),
        )

    # ------------------------------------------------------------------ duties

    @api.private
    def _dibao_check_duty(self, duty, record=None):
        """May this user carry out a duty (a code such as "confirm") on a record?

        The seam for the training add-on, which refuses those whose certificate lapsed.

        :return: True, or the reason why not (text)
        """
        return True

    @api.private
    def _dibao_demand_duty(self, duty, record=None):
        """Like ``_dibao_check_duty``, but who may not is refused.

        :raise AccessError: with the reason
        """
        allowed = self._dibao_check_duty(duty, record)
        if allowed is not True:
            raise self._dibao_duty_refusal(allowed, duty, record)

    @api.private
    def _dibao_duty_refusal(self, reason, duty, record=None):
        """The error that tells a user why he may not carry out a duty.

        :return: an AccessError; the training add-on's has a button to what helps
        """
        return AccessError(reason)

    @api.model
    @api.private
    def _dibao_in_hand(self):
        """What users carry, to be handed to a deputy when they lose a duty.

        :return: list of `in_hand.InHand`; add-ons append theirs
        """
        return [
            InHand(
                "dibao.loan",
                "reader_id",
                ("lend", "file", "investigate", "confirm"),
                SQL(
                    "t.kind = 'internal' "
                    "AND t.state IN ('requested', 'approved', 'out')"
                ),
            ),
            *tasks(
                ("dibao.volume", "dibao.item", "dibao.ingest", "dibao.household"),
                ("file",),
            ),
            *tasks(("dibao.loan", "dibao.provision"), ("lend",)),
            *tasks(("dibao.inspection",), ("inspect",)),
            *tasks(("dibao.disposal",), ("destroy",)),
            *tasks(("dibao.transfer",), ("transfer",)),
        ]
