# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import Sealed


class DibaoOfficer(models.Model):
    """Who handles or supervises dibao, and who sits on a village committee.

    Near relatives of these are registered apart (民发〔2021〕57号 art. 11).
    """

    _name = "dibao.officer"
    _description = "Officer or Committee Member"
    _inherit = ["dibao.sealed.mixin", "dibao.jurisdiction.mixin"]
    _order = "name, id"

    name = fields.Char(required=True)
    kind = fields.Selection(
        [("officer", "Dibao officer"), ("committee", "Committee member")],
        required=True,
        default="officer",
    )
    user_id = fields.Many2one(
        "res.users", "User", index="btree_not_null", help="Locked out of such cases."
    )
    id_number = Sealed("ID number", kind="id_number")
    unit = fields.Char(required=True)
    post = fields.Char()
    division_id = fields.Many2one(
        "dibao.division", "Place", required=True, index=True, ondelete="restrict"
    )
    valid_from = fields.Date("In post since")
    valid_to = fields.Date("In post until")
    active = fields.Boolean(default=True)
    relative_ids = fields.One2many("dibao.near.relative", "officer_id", "Relatives")

    @api.model
    def _among(self, persons):
        """Officers in post who are among these people, by blind index.

        :return: list of ``(officer, person)``
        """
        self.flush_model()
        persons.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """SELECT o.id, p.id FROM dibao_officer o
                   JOIN dibao_person p ON p.id_number->>'i' = o.id_number->>'i'
                   WHERE p.id = ANY(%s) AND o.active
                   AND (o.valid_to IS NULL OR o.valid_to >= CURRENT_DATE)
                   ORDER BY o.id, p.id""",
                persons.ids,
            )
        )
        return [(self.browse(one), persons.browse(other)) for one, other in rows]
