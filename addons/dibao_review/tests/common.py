# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.fields import Command
from odoo.tests import new_test_user

#: What a county sets: the rest comes with the program.
LOCAL = {
    "supplement_elderly": "10",
    "supplement_minor": "10",
    "supplement_severe_disability": "30",
    "supplement_serious_illness": "20",
    "property_financial_multiple": "24",
    "property_homes": "1",
    "property_vehicle": "false",
}


class CasePersonas:
    """A township with its officers and a household; mixed into a test class."""

    @classmethod
    def _setup_personas(cls):
        # Acts that log in a transaction of their own stay inside the test's.
        if not cls._registry_patched:
            cls.registry_enter_test_mode_cls()
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
    def _member_of(cls, household, **values):
        """A member without an ID number: the head of sixty, unless told otherwise."""
        return cls.env["dibao.household.member"].create(
            {
                "household_id": household.id,
                "name": "示例欣",
                "no_id_reason": "other",
                "birth_date": "1960-05-05",
                "relation_id": cls.env["dibao.code"]._match("relation", "02"),
                **values,
            }
        )

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
    def _set_rules(cls):
        """The standard and the local rules by which means are reckoned."""
        cls.policy = cls.env["dibao.policy"]
        cls.env["dibao.standard"].create(
            {
                "division_id": cls.county.id,
                "urban_rural": "rural",
                "amount": 600,
                "valid_from": "2024-01-01",
                "legal_basis": "试验县民政局公告",
            }
        )
        for code, value in LOCAL.items():
            cls._rule(code, value)

    @classmethod
    def _rule(cls, code, value, **dates):
        key = cls.env["dibao.policy.key"].search([("code", "=", code)])
        key.ensure_one()
        return cls.env["dibao.policy"].create(
            {
                "key_id": key.id,
                "division_id": cls.county.id,
                "value": value,
                "legal_basis": "试验县民政局文件",
                **dates,
            }
        )

    @classmethod
    def _found_out(cls, case):
        """Visit, check and means of a case, as its opinion needs them."""
        standards = cls.env["dibao.standard"]
        if not standards.search_count([("division_id", "=", cls.county.id)]):
            cls._set_rules()
        household = case.sudo().household_id
        household.urban_rural = household.urban_rural or "rural"
        if not household.live_member_ids:
            cls._member_of(household)
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
