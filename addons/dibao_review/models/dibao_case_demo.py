# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.fields import Command

# kind, acts in their order
CASES = [
    ("application", ()),
    ("application", ("accept",)),
    ("application", ("accept", "investigate")),
    ("increase", ("accept", "investigate", "opine_fits", "post_notice")),
    ("member_change", ("accept",)),
    ("reverification", ("accept", "investigate")),
    ("reverification", ("accept", "investigate", "opine_fits", "submit", "confirm")),
    ("reduction", ("accept", "investigate", "opine_fails", "submit", "refuse")),
]
# Who does it in the demo county: its user, or one who is in every database
PEOPLE = {
    "accept": ("dibao_archive.user_demo_clerk", "base.user_root"),
    "investigate": ("dibao_archive.user_demo_clerk", "base.user_root"),
    "opine_fits": ("dibao_archive.user_demo_reviewer", "base.user_root"),
    "opine_fails": ("dibao_archive.user_demo_reviewer", "base.user_root"),
    "post_notice": ("dibao_archive.user_demo_reviewer", "base.user_root"),
    "submit": ("dibao_archive.user_demo_clerk", "base.user_root"),
    "confirm": ("dibao_archive.user_demo_confirmer", "base.user_admin"),
    "refuse": ("dibao_archive.user_demo_confirmer", "base.user_admin"),
}


#: What the demo county has ruled: key, value.
LOCAL_RULES = {
    "supplement_elderly": "10",
    "supplement_minor": "10",
    "supplement_severe_disability": "30",
    "supplement_serious_illness": "20",
    "property_financial_multiple": "24",
    "property_homes": "1",
    "property_vehicle": "false",
    "appraisal_people_min": "9",
    "appraisal_representative_share": "50",
    "publication_online": "true",
    "hand_up_wd": "3",
}


class DibaoCase(models.Model):
    _inherit = "dibao.case"

    @api.model
    def _demo_create(self):
        """Open a few cases for households of the demo county, if there are any."""
        if self.search_count([], limit=1):
            return
        self._demo_rules()
        # People of the demo read Chinese, where the database has it at all. Terms of
        # this add-on are loaded after its demo data, which is too late for a timeline.
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        if chinese:
            self.env["ir.module.module"]._load_module_terms(["dibao_review"], [chinese])
            self = self.with_context(lang=chinese)
        opened = self.browse()
        for kind, acts in CASES:
            household = self._demo_household(kind)
            if not household:
                continue
            case = self.create({"household_id": household.id, "kind": kind})
            for act in acts:
                if act == "opine_fails":
                    case.reason = "示例：家庭人均收入高于当地低保标准"
                if act.startswith("opine"):
                    case._demo_found_out()
                getattr(case._demo_as(act), f"action_{act}")()
            opened |= case
        opened.filtered(lambda one: one.stage == "investigation")[:1]._demo_near()

    def _demo_near(self):
        """A committee member's brother applies; his home is visited tomorrow."""
        for case in self:
            officers = case.env["dibao.officer"].sudo()
            officer = officers.create(
                {
                    "name": "示例村委会委员",
                    "kind": "committee",
                    "unit": case.division_id.name,
                    "post": "委员",
                    "division_id": case.division_id.id,
                    "declared_ids": [
                        Command.create(
                            {
                                "name": case.household_id.head_id.name,
                                "relation_id": case.env["dibao.code"]._match(
                                    "relation", "73"
                                ),
                            }
                        )
                    ],
                }
            )
            case.relative_ids.sudo().create(
                {
                    "case_id": case.id,
                    "officer_id": officer.id,
                    "person_id": case.household_id.head_id.id,
                    "relation_id": officer.declared_ids.relation_id.id,
                }
            )
            visits = case._demo_as("investigate").visit_ids
            visits.create(
                {
                    "case_id": case.id,
                    "visited_on": fields.Datetime.add(fields.Datetime.now(), days=1),
                    "visitor_ids": [Command.set(visits.env.user.ids)],
                }
            )

    @api.model
    def _demo_rules(self):
        """Local rules of the demo county, as far as it has none yet."""
        county = self.env["dibao.division"]._live_by_code(["990101000000"])
        county = county.get("990101000000")
        if county and not county.office_phone:
            county.office_phone = "0000-1234567"
        policies = self.env["dibao.policy"]
        for code, value in LOCAL_RULES.items() if county else ():
            key = self.env["dibao.policy.key"].search([("code", "=", code)])
            own = [("key_id", "=", key.id), ("division_id", "=", county.id)]
            if not policies.search_count(own, limit=1):
                policies.create(
                    {
                        "key_id": key.id,
                        "division_id": county.id,
                        "value": value,
                        "legal_basis": "示例县民政局文件",
                    }
                )

    def _demo_found_out(self):
        """Promises, a visit and a check, as an opinion needs them."""
        this = self._demo_as("investigate")
        people = this.env.user | self._demo_as("opine_fits").env.user
        people = people.filtered("active") or self.env.ref("base.user_admin")
        for person in this._unsigned():
            this.authorisation_ids.create(
                {"case_id": self.id, "person_id": person.id}
            ).action_done()
        this.visit_ids.create(
            {
                "case_id": self.id,
                "visited_on": fields.Datetime.subtract(
                    fields.Datetime.now(), hours=self.id % 7
                ),
                "visitor_ids": [Command.set(people.ids)],
                "other_visitor": "示例村社会救助协理员",
                "member_ids": [Command.set(this.household_id.head_id.ids)],
                "housing": "示例：砖木结构住房两间，家具简单。",
                "living": "示例：口粮自给，无大额支出。",
                "finding": "示例：与申报情况基本一致。",
                "verdict": "agrees",
            }
        ).action_done()
        check = this.verification_ids.create({"case_id": self.id})
        check.action_request()
        check.write({"report_number": f"示例核〔{self.id}〕号", "result": "clear"})
        check.action_done()

    @api.model
    def _demo_household(self, kind):
        """One without a case: who applies draws nothing yet, the others do."""
        clerk = self.env.ref(PEOPLE["accept"][0], raise_if_not_found=False)
        places = clerk.dibao_division_ids if clerk else self.env["dibao.division"]
        domain = [("case_ids", "=", False)]
        if places:
            domain.append(("division_id", "child_of", places.ids))
        states = ["draft", "stopped"] if kind == "application" else ["active"]
        households = self.env["dibao.household"]
        return households.search(
            [*domain, ("state", "in", states)], limit=1
        ) or households.search(domain, limit=1)

    def _demo_as(self, act):
        user, fallback = PEOPLE[act]
        actor = self.env.ref(user, raise_if_not_found=False) or self.env.ref(fallback)
        # sudo: the demo must load before anybody granted these users anything
        return self.with_user(actor).sudo()
