# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""kill -9 in the middle of a ledger: the next process goes on, nothing is doubled.

Real processes, real commits: on a copy of the database under test, which is dropped.
"""

from real import ask, finish, kill_when

HOUSEHOLDS = 400
SETUP = f"""
import base64, tempfile
from odoo.addons.dibao_archive.tools.county import County
from odoo.addons.dibao_archive.tools.county_ledger import write_csv
county = County({HOUSEHOLDS}, seed=5, mean_size=3, first=77)
env["dibao.county"]._load_places(county)
place = env["dibao.division"].search([("code", "=", county.places()[-1].code)])
office = place.county_id
user = env["res.users"].create({{"name": "k", "login": "kill_officer", "group_ids": [
    (6, 0, [env.ref("dibao_archive.group_county_officer").id])]}})
user.dibao_division_ids = [(6, 0, office.ids)]
with tempfile.NamedTemporaryFile(suffix=".csv") as file:
    write_csv(file.name, county, "member")
    data = base64.b64encode(file.read())
for _twice in range(2):
    ledger = env["dibao.ledger.import"].with_user(user).create(
        {{"file": data, "file_name": "kill.csv", "division_id": office.id}})
    ledger.action_recognise()
env.cr.commit()
"""
ACT = """
import time
from odoo.addons.dibao_archive.models import dibao_job_ledger
dibao_job_ledger.CHUNK = 10
ledgers = env["dibao.ledger.import"].search([("state", "!=", "done")], order="id")
ledger = ledgers[0]
plain = type(ledger.job_id)._next_chunk
def slowly(job, plain=plain):
    goes_on = plain(job)
    time.sleep(SLEEP)
    return goes_on
type(ledger.job_id)._next_chunk = slowly
for _step in range(STEPS):
    if ledger.state in ("mapping", "checked"):
        act = "action_check" if ledger.state == "mapping" else "action_import"
        getattr(ledger.with_user(ledger.user_id), act)()
    env.cr.commit()
    ledger.job_id._run()
    ledger.invalidate_recordset()
"""

AGAIN = """
env["ir.config_parameter"].set_param("kill.test", str(env.cr.fetchone()))
env.cr.commit()
"""


def act(sleep=0, steps=1):
    return ACT.replace("SLEEP", str(sleep)).replace("STEPS", str(steps))


def kill_in_the_middle(database, kind, script):
    """Run a script, and kill its process when some chunks of the job are committed."""
    done = (
        f"SELECT COALESCE(MAX((cursor->>'seq')::int), 0) FROM dibao_job"
        f" WHERE kind = '{kind}' AND state = 'running'"
    )
    kill_when(database, script, lambda: ask(database, done)[0] >= 30)
    reached = ask(database, done)[0]
    assert 0 < reached < HOUSEHOLDS, reached
    return reached


def test_killed_twice_and_finished(database):
    kill_in_the_middle(database, "ledger_check", SETUP + act(sleep=0.2))
    staged = "SELECT COUNT(*), COUNT(DISTINCT seq) FROM dibao_ledger_household"
    assert 0 < ask(database, staged)[0] < HOUSEHOLDS

    # The next process ends the dry run, begins to import, and is killed in its turn.
    reached = kill_in_the_middle(database, "ledger_import", act(sleep=0.1, steps=2))
    assert ask(database, staged) == (HOUSEHOLDS, HOUSEHOLDS)
    number = "SELECT COUNT(*) FROM dibao_household WHERE number LIKE '990177%'"
    assert ask(database, number)[0] == reached

    # The third ends the import, and takes the same file over once more.
    newest = """SELECT MAX(h.write_date), MAX(p.write_date), COUNT(p.id)
        FROM dibao_household h JOIN dibao_person p ON p.household_id = h.id"""
    again = f"env.cr.execute({newest!r})" + AGAIN
    finish(database, act() + again + act(steps=2))
    assert ask(database, number)[0] == HOUSEHOLDS
    doubled = """SELECT COUNT(*) FROM (SELECT person_id FROM dibao_household_member
        GROUP BY 1 HAVING COUNT(*) > 1) twice"""
    assert ask(database, doubled) == (0,)
    sums = """SELECT state, created_count, updated_count, same_count
        FROM dibao_ledger_import ORDER BY id"""
    assert ask(database, sums) == ("done", HOUSEHOLDS, 0, 0)
    assert ask(database, f"{sums} DESC") == ("done", 0, 0, HOUSEHOLDS)
    # The same file again: not one row was touched.
    told = ask(
        database, "SELECT value FROM ir_config_parameter WHERE key = 'kill.test'"
    )
    assert str(ask(database, newest)) == told[0]
