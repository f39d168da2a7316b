# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.dibao_archive.tools import label_token


class TrainingController(http.Controller):
    """Check-in at the door with one's own telephone, and material to read."""

    @http.route("/dibao/training/checkin/<string:code>", type="http", auth="user")
    def ask(self, code):
        """Whose session this is; looking changes nothing."""
        return self._page(self._check_seat(code), code)

    @http.route(
        "/dibao/training/checkin/<string:code>/here",
        type="http",
        auth="user",
        methods=["POST"],
    )
    def here(self, code):
        """The signed-in employee attends; a second time says so and books nothing."""
        seat = self._check_seat(code)
        refused = ""
        if seat and seat.state == "open":
            try:
                seat.action_set_done()
            except UserError as error:
                refused = str(error)
        return self._page(seat, code, refused)

    def _check_seat(self, code):
        """The own seat in the session of a code; empty without one."""
        token = label_token.parse(code)
        # sudo: who is registered need not read events; only the own seat is used
        event = token and request.env["event.event"].sudo().search(
            [("dibao_token", "=", token)], limit=1
        )
        if not event:
            raise NotFound()
        return event.registration_ids.filtered(
            lambda one: (
                one.dibao_employee_id.user_id == request.env.user
                and one.state != "cancel"
            )
        )[:1]

    def _page(self, seat, code, refused=""):
        page = request.render(
            "dibao_training.checkin_page",
            {
                "seat": seat,
                "code": code,
                "refused": refused,
                "event_name": seat.event_id.name or "",
                "event_time": seat and seat.event_id._dibao_time(),
            },
        )
        page.headers["Cache-Control"] = "no-store"
        return page

    @http.route("/dibao/training/material/<int:number>", type="http", auth="user")
    def material(self, number):
        """A file of a course, for who may read it, has a seat, or studies it alone."""
        material = request.env["dibao.training.material"].browse(number).exists()
        if not material:
            raise NotFound()
        if not material.has_access("read"):
            seats = request.env["event.registration"].sudo()
            mine = seats.search_count(
                [
                    ("dibao_employee_id.user_id", "=", request.env.uid),
                    ("state", "in", ("open", "done")),
                    ("event_id.dibao_course_id", "=", material.sudo().course_id.id),
                ],
                limit=1,
            )
            mine = mine or self._studies(material.sudo().course_id)
            if not mine or not material.sudo().for_self_study:
                raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(
            material.sudo(), "file", filename_field="file_name"
        )
        return stream.get_response(as_attachment=True)

    def _studies(self, course):
        """May the user still complete this course alone?"""
        employee = request.env["dibao.my.training"]._my_employee()
        return course.filtered_domain(course._self_study_domain(employee))
