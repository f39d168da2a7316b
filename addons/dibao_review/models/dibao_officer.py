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
        "Works as",
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
    declared_ids = fields.One2many(
        "dibao.officer.relative", "officer_id", "Declared near relatives"
    )

    @api.model
    def _among(self, persons):
        """Officers in post, and whom they declared, among these people; by blind index.

        :return: list of ``(officer, person, relation)``: what the person is to the
            officer, a ``dibao.code``
        """
        codes = self.env["dibao.code"]
        oneself = codes._match("relation", "01")
        self.flush_model()
        self.env["dibao.officer.relative"].flush_model()
        persons.flush_recordset()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (o.id, p.id) o.id, p.id, s.relation_id
                     FROM dibao_officer o
                     JOIN (SELECT id AS officer_id, id_number->>'i' AS number,
                                  %s AS relation_id, 0 AS rank
                             FROM dibao_officer
                           UNION ALL
                           SELECT officer_id, id_number->>'i', relation_id, 1
                             FROM dibao_officer_relative) s ON s.officer_id = o.id
                     JOIN dibao_person p ON p.id_number->>'i' = s.number
                    WHERE p.id = ANY(%s) AND o.active
                      AND (o.valid_from IS NULL OR o.valid_from <= %s)
                      AND (o.valid_to IS NULL OR o.valid_to >= %s)
                    ORDER BY o.id, p.id, s.rank""",
                oneself,
                persons.ids,
                fields.Date.context_today(self),
                fields.Date.context_today(self),
            )
        )
        return [
            (self.browse(one), persons.browse(other), codes.browse(relation))
            for one, other, relation in rows
        ]
