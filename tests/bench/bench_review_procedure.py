# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The procedure in bulk: what is due at night, re-verifications, a county's meeting."""

from datetime import date

from bench_review_what_if import rules
from harness import Figures, bench, peak_mb, stopwatch

from odoo.tools import SQL

CONFIRMER, CLERK = "bench_confirmer", "bench_reverifier"
RECHECKS, LISTED = 5000, 600
#: The least that a case is: its row, its limit, its line in the timeline.
PLAIN_CASE = """
    WITH made AS (
        INSERT INTO dibao_case (household_id, division_id, kind, stage, received_on,
               applied_at)
        SELECT h.id, h.division_id, 'reverification', 'draft', %s, 'registered'
          FROM unnest(%s::int[]) AS chosen (id)
          JOIN dibao_household h ON h.id = chosen.id
     RETURNING id, household_id, division_id),
    limits AS (
        INSERT INTO dibao_case_deadline (case_id, division_id, key, started_on,
               day_count, due_on)
        SELECT id, division_id, 'accept', %s, 5, %s::date + 7 FROM made)
    INSERT INTO dibao_event (household_id, division_id, occurred_on, kind, summary,
           res_model, res_id)
    SELECT household_id, division_id, %s, 'case', 'x', 'dibao.case', id FROM made
"""
#: The least that a decision is: the case, the benefit, the household, two forms.
PLAIN_DECISION = """
    WITH decided AS (
        UPDATE dibao_case SET stage = 'confirmed', decided_on = %s
         WHERE id = ANY(%s) RETURNING id, household_id, division_id),
    granted AS (
        INSERT INTO dibao_benefit (household_id, division_id, case_id, kind, date_from,
               urban_rural, method, amount, state)
        SELECT household_id, division_id, id, 'regular', '2036-01-01', 'rural', 'gap',
               100, 'draft' FROM decided),
    forms AS (
        INSERT INTO dibao_case_paper (case_id, household_id, division_id, kind_id,
               content, state)
        SELECT d.id, d.household_id, d.division_id, k.id, '{}', 'waiting'
          FROM decided d JOIN dibao_document_kind k ON k.code IN ('F12', 'F15'))
    UPDATE dibao_household h SET state = 'active', allowance = 100
      FROM decided WHERE decided.household_id = h.id
"""


def user(env, login, group):
    """An officer in charge of everything."""
    top = env["dibao.division"].search([("parent_id", "=", False)])
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "group_ids": [(6, 0, [env.ref(f"dibao_archive.group_{group}").id])],
            "dibao_division_ids": [(6, 0, top.ids)],
        }
    )


@bench("review.due_search")
def due_search(setting):
    """A night over the whole registry; then the next night, when nothing is new."""
    with setting.env() as env:
        env.cr.execute(
            SQL(
                # Checked all through the year: each night a few are due.
                "UPDATE dibao_household SET state = 'active', allowance_from = NULL,"
                " state_date = CURRENT_DATE - (id %% CASE recheck_class"
                " WHEN 'stable' THEN 360 ELSE 180 END)::int"
            )
        )
        env.cr.execute(SQL("ANALYZE dibao_household"))
        today = date.today()
        dues = env["dibao.due"]
        limit, _rows = stopwatch(
            lambda: env.cr.execute(
                SQL(
                    """SELECT count(*), count(p.death_date), min(p.birth_date)
                         FROM dibao_household h
                         JOIN dibao_household_member m ON m.household_id = h.id
                         JOIN dibao_person p ON p.id = m.person_id"""
                )
            )
        )
        seconds, found = stopwatch(lambda: dues._search_all(today))
        again, more = stopwatch(lambda: dues._search_all(today))
        if any(more.values()):
            raise AssertionError("the second night found the same again")
        detail = {**found, "next_night_s": round(again, 2), "peak_mb": peak_mb()}
    return Figures(seconds, limit, detail)


