# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A household goes while its month is frozen: no fact points at nobody, none is lost.

Two real transactions that both commit, in both orders, and the freezing job between:
on a copy of the database under test, which is dropped.
"""

from real import ask, finish

SETUP = """
from odoo import SUPERUSER_ID, api
from odoo.addons.dibao_archive.tools.county import County
county = County(6, seed=8, mean_size=2, first=77)
env["dibao.county"]._load(county)
place = env["dibao.division"].search([("code", "=", county.places()[-1].code)])
office = place.county_id
homes = env["dibao.household"].search([("county_id", "=", office.id)], order="id")
gone, others = homes[0], homes[1:]
env.cr.execute("UPDATE dibao_household SET state = 'draft' WHERE id = %s", [gone.id])
env.cr.execute('''
    INSERT INTO dibao_benefit (household_id, division_id, version, kind, state,
           date_from, urban_rural, method, amount)
    SELECT id, division_id, 1, 'regular', 'in_force', '2026-01-01', urban_rural, 'gap',
           100 FROM dibao_household WHERE id IN %s''', [tuple(homes.ids)])
env.cr.execute('''
    INSERT INTO dibao_benefit_member (benefit_id, division_id, person_id, is_counted,
           is_paid)
    SELECT b.id, b.division_id, m.person_id, true, true
      FROM dibao_benefit b JOIN dibao_household_member m USING (household_id)
     WHERE b.household_id IN %s''', [tuple(homes.ids)])
months = env["dibao.monthly.freeze"].create([
    {"division_id": office.id, "month": month} for month in ("2026-01-01", "2026-02-01")
])
env.cr.commit()

def delete(cr):
    cr.execute("DELETE FROM dibao_benefit WHERE household_id = %s", [gone.id])
    household = api.Environment(cr, SUPERUSER_ID, {})["dibao.household"].browse(gone.id)
    household.member_ids.unlink()
    household.unlink()

def facts():
    env.cr.rollback()
    env.cr.execute('''
        SELECT count(*), count(*) FILTER (WHERE f.household_id IS NULL),
               count(*) FILTER (WHERE f.household_id IS NOT NULL AND h.id IS NULL)
          FROM dibao_monthly_fact f
          LEFT JOIN dibao_household h ON h.id = f.household_id
         WHERE f.county_id = %s''', [office.id])
    return env.cr.fetchone()
"""

FROZEN_MEANWHILE = (
    SETUP
    + """
import psycopg2
people = len(homes.member_ids)
with env.registry.cursor() as cr:
    cr.execute("SELECT count(*) FROM dibao_monthly_fact")  # its view begins here
    months[0]._freeze()
    env.cr.commit()
    try:
        delete(cr)
        cr.flush()
    except psycopg2.errors.SerializationFailure:
        cr.rollback()
    else:
        raise AssertionError("deleted past the facts it does not see")
assert facts() == (people, 0, 0), facts()
with env.registry.cursor() as cr:   # the platform tries it again
    own = len(gone.member_ids)
    delete(cr)
assert facts() == (people, own, 0), facts()
"""
)

DELETED_MEANWHILE = (
    SETUP
    + """
import psycopg2
people = len(others.member_ids)
env.cr.rollback()
job = months[:1]._order_work().sudo()
env.cr.commit()
plain = type(months)._reckon
crossed = []

def reckon(self, *args):
    # The household goes between the freeze's first look and its facts.
    if not crossed:
        with env.registry.cursor() as cr:
            delete(cr)
        crossed.append(True)
    return plain(self, *args)

type(months)._reckon = reckon
job._run()
assert crossed and job.state == "done", (job.state, job.message)
assert facts() == (people, 0, 0), facts()
"""
)

MONTHS = "SELECT count(*) FROM dibao_monthly_freeze WHERE state = 'frozen'"


def test_a_deletion_that_does_not_see_the_facts_is_refused(database):
    finish(database, FROZEN_MEANWHILE)
    assert ask(database, MONTHS) == (1,)


def test_a_freeze_that_is_crossed_by_a_deletion_is_done_again(database):
    finish(database, DELETED_MEANWHILE)
    assert ask(database, MONTHS) == (1,)
