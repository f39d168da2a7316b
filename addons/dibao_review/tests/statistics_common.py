# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A county whose months are frozen, and a plain recount of what they must say."""

from datetime import date

from odoo.addons.dibao_archive.tests.common import make_id

from ..tools import monthly_fact
from .payment_common import PaymentCase

DEC = date(2025, 12, 1)
JAN, FEB, MAR, APR = (date(2026, month, 1) for month in (1, 2, 3, 4))


class StatisticsCase(PaymentCase):
    """Households whose members have classes, and months frozen by the job's piece."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freezes = cls.env["dibao.monthly.freeze"]
        cls.facts = cls.env["dibao.monthly.fact"]
        cls.sums = cls.env["dibao.monthly.sum"]
        cls.orders = iter(range(100, 999))

    @classmethod
    def person_values(cls, birth="19800101", sex="1", **values):
        """A member: name, ID number and the rest, for ``make_people``."""
        order = next(cls.orders)
        if order % 2 != (sex == "1"):
            order = next(cls.orders)
        return (f"示例人{order}", make_id(birth, order), values)

    @classmethod
    def make_people(cls, members, amount=500.0, start=JAN, village=None, **household):
        """A household of members (of ``person_values``) with a benefit."""
        causes = household.pop("causes", ())
        benefit = household.pop("benefit", {})
        made = cls.make_household(
            village,
            [
                (name, number, "02" if not i else "35")
                for i, (name, number, _values) in enumerate(members)
            ],
            state="active",
            **household,
        )
        for member, (_name, _number, values) in zip(
            made.member_ids.sorted("id"), members, strict=True
        ):
            member.person_id.write(values)
        codes = cls.env["dibao.code"]._code_ids("cause")
        made.cause_ids = [(6, 0, [codes[cause] for cause in causes])]
        if amount:
            cls.grant(made, amount, start, **benefit)
        return made

    @classmethod
    def freeze(cls, month, county=None):
        """A month frozen as the job's piece does it."""
        cls.env.flush_all()
        one = cls.freezes.create(
            {"division_id": (county or cls.county).id, "month": month}
        )
        one._freeze()
        return one

    @classmethod
    def figures(cls, place, month, booked=None, urban_rural=None):
        """The sums of a place and month; as published when ``booked`` is the month."""
        domain = [("division_id", "=", place.id), ("month", "=", month)]
        if booked:
            domain.append(("booked_month", "=", booked))
        if urban_rural:
            domain.append(("urban_rural", "=", urban_rural))
        rows = cls.sums.search(domain)
        return {
            name: round(sum(rows.mapped(name)), 2) for name in monthly_fact.MEASURES
        }

    @classmethod
    def make_person_in(cls, household, values):
        name, number, more = values
        member = cls.env["dibao.household.member"].create(
            {
                "household_id": household.id,
                "name": name,
                "id_number": number,
                "relation_id": cls.relation("35").id,
                **more,
            }
        )
        return member.person_id
