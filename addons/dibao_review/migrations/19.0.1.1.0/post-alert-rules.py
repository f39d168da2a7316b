# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules of alerts say what they test by now; what an office has written stays.

Rules are data that offices change, so an upgrade does not touch them: only a text that
is still the one delivered before, in both languages, gives way to the new one.
"""

from lxml import etree

from odoo import SUPERUSER_ID, Command, api
from odoo.tools import SQL, file_open

DATA = "dibao_review/data/exchange/rule_data.xml"
#: Texts that were delivered before: record, field, English, Chinese.
BEFORE = (
    ("alert_rule_a30", "name", "Papers missing in the archive", "档案缺件"),
    (
        *("alert_rule_a30", "explanation"),
        "The volume of %(household)s lacks %(count)s required papers.",
        "%(household)s案卷缺%(count)s件必备材料。",
    ),
    ("alert_rule_a30", "held_at", "dibao.volume.gap", None),
    ("alert_rule_a32", "name", "Money that did not arrive", "资金未按时到账"),
    (
        *("alert_rule_a32", "explanation"),
        "%(amount)s yuan of %(month)s did not arrive at %(household)s in time.",
        "%(household)s：%(month)s的%(amount)s元未按时到账。",
    ),
    (
        *("alert_rule_a32", "action"),
        "Find out from the bank; pay again.",
        "向银行查明，补发。",
    ),
)
#: Indexes that no question asks for; each new lead had to be written into them.
UNASKED = (
    *("dibao_alert__state_index", "dibao_alert__rule_group_index"),
    *("dibao_alert__rule_id_index", "dibao_alert__due_on_index"),
    "dibao_alert__source_id_index",
)


def delivered(record, name):
    """What the add-on delivers by now."""
    with file_open(DATA, "rb") as stream:
        tree = etree.parse(stream)
    [field] = tree.xpath(f"//record[@id='{record}']/field[@name='{name}']")
    return field.text


def replace(env, record, name, english, chinese):
    """Write the new text where nobody changed the old one; was it so?"""
    rule = env.ref(f"dibao_review.{record}", raise_if_not_found=False)
    if not rule:
        return False
    column = SQL.identifier(name)
    new = delivered(record, name)
    if rule._fields[name].translate:
        # Chinese is filled in when the upgrade loads the translations.
        env.cr.execute(
            SQL(
                """UPDATE dibao_alert_rule SET %(column)s = jsonb_build_object('en_US',
                          %(new)s::text)
                    WHERE id = %(id)s AND %(column)s->>'en_US' = %(english)s
                      AND coalesce(%(column)s->>'zh_CN', %(english)s)
                          IN (%(english)s, %(chinese)s)""",
                column=column,
                new=new,
                id=rule.id,
                english=english,
                chinese=chinese,
            )
        )
    else:
        env.cr.execute(
            SQL(
                "UPDATE dibao_alert_rule SET %s = %s WHERE id = %s AND %s = %s",
                column,
                new,
                rule.id,
                column,
                english,
            )
        )
    return bool(env.cr.rowcount)


def migrate(cr, version):
    """Called by the platform when it upgrades from an earlier version."""
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for record, name, english, chinese in BEFORE:
        replace(env, record, name, english, chinese)
    env.invalidate_all()
    papers = env.ref("dibao_review.alert_rule_a30", raise_if_not_found=False)
    photo = env.ref(
        "dibao_review.policy_key_alert_visit_photo", raise_if_not_found=False
    )
    if papers and photo:
        papers.policy_key_ids = [Command.link(photo.id)]
    # Facts lose their links by one look a statement now (`dibao_monthly_fact_freed`).
    for name in ("household_id", "person_id"):
        cr.execute(
            SQL(
                "ALTER TABLE dibao_monthly_fact DROP CONSTRAINT IF EXISTS %s",
                SQL.identifier(f"dibao_monthly_fact_{name}_fkey"),
            )
        )
    for name in UNASKED:
        cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))
