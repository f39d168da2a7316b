# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One person tries the same act in two sessions at once: one request, no error.

Real transactions: on a copy of the database under test, which is dropped.
"""

from real import ask, finish

TWICE = """
from odoo import SUPERUSER_ID, api
from odoo.addons.dibao_archive.tools.county import County
county = County(2, seed=5, mean_size=2, first=78)
env["dibao.county"]._load_places(county)
place = env["dibao.division"].search([("code", "=", county.places()[-1].code)])
env.cr.commit()

def request(cr):
    mine = [("user_id", "=", SUPERUSER_ID), ("duty", "=", "file"),
            ("res_model", "=", "dibao.division"), ("res_id", "=", place.id)]
    from odoo.fields import Domain
    api.Environment(cr, SUPERUSER_ID, {})["dibao.second.person"]._ask(
        Domain(mine), SUPERUSER_ID, "file", "dibao.division", place.id, place.id)

with env.registry.cursor() as second:
    second.execute("SELECT COUNT(*) FROM dibao_second_person")  # its view begins here
    with env.registry.cursor() as first:
        request(first)
    request(second)
"""
COUNT = "SELECT COUNT(*) FROM dibao_second_person"


def test_two_sessions_leave_one_request(database):
    finish(database, TWICE)
    assert ask(database, COUNT) == (1,)
