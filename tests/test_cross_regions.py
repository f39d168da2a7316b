# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two counties, each with a database of its own, find who is on both their lists.

Nothing passes between them but the three files. Each side's processes are its own.
"""

import json
import os
import subprocess
import time

import pytest
from real import copied

PERSONS = int(os.environ.get("CROSS_PERSONS", "300"))
SHARED = 17

BEGIN = """
import base64, json, time
from pathlib import Path
def by(login):
    return env["res.users"].search([("login", "=", login)])
def run_job(run):
    begun = time.monotonic()
    run.job_id.sudo()._run()
    run.invalidate_recordset()
    job = run.sudo().job_id
    assert job.state == "done", job.message
    return time.monotonic() - begun
def tell(**values):
    Path(TOLD).write_text(json.dumps(values))
def the_run():
    return env["dibao.cross.run"].with_user(by("x_officer")).search([], limit=1)
def take(path):
    wizard = env["dibao.cross.take"].with_user(by("x_officer")).create({
        "partner_id": env["dibao.cross.partner"].search([]).id,
        "file": base64.b64encode(Path(path).read_bytes())})
    runs = env["dibao.cross.run"].with_user(by("x_officer"))
    return runs.browse(wizard.action_take()["res_id"])
"""
COUNTY = """
from odoo.addons.dibao_archive.tools.county import County
county = County(HOUSEHOLDS, seed=SEED, mean_size=2, first=FIRST)
env["dibao.county"]._load(county)
place = env["dibao.division"].search([("code", "=", county.places()[-1].code)])
office = place.county_id
for login, group in (("x_officer", "county_officer"), ("x_boss", "county_confirmer")):
    env["res.users"].create({"name": login, "login": login,
        "dibao_division_ids": [(6, 0, office.ids)],
        "group_ids": [(6, 0, [env.ref(f"dibao_archive.group_{group}").id])]})
# These stand on both lists: the same numbers in the village's own names.
from odoo.addons.dibao_archive.tests.common import make_id
for order in range(1, SHARED + 1):
    home = env["dibao.household"].create(
        {"division_id": place.id, "urban_rural": "rural"})
    env["dibao.household.member"].create({"household_id": home.id,
        "name": "示例双", "id_number": make_id("19550303", order),
        "birth_date": "1955-03-03",
        "relation_id": env["dibao.code"]._match("relation", "02")})
env.flush_all()
env.cr.execute("UPDATE dibao_household SET state = 'active' WHERE county_id = %s",
               [office.id])
env.cr.commit()
key = env["dibao.cross.identity"]._for(office)
env.cr.commit()
tell(code=office.code, key=key.public_key)
"""
PARTNER = """
partner = env["dibao.cross.partner"].with_user(by("x_officer")).create({
    "name": "对方民政局", "code": CODE, "public_key": KEY, "agreement": "协查1号",
    "division_id": by("x_officer").dibao_division_ids.id,
    "legal_basis": "《社会救助暂行办法》第58条", "most": 10 ** 7})
partner.with_user(by("x_boss")).action_confirm()
env.cr.commit()
tell()
"""
APPROVE = """
run.action_request()
run.with_user(by("x_boss")).action_approve()
env.cr.commit()
seconds = run_job(run)
run._write_file(FILE)
env.cr.commit()
tell(persons=run.own_count, seconds=seconds)
"""
ASK = (
    """
run = env["dibao.cross.run"].with_user(by("x_officer")).create(
    {"partner_id": env["dibao.cross.partner"].search([]).id})
"""
    + APPROVE
)
ANSWER = "run = take(TAKEN)\n" + APPROVE
RESULT = """
env.cr.commit()
seconds = run_job(run)
leads = run.lead_ids
tell(seconds=seconds, state=run.state, codes=sorted(leads.mapped("pair_code")),
     names=sorted(set(leads.person_id.mapped("name"))))
"""
CLOSING = (
    """
run = take(TAKEN)
"""
    + RESULT
    + """
run._write_file(FILE)
run.action_close()
env.cr.commit()
"""
)
LAST = "run = take(TAKEN)\n" + RESULT + "run.action_close()\nenv.cr.commit()\n"


class Office:
    """A county with its database; acts in processes of its own."""

    def __init__(self, database, folder):
        self.database, self.folder = database, folder

    def act(self, script, **values):
        told = self.folder / f"{self.database}-{time.monotonic_ns()}.json"
        head = "".join(f"{name} = {value!r}\n" for name, value in values.items())
        script = f"TOLD = {str(told)!r}\n{head}{BEGIN}\n{script}"
        done = subprocess.run(
            [
                os.environ["ODOO_BIN"],
                *("shell", "-c", os.environ["DIBAO_CONF"], "-d", self.database),
                *("--log-level=warn", "--no-http"),
            ],
            input=script,
            capture_output=True,
            text=True,
            check=False,
        )
        assert told.exists(), (done.stdout + done.stderr)[-6000:]
        return json.loads(told.read_text())


@pytest.fixture(scope="module")
def offices(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cross")
    with copied("crossa") as here, copied("crossb") as there:
        yield [Office(name, folder) for name in (here, there)]


def test_who_is_on_both_lists(offices, tmp_path):
    ours, theirs = offices
    values = {"HOUSEHOLDS": PERSONS // 2, "SHARED": SHARED}
    here = ours.act(COUNTY, SEED=3, FIRST=61, **values)
    there = theirs.act(COUNTY, SEED=4, FIRST=62, **values)
    assert here["code"] != there["code"]
    ours.act(PARTNER, CODE=there["code"], KEY=there["key"])
    theirs.act(PARTNER, CODE=here["code"], KEY=here["key"])

    files = [tmp_path / name for name in ("offer", "answer", "closing")]
    offer, answer, closing = map(str, files)
    asked = ours.act(ASK, FILE=offer)
    answered = theirs.act(ANSWER, TAKEN=offer, FILE=answer)
    found = ours.act(CLOSING, TAKEN=answer, FILE=closing)
    also = theirs.act(LAST, TAKEN=closing)

    assert found["names"] == also["names"] == ["示例双"]
    assert len(found["codes"]) == SHARED
    assert found["codes"] == also["codes"]
    # No number of the seventeen, and no name, is in what passed between them.
    for path in files:
        data = path.read_bytes()
        assert b"19550303" not in data and "示例双".encode() not in data
    sizes = {path.name: path.stat().st_size for path in files}
    print(
        f"\n{asked['persons']} persons: {sizes}; seconds: blind "
        f"{asked['seconds']:.1f}, answer {answered['seconds']:.1f}, "
        f"match {found['seconds']:.1f}"
    )
