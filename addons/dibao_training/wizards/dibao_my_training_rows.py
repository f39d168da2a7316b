# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models


class DibaoMyTraining(models.TransientModel):
    """The rows of the page: seats, sessions, self-study, hours, papers."""

    # One file for each concern.
    _inherit = "dibao.my.training"  # pylint: disable=consider-merging-classes-inherited

    def _seats(self, employee):
        seats = (
            self.env["event.registration"]
            .sudo()
            .search(
                [
                    ("dibao_employee_id", "=", employee.id),
                    ("state", "!=", "cancel"),
                    ("event_id.dibao_course_id", "!=", False),
                ],
                order="id desc",
                limit=80,
            )
        )
        return [
            {
                **self._of_event(seat.event_id),
                "kind": "seat",
                "seat_ref": seat.id,
                "state": "waiting" if seat.dibao_waiting else seat.state,
                "joined": bool(seat.dibao_joined_on),
            }
            for seat in seats
        ]

    @api.model
    def _of_event(self, event):
        return {
            "event_ref": event.id,
            "name": event.name,
            "date": event.date_begin,
            "date_end": event.date_end,
            "place": event.dibao_place or "",
            "url": event.event_url if event.dibao_mode != "onsite" else False,
            "hours": event.dibao_hours,
            "professional": event.dibao_course_id.professional,
        }

    def _open_sessions(self, employee):
        events = self.env["event.event"].sudo()
        found = events.search(
            events._dibao_open_domain(employee), order="date_begin, id", limit=40
        )
        mine = found.registration_ids.filtered(
            lambda one: one.dibao_employee_id == employee and one.state != "cancel"
        )
        return [
            {
                **self._of_event(event),
                "kind": "open",
                "state": "full" if event._dibao_is_full() else "free",
            }
            for event in found - mine.event_id
        ]

    def _studies(self, employee):
        """What the employee may study alone, with its materials to read."""
        # sudo: courses that the domain says are his to complete
        courses = self.env["dibao.training.course"].sudo()
        found = courses.search(
            courses._self_study_domain(employee), order="planned_on, id", limit=40
        )
        return [
            {
                "kind": "study",
                "course_ref": course.id,
                "name": course.name,
                "day": course.planned_on,
                "hours": course.hours,
                "professional": course.professional,
            }
            for course in found
        ]

    def _credits(self, employee, year):
        credits = self.env["dibao.training.credit"].sudo()
        found = credits.search(
            [
                ("employee_id", "=", employee.id),
                ("year", "=", year),
                ("state", "=", "booked"),
            ]
        )
        return [
            {
                "kind": "credit",
                "name": credit.subject,
                "day": credit.date,
                "hours": credit.hours,
                "professional": credit.professional,
            }
            for credit in found
        ]

    def _certificates(self, employee):
        certificates = self.env["dibao.training.certificate"].sudo()
        found = certificates.search(
            [("employee_id", "=", employee.id), ("state", "in", ("valid", "pending"))]
        )
        labels = dict(certificates._fields["standing"]._description_selection(self.env))
        return [
            {
                "kind": "certificate",
                "name": one.kind_id.name,
                "place": labels[one.standing],
                "day": one.valid_to,
            }
            for one in found
        ]

    def _materials(self, employee):
        """What there is to read, of courses the employee has a seat in."""
        seats = self.env["event.registration"].sudo()
        seats = seats.search(
            [("dibao_employee_id", "=", employee.id), ("state", "in", ("open", "done"))]
        )
        courses = self.env["dibao.training.course"].sudo()
        alone = courses.search(courses._self_study_domain(employee), limit=40)
        found = (seats.event_id.dibao_course_id | alone).material_ids
        found = found.filtered("for_self_study")
        return [
            {
                "kind": "material",
                "name": material.name,
                "place": material.course_id.name,
                "url": material.url
                if material.kind == "link"
                else f"/dibao/training/material/{material.id}",
            }
            for material in found
        ]
