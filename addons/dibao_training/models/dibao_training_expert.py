# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from odoo.addons.dibao_archive.sealed import Sealed


class DibaoTrainingExpert(models.Model):
    """Who teaches: field, agreement on the fee, and what participants said.

    Not a contact of the platform: contacts are read by every internal user.
    """

    _name = "dibao.training.expert"
    _description = "Expert"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
    ]
    _order = "name, id"

    name = fields.Char("Full name", required=True, tracking=True)
    division_id = fields.Many2one(
        "dibao.division",
        "Kept by",
        required=True,
        index=True,
        default=lambda self: self.env.user.dibao_division_ids[:1],
    )
    active = fields.Boolean(default=True)
    organisation = fields.Char(help="Office, school or firm.")
    position = fields.Char("Title or post")
    topic_ids = fields.Many2many("dibao.training.topic", string="Fields")
    phone = Sealed(kind="phone")
    internal = fields.Boolean(
        "Own staff", help="Teaches as part of the job: no fee is due."
    )
    fee_hour = fields.Float(
        "Fee per hour",
        digits=(12, 2),
        tracking=True,
        help="Yuan before tax, as agreed. The local rule on fees of training binds.",
    )
    agreement_on = fields.Date("Agreement of", tracking=True)
    agreement_until = fields.Date("Valid until", tracking=True)
    agreement = fields.Char("Agreement no.")
    secrecy_promised = fields.Boolean(
        "Secrecy promised",
        help="An expert who sees cases signs the promise as the staff does.",
    )
    course_ids = fields.One2many("dibao.training.course", "expert_id", "Courses")
    session_count = fields.Integer("Sessions held", compute="_compute_record")
    rating = fields.Float(
        compute="_compute_record",
        digits=(3, 1),
        help="Average of what participants answered after the sessions, 1 to 5.",
    )
    note = fields.Html("Profile")

    _fee = models.Constraint("CHECK (fee_hour >= 0)", "A fee is not below zero.")
    _agreement_dates = models.Constraint(
        "CHECK (agreement_until IS NULL OR agreement_on IS NULL"
        " OR agreement_until >= agreement_on)",
        "The agreement ends before it begins.",
    )

    def _compute_record(self):
        # sudo: sessions belong to the events, of which the numbers alone are shown
        events = self.env["event.event"].sudo()
        rows = events._read_group(
            [("dibao_expert_id", "in", self.ids), ("dibao_closed_on", "!=", False)],
            ["dibao_expert_id"],
            ["__count", "dibao_rating_sum:sum", "dibao_rating_count:sum"],
        )
        records = {expert.id: found for expert, *found in rows}
        for expert in self:
            count, total, answers = records.get(expert.id, (0, 0, 0))
            expert.session_count = count
            expert.rating = total / answers if answers else 0.0

    @api.depends("name", "organisation")
    def _compute_display_name(self):
        for expert in self:
            names = (expert.name, expert.organisation)
            expert.display_name = " · ".join(filter(None, names))

    def action_open_courses(self):
        """Open the courses that this expert teaches."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "dibao_training.dibao_training_course_action"
        )
        return action | {
            "domain": [("expert_id", "=", self.id)],
            "context": {"default_expert_id": self.id},
        }
