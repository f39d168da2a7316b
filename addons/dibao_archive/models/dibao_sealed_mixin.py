# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..sealed import Sealed, unseal_field

PURPOSES = ("verification", "payment", "complaint", "correction", "audit", "other")


class DibaoSealedMixin(models.AbstractModel):
    """What every model with protected fields shares: the logged act that opens one."""

    _name = "dibao.sealed.mixin"
    _description = "Protected Data"

    def dibao_reveal(self, field_name, purpose, reference=""):
        """Return the clear value of one protected field of one record.

        The use is logged, in a transaction of its own, before the value is read.

        :param str field_name: a protected field of this model
        :param str purpose: one of `PURPOSES`
        :param str reference: the case or paper this is for (needed for "other")
        :return: the clear value, or False when none is recorded
        :raise AccessError: the user may not see clear values, or not this record
        :raise UserError: purpose missing, or too many within the hour
        """
        self.ensure_one()
        log = self.env["dibao.access.log"]
        field = self._fields.get(field_name)
        if not isinstance(field, Sealed):
            raise UserError(self.env._("This is not a protected field."))
        allowed = self.env.user.has_group("dibao_archive.group_reveal")
        if not allowed or not self.has_access("read"):
            log._log("refused", self, [field_name], purpose=str(purpose or "")[:64])
            raise AccessError(
                self.env._(
                    "You may not see the clear value of this record. The attempt was "
                    "logged."
                )
            )
        self._check_reveal_duty(field_name, purpose)
        if purpose not in PURPOSES or (purpose == "other" and not reference):
            raise UserError(
                self.env._(
                    "Say what the clear value is needed for, and for which case."
                )
            )
        log._log_within(
            "reveal_per_hour",
            "reveal",
            self,
            [field_name],
            purpose=purpose,
            reference=str(reference or "")[:128],
        )
        record, name = self.sudo(), field_name
        if field.related:
            record, target = field.traverse_related(record)
            name = target.name
        return unseal_field(record, name)[record.id]

    def _check_reveal_duty(self, field_name, purpose):
        """Refuse who is not qualified to see clear values; the attempt is logged."""
        try:
            self.env.user._dibao_demand_duty("reveal", self)
        except AccessError:
            self.env["dibao.access.log"]._log(
                "refused", self, [field_name], purpose=str(purpose or "")[:64]
            )
            raise

    # ------------------------------------------------------------------ forms

    def onchange(self, values, field_names, fields_spec):
        """A form never gets a protected value back: it would save the mask over it."""
        result = super().onchange(values, field_names, fields_spec)
        if result.get("value"):
            self._strip_sealed(self, result["value"])
        return result

    @api.model
    def _strip_sealed(self, model, values):
        for name in list(values):
            field = model._fields.get(name)
            if isinstance(field, Sealed):
                del values[name]
            elif field is not None and field.type in ("one2many", "many2many"):
                lines = model.env[field.comodel_name]
                for command in values[name] or []:
                    if len(command) == 3 and isinstance(command[2], dict):
                        self._strip_sealed(lines, command[2])

    # ------------------------------------------------------------------ words

    @api.model
    def _problem_text(self, problem):
        """The sentence for a problem code of `tools.protected.problem`."""
        env = self.env
        texts = {
            "id_length": env._("an ID number has 18 characters (15 on old cards)"),
            "id_characters": env._(
                "an ID number holds digits only; the last place may be X"
            ),
            "id_rounded": env._(
                "a spreadsheet has rounded the number and lost its last digits: enter "
                "it from the card"
            ),
            "id_birth_date": env._("the birth date in the number does not exist"),
            "id_birth_future": env._("the birth date in the number lies in the future"),
            "id_check_digit": env._(
                "the last character does not fit the others, so at least one digit is "
                "wrong: compare it with the card"
            ),
            "account_shape": env._("an account number has 8 to 32 digits"),
            "phone_shape": env._("a phone number has 7 to 12 digits"),
            "certificate_shape": env._("this does not look like a certificate number"),
        }
        return texts.get(problem, problem)
