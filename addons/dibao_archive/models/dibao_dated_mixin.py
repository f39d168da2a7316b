# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

#: What the rules that come with the program rest on where no official text says more.
DEFAULT_BASIS = "Project default"


class DibaoDatedMixin(models.AbstractModel):
    """A rule of a place and a time, with the text it rests on.

    What holds where and when is decided by ``tools.in_force``: the nearest place
    above, and there the latest rule in force. The past is never edited away: a new
    value opens a new period (``_succeed``).
    """

    _name = "dibao.dated.mixin"
    _description = "Rule of a place and a time"
    _inherit = ["mail.thread"]
    #: What, besides the place, makes two records values of one rule.
    _rule_fields = ()

    division_id = fields.Many2one(
        "dibao.division",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="Where the rule holds, with everything below. Empty: the whole country.",
    )
    place = fields.Char("Where", compute="_compute_place")
    valid_from = fields.Date(tracking=True, help="First day. Empty: always has been.")
    valid_to = fields.Date(tracking=True, help="Last day. Empty: until changed.")
    legal_basis = fields.Char(
        required=True,
        tracking=True,
        help="Document, number and article the rule rests on.",
    )
    basis_shown = fields.Char(
        "Rests on",
        compute="_compute_basis_shown",
        inverse="_inverse_basis_shown",
        search="_search_basis_shown",
        help="Document, number and article the rule rests on.",
    )
    note = fields.Text(help="How the text is read, and why.")

    @api.depends("division_id.display_name")
    def _compute_place(self):
        for rule in self:
            rule.place = rule.division_id.display_name or self.env._("Whole country")

    @api.depends("legal_basis")
    @api.depends_context("lang")
    def _compute_basis_shown(self):
        default = self._default_basis_words()
        for rule in self:
            basis = rule.legal_basis or ""
            rule.basis_shown = default if basis.startswith(DEFAULT_BASIS) else basis

    def _inverse_basis_shown(self):
        """Nothing is left to do: see `_take_basis`."""

    @api.model
    def _take_basis(self, vals):
        """What a form sends as read becomes the basis that is stored."""
        if "basis_shown" not in vals:
            return vals
        vals = dict(vals)
        shown = vals.pop("basis_shown")
        if shown == self._default_basis_words():
            shown = DEFAULT_BASIS
        return {"legal_basis": shown, **vals}

    @api.model
    def _search_basis_shown(self, operator, value):
        if operator not in ("ilike", "like", "=ilike"):
            return NotImplemented
        domain = Domain("legal_basis", operator, value)
        if str(value).strip("%").lower() in self._default_basis_words().lower():
            domain |= Domain("legal_basis", "=like", f"{DEFAULT_BASIS}%")
        return domain

    @api.model
    def _default_basis_words(self):
        return self.env._("Project default")

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [
            self._add_missing_default_values(self._take_basis(vals))
            for vals in vals_list
        ]
        self._check_own_places([vals.get("division_id") for vals in vals_list])
        for vals in vals_list:
            self._require_legal_basis(vals.get("legal_basis"))
            self._refuse_period(vals)
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        vals = self._take_basis(vals)
        self._check_own_places([rule.division_id.id for rule in self])
        if "division_id" in vals:
            self._check_own_places([vals["division_id"]])
        if "legal_basis" in vals:
            self._require_legal_basis(vals["legal_basis"])
        period = {*self._rule_fields, "division_id", "valid_from", "valid_to"}
        if period & set(vals):
            for rule in self:
                values = rule.read(period, load="")[0]
                rule._refuse_period(values | vals)
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _require_legal_basis(self, text):
        if not (text or "").strip():
            raise ValidationError(
                self.env._("A rule needs its legal basis: document, number, article.")
            )

    @api.model
    def _check_own_places(self, division_ids):
        """A county sets rules for its own area, the system administrator for all.

        :param division_ids: ids, an empty one for a rule of the whole country
        """
        user = self.env.user
        if self.env.su or user.has_group("dibao_archive.group_system_admin"):
            return
        wanted = self.env["dibao.division"].sudo().browse(filter(None, division_ids))
        own = Domain("id", "child_of", user.dibao_division_ids.ids)
        if not all(division_ids) or wanted - wanted.filtered_domain(own):
            raise AccessError(
                self.env._("You may set rules for divisions under your own only.")
            )

    def _refuse_period(self, values):
        """Refuse a period that ends before it begins, or that shares a day with
        another one of the rule and place.

        The exclusion constraint says the same to parallel transactions; here the
        user is told, before anything is written, with which period his collides.

        :param values: ``_rule_fields``, ``division_id``, ``valid_from``, ``valid_to``
        """
        first, last = map(
            fields.Date.to_date, (values.get("valid_from"), values.get("valid_to"))
        )
        if first and last and last < first:
            raise ValidationError(self.env._("The last day lies before the first."))
        others = Domain("id", "not in", self.ids)
        for name in (*self._rule_fields, "division_id"):
            others &= Domain(name, "=", values.get(name) or False)
        if last:
            others &= Domain("valid_from", "=", False) | Domain(
                "valid_from", "<=", last
            )
        if first:
            others &= Domain("valid_to", "=", False) | Domain("valid_to", ">=", first)
        other = self.sudo().search(others, limit=1)
        if other:
            raise ValidationError(
                self.env._(
                    "%(rule)s: the period meets another one of the same rule and place "
                    "(from %(start)s to %(end)s). End that one first.",
                    rule=other.display_name,
                    start=other.valid_from or "…",
                    end=other.valid_to or "…",
                )
            )

    # LOOK-UP

    @api.model
    def _place_id(self, division):
        """Id of a division given as record, id or nothing."""
        if isinstance(division, models.BaseModel):
            return division._origin.id or False
        return division or False

    @api.model
    def _path_sql(self, division_id):
        """The ids from the top of the tree down to a division, as an array."""
        return SQL(
            "(SELECT string_to_array(rtrim(parent_path, '/'), '/')::int[]"
            " FROM dibao_division WHERE id = %s)",
            division_id or None,
        )

    def _succeed(self, valid_from, values):
        """Let a new period follow: this one ends the day before.

        :param valid_from: first day of the new period
        :param values: what differs, legal basis included
        :return: the new record
        """
        self.ensure_one()
        if self.valid_from and valid_from <= self.valid_from:
            raise ValidationError(
                self.env._("The new value must begin after %s.", self.valid_from)
            )
        last_day = self.valid_to
        if last_day and last_day < valid_from:
            raise ValidationError(self.env._("This one ends on %s already.", last_day))
        self.write({"valid_to": fields.Date.subtract(valid_from, days=1)})
        return self.copy(
            {"valid_from": valid_from, "valid_to": last_day, "note": False, **values}
        )

    def _verdict_reason(self, verdict, distance):
        """The sentence that tells why a candidate holds or does not."""
        self.ensure_one()
        rule = self.sudo()
        place = rule.division_id.display_name or self.env._("the whole country")
        if verdict == "holds" and distance == 0:
            return self.env._("Holds: set here, in %s.", place)
        if verdict == "holds":
            return self.env._("Holds: inherited from %s.", place)
        if verdict == "ended":
            return self.env._("Ended on %s.", rule.valid_to)
        if verdict == "not_yet":
            return self.env._("Begins on %s.", rule.valid_from)
        if verdict == "older":
            return self.env._("A later rule of the same place holds.")
        return self.env._("A nearer place has its own rule.")
