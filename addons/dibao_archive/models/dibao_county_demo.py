# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models

from ..tools.county import County
from ..tools.county_family import STANDARDS
from ..tools.county_means import means

SIZE, SEED = 300, 2026
#: Households whose means are told; the others stand for ledgers that hold sums only.
TOLD = 120


class DibaoCounty(models.AbstractModel):
    """The 300 households of the demonstration, with standards, means and history."""

    _inherit = "dibao.county"

    @api.model
    def _load_demo(self):
        """Load the demo county once; later calls leave it as it is."""
        today = fields.Date.context_today(self)
        county = County(SIZE, seed=SEED, as_of=today, variety=True)
        families = list(county.families())
        households = self.env["dibao.household"]
        if households.search_count([("number", "=", families[0].number)], limit=1):
            return
        # People of the demo read Chinese, where the database has it at all.
        chinese = self.env["res.lang"]._get_data(code="zh_CN").code
        if chinese:
            # The platform does it after the demo data: too late for a timeline.
            self.env["ir.module.module"]._load_module_terms(
                ["dibao_archive"], [chinese]
            )
        self = self.with_context(lang=chinese or "en_US", tracking_disable=True)
        self._load(county)
        found = households.search([("number", "in", [f.number for f in families])])
        by_number = {household.number: household for household in found}
        pairs = [(by_number[family.number], family) for family in families]
        self._demo_standards(today)
        self._demo_history(pairs)
        self._demo_means(pairs[::2][:TOLD], today)
        self._demo_certificates(pairs)
        self._demo_lead(pairs)

    def _demo_standards(self, today):
        standards = self.env["dibao.standard"]
        place = self.env["dibao.division"]._live_by_code(["990101000000"])
        start = today.replace(month=1, day=1)
        for kind, amount in STANDARDS.items():
            for valid_from, valid_to, value in (
                (
                    fields.Date.subtract(start, years=1),
                    fields.Date.subtract(start, days=1),
                    amount - 30,
                ),
                (start, False, amount),
            ):
                standards.create(
                    {
                        "division_id": place["990101000000"].id,
                        "urban_rural": kind,
                        "valid_from": valid_from,
                        "valid_to": valid_to,
                        "amount": value,
                        "legal_basis": f"示例县低保标准通知({valid_from.year})",
                    }
                )

    def _demo_history(self, pairs):
        """What a timeline of some years holds."""
        states = dict(
            self.env["dibao.household"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        for household, family in pairs:
            if family.state == "draft":
                continue
            household._log_event(
                "benefit",
                self.env._(
                    "Allowance %(amount)d yuan a month", amount=family.allowance or 0
                ),
                family.since,
            )
            if family.state != "active":
                household._log_event(
                    "state",
                    self.env._("State: %(state)s", state=states[family.state]),
                    family.state_date,
                )

    def _demo_means(self, pairs, today):
        codes = self.env["dibao.code"]
        kinds = {name: codes._code_ids(name) for name in ("income", "asset", "expense")}
        rows = {name: [] for name in kinds}
        for household, family in pairs:
            members = household.member_ids.sorted("id").person_id
            for fact in means(family, today):
                row = {
                    "household_id": household.id,
                    "person_id": fact.member is not None and members[fact.member].id,
                    "kind_id": kinds[fact.table][fact.kind],
                    "period_from": fact.period_from,
                    "period_to": fact.period_to,
                    "declared": fact.amount,
                    "source": fact.source,
                }
                if fact.verified is not None:
                    row["verified"] = fact.verified
                rows[fact.table].append(row)
        for name, values in rows.items():
            self.env[f"dibao.{name}"].create(values)

    def _demo_certificates(self, pairs):
        kinds = self.env["dibao.code"]._code_ids("certificate")
        self.env["dibao.certificate"].create(
            [
                {
                    "person_id": household.head_id.id,
                    "kind_id": kinds["register"],
                    # A register has no national shape; the prefix is nobody's.
                    "number": f"9901{family.number}",
                    "issued_on": family.since,
                }
                for household, family in pairs[::7]
            ]
        )

    def _demo_lead(self, pairs):
        """A second township entered somebody who is registered in the first."""
        household, family = pairs[0]
        other = pairs[-1][0].division_id
        self.env["dibao.duplicate"].create(
            {
                "person_id": household.head_id.id,
                "division_id": household.division_id.id,
                "entered_name": family.head.name,
                "entered_in_id": other.id,
                "entered_by": "clerk2",
            }
        )
