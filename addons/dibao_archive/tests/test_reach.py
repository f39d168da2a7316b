# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whoever may write server actions or templates still reaches no clear value."""

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .common import DibaoCase, make_id

#: What an administrator might try; each must fail, or leave nothing clear behind.
ATTEMPTS = (
    "env['dibao.key']._ring()",
    "env.registry._dibao_ring",
    "record._typed_id_number()",
    "record.id_number.clear",
    "record.id_number.clear__",
    "record.sudo().id_number",
    "record._fields['id_number']._decrypt(env, b'')",
    "record.read(['id_number'])",
    "record.export_data(['id_number'])",
    "record.with_context(bin_size=False, dibao_clear=True, show_clear=True).id_number",
    "record._read_format(['id_number'])",
    "record.copy_data()",
    "record._fields['id_number'].convert_to_export(record.id_number, record)",
)


@tagged("post_install", "-at_install")
class TestReach(DibaoCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_id("19600101", 1)
        cls.person = cls.env["dibao.person"].create(
            {
                "name": "示例甲",
                "id_number": cls.number,
                "division_id": cls.east_village.id,
            }
        )
        cls.env.flush_all()

    def _run(self, expression, record):
        vals = {
            "name": "attempt",
            "model_id": self.env["ir.model"]._get_id("dibao.person"),
            "state": "code",
            "code": f"record.write({{'note': str({expression})}})",
        }
        context = {"active_model": record._name, "active_id": record.id}
        with mute_logger("odoo.addons.base.models.ir_actions", "odoo.tools.safe_eval"):
            try:
                with self.env.cr.savepoint():
                    action = self.env["ir.actions.server"].create(vals)
                    action.with_context(**context).run()
            except Exception as error:
                return str(error)
        return "ran"

    def _assert_nothing(self, code):
        self.person.note = False
        told = self._run(code, self.person)
        self.env.invalidate_all()
        # The last four and the birth date are what the mask hides.
        for text in (told, self.person.note or ""):
            self.assertNotIn(self.number, text, code)
            self.assertNotIn(self.number[6:], text, code)

    def test_attempts_do_run(self):
        """What is not refused outright reads the mask, so the attempts are real."""
        self.assertEqual(self._run("record.sudo().id_number", self.person), "ran")
        self.assertEqual(self.person.note, "9901" + "*" * 14)

    def test_server_action_on_a_stored_value(self):
        self.env.invalidate_all()
        for code in ATTEMPTS:
            with self.subTest(code):
                self._assert_nothing(code)

    def test_server_action_on_a_value_just_written(self):
        for code in ATTEMPTS:
            with self.subTest(code):
                self.person.write({"id_number": self.number})
                self._assert_nothing(code)

    def test_value_typed_in_a_form(self):
        """What stands in a form not yet saved is hidden from actions on change, too."""
        draft = self.env["dibao.person"].new({"id_number": self.number})
        self.assertNotIn(self.number, str(draft.id_number))
        self.assertNotIn(self.number, repr(draft.read(["id_number"])))
        self.assertEqual(str(draft.birth_date), "1960-01-01")
        with mute_logger("odoo.tools.safe_eval"):
            with self.assertRaises(NameError):
                safe_eval("r.id_number.clear__", {"r": draft})
            with self.assertRaises(ValueError):
                safe_eval("r.id_number.clear", {"r": draft})

    def test_templates(self):
        """QWeb written by an administrator, with the record at hand."""
        for expression in (
            "record.id_number",
            "record.id_number.clear__",
            "record._typed_id_number()",
        ):
            view = self.env["ir.ui.view"].create(
                {
                    "type": "qweb",
                    "name": "attempt",
                    "arch": f"<t t-name='attempt'><p t-out='{expression}' /></t>",
                }
            )
            try:
                told = str(
                    self.env["ir.qweb"]._render(view.id, {"record": self.person})
                )
            except Exception as error:
                told = str(error)
            self.assertNotIn(self.number[6:], told, expression)

    def test_mail_template(self):
        """Placeholders of a mail template see the mask."""
        mail = self.env["mail.template"].create(
            {
                "name": "attempt",
                "model_id": self.env["ir.model"]._get_id("dibao.person"),
                "body_html": "<p t-out='object.id_number' />",
                "subject": "{{ object.id_number }}",
            }
        )
        told = mail._generate_template(self.person.ids, ["subject", "body_html"])
        self.assertIn("9901*", str(told))
        self.assertNotIn(self.number[6:], str(told))

    def test_refusal_is_an_error_people_can_read(self):
        with self.assertRaises(UserError):
            self.person.write({"id_number": "9901**************"})
