# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The doors at which restricted data and those of children are asked for."""

from odoo import api, models
from odoo.exceptions import UserError

from .dibao_restricted_mixin import ROLES


class DibaoRestrictedReveal(models.AbstractModel):
    _inherit = "dibao.sealed.mixin"

    def _dibao_holders(self):
        """(persons, households) whom these records are about."""
        persons, households = self.env["dibao.person"], self.env["dibao.household"]
        rows = self.sudo()
        if self._name == persons._name:
            persons = rows
        elif self._name == households._name:
            households = rows
        for name, field in self._fields.items():
            if name == "person_id" and field.comodel_name == persons._name:
                persons |= rows.person_id
            elif name == "household_id" and field.comodel_name == households._name:
                households |= rows.household_id
        return persons.sudo(False), households.sudo(False)

    def _check_holders(self, reference):
        persons, households = self._dibao_holders()
        persons._refuse_restricted()
        households._refuse_restricted()
        if persons.sudo().filtered("is_minor") and not str(reference or "").strip():
            raise UserError(
                self.env._("Data of a child under 14: name the case it is needed for.")
            )

    def dibao_reveal(self, field_name, purpose, reference=""):
        """Clear values: restricted ones not at all, those of children for a case."""
        self._check_holders(reference)
        return super().dibao_reveal(field_name, purpose, reference)


class DibaoOriginalRestricted(models.Model):
    # One file for each concern.
    _inherit = "dibao.original"  # pylint: disable=consider-merging-classes-inherited

    def _is_barred(self, user):
        """Restricted, and the user has none of the named roles?"""
        item = self.sudo().item_id
        held = item.person_id.restricted or item.household_id.restricted
        held = held or item.volume_id.household_id.restricted
        return held and not any(user.has_group(role) for role in ROLES)

    def _is_of_child(self):
        return bool(self.sudo().item_id.person_id.is_minor)

    def _may_view(self, user):
        if self._is_barred(user):
            return False
        if self._is_of_child():
            # A child's papers count as personal, whatever their kind (PIPL art. 28).
            grants = self.env["dibao.view.grant"]
            granted = grants._for_item(self.sudo().item_id, user)
            readable = self.with_user(user).has_access("read")
            return readable and (bool(granted) or self._may_take(user))
        return super()._may_view(user)

    def _may_take(self, user):
        return not self._is_barred(user) and super()._may_take(user)

    def _open(self, purpose, reference="", take=True):
        if self._is_of_child() and not str(reference or "").strip():
            raise UserError(
                self.env._("A paper of a child under 14: name the case it is for.")
            )
        return super()._open(purpose, reference, take)


class DibaoLoanLineRestricted(models.Model):
    # One file for each concern.
    _inherit = "dibao.loan.line"  # pylint: disable=consider-merging-classes-inherited

    @api.constrains("volume_id", "item_id")
    def _check_restricted(self):
        self.volume_id.sudo().household_id.sudo(False)._refuse_restricted()
        self.item_id.sudo().person_id.sudo(False)._refuse_restricted()

    def write(self, vals):
        if vals.get("state") == "out":
            self._check_restricted()
        return super().write(vals)


class DibaoProvisionRestricted(models.Model):
    # One file for each concern.
    _inherit = "dibao.provision"  # pylint: disable=consider-merging-classes-inherited

    @api.constrains("volume_ids", "state")
    def _check_restricted(self):
        for one in self.filtered(lambda one: one.state != "refused"):
            volumes = one.volume_ids.sudo()
            volumes.household_id.sudo(False)._refuse_restricted()

    def _make(self, path):
        self._check_restricted()
        return super()._make(path)