@bench("review.open_batch")
def open_batch(setting):
    """Open the re-verifications of 5,000 households in one act."""
    with setting.env() as env:
        clerk = user(env, CLERK, "township_clerk")
        env.cr.execute(
            SQL(
                """INSERT INTO dibao_due (household_id, division_id, kind, fact_on,
                          due_on, state)
                   SELECT id, division_id, 'recheck', CURRENT_DATE - 330,
                          CURRENT_DATE + 30, 'open'
                     FROM dibao_household h WHERE NOT EXISTS (
                          SELECT FROM dibao_case c WHERE c.household_id = h.id)
                    ORDER BY id LIMIT %s RETURNING id""",
                RECHECKS,
            )
        )
        ids = [row[0] for row in env.cr.fetchall()]
        dues = env["dibao.due"].with_user(clerk).browse(ids)

        def act():
            made = dues.action_open_cases()
            env.flush_all()
            return made

        seconds, made = stopwatch(act)
        if len(made) != len(ids):
            raise AssertionError(f"{len(made)} cases of {len(ids)}")
        env.cr.execute(
            SQL(
                "SELECT array_agg(id) FROM (SELECT id FROM dibao_household h WHERE NOT"
                " EXISTS (SELECT FROM dibao_case c WHERE c.household_id = h.id)"
                " LIMIT %s) rest",
                RECHECKS,
            )
        )
        (rest,) = env.cr.fetchone()
        today = date.today()
        limit, _rows = stopwatch(
            lambda: env.cr.execute(PLAIN_CASE, (today, rest or [], today, today, today))
        )
        detail = {
            "cases": len(made),
            "plain_cases": len(rest or []),
            "peak_mb": peak_mb(),
        }
    return Figures(seconds, limit, detail)


@bench("review.confirm_batch")
def confirm_batch(setting):
    """A meeting confirms 600 applications: benefits, households, notices queued."""
    with setting.env() as env:
        # What leads there is not measured: its tracking must not wait for us.
        cases = handed_up(env(context={"tracking_disable": True}), LISTED)
        cases = cases.with_env(env)
        confirmer = user(env, CONFIRMER, "county_confirmer")
        county = cases[0].division_id.county_id.parent_id
        meeting = (
            env["dibao.meeting"]
            .with_user(confirmer)
            .create(
                {
                    "division_id": county.id,
                    "other_present": "示例县民政局",
                    "present_ids": [(6, 0, confirmer.ids)],
                    "minutes": "示例",
                }
            )
        )
        listing, _none = stopwatch(
            lambda: (meeting.action_take_waiting(), env.flush_all())
        )
        env.invalidate_all()

        def act():
            meeting.action_decide()
            env.flush_all()

        seconds, _none = stopwatch(act)
        bad = meeting.line_ids.filtered(lambda line: line.state != "done")
        if bad or len(meeting.line_ids) != len(cases):
            raise AssertionError(f"{len(bad)} not decided: {bad[:1].problem}")
        benefits = env["dibao.benefit"].search_count([("case_id", "in", cases.ids)])
        papers = env["dibao.case.paper"].search_count([("case_id", "in", cases.ids)])
        if (benefits, papers) != (len(cases), 2 * len(cases)):
            raise AssertionError(f"{benefits} benefits, {papers} forms")
        limit, _rows = stopwatch(
            lambda: env.cr.execute(PLAIN_DECISION, (date.today(), cases.ids))
        )
        detail = {
            "cases": len(cases),
            "forms": papers,
            "list_s": round(listing, 2),
            "peak_mb": peak_mb(),
        }
    return Figures(seconds, limit, detail)


def handed_up(env, count):
    """Applications that wait for the county, each with its frozen reckoning."""
    province = env["dibao.division"]._live_by_code(["990000000000"])["990000000000"]
    rules(env, province)
    households = env["dibao.household"].search(
        [("case_ids", "=", False), ("counted_count", ">", 0)], limit=count * 3
    )
    households.write({"state": "draft", "urban_rural": "rural"})
    for model in ("dibao.income", "dibao.asset"):
        env[model].search([("household_id", "in", households.ids)]).unlink()
    today = date.today()
    cases = env["dibao.case"].create(
        [
            {"household_id": one.id, "kind": "application", "received_on": today}
            for one in households[:count]
        ]
    )
    for number, case in enumerate(cases):
        case._by_act({"number": f"C0000-{number:06d}"})
    cases._by_act(
        {
            "stage": "county",
            "accepted_on": today,
            "confirming_level": "county",
            "opinion": "fits",
            "opined_on": today,
            "submitted_on": today,
        }
    )
    cases._clock("accept", today)
    cases._clock("submit", today)
    for case in cases:
        env["dibao.assessment"]._reckon(case.household_id, case=case)._freeze()
    env.flush_all()
    return cases
