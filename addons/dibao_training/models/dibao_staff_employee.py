# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class DibaoStaff(models.Model):
    """The employee behind a staff record: taken or made, of this office, one person."""

    # One file for each concern.
    _inherit = "dibao.staff"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _with_employee(self, vals):
        """Take or make the employee of a new record; his place of work follows."""
        # sudo: employees are the personnel office's; the place is checked afterwards
        employees = self.env["hr.employee"].sudo()
        division_id = vals.get("division_id") or self.env.user.dibao_division_ids[:1].id
        if vals.get("employee_id"):
            employee = employees.browse(vals["employee_id"])
            former = employee.dibao_division_id
            if former and not self.env.su and not self._is_mine(former):
                raise UserError(
                    self.env._(
                        "%(name)s works for another office (%(place)s). That office "
                        "lets the person go first.",
                        name=employee.name,
                        place=former.display_name,
                    )
                )
            if division_id and (not former or vals.get("division_id")):
                employee.dibao_division_id = division_id
            vals["division_id"] = employee.dibao_division_id.id
        else:
            if not (vals.get("name") or "").strip():
                raise UserError(self.env._("Give the name of the person."))
            employee = employees.create(
                {"name": vals["name"].strip(), "dibao_division_id": division_id}
            )
            vals.update(employee_id=employee.id, division_id=division_id)
        vals["name"] = employee.name
        return vals

    @api.model
    def _is_mine(self, division):
        mine = self.env.user.dibao_division_ids.ids
        domain = [("id", "=", division.id), ("id", "child_of", mine)]
        return bool(self.env["dibao.division"].sudo().search_count(domain, limit=1))

    def _check_same_person(self):
        """Two employees with one ID number are one person: one staff record."""
        for staff in self:
            twins = staff.employee_id.sudo()._dibao_same_person() - staff.employee_id
            other = self.sudo().search([("employee_id", "in", twins.ids)], limit=1)
            if other:
                raise ValidationError(
                    self.env._(
                        "%(name)s has the ID number of an employee who is on the staff "
                        "already (%(other)s). One person has one record: let the "
                        "personnel office merge the two employees.",
                        name=staff.name,
                        other=other.name,
                    )
                )
