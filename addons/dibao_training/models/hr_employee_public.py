# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    # Related, not a column of the SQL view: dropping the employee's column when this
    # add-on goes would else drop the view with it.
    dibao_division_id = fields.Many2one(related="employee_id.dibao_division_id")
