# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The words of a reckoning: each code a sentence, in the language of whoever reads.

On no model: they are asked by the lines, the papers and the acts.
"""

from .tools.reckoning import Unsettled


def sentence(line):
    """The sentence of a line (a record of ``dibao.assessment.line``)."""
    env, params = line.env, dict(line.params or {})
    name = line.person_id.name or env._("the household")
    if line.section == "rule":
        return _rule(env, line.policy_code, params.get("value"))
    template = _sentences(env).get(f"{line.section}.{line.code}")
    if template is None:
        return line.code
    if "kind" in params:
        params["kind"] = _kind(env, line.section, params["kind"])
    if "exclusion" in params:
        params["exclusion"] = _code(env, "exclusion", params["exclusion"])
    if "thing" in params:
        params["thing"] = _things(env).get(params["thing"], params["thing"])
    if "ground" in params:
        params["ground"] = _grounds(env).get(params["ground"], params["ground"])
    if line.code == "supplement":
        params["code"] = _supplements(env).get(params["code"], params["code"])
    if params.get("age", 0) is None:
        params["age"] = "?"
    return template % {**params, "name": name}


def _sentences(env):
    return {
        "member.counted": env._("%(name)s (%(age)s) counts"),
        "member.not_counted": env._("%(name)s (%(age)s) does not count: %(exclusion)s"),
        "member.died": env._("%(name)s died and counts no more"),
        "member.single": env._("%(name)s applies alone: %(ground)s"),
        "member.single_edge": env._(
            "The household is near the threshold: income per person"
        ),
        **_incomes(env),
        "deduction.support_paid": env._("%(name)s: less support paid to others"),
        "deduction.work_disregard": env._("%(name)s: part of the pay left out"),
        "deduction.work_cost": env._("%(name)s: less necessary cost of working"),
        "deduction.disability_cost": env._("%(name)s: less cost of the disability"),
        "deduction.illness_cost": env._("%(name)s: less cost of the illness"),
        "property.financial_within": env._(
            "Financial assets, within %(limit)s yuan for %(heads)s persons"
        ),
        "property.financial_over": env._(
            "Financial assets, over %(limit)s yuan for %(heads)s persons"
        ),
        "property.thing_within": env._("%(thing)s: %(count)s, allowed"),
        "property.thing_over": env._("%(thing)s: %(count)s, over the limit"),
        "property.thing_look": env._(
            "%(thing)s: %(count)s, over the limit; to be judged by an officer"
        ),
        **_results(env),
        **_amounts(env),
        **_signs(env),
    }


def _incomes(env):
    told = env._("%(name)s, %(kind)s: mean of %(months)s months from %(from)s")
    return {
        **dict.fromkeys(
            (
                f"income.{kind}"
                for kind in ("wage", "business", "property", "transfer", "other")
            ),
            told,
        ),
        "income.left_out": env._("%(name)s, %(kind)s: left out, does not count"),
        "income.imputed": env._(
            "%(name)s: could earn %(share)s of %(base)s yuan; the rest is imputed"
        ),
        "income.loss": env._("%(kind)s below nothing: set to zero"),
    }


def _results(env):
    return {
        "result.income": env._("Counted income of the household per month"),
        "result.per_capita": env._("Divided by %(counted)s counted members"),
        "result.standard": env._("Guarantee standard per person"),
        "result.threshold": env._("Threshold of near-threshold households"),
        "result.eligible": env._("Below the standard: entitled"),
        "result.edge": env._("Not below the standard, but below the threshold"),
        "result.above": env._("Not below the threshold"),
        "result.property": env._("Property over a limit: not entitled"),
    }


def _amounts(env):
    return {
        "amount.gap": env._(
            "Gap: %(standard)s × %(counted)s persons less the counted income"
        ),
        "amount.tier": env._("Tier %(tier)s: %(share)s yuan × %(counted)s persons"),
        "amount.ceiling": env._("At most the standard of all counted members"),
        "amount.stopped": env._("%(name)s: share not paid after three refused offers"),
        "amount.smallest": env._("Raised to the smallest amount"),
        "amount.supplement": env._("%(name)s: supplement, %(code)s"),
        "amount.price": env._("Price subsidy of all counted members"),
        "amount.total": env._("Allowance per month"),
    }


def _signs(env):
    return {
        "sign.spending": env._("%(kind)s: more than %(limit)s yuan per month"),
        "sign.spouse_left_out": env._("%(name)s is the spouse and does not count"),
        "sign.minor_left_out": env._("%(name)s (%(age)s) is a minor, does not count"),
        "sign.in_law_counted": env._("%(name)s is an in-law and counts"),
        "sign.soldier_counted": env._("%(name)s is a soldier and counts"),
        "sign.postgraduate_counted": env._(
            "%(name)s studies beyond the bachelor level and counts"
        ),
        "sign.grown_child_counted": env._(
            "%(name)s (%(age)s) is a grown-up child able to work and counts"
        ),
        "sign.divorced_counted": env._(
            "%(name)s is divorced from the head and counts as the spouse"
        ),
        "sign.clergy_not_long_out": env._(
            "%(name)s left the household for a religious life not long ago yet and "
            "does not count"
        ),
        "sign.newborn_counted": env._(
            "%(name)s was born after the application and counts"
        ),
        "sign.not_together_long": env._(
            "%(name)s has not lived with the household for long yet and counts"
        ),
    }


def _things(env):
    return {
        "homes": env._("Dwellings"),
        "vehicle": env._("Cars"),
        "machine": env._("Large machines or boats"),
        "shop": env._("Shops, offices or garages"),
        "business": env._("Registered businesses"),
    }


def _supplements(env):
    return {
        "elderly": env._("old age"),
        "minor": env._("under age"),
        "severe_disability": env._("severe disability"),
        "serious_illness": env._("serious illness"),
    }


def ground_of_part(env, code):
    """What the code of a part of an amount says; a local ground stands as written."""
    words = {
        **_supplements(env),
        "gap": env._("gap to the standard"),
        "tier": env._("tier"),
        "price": env._("rising prices"),
        "taper": env._("share of the amount before"),
    }
    return words.get(code, code or "")


def _grounds(env):
    field = env["dibao.assessment"]._fields["single_ground"]
    return dict(field._description_selection(env))


def _kind(env, section, code):
    lists = {"income": "income", "sign": "expense"}
    return _code(env, lists.get(section, "income"), code)


def _code(env, name, code):
    """What a code is called; the code itself where nobody knows it."""
    codes = env["dibao.code"].sudo()
    found = codes.browse(codes._code_ids(name).get(code))
    return found.name or code or ""


def _rule(env, key, value):
    keys = env["dibao.policy.key"].sudo()
    found = keys.search([("code", "=", key)], limit=1)
    if not found:
        return key
    if found.value_type == "json":
        # a whole table: it stands among the policies, to be read there
        return found.name
    shown = found._shown(found._canonical(value))
    return env._("%(rule)s: %(value)s", rule=found.name, value=shown)


def question(env, unsettled):
    """What an officer has to settle before the reckoning can go on."""
    return {
        "nobody_counts": env._(
            "No member of the household counts: correct the members first."
        ),
        "single_person": env._("Who applies alone is no member of the household."),
        "single_ground": env._(
            "The ground to apply alone does not fit this person: look at disability, "
            "illness, reason for not counting and its day."
        ),
        "single_ground_unknown": env._("Choose the ground to apply alone."),
        "single_household_eligible": env._(
            "The household itself is entitled: nobody is taken out of it alone."
        ),
        "single_household_not_edge": env._(
            "The household is not near the threshold, which this ground asks for."
        ),
        "tier": env._("Choose a tier of the local table first."),
        "zero_amount": env._(
            "The household is entitled to 0.00 yuan, which this place refuses."
        ),
        "local_ground": env._(
            "“%s” is none of the local supplements of this place.",
            unsettled.params.get("ground"),
        ),
        "deduction_who": env._("The table of deductions names people nobody knows."),
    }[unsettled.reason]


def settled_by(env, reason):
    """The same for a reason that was kept by its code."""
    try:
        return question(env, Unsettled(reason))
    except KeyError:
        return reason


def changes(before, after):
    """What a new version says of itself, in one sentence for each change."""
    env = after.env
    names = ("counted", "income", "per_capita", "standard", "verdict", "amount")
    told = []
    for name in names:
        old, new = before[name], after[name]
        if old == new:
            continue
        field = after._fields[name]
        if field.type == "selection":
            words = dict(field._description_selection(env))
            old, new = words.get(old, ""), words.get(new, "")
        told.append(
            env._(
                "%(field)s: %(old)s → %(new)s",
                field=field._description_string(env),
                old=old,
                new=new,
            )
        )
    if not told:
        told.append(env._("Facts or rules changed; the result stayed the same."))
    return "\n".join(told)
