# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The county day: the whole procedure as an office lives it, for fourteen months.

Sixty fictional households go through every branch of the procedure, by JSON-2, each act
by the role it belongs to. At the end all is counted: payments, limits, papers, leaks.
"""

import os

import accounts
import county_of_sixty


def test_county_day(county):
    office = county.office
    # While a story is being written: DIBAO_DAY_ONLY='平三|评一' lets only these happen.
    only = os.environ.get("DIBAO_DAY_ONLY")
    county_of_sixty.begin(office, county.password, only)
    office.live(county_of_sixty.LAST)
    accounts.everyone_came_to_an_end(office)
    if not only:
        accounts.everything_happened(office)
    accounts.payments_add_up(office)
    accounts.limits_are_accounted_for(office)
    office.print_forms()
    accounts.papers_are_filed(office)
    accounts.nothing_leaked(county)
