# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools import division_code


class DibaoDivision(models.Model):
    """The code of a division: filled up, checked, and its place in the tree."""

    _inherit = "dibao.division"

    @api.constrains("code", "level", "parent_id", "acts_as_county")
    def _check_place_in_tree(self):
        for division in self:
            problem = division._tree_problem()
            if problem:
                raise ValidationError(
                    self.env._(
                        "%(name)s (%(code)s): %(problem)s",
                        name=division.name,
                        code=division.code,
                        problem=problem,
                    )
                )

    def _tree_problem(self):
        """What is wrong with code, level and parent of one division, or None."""
        self.ensure_one()
        try:
            level = division_code.level_of(self.code)
        except division_code.DivisionCodeError as error:
            return self._code_problem(error.reason)
        if self.level != level:
            return self.env._("the code belongs to another level.")
        parent = self.parent_id
        if not parent:
            if level in ("township", "village"):
                return self.env._("a township or village needs the division above it.")
            return None
        ranks = division_code.LEVELS
        if ranks.index(parent.level) >= ranks.index(level):
            return self.env._("the division above must be of a higher level.")
        if not self.code.startswith(division_code.prefix(parent.code)):
            return self.env._(
                "the code does not start with that of %(parent)s.", parent=parent.name
            )
        if level == "township" and not (
            parent.level == "county" or parent.acts_as_county
        ):
            return self.env._(
                "a township lies under a county or under a city without districts."
            )
        if level == "village" and parent.level != "township":
            return self.env._("a village lies under a township.")
        return None

    @api.model
    def _code_problem(self, reason):
        """A sentence for the reason key of a refused code."""
        return {
            "empty": self.env._("the code is missing."),
            "not_digits": self.env._("a code has digits only."),
            "length": self.env._("a code has 2, 4, 6, 9 or 12 digits."),
            "no_province": self.env._("a code cannot start with 00."),
            "no_city": self.env._("the code lacks its city."),
            "no_township": self.env._("the code of a village lacks its township."),
            "full": self.env._("the township has no free village number left."),
        }.get(reason, self.env._("this is no division code."))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._prepare_code(vals)
        missing = [vals for vals in vals_list if "parent_id" not in vals]
        self._prepare_parents(missing)
        return super().create(vals_list)

    def write(self, vals):
        return super().write(self._prepare_code(dict(vals)))

    @api.model
    def _prepare_code(self, vals):
        """Fill up a short code in place; a bad one is left to the constraint."""
        if vals.get("code"):
            try:
                vals["code"] = division_code.normalize(vals["code"])
            except division_code.DivisionCodeError as error:
                raise ValidationError(
                    self.env._(
                        "Division code: %(problem)s",
                        problem=self._code_problem(error.reason),
                    )
                ) from error
        return vals

    @api.model
    def _prepare_parents(self, vals_list):
        """Find the division above by the code, where it was not given."""
        wanted = {
            vals["code"]: division_code.parent_code(vals["code"])
            for vals in vals_list
            if vals.get("code")
        }
        if not wanted:
            return
        found = self._live_by_code(filter(None, wanted.values()))
        for vals in vals_list:
            parent = found.get(wanted.get(vals.get("code")))
            if parent:
                vals["parent_id"] = parent.id

    @api.onchange("code")
    def _onchange_code(self):
        try:
            code = division_code.normalize(self.code)
        except division_code.DivisionCodeError:
            return
        self.code = code
        above = division_code.parent_code(code)
        self.parent_id = self._live_by_code([above]).get(above) if above else False
