# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Forms that the household signs: printed with what is known, signed, and scanned.

They are no acts of the office and file nothing by themselves: the signed sheet is the
paper, and its scan is what goes into the volume (民办发〔2019〕10号 names the forms).
"""

from types import SimpleNamespace

from odoo import api, models
from odoo.exceptions import UserError

from .case_papers import CasePaper

#: Lines to write on by hand.
BLANK = "\u3000\n\u3000\n\u3000\n\u3000"
SHORT_BLANK = "\u3000\n\u3000"


class CaseForm(CasePaper):
    """Application, mandate of a proxy, agreement on the custody of the account."""

    def _member_heads(self):
        return [
            self.env._("Name of the member"),
            self.env._("Relation to the head"),
            self.env._("ID number"),
            self.env._("State of health"),
            self.env._("Disability, type and grade"),
            self.env._("Labour ability"),
            self.env._("Work or school"),
            self.env._("Income, yuan per month"),
        ]

    def _members(self):
        """With masked numbers; the income is declared by hand."""
        return [
            [
                member.name or "",
                member.relation_id.name or "",
                member.person_id.id_number or "",
                member.person_id.health_id.name or "",
                self._disability(member.person_id),
                self._word(member.person_id, "labour_ability"),
                member.person_id.school or member.person_id.occupation_id.name or "",
                "",
            ]
            for member in self.household.live_member_ids
        ]

    def _disability(self, person):
        if not person.disability_type:
            return ""
        return " ".join(
            filter(
                None,
                (
                    self._word(person, "disability_type"),
                    self._word(person, "disability_grade"),
                ),
            )
        )

    def _f01(self):
        case, household = self.case, self.household
        self.facts += [
            (self.env._("Received on"), self._day(case.received_on)),
            (self.env._("Urban or rural"), self._word(household, "urban_rural")),
            (self.env._("Registered address"), household.registered_address or ""),
            (self.env._("Living address"), household.living_address or ""),
            (self.env._("Telephone"), ""),
            (self.env._("Proxy"), case.proxy_name or ""),
            (self.env._("Applied at"), self._word(case, "applied_at")),
            (
                self.env._("Account for the allowance"),
                " ".join(
                    filter(None, (household.account_bank, household.account_number))
                ),
            ),
        ]
        if case.by_single:
            self.facts += [
                (self.env._("Applies alone"), case.single_person_id.name or ""),
                (self.env._("Alone, because"), self._word(case, "by_single")),
            ]
        self.texts = [
            (
                self.env._("Application"),
                self.env._(
                    "I apply for the minimum living guarantee for the persons named "
                    "here. What I declare of people, income and property is true and "
                    "complete (民发〔2021〕57号 art. 4, 9)."
                ),
            ),
            (self.env._("Why the household applies"), SHORT_BLANK),
            (
                self.env._("Declared property (deposits, vehicles, homes, business)"),
                SHORT_BLANK,
            ),
        ]
        self.signatures = [
            self.env._("Applicant (signature or fingerprint)"),
            self.env._("Date"),
        ]

    def _f03(self):
        if not self.case.proxy_name:
            raise UserError(
                self.env._(
                    "%s: enter the proxy on the case first.", self.case.display_name
                )
            )
        self.facts += [
            (self.env._("Proxy"), self.case.proxy_name),
            (self.env._("Relation to the applicant"), ""),
            (self.env._("ID number of the proxy"), ""),
            (self.env._("Telephone"), ""),
        ]
        self.texts = [
            (
                self.env._("Mandate"),
                self.env._(
                    "I entrust the person named above with applying for me: handing in "
                    "the application and its papers, and receiving what the office "
                    "tells in writing (民发〔2021〕57号 art. 6)."
                ),
            ),
            (self.env._("Why the applicant does not come"), BLANK),
        ]
        self.signatures = [
            self.env._("Applicant (signature or fingerprint)"),
            self.env._("Signature of the proxy"),
            self.env._("Date"),
        ]

    def _f20(self):
        keepers = self.household.custodian_ids
        if not keepers:
            raise UserError(
                self.env._(
                    "%s: enter the custodian of the account in the registry first.",
                    self.household.display_name,
                )
            )
        for keeper in keepers:
            self.facts += [
                (self.env._("Custodian"), keeper.name or ""),
                (self.env._("Relation to the applicant"), keeper.relation or ""),
            ]
        self.texts = [
            (
                "",
                self.env._(
                    "The custodian keeps the account into which the allowance is paid, "
                    "for the household alone: draws it for the household's living, "
                    "notes what was drawn, and shows the notes whenever the household "
                    "or the office asks (民发〔2021〕57号 art. 26)."
                ),
            ),
            (self.env._("Further agreements"), BLANK),
        ]
        self.signatures = [
            self.env._("Household (signature or fingerprint)"),
            self.env._("Signature of the custodian"),
            self.env._("Date"),
        ]


class CaseFormReport(models.AbstractModel):
    """A form to be signed, for each case; the print is logged."""

    _name = "report.dibao_review.case_form"
    _description = "Form to be Signed"
    _code = None

    @api.model
    def _get_report_values(self, docids, data=None):
        cases = self.env["dibao.case"].browse(docids)
        cases.check_access("read")
        sheets = [
            SimpleNamespace(content=CaseForm(case, self._code).content())
            for case in cases
        ]
        self.env["dibao.access.log"]._log("export", cases, detail="case_paper")
        return {"doc_ids": docids, "doc_model": cases._name, "docs": sheets}


class CaseFormF01(models.AbstractModel):
    """The application."""

    _name = "report.dibao_review.case_form_f01"
    _inherit = ["report.dibao_review.case_form"]
    _description = "Application on Paper"
    _code = "F01"


class CaseFormF03(models.AbstractModel):
    """The mandate of a proxy."""

    _name = "report.dibao_review.case_form_f03"
    _inherit = ["report.dibao_review.case_form"]
    _description = "Mandate of a Proxy on Paper"
    _code = "F03"


class CaseFormF20(models.AbstractModel):
    """The agreement on the custody of the account."""

    _name = "report.dibao_review.case_form_f20"
    _inherit = ["report.dibao_review.case_form"]
    _description = "Agreement on Custody on Paper"
    _code = "F20"
