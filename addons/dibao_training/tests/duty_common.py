# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command

from odoo.addons.dibao_archive.tests.archive_common import ArchiveCase


class DutyCase(ArchiveCase):
    """The small county whose office asks for the archives certificate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind_archive = cls.env.ref("dibao_training.certificate_kind_archive")
        cls.kind_review = cls.env.ref("dibao_training.certificate_kind_review")
        cls.worker = cls.make_employee("辰示例", cls.archivist, cls.county)
        cls.coordinator = cls.make_user(
            "coordinator", "training_coordinator", cls.county
        )

    @classmethod
    def make_employee(cls, name, user=None, division=None):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user and user.id,
                "dibao_division_id": division and division.id,
            }
        )

    @classmethod
    def ask(cls, duty="file", division=None, kinds=None, **vals):
        kinds = cls.kind_archive if kinds is None else kinds
        return cls.env["dibao.duty.requirement"].create(
            {
                "duty_id": cls.env.ref(f"dibao_training.duty_{duty}").id,
                "division_id": (cls.county if division is None else division).id,
                "kind_ids": [Command.set(kinds.ids)],
                "promise": False,
                "legal_basis": "示例县民政局规定",
                **vals,
            }
        )

    @classmethod
    def certify(cls, employee=None, kind=None, first="2026-01-01", last="2026-12-31"):
        certificate = (
            cls.env["dibao.training.certificate"]
            ._acting()
            .create(
                {
                    "kind_id": (kind or cls.kind_archive).id,
                    "employee_id": (employee or cls.worker).id,
                    "issued_on": first,
                    "valid_from": first,
                    "valid_to": last,
                }
            )
        )
        certificate._give()
        return certificate.with_env(cls.env)

    @classmethod
    def set_policy(cls, key, value):
        cls.env.ref(f"dibao_training.policy_{key}").sudo().value = value
