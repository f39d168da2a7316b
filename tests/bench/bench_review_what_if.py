# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A draft standard for a whole province: who gains, who enters, what it costs."""

from harness import Figures, bench, stopwatch

from odoo.tools import SQL

BASIS = "试验"
RATES = {
    "supplement_elderly": "10",
    "supplement_minor": "10",
    "supplement_severe_disability": "30",
    "supplement_serious_illness": "20",
}
#: The least that tells what a draft costs: the gap alone, in one scan.
PLAIN = """
    SELECT p.parent_id, h.urban_rural, count(*),
           sum(greatest(s.amount * h.counted_count - h.monthly_income, 0)),
           sum(greatest(s.amount * 1.1 * h.counted_count - h.monthly_income, 0))
      FROM dibao_household h
      JOIN dibao_division p ON p.id = h.division_id
      JOIN (VALUES ('urban', 750), ('rural', 600)) s(kind, amount)
        ON s.kind = h.urban_rural
     WHERE h.active AND h.state = 'active'
     GROUP BY 1, 2
"""


def rules(env, province):
    """The province's standards and rates, and means tests of one household in ten."""
    for kind, amount in (("urban", 750), ("rural", 600)):
        if env["dibao.standard"]._amount(province, kind) is None:
            env["dibao.standard"].create(
                {
                    "division_id": province.id,
                    "urban_rural": kind,
                    "amount": amount,
                    "valid_from": "2020-01-01",
                    "legal_basis": BASIS,
                }
            )
    for code, value in RATES.items():
        if env["dibao.policy"]._get(code, province) is None:
            key = env["dibao.policy.key"].search([("code", "=", code)])
            env["dibao.policy"].create(
                {
                    "key_id": key.id,
                    "division_id": province.id,
                    "value": value,
                    "legal_basis": BASIS,
                }
            )


def near_threshold(env, province):
    """Households near the threshold by set: one in ten receives nothing, and was
    found with an income a little above the standard."""
    env.cr.execute(
        SQL(
            """
            WITH chosen AS (
                UPDATE dibao_household SET state = 'stopped'
                 WHERE id %% 10 = 0 AND counted_count > 0 AND division_id IN (
                       SELECT id FROM dibao_division WHERE parent_path LIKE %s)
             RETURNING id, division_id, counted_count, urban_rural)
            INSERT INTO dibao_assessment (
                household_id, division_id, day, applied_on, version, state,
                urban_rural, income, counted, verdict)
            SELECT id, division_id, current_date, current_date, 1, 'frozen',
                   urban_rural, counted_count * (id %% 100 + CASE urban_rural
                       WHEN 'urban' THEN 750 ELSE 600 END), counted_count, 'edge'
              FROM chosen
            """,
            f"{province.parent_path}%",
        )
    )
    env.cr.execute(SQL("ANALYZE dibao_assessment"))


@bench("review.what_if")
def what_if(setting):
    """Standards raised by a tenth for the whole province."""
    with setting.env() as env:
        province = env["dibao.division"]._live_by_code(["990000000000"])["990000000000"]
        rules(env, province)
        near_threshold(env, province)
        env.flush_all()
        one = env["dibao.what.if"].create(
            {
                "name": "标准提高一成",
                "division_id": province.id,
                "standard_urban": 825,
                "standard_rural": 660,
            }
        )
        env.flush_all()
        limit, _rows = stopwatch(lambda: env.cr.execute(PLAIN))
        seconds, _done = stopwatch(one.action_reckon)
        detail = {
            "households": one.households,
            "gaining": one.gaining,
            "entering": one.entering,
            "townships": len(one.result_ids.division_id),
            "more_per_month": one.cost_more,
        }
    return Figures(seconds, limit, detail)
