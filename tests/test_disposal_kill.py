# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""kill -9 in the middle of a destruction: nothing half destroyed unnoticed, and at the
end no byte of what was destroyed, neither on the disk nor in a dump.

Real processes, real commits: on a copy of the database under test, which is dropped.
"""

import os
import shutil
import subprocess

import pytest
from real import ask, finish, kill_when

from odoo.tools import config

#: Stands nowhere but in what is destroyed.
WORD = "萤窗雪案囊萤"
VOLUMES = 5
SETUP = f"""
import base64
from odoo.addons.dibao_archive.tests import file_corpus
from odoo.addons.dibao_archive.tests.common import make_id
WORD = {WORD!r}
env = env(context=dict(env.context, tracking_disable=True))
places, parent = {{}}, None
for code, name in (("990177000000", "示例县"), ("990177001000", "东镇"),
                   ("990177001001", "东一村")):
    parent = env["dibao.division"].create(
        {{"code": code, "name": name, "parent_id": parent and parent.id}})
    places[code] = parent
county, village = places["990177000000"], places["990177001001"]
fonds = env["dibao.fonds"].create({{"code": "K077", "name": "示例",
    "agency_name": "示例", "division_id": county.id}})
users = {{}}
for login, role in (("a", "archivist"), ("b", "county_confirmer"),
                    ("c", "archive_supervisor"), ("d", "county_officer")):
    users[login] = env["res.users"].create({{"name": login, "login": "kill_" + login,
        "group_ids": [(6, 0, [env.ref("dibao_archive.group_" + role).id])]}})
    users[login].dibao_division_ids = [(6, 0, county.ids)]
env.ref("dibao_archive.policy_stub_title_profile").value = "kind"
head = env["dibao.code"]._code_ids("relation")["02"]
volumes = env["dibao.volume"]
for number in range({VOLUMES}):
    household = env["dibao.household"].create({{"division_id": village.id,
        "state": "stopped", "state_date": "2018-06-30", "member_ids": [(0, 0, {{
            "name": "辰宿张", "id_number": make_id("19600101", 2 * number + 401),
            "relation_id": head, "date_from": "2015-01-01"}})]}})
    volume = env["dibao.volume"]._for_household(household)
    volume.write({{"title": f"{{WORD}}{{number}}", "note": WORD}})
    item = env["dibao.item"].create({{"volume_id": volume.id, "title": WORD,
        "kind_id": env["dibao.document.kind"]._by_code("F01").id, "remark": WORD,
        "responsible": WORD}})
    original = env["dibao.original"]._capture(
        item, file_corpus.drawn_pdf(), f"{{WORD}}.pdf", "scan")
    original._derive(file_corpus.drawn_pdf(), f"{{WORD}}-2.pdf", WORD)
    env["dibao.original.text"].create({{"original_id": original.id, "page": 1,
        "text": base64.b64encode(WORD.encode())}})
    item._index_text()
    for record in (volume, item):
        file = env["ir.attachment"].create({{"name": WORD, "res_model": record._name,
            "res_id": record.id,
            "datas": base64.b64encode(f"{{WORD}} {{record}}".encode())}})
        record.message_post(body=WORD, attachment_ids=file.ids)
    volume._file("x")
    item._correct({{"remark": WORD + "2"}}, WORD)
    volumes |= volume
a = users["a"]
disposal = env["dibao.disposal"].browse(
    volumes.with_user(a).action_appraise()["res_id"]).with_user(a)
disposal.write({{"leader_id": users["b"].id, "archive_member_ids": [(4, a.id)],
    "forming_member_ids": [(4, users["d"].id)], "report": "x", "opinion": "x"}})
disposal.action_appraise()
disposal.action_freeze()
disposal.with_user(users["b"])._approve("1")
disposal.with_user(users["c"])._check_before("x")
disposal.with_user(users["d"])._check_before("")
disposal.action_execute()
env["bus.bus"].sudo().search([]).unlink()
env.cr.commit()
"""
#: Waits between what a step commits and the look at the disk.
RUN = """
import time
lines = type(env["dibao.disposal.line"])
plain = lines._prove
def slowly(line):
    time.sleep(SLEEP)
    return plain(line)
lines._prove = slowly
env["dibao.job"]._cron_run()
env.cr.commit()
"""
LINES = "SELECT COUNT(*) FROM dibao_disposal_line WHERE state = '{}'"
GONE = "SELECT COUNT(*) FROM dibao_volume WHERE state = 'destroyed' AND fonds_id ="
GONE += " (SELECT id FROM dibao_fonds WHERE code = 'K077')"


def files_with_word(name):
    """Files of the database's store in which the word stands."""
    found = subprocess.run(
        ["grep", "-rl", WORD, config.filestore(name)], capture_output=True, text=True
    )
    return found.stdout.split()


def dump(name):
    """The whole database as text."""
    return subprocess.run(
        ["pg_dump", name], check=True, capture_output=True, text=True
    ).stdout


def half_way(name):
    """An entry is erased, and the disk not yet looked at."""
    return ask(name, LINES.format("done"))[0] and ask(name, LINES.format("erasing"))[0]


@pytest.fixture
def folder(database):
    """Where the copy keeps its files; gone with it."""
    path = config.filestore(database)
    shutil.rmtree(path, ignore_errors=True)
    yield path
    shutil.rmtree(path, ignore_errors=True)


def test_killed_and_finished(database, folder):
    finish(database, SETUP)
    planted = files_with_word(database)
    assert len(planted) == 2 * VOLUMES
    assert dump(database).count(WORD) > 10 * VOLUMES
    query = "SELECT array_agg(token) FROM dibao_original WHERE token IS NOT NULL"
    tokens = ask(database, query)[0]
    vault = os.path.join(folder, "dibao")
    paths = [os.path.join(vault, token[:2], token) for token in tokens]
    assert all(map(os.path.exists, paths))

    running = RUN.replace("SLEEP", "1.5")
    kill_when(database, running, lambda: half_way(database))
    # Clear what is done, what is half done, and what was not touched.
    done, half = (ask(database, LINES.format(s))[0] for s in ("done", "erasing"))
    assert half == 1
    assert 0 < done < VOLUMES - 1
    assert ask(database, LINES.format("listed"))[0] == VOLUMES - done - 1
    assert ask(database, GONE)[0] == done + 1
    state = "SELECT d.state, j.state FROM dibao_disposal d JOIN dibao_job j"
    state += " ON j.id = d.job_id"
    assert ask(database, state) == ("executing", "running")
    pending = ask(
        database,
        "SELECT pending::text FROM dibao_disposal_line WHERE state = 'erasing'",
    )[0]
    left = files_with_word(database)
    # The files of the half one are still there, and named.
    assert len(left) == 2 * (VOLUMES - done)
    named = [path for path in left if os.path.basename(path) in pending]
    assert len(named) == 2

    finish(database, RUN.replace("SLEEP", "0"))
    assert ask(database, state) == ("executed", "done")
    assert ask(database, LINES.format("done"))[0] == VOLUMES
    assert files_with_word(database) == []
    assert [path for path in paths if os.path.exists(path)] == []
    text = dump(database)
    assert WORD not in text
    keys = "SELECT COUNT(*) FROM dibao_original WHERE state = 'erased'"
    assert ask(database, keys) == (2 * VOLUMES,)
    assert ask(database, keys + " AND vault_key IS NOT NULL") == (0,)
