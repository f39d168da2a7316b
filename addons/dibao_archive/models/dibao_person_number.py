# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..sealed import typed_value
from ..tools import resident_id


class DibaoPersonNumber(models.Model):
    """What a person's ID number tells, and what has to fit it."""

    _inherit = "dibao.person"

    id_number_marks = fields.Char(
        "Marks on the number",
        compute="_compute_from_id_number",
        store=True,
        precompute=True,
        copy=False,
        exportable=False,
        help="Codes of what is to be compared with the card.",
    )
    id_number_warning = fields.Char(
        "Note on the number", compute="_compute_id_number_warning"
    )

    @api.depends("id_number")
    def _compute_from_id_number(self):
        for person in self:
            number = typed_value(person, "id_number")
            told = resident_id.check(number) if number else None
            if told and told.birth_date:
                person.birth_date = told.birth_date
                person.sex = told.sex
            else:
                person.birth_date = person.birth_date
                person.sex = person.sex
            person.id_number_marks = told and resident_id.marks(told.warnings)

    @api.depends("id_number_marks")
    @api.depends_context("lang")
    def _compute_id_number_warning(self):
        texts = {
            "place_unknown": self.env._(
                "The place part is in no current list: compare it with the card."
            ),
            "age": self.env._("By the number the person is over 130 years old."),
        }
        for person in self:
            marks = (person.id_number_marks or "").split(",")
            told = " ".join(texts[mark] for mark in marks if mark in texts)
            person.id_number_warning = told or False

    @api.constrains("id_number", "birth_date", "sex")
    def _check_against_number(self):
        for person in self.filtered("id_number"):
            told = resident_id.check(typed_value(person, "id_number"))
            if person.birth_date != told.birth_date:
                raise ValidationError(
                    self.env._(
                        "%(name)s: the birth date differs from the one in the ID "
                        "number. Compare both with the card.",
                        name=person.name,
                    )
                )
            if person.sex not in (told.sex, "0", "9"):
                raise ValidationError(
                    self.env._(
                        "%(name)s: the sex differs from the one in the ID number. "
                        "Compare both with the card.",
                        name=person.name,
                    )
                )

    def _schedule_number(self):
        """A person without a number is possible; that it is brought in is a task."""
        for person in self:
            person.activity_schedule(
                "dibao_archive.activity_id_number",
                user_id=self.env.uid,
                note=self.env._("Ask for the ID number as soon as it is issued."),
            )
