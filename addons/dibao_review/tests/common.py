# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command
from odoo.tests import new_test_user


class CasePersonas:
    """A township with its officers and a household; mixed into a test class."""

    @classmethod
    def _setup_personas(cls):
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        Division = cls.env["dibao.division"]
        cls.county = Division.create({"code": "990191000000", "name": "试验县"})
        cls.township, cls.other_township = Division.create(
            [
                {
                    "code": f"9901910{number}000",
                    "name": name,
                    "parent_id": cls.county.id,
                }
                for number, name in (("01", "东镇"), ("02", "西镇"))
            ]
        )
        cls.village = Division.create(
            {
                "code": "990191001200",
                "name": "柳村",
                "parent_id": cls.township.id,
            }
        )
        cls.clerk = cls._persona("r_clerk", "township_clerk", cls.township)
        cls.reviewer = cls._persona("r_reviewer", "township_reviewer", cls.township)
        cls.officer = cls._persona("r_officer", "county_officer", cls.county)
        cls.confirmer = cls._persona("r_confirmer", "county_confirmer", cls.county)
        cls.household = cls.env["dibao.household"].create(
            {"division_id": cls.village.id}
        )

    @classmethod
    def _persona(cls, login, group, divisions):
        user = new_test_user(cls.env, login, f"dibao_archive.group_{group}")
        user.dibao_division_ids = [Command.set(divisions.ids)]
        return user

    @classmethod
    def _case(cls, kind="application", acts=(), **values):
        """A case received by the clerk, on which `acts` were done by whom they suit."""
        case = (
            cls.env["dibao.case"]
            .with_user(cls.clerk)
            .create({"household_id": cls.household.id, "kind": kind, **values})
        )
        who = {
            "accept": cls.clerk,
            "investigate": cls.clerk,
            "opine_fits": cls.reviewer,
            "opine_fails": cls.reviewer,
            "post_notice": cls.reviewer,
            "submit": cls.clerk,
            "appraise": cls.reviewer,
            "reopen": cls.reviewer,
            "withdraw": cls.clerk,
            "decline": cls.clerk,
            "request_papers": cls.clerk,
            "send_back": cls.officer,
            "confirm": cls.confirmer,
            "refuse": cls.confirmer,
            "end": cls.reviewer,
        }
        for act in acts:
            if act.startswith("opine"):
                cls._found_out(case)
            getattr(case.with_user(who[act]), f"action_{act}")()
        return case

    @classmethod
    def _found_out(cls, case):
        """Visit and check of a case, as far as its kind needs them."""
        case = case.with_user(cls.clerk)
        if not case.visit_ids.filtered(lambda one: one.state == "done"):
            case.visit_ids.create(
                {
                    "case_id": case.id,
                    "visitor_ids": [Command.set((cls.clerk | cls.reviewer).ids)],
                    "finding": "住房一间，家具简单。",
                    "verdict": "agrees",
                }
            ).action_done()
        if not case.verification_ids:
            for person in case._unsigned():
                case.authorisation_ids.create(
                    {"case_id": case.id, "person_id": person.id}
                ).action_done()
            check = case.verification_ids.create({"case_id": case.id})
            check.action_request()
            check.write({"report_number": "核〔2024〕1号", "result": "clear"})
            check.action_done()
