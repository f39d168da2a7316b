# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import AccessError, UserError

#: A context sent by RPC is plain data and can never hold this object.
ACT_TOKEN = object()


class DibaoFiledMixin(models.AbstractModel):
    """What only an act may write: states, numbers, and who did what when.

    Acts check rights, duties and rules, and then write by ``_by_act``. A form, an
    import or a default in a context reaches none of these fields.
    """

    _name = "dibao.filed.mixin"
    _description = "Guard of Archival Acts"
    #: Fields that acts alone write; new records have them empty, or by default. Each
    #: file of a model names its own.
    _act_fields = ()
    #: Sequence that ``name`` is drawn from, for models that are numbered.
    _numbered_by = None

    @api.model_create_multi
    def create(self, vals_list):
        if not self._dibao_in_act():
            fresh = self._fresh()
            for vals in vals_list:
                self._refuse_act_fields({n: v for n, v in vals.items() if v})
            vals_list = [{**vals, **fresh} for vals in vals_list]
        if self._numbered_by:
            vals_list = [self._numbered(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _numbered(self, vals):
        if vals.get("name", "/") != "/":
            return vals
        numbers = self.env["ir.sequence"].sudo()
        return {**vals, "name": numbers.next_by_code(self._numbered_by) or "/"}

    def write(self, vals):
        if not self._dibao_in_act():
            self._refuse_act_fields(vals)
        return super().write(vals)

    @api.model
    def _dibao_in_act(self):
        return self.env.context.get("dibao_archive_act") is ACT_TOKEN

    @api.model
    def _is_typed(self, vals):
        """Does somebody change the record itself, past its acts and threads?"""
        return not self._dibao_in_act() and any(
            not name.startswith(("message_", "activity_")) for name in vals
        )

    @api.model
    def _acting(self):
        """This model, allowed to write what acts write."""
        return self.with_context(dibao_archive_act=ACT_TOKEN)

    @api.model
    def _quiet(self):
        """What the program makes by itself has no followers and no first message."""
        return self.with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True, tracking_disable=True
        )

    def _by_act(self, vals):
        """Write as the effect of an act whose checks are done."""
        return self._acting().write(vals)

    def _check_step(self, *states, duty=None, groups=(), access="write"):
        """May this user take the next step of this one record, and is it the next one?

        :param states: in which the step may be taken
        :param str duty: which the user must be qualified for
        :param groups: external ids; one of them is needed
        :param str access: the right to the record that the step needs
        :raise AccessError: not this user; :raise UserError: not now
        """
        self.ensure_one()
        self.check_access(access)
        if self.state not in states:
            raise UserError(
                self.env._(
                    "%(name)s is “%(state)s”: this is not the next step.",
                    name=self.display_name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )
        if groups and not any(map(self.env.user.has_group, groups)):
            raise AccessError(self.env._("Your role does not take this step."))
        if duty:
            self._check_duty(duty)

    def _check_duty(self, duty):
        """Refuse who is not qualified for a duty."""
        for record in self:
            self.env.user._dibao_demand_duty(duty, record)

    @api.model
    def _of_acts(self):
        """The fields that acts alone write, of all files of the model."""
        named = (vars(cls).get("_act_fields", ()) for cls in type(self).__mro__)
        return list(dict.fromkeys(name for names in named for name in names))

    @api.model
    def _fresh(self):
        """Explicit values, so that no default_… of a context can set them."""
        plain = [n for n in self._of_acts() if not self._fields[n].compute]
        # pylint: disable-next=context-overridden
        defaults = self.with_context({}).default_get(plain)
        return {**dict.fromkeys(plain, False), **defaults}

    @api.model
    def _refuse_act_fields(self, vals):
        touched = [
            self._fields[name]._description_string(self.env)
            for name in self._of_acts()
            if name in vals
        ]
        if touched:
            raise AccessError(
                self.env._(
                    "%(fields)s: written by the archive's own acts only (file, "
                    "correct, retire …), which check who may and write down who did.",
                    fields=", ".join(touched),
                )
            )
