# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import division_code


class DibaoDivision(models.Model):
    """Renaming, recoding, moving and merging, so that the past stays readable."""

    _inherit = "dibao.division"

    def _keep_former(self, on_date):
        """Leave closed copies of the divisions as they were until the day before.

        The living record keeps its id: rules, files and jurisdictions that point at
        it stay right, and the copy says what it was called.

        :param on_date: first day of the new state
        :return: the closed copies, in the order of ``self``
        """
        last = on_date - timedelta(days=1)
        for division in self:
            if division.valid_from and division.valid_from > last:
                raise UserError(
                    self.env._(
                        "%(name)s exists since %(date)s: choose a later day.",
                        name=division.name,
                        date=division.valid_from,
                    )
                )
        values = [
            {name: division[name] for name in self._former_columns()}
            | {
                "parent_id": division.parent_id.id,
                "county_id": division.county_id.id,
                "valid_to": last,
                "successor_id": division.id,
                "active": False,
            }
            for division in self
        ]
        former = self.create(values)
        self.write({"valid_from": on_date})
        return former

    def _close(self, on_date, successor=None):
        """End divisions the day before ``on_date``; they stay, out of every picker."""
        below = (self.child_ids - self).filtered(lambda one: not one.valid_to)
        if below:
            raise UserError(
                self.env._(
                    "%(place)s lies below: move or close it first.",
                    place=below[0].display_name,
                )
            )
        self.write(
            {
                "valid_to": on_date - timedelta(days=1),
                "successor_id": successor.id if successor else False,
                "active": False,
            }
        )

    def _change(self, on_date, name=None, code=None, parent=None):
        """Rename, recode or move a division; what lies below follows its code.

        :param on_date: first day of the new state
        :param name: new name, None to keep it
        :param code: new code (any length), None to keep it
        :param parent: new division above, None to find it by the code
        :return: the closed copy of the former state
        """
        self.ensure_one()
        values = {"name": name} if name else {}
        old_code = self.code
        if code:
            values["code"] = self._free_code(code)
            above = division_code.parent_code(values["code"])
            parent = parent or self._live_by_code([above] if above else []).get(above)
        if parent:
            values["parent_id"] = parent.id
        below = self.browse()
        if values.get("code", old_code) != old_code:
            below = self.search([("id", "child_of", self.id)]) - self
        former = (self | below)._keep_former(on_date)[:1]
        self.write(values)
        below._recode(division_code.prefix(old_code), division_code.prefix(self.code))
        return former

    def _free_code(self, code):
        """Twelve digits of a code that no other division in force has."""
        code = self._prepare_code({"code": code})["code"]
        taken = self._live_by_code([code]).get(code, self.browse()) - self
        if taken:
            raise UserError(
                self.env._(
                    "%(place)s has the code %(code)s: merge into it instead.",
                    place=taken.display_name,
                    code=code,
                )
            )
        return code

    def _recode(self, old_prefix, new_prefix):
        """Change the first digits of divisions, those above before those below."""
        if len(new_prefix) != len(old_prefix):
            raise UserError(self.env._("A division keeps its level."))
        for division in self.sorted("code"):
            if division.code.startswith(old_prefix):
                division.code = new_prefix + division.code[len(new_prefix) :]

    def _merge_into(self, target, on_date):
        """Merge divisions into another one of their level.

        What lies below moves under the target with its number, an own one where that
        is taken; or it merges into its twin that a new table has brought there. The
        merged ones are closed and have the target as successor. Files stay with the
        village they belong to; files that hang directly on a merged division move.

        :return: number of divisions that moved
        """
        (self | target)._check_own_area()
        if target in self:
            raise UserError(self.env._("A division cannot merge into itself."))
        if any(division.level != target.level for division in self):
            raise UserError(
                self.env._("Only divisions of one level can merge: %s.", target.name)
            )
        if target.valid_to or any(division.valid_to for division in self):
            raise UserError(self.env._("A closed division cannot merge."))
        moved = 0
        for division in self:
            for child in division.child_ids.sorted("code"):
                twin = target._fresh_twin(child)
                if twin:
                    moved += child._merge_into(twin, on_date)
                    continue
                child._change(on_date, code=target._code_below(child), parent=target)
                # The number under the new place is ours until a table confirms it.
                child.is_official = False
                moved += 1
            division._move_files(target)
            division._close(on_date, successor=target)
        return moved

    def _fresh_twin(self, child):
        """The division below that is the same place under its new code, if loaded.

        Only one without files: two villages in use may share name and number.
        """
        self.ensure_one()
        number = child.code[len(division_code.prefix(child.parent_id.code)) :]
        twin = self.child_ids.filtered(
            lambda one: one.name == child.name and one.code.endswith(number)
        )[:1]
        files = self.env["dibao.household"].sudo().with_context(active_test=False)
        if twin and files.search_count(
            [("division_id", "child_of", twin.ids)], limit=1
        ):
            return self.browse()
        return twin

    def _code_below(self, child):
        """Code for a division that comes under this one: its own number if free."""
        self.ensure_one()
        width = division_code.PREFIX_WIDTH[child.level]
        start = len(division_code.prefix(self.code))
        taken = set(self.child_ids.mapped("code"))
        code = self.code[:start] + child.code[start:]
        if code not in taken:
            return code
        if child.level == "village":
            return division_code.free_village_code(self.code, taken)
        for number in reversed(range(1, 10 ** (width - start))):
            digits = f"{number:0{width - start}d}"
            code = (self.code[:start] + digits).ljust(division_code.WIDTH, "0")
            if code not in taken:
                return code
        raise UserError(self.env._("%s has no free number left.", self.name))

    def _move_files(self, target):
        """Move the living files that hang directly on merged divisions."""
        for model in ("dibao.household", "dibao.person"):
            if model in self.env and "division_id" in self.env[model]._fields:
                field = self.env[model]._fields["division_id"]
                if not field.related and (not field.compute or not field.readonly):
                    self.env[model].sudo().search(
                        [("division_id", "in", self.ids)]
                    ).division_id = target

    # ACTIONS

    def action_open_children(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_archive.dibao_division_action"
        )
        return action | {
            "domain": [("parent_id", "=", self.id)],
            "context": {"default_parent_id": self.id},
            "display_name": self.display_name,
        }

    def action_change(self):
        """Open the act of renaming, recoding or merging."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Rename, recode or merge"),
            "res_model": "dibao.division.change",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_division_ids": self.ids,
                "default_on_date": fields.Date.context_today(self),
            },
        }
