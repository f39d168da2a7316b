# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from odoo import api, models


class DibaoAlert(models.Model):
    """A lead in a sentence that a clerk understands, and where it was found."""

    _inherit = "dibao.alert"

    @api.depends("rule_id", "said", "person_id", "batch_id", "match_kind")
    @api.depends_context("lang")
    def _compute_sentence(self):
        words = self._said_words()
        for alert in self:
            values = alert._sentence_values(words)
            text = alert.rule_id.explanation or alert.rule_id.name or ""
            try:
                alert.sentence = text % values
            except (ValueError, TypeError):
                # A template that somebody broke is shown as it is.
                alert.sentence = text
            if alert.batch_id and not alert.said:
                alert.sentence = self.env._(
                    "%(person)s: %(rule)s (what the list said was deleted when its "
                    "time was over)",
                    person=values["person"],
                    rule=alert.rule_id.name,
                )
            alert.evidence = alert._evidence()

    def _sentence_values(self, words):
        said = {
            name: self._word(words, name, value)
            for name, value in (self.said or {}).items()
        }
        if said.get("how") == "cross":
            said["how"] = self.env._(
                "is on the list of %(office)s as well (pair code %(code)s)", **said
            )
        household = self.household_id
        return defaultdict(
            lambda: "—",
            said,
            person=self.person_id.name or household.head_id.name or "—",
            household=household.display_name or "—",
            village=self.division_id.name or "—",
        )

    @api.model
    def _word(self, words, name, value):
        if isinstance(value, list):
            return "、".join(self._word(words, name, one) for one in value)
        if isinstance(value, bool) or value is None:
            return "—"
        if isinstance(value, int | float):
            if name == "user":
                return self.env["res.users"].sudo().browse(value).name or "—"
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        return words.get(value, str(value))

    def _evidence(self):
        """Which list, of which day, which row, and how it was matched."""
        said = self.said or {}
        if said.get("how") == "cross":
            return self.env._(
                "Comparison %(run)s with %(office)s; matched by blinded ID number",
                run=said.get("run"),
                office=said.get("office"),
            )
        if not self.batch_id:
            return self.env._("Found in our own records: %s", self.rule_id.held_at)
        batch = self.batch_id.sudo()
        text = self.env._(
            "%(list)s, as of %(day)s, row %(row)s",
            list=batch.source_id.name,
            day=batch.data_on,
            row=self.row_number,
        )
        if self.match_kind == "weak":
            text += self.env._(
                "; matched by name, birth date and place only: check who it is first"
            )
        else:
            text += self.env._("; matched by ID number")
        if batch.state == "purged":
            text += self.env._("; rows deleted on %s", batch.purged_on)
        return text

    @api.model
    def _said_words(self):
        """Words of the codes that stand in facts."""
        env = self.env
        limits = env["dibao.case.deadline"]._fields["key"]._description_selection(env)
        return {
            **dict(limits),
            "elsewhere": env._("is on the roll of another place"),
            "entered": env._("was entered a second time and refused"),
            "twin": env._(
                "has the name and birth date of somebody in another household"
            ),
            "urban": env._("urban dibao"),
            "rural": env._("rural dibao"),
            "destitute": env._("support for the destitute"),
            "orphan": env._("allowance for orphans"),
            "unattended": env._("allowance for children in fact unattended"),
            "self": env._("a member of the household"),
            "spouse": env._("the spouse of a member"),
            "prison": env._("in prison"),
            "drug_treatment": env._("in isolated drug treatment"),
            "grown_up": env._("came of age and is not enrolled at a school"),
            "graduated": env._("graduated"),
            "left": env._("left school"),
            "sixty": env._("turned 60, but is in the file as able to work"),
            "moved": env._("moved away"),
            "split": env._("was split off into another household register"),
            "cancelled": env._("cancelled"),
            "car": env._("a car"),
            "truck": env._("a truck"),
            "motorcycle": env._("a motorcycle"),
            "boat": env._("a boat"),
            "machine": env._("a large machine"),
            "bus": env._("a bus"),
            "taxi": env._("a taxi"),
            "freight": env._("a freight vehicle"),
            "dwelling": env._("dwellings"),
            "shop": env._("shops"),
            "bought": env._("a home bought lately"),
            "sold": env._("a home sold lately"),
            "shareholder": env._("a company (shareholder)"),
            "representative": env._("a company (legal representative)"),
            "trader": env._("a sole trader's business"),
            "executive": env._("a company (executive)"),
            "pension": env._("a pension"),
            "unemployment_benefit": env._("unemployment insurance"),
            "property": env._("income from property"),
            "insured": env._("an employee's insurance"),
            "wage": env._("a wage"),
            "business": env._("business income"),
            "fund": env._("payments into the housing fund"),
            "visit": env._("home visit"),
            "check": env._("information check"),
            "opinion": env._("opinion"),
            "notice": env._("public notice of full length"),
            "day": env._("more visits in one day than can be made"),
            "minute": env._("visits to several households in one minute"),
            "photo": env._("one photograph in several households' files"),
            "civil_servant": env._("civil servant"),
            "institution": env._("staff of a public institution"),
            "state_firm": env._("staff of a state firm"),
            **self._finding_words(),
            **self._paper_words(),
        }

    @api.model
    def _paper_words(self):
        """What is wrong with papers (A30), and with money (A32)."""
        env = self.env
        return {
            "papers_missing": env._("required papers are missing"),
            "form_unsigned": env._("nobody of the household signed the visit's form"),
            "form_blank": env._("the visit's form is blank"),
            "no_photo": env._("no photograph of the home visit"),
            "scan_poor": env._("scans cannot be read as they should"),
            "file_broken": env._("files are missing or damaged"),
            "inspected": env._("items did not pass the inspection"),
            "late": env._("it did not arrive in time"),
            "cash": env._("it was paid, but not to an account"),
        }

    @api.model
    def _finding_words(self):
        env = self.env
        return {
            "lists": env._("the list of benefits and the list of payments differ"),
            "notices": env._("it never stood on a public notice"),
            "registry": env._("the registry does not show it as receiving"),
            "missing": env._("a benefit is in force, but nothing is paid"),
            "registry_only": env._("it is shown as receiving, but has no benefit"),
            "amount_changed": env._("the amount was changed since"),
            "formula": env._("the formula gives another amount"),
            "standard": env._("it was reckoned by another standard"),
            "no_holder": env._("nobody is on record as the holder"),
            "holder": env._("the holder is no member"),
        }
