# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""kill -9 in the run, in the export and in the answer: nobody paid twice or dropped.

Real processes, real commits: on a copy of the database under test, which is dropped.
"""

from real import ask, finish, kill_when

HOUSEHOLDS = 300
SETUP = f"""
from odoo.addons.dibao_archive.tools.county import County
county = County({HOUSEHOLDS}, seed=6, mean_size=2, first=79)
env["dibao.county"]._load(county)
place = env["dibao.division"].search([("code", "=", county.places()[-1].code)])
office = place.county_id
for login, group in (("k_pay", "finance"), ("k_one", "county_confirmer"),
                     ("k_two", "county_confirmer")):
    env["res.users"].create({{"name": login, "login": login,
        "dibao_division_ids": [(6, 0, office.ids)],
        "group_ids": [(6, 0, [env.ref(f"dibao_archive.group_{{group}}").id])]}})
env.ref("dibao_review.policy_payment_blocking_checks").value = "[]"
env.cr.execute('''
    INSERT INTO dibao_benefit (household_id, division_id, version, kind, state,
           date_from, urban_rural, method, amount)
    SELECT id, division_id, 1, 'regular', 'in_force', '2026-01-01', urban_rural, 'gap',
           100 + id %% 50 FROM dibao_household WHERE county_id = %s
       AND account_number IS NOT NULL''', [office.id])
env["dibao.payment.run"].with_user(by("k_pay")).create(
    {{"division_id": office.id, "month": "2026-01-01"}})
env.cr.commit()
"""
BEGIN = """
import time
def by(login):
    return env["res.users"].search([("login", "=", login)])
"""
FIND = """
run = env["dibao.payment.run"].with_user(by("k_pay")).search(
    [("division_id.code", "=like", "990179%")])
"""
COMPUTE = """
from odoo.addons.dibao_review.models import dibao_payment_run_compute
dibao_payment_run_compute.CHUNK = 10
plain = type(run)._compute_chunk
def slowly(self, after):
    done = plain(self, after)
    time.sleep(SLEEP)
    return done
type(run)._compute_chunk = slowly
if run.state == "draft" and not run.job_id:
    run.action_compute()
    env.cr.commit()
run.job_id.sudo()._run()
"""
LOCK = """
for login, act in (("k_one", "action_approve"), ("k_two", "action_approve"),
                   ("k_one", "action_lock")):
    getattr(run.with_user(by(login)), act)()
env.cr.commit()
"""
# What is killed is slow at the one place where all of it is in the air.
SLOW = """
from odoo.sql_db import Cursor
plain_execute = Cursor.execute
def slow_execute(self, query, params=None, log_exceptions=True):
    done = plain_execute(self, query, params, log_exceptions)
    if "MARK" in str(getattr(query, "code", query)):
        open("FLAG", "w").close()
        time.sleep(SLEEP)
    return done
Cursor.execute = slow_execute
"""
EXPORT = """
wizard = env["dibao.payment.export"].with_user(by("k_pay")).create({
    "run_id": run.id, "reference": "kill",
    "profile_id": env.ref("dibao_review.bank_profile_text").id})
wizard.action_make()
env.cr.commit()
"""
ANSWER = """
import base64, io
from odoo.addons.dibao_review import bank_book
file = run.file_ids
with bank_book.spool(file) as spool:
    spool.seek(0)
    rows = [line.split(",") for line in spool.read().decode("gb18030").splitlines()]
text = "\\r\\n".join(["a,b,c,d,e"] + [
    f"{row[1]},{row[2]},{row[4]},0000," for row in rows[1:]])
answer = env["dibao.bank.return"].with_user(by("k_pay")).create(
    {"file_id": file.id, "content": base64.b64encode(text.encode("gb18030"))})
env.cr.commit()
answer.action_read()
assert not answer.problem_count
answer.action_apply()
env.cr.commit()
"""
DUE = "SELECT COUNT(*) FROM dibao_benefit b JOIN dibao_household h ON h.id ="
DUE += " b.household_id JOIN dibao_division d ON d.id = h.county_id"
DUE += " WHERE d.code LIKE '990179%'"
LINES = """SELECT COUNT(*), COUNT(DISTINCT l.household_id), COALESCE(SUM(l.amount), 0)
    FROM dibao_payment_line l JOIN dibao_payment_run r ON r.id = l.run_id
    JOIN dibao_division d ON d.id = r.division_id WHERE d.code LIKE '990179%%'
    AND l.state IN %s"""


def script(*parts, sleep=0):
    return "".join((BEGIN, *parts)).replace("SLEEP", str(sleep))


def lines(database, *states):
    listed = ", ".join(f"'{state}'" for state in states)
    return ask(database, LINES % f"({listed})")


def test_killed_in_each_step(database, tmp_path):
    flag = tmp_path / "reached"

    def slow(mark):
        flag.unlink(missing_ok=True)
        return SLOW.replace("MARK", mark).replace("FLAG", str(flag))

    # The run: killed while some pieces are committed and one is in the air.
    kill_when(
        database,
        script(SETUP, FIND, COMPUTE, sleep=0.3),
        lambda: (
            ask(database, "SELECT to_regclass('dibao_payment_line') IS NOT NULL")[0]
            and lines(database, "due")[0] > 30
        ),
    )
    due = ask(database, DUE)[0]
    begun = lines(database, "due")[0]
    assert 0 < begun < due
    finish(database, script(FIND, COMPUTE, LOCK))
    count, households, total = lines(database, "due")
    assert count == households == due

    # The export: killed when all lines are marked and nothing is committed.
    mark = "SET file_id = %s, state = 'sent'"
    kill_when(database, script(slow(mark), FIND, EXPORT, sleep=60), flag.exists)
    assert lines(database, "due") == (count, households, total)
    assert ask(database, "SELECT COUNT(*) FROM dibao_bank_file") == (0,)
    finish(database, script(FIND, EXPORT))
    assert lines(database, "sent") == (count, households, total)

    # The answer: killed when all lines are paid and nothing is committed.
    kill_when(
        database,
        script(slow("SET state = r.result"), FIND, ANSWER, sleep=60),
        flag.exists,
    )
    assert lines(database, "sent") == (count, households, total)
    finish(database, script(FIND, ANSWER))
    assert lines(database, "paid") == (count, households, total)
    state = "SELECT state, total FROM dibao_payment_run ORDER BY id DESC LIMIT 1"
    assert ask(database, state) == ("closed", total)
