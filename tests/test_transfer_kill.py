# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""kill -9 while a package is written: the transfer is where it was, nothing is half.

Real processes, real commits: on a copy of the database under test, which is dropped.
"""

from pathlib import Path

from real import ask, finish, kill_when

from odoo.tools import config

SETUP = """
import os, pikepdf, tempfile
from odoo.addons.dibao_archive.tools.county import County
county = County(2, seed=5, mean_size=2, first=78)
env["dibao.county"]._load_places(county)
place = env["dibao.division"].search([("code", "=", county.places()[-1].code)])
office = place.county_id
def user(login, group):
    made = env["res.users"].create({"name": login, "login": login, "group_ids": [
        (6, 0, [env.ref(f"dibao_archive.group_{group}").id])]})
    made.dibao_division_ids = [(6, 0, office.ids)]
    return made
archivist, head = user("k_archivist", "archivist"), user("k_head", "archive_supervisor")
fonds = env["dibao.fonds"].create(
    {"code": "J077", "name": "示例", "division_id": office.id})
volume = env["dibao.volume"].create({
    "title": "示例卷", "division_id": office.id,
    "category_id": env["dibao.category"]._of_kind("daily").id})
kind = env["dibao.document.kind"].search([("category_kind", "=", "daily")], limit=1)
for at in range(3):
    item = env["dibao.item"].create({
        "volume_id": volume.id, "kind_id": kind.id, "title": f"示例件{at}",
        "responsible": "示例县民政局", "page_count": 1})
    with pikepdf.new() as pdf, tempfile.TemporaryFile() as stream:
        pdf.add_blank_page()
        pdf.Root.Extra = pdf.make_stream(os.urandom(3 << 20))
        pdf.save(stream)
        stream.seek(0)
        env["dibao.original"]._capture(item, stream.read(), f"{at}.pdf", "scan")
volume._file("测试")
transfer = env["dibao.transfer"].with_user(archivist)._prepare_for(volume)
transfer.line_ids.opening_opinion = "控制"
transfer.receiver = "示例县档案馆"
transfer.action_inspect()
transfer.with_user(head).action_approve()
transfer.action_pack()
env.cr.commit()
"""
PACK = """
import time
from odoo.addons.dibao_archive.tools import package_zip
plain = package_zip.ChunkStream.readinto
def slowly(self, buffer):
    time.sleep(SLEEP)
    return plain(self, buffer)
package_zip.ChunkStream.readinto = slowly
jobs = env["dibao.job"].search([("kind", "=", "transfer_pack")], order="id desc")
jobs[:1]._run()
env.cr.commit()
"""
SWEEP = """
from odoo.addons.dibao_archive import vault
swept = vault.sweep(env, older_than=0)
assert swept.removed == 1 and not swept.missing, swept
"""
STATE = """SELECT t.state, t.token IS NULL, j.state, j.message FROM dibao_transfer t
           JOIN dibao_job j ON j.id = t.job_id ORDER BY t.id DESC LIMIT 1"""


def parts(database):
    """Files that are being written in the vault."""
    folder = Path(config.filestore(database), "dibao")
    return [one for one in folder.rglob("*.part") if one.stat().st_size]


def test_a_killed_packing_leaves_a_clear_state(database):
    finish(database, SETUP)
    kill_when(database, PACK.replace("SLEEP", "0.5"), lambda: bool(parts(database)))
    state, without, job, _message = ask(database, STATE)
    assert (state, without) == ("approved", True)
    assert job in ("queued", "running")
    assert parts(database), "what the killed process left"
    finish(database, SWEEP)
    assert not parts(database)
    finish(database, PACK.replace("SLEEP", "0"))
    state, without, job, message = ask(database, STATE)
    assert (state, without, job) == ("packed", False, "done"), message
