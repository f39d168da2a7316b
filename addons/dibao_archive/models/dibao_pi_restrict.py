# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

#: Households whose benefit needs the data by law.
RECEIVING = ("active", "suspended", "tapering")
DECIDES = "dibao_archive.group_county_confirmer"


class DibaoPiRestrict(models.Model):
    """Deletion while retention runs: stored and protected, and nothing else.

    PIPL art. 47: where the time of keeping is not over, processing other than storing
    and protecting stops. One person asks for it, a county confirmer decides, and
    another one lifts it.
    """

    # One file for each concern.
    _inherit = "dibao.pi.request"  # pylint: disable=consider-merging-classes-inherited
    _act_fields = (
        "restriction",
        "restricted_on",
        "restricted_by_id",
        "lifted_on",
        "lifted_by_id",
    )

    restriction = fields.Selection(
        [("none", "None"), ("in_force", "In force"), ("lifted", "Lifted")],
        required=True,
        readonly=True,
        default="none",
        tracking=True,
        copy=False,
        index=True,
    )
    whole_household = fields.Boolean(
        "The whole household", help="Not this person alone: household, volumes, papers."
    )
    restricted_on = fields.Datetime("Restricted since", readonly=True, copy=False)
    restricted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    lifted_on = fields.Datetime("Restriction lifted on", readonly=True, copy=False)
    lifted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    lift_reason = fields.Char("Restriction lifted because", copy=False)

    _lifter = models.Constraint(
        "CHECK ((lifted_by_id = restricted_by_id) IS NOT TRUE)",
        "A restriction is lifted by another person than who set it.",
    )

    def write(self, vals):
        # The reason of lifting is typed when all else is settled.
        alone = vals.keys() == {"lift_reason"} and not self._dibao_in_act()
        if alone and all(one.restriction == "in_force" for one in self):
            self.check_access("write")
            return super(DibaoPiRestrict, self._acting()).write(vals)
        return super().write(vals)

    def _check_decides(self):
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(DECIDES):
            raise AccessError(
                self.env._("A county confirmer decides on a restriction.")
            )

    def action_restrict(self):
        """Hide the data from ordinary work; they stay stored and protected."""
        for one in self:
            one._check_decides()
            if one.kind not in ("delete", "restrict") or one.state != "working":
                raise UserError(
                    self.env._("%s: this is not the next step.", one.number)
                )
            if one.restriction != "none":
                raise UserError(self.env._("This was restricted already."))
            one._check_not_needed()
            one._by_act(
                {
                    "restriction": "in_force",
                    "restricted_on": fields.Datetime.now(),
                    "restricted_by_id": self.env.uid,
                }
            )
            one._apply()

    def _check_not_needed(self):
        """While the benefit runs, the law needs the data (PIPL arts. 13 and 35)."""
        person = self.person_id.sudo()
        households = person.membership_ids.filtered(
            lambda member: not member.date_to
        ).household_id
        if self.whole_household:
            if not self.household_id:
                raise UserError(self.env._("Name the household."))
            households |= self.household_id.sudo()
        if any(one.state in RECEIVING for one in households):
            raise UserError(
                self.env._(
                    "The household receives the guarantee: its data are needed for a "
                    "statutory duty (PIPL art. 13) until it stops."
                )
            )

    def action_lift_restriction(self):
        """The data may be worked with again; another person says so, and why."""
        for one in self:
            one._check_decides()
            if one.restriction != "in_force":
                raise UserError(self.env._("There is no restriction to lift."))
            if self.env.user == one.restricted_by_id:
                raise AccessError(
                    self.env._("You set it: another person decides on lifting it.")
                )
            if not (one.lift_reason or "").strip():
                raise UserError(self.env._("Say why the restriction is lifted."))
            one._by_act(
                {
                    "restriction": "lifted",
                    "lifted_on": fields.Datetime.now(),
                    "lifted_by_id": self.env.uid,
                }
            )
            one._apply()

    def _apply(self):
        """The marks on person and household follow the requests in force."""
        # sudo: the effect of an act whose checks are done
        requests = self.sudo()
        for person in requests.person_id:
            asked = [("person_id", "=", person.id), ("restriction", "=", "in_force")]
            person.restricted = bool(requests.search_count(asked, limit=1))
        for household in requests.household_id:
            asked = [
                ("household_id", "=", household.id),
                ("restriction", "=", "in_force"),
                ("whole_household", "=", True),
            ]
            household.restricted = bool(requests.search_count(asked, limit=1))
            if household.restricted:
                household._end_views()
