# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The places and the staff of a fictional county; fed to `odoo shell`.

What an installation's own administrator sets up before the first day. The rest is the
staff's own work, by RPC. Keys and numbers go as JSON to the file named by DIBAO_TOLD.
"""

import json
import os
from pathlib import Path

from odoo.fields import Command

env = env(context={"tracking_disable": True})  # noqa: F821
PLACES = [
    ("990000000000", "示例省", None),
    ("990100000000", "示例市", "990000000000"),
    ("990101000000", "示例县", "990100000000"),
    ("990101001000", "东山镇", "990101000000"),
    ("990101001201", "东一村", "990101001000"),
    ("990101001202", "东二村", "990101001000"),
    ("990101002000", "西河镇", "990101000000"),
    ("990101002201", "西一村", "990101002000"),
    ("990101003000", "城关街道", "990101000000"),
    ("990101003001", "城关社区", "990101003000"),
]
COUNTY, EAST, WEST, TOWN = (f"99010100{number}000" for number in range(4))
STAFF = {
    "clerk.east": ("township_clerk", EAST),
    "reviewer.east": ("township_reviewer", EAST),
    "clerk.west": ("township_clerk", WEST),
    "reviewer.west": ("township_reviewer", WEST),
    "clerk.town": ("township_clerk", TOWN),
    "reviewer.town": ("township_reviewer", TOWN),
    "chief.town": ("township_reviewer", TOWN),
    "officer": ("county_officer", COUNTY),
    "confirmer": ("county_confirmer", COUNTY),
    "director": ("county_confirmer", COUNTY),
    "finance": ("finance", COUNTY),
    "archivist": ("archivist", COUNTY),
    "supervisor": ("archive_supervisor", COUNTY),
    "auditor": ("auditor", COUNTY),
}
NIGHT = (
    *("dibao_review.cron_notice_take_down", "dibao_review.ir_cron_benefits"),
    *("dibao_review.cron_case_deadline_published", "dibao_review.cron_due_search"),
    *("dibao_review.cron_standard_change", "dibao_review.cron_public_digest"),
    *("dibao_archive.ir_cron_volume_gaps", "dibao_archive.ir_cron_volume_due"),
)
WORK = ("dibao_archive.ir_cron_jobs", "dibao_review.cron_case_paper")

division = env["dibao.division"]
places = {}
for code, name, parent in PLACES:
    values = {"code": code, "name": name, "parent_id": parent and places[parent]}
    known = division.search([("code", "=", code)])
    places[code] = known.id or division.create(values).id

env.cr.execute("SELECT now() AT TIME ZONE 'UTC' + interval '3 days'")
[expires] = env.cr.fetchone()
keys, users = {}, {}


def hire(login, group, divisions):
    user = env["res.users"].create(
        {
            "name": login,
            "login": login,
            "password": os.environ["DIBAO_PASSWORD"],
            "lang": "en_US",
            "tz": "Asia/Shanghai",
            "group_ids": [Command.set(env.ref(group).ids)],
            "dibao_division_ids": [Command.set(divisions)],
        }
    )
    own = env["res.users.apikeys"].with_user(user).sudo()
    keys[login] = own._generate("rpc", "county day", expires)
    users[login] = user.id


for login, (role, place) in STAFF.items():
    hire(login, f"dibao_archive.group_{role}", [places[place]])
hire("platform", "base.group_system", [])
parameter = env["ir.config_parameter"]
parameter.set_param("report.url", os.environ["DIBAO_URL"])
parameter.set_param("web.base.url", os.environ["DIBAO_URL"])
told = {
    "places": places,
    "keys": keys,
    "users": users,
    "night": [env.ref(name).id for name in NIGHT],
    "work": [env.ref(name).id for name in WORK],
    "policy_keys": {one.code: one.id for one in env["dibao.policy.key"].search([])},
    "codes": {
        name: env["dibao.code"]._code_ids(name)
        for name in ("relation", "income", "asset", "exclusion", "health")
    },
    "kinds": {
        one.code: one.id
        for one in env["dibao.document.kind"].with_context(active_test=False).search([])
    },
    "profile": env.ref("dibao_review.bank_profile_text").id,
}
env.cr.commit()
Path(os.environ["DIBAO_TOLD"]).write_text(json.dumps(told, default=str))
