# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The income of a household per month (民发〔2021〕57号 art. 13)."""

from collections import defaultdict
from fractions import Fraction

from .reckoning import Line, Unsettled, age_on, exact, fen, month_first, month_index

KINDS = ("wage", "business", "property", "transfer", "other")
SUPPORT_PAID = "support"


def window(rules, kind, applied_on, day):
    """The months whose income counts: (first month, months) by month index.

    They end with the month before the application, or before the day of the
    reckoning, by `income_window_anchor`; `income_window_kinds` sets lengths of
    their own for kinds of income.
    """
    own = rules.need("income_window_kinds")
    length = own.get(kind) or rules.need("income_window_months")
    anchor = rules.need("income_window_anchor")
    until = month_index(applied_on if anchor == "application" else day)
    return until - int(length), int(length)


def monthly(fact, first, length):
    """What falls on each month of a window: {month index: exact yuan}.

    A total is spread evenly over the months its period touches.
    """
    begin = month_index(fact.begin) if fact.begin else None
    if fact.end is None:
        share = exact(fact.amount)
        begin = first if begin is None else begin
        last = first + length - 1
    else:
        last = month_index(fact.end)
        begin = last if begin is None else begin
        share = exact(fact.amount) / (last - begin + 1)
    return {
        month: share
        for month in range(max(begin, first), min(last, first + length - 1) + 1)
    }


class Income:
    """Collects the income of the counted members, kind by kind, with its lines."""

    def __init__(self, rules, members, applied_on, day, standard):
        self.rules, self.day, self.applied_on = rules, day, applied_on
        self.members = {member.key: member for member in members}
        self.standard = exact(standard)
        self.by_month = rules.need("income_authority") == "month"
        self.kinds = dict.fromkeys(KINDS, Fraction(0))
        self.parts = defaultdict(Fraction)
        self.earned = defaultdict(Fraction)
        self.lines = []

    def shown(self, figure):
        """The figure that goes on: exact, or each month's rounded to the fen."""
        return exact(fen(figure)) if self.by_month else figure

    def line(self, code, amount, section="income", **values):
        self.lines.append(Line(section, code, fen(amount), **values))

    # ------------------------------------------------------------------ incomes

    def add(self, fact):
        """Count one income: its mean per month, less what is left out by law."""
        kind = fact.group if fact.group in KINDS else "other"
        first, length = window(self.rules, kind, self.applied_on, self.day)
        months = monthly(fact, first, length)
        mean = self.shown(sum(months.values(), Fraction(0)) / length)
        told = {
            "person": fact.member,
            "source": fact.source,
            "fact": fact.key,
            "params": {
                "kind": fact.kind,
                "months": length,
                "from": month_first(first).isoformat(),
            },
        }
        self.line(kind, mean, rule="income_window_months", **told)
        left_out, rule = self._left_out(fact, months, length)
        if left_out:
            self.line("left_out", -left_out, rule=rule, **told)
        counted = mean - left_out
        self.kinds[kind] += counted
        self.parts[kind, fact.member] += counted
        if kind in ("wage", "business"):
            self.earned[fact.member] += counted

    def _left_out(self, fact, months, length):
        """(mean per month that does not count, rule)."""
        tested = self.rules.need("disregard_tested_on")
        total, used = Fraction(0), ""
        for month, share in months.items():
            day = month_first(month) if tested == "income_month" else None
            part, rule = self._disregard(fact.kind, day)
            total += share * part
            used = rule or used
        return self.shown(total / length), used

    def _disregard(self, kind, day):
        """(share that does not count, rule) of an income of a kind on a day.

        Where no rule was in force on that day, the income counts.
        """
        if kind == "basic_pension":
            left_out = self.rules.get("disregard_basic_pension", day)
            return int(bool(left_out)), "disregard_basic_pension"
        if kind == "disability_allowance":
            counts = self.rules.get("disability_allowance_counts", day)
            return int(counts is False), "disability_allowance_counts"
        if kind == "support_siblings":
            share = exact(self.rules.get("support_disregard_share", day) or 0)
            return min(share / 100, Fraction(1)), "support_disregard_share"
        left_out = kind in (self.rules.get("income_not_counted", day) or ())
        return int(left_out), "income_not_counted" if left_out else ""

    # ------------------------------------------------------------------ adjustments

    def disregard_work(self):
        """Leave out a part of pay from a monthly pay on, per worker (local rule)."""
        rule = self.rules.need("work_disregard")
        if not rule:
            return
        for key in list(self.earned):
            pay = self.earned[key]
            if key is not None and pay >= exact(rule["from"]) and pay > 0:
                part = min(exact(rule["amount"]), pay)
                self._take("wage", key, part, "work_disregard", "work_disregard")

    def _take(self, kind, key, part, code, rule, source=""):
        """Lower a kind of income by a part, never below what stands there."""
        part = min(part, max(self.kinds[kind], Fraction(0)))
        if part <= 0:
            return Fraction(0)
        self.kinds[kind] -= part
        self.parts[kind, key] -= part
        self.line(code, -part, "deduction", person=key, rule=rule, source=source)
        return part

    def pay_support(self, facts):
        """Support paid to others lowers the transfer income (net of what is paid)."""
        for fact in facts:
            if fact.kind == SUPPORT_PAID:
                first, length = window(
                    self.rules, "transfer", self.applied_on, self.day
                )
                mean = sum(monthly(fact, first, length).values(), Fraction(0)) / length
                mean = self.shown(mean)
                self.kinds["transfer"] -= mean
                self.line(
                    "support_paid",
                    -mean,
                    "deduction",
                    person=fact.member,
                    source=fact.source,
                    fact=fact.key,
                )

    def impute(self):
        """Raise the earnings of who could work to what such a person earns there.

        Off unless the policy `imputed_income` is on. Who is found to be really unable
        to find work (``exempt``), studies or is no worker by the table is left alone.
        """
        if not self.rules.need("imputed_income"):
            return
        table = self.rules.need("imputed_table")
        base = self.rules.number("imputed_base")
        for member in self.members.values():
            share = self._coefficient(member, table)
            if not share or member.exempt or not member.counted:
                continue
            figure = share * base
            have = max(self.earned[member.key], Fraction(0))
            if figure > have:
                missing = self.shown(figure - have)
                self.kinds["wage"] += missing
                self.parts["wage", member.key] += missing
                self.line(
                    "imputed",
                    missing,
                    person=member.key,
                    rule="imputed_table",
                    params={"share": str(float(share)), "base": str(fen(base))},
                )

    def _coefficient(self, member, table):
        age = age_on(member, self.day)
        span = table["working_age"]
        last = span["female"] if member.sex == "2" else span["male"]
        if age is None or not span["from"] <= age <= last:
            return Fraction(0)
        if member.occupation == "31":
            return Fraction(0)
        if member.serious_illness or member.disability_grade in ("1", "2"):
            return exact(table["severe"])
        if member.disability_grade or member.health == "3" or member.labour == "part":
            return exact(table["light"])
        if member.labour in ("lost", "none"):
            return Fraction(0)
        return exact(table["able"])

    def floor_losses(self):
        """A loss in one kind is not set against another, unless the policy says so."""
        if self.rules.need("negative_income") == "offset":
            return
        for kind, figure in self.kinds.items():
            if figure < 0:
                self.line(
                    "loss", -figure, params={"kind": kind}, rule="negative_income"
                )
                self.kinds[kind] = Fraction(0)

    def deduct(self, facts):
        """Extra cost of illness, disability and work, in the order of the policy."""
        for rule in self.rules.need("deductions"):
            spent = defaultdict(Fraction)
            sources = {}
            for fact in facts:
                if fact.kind in rule["expenses"] and self._may(rule, fact.member):
                    first, length = window(
                        self.rules, "other", self.applied_on, self.day
                    )
                    months = monthly(fact, first, length)
                    spent[fact.member] += sum(months.values(), Fraction(0)) / length
                    sources[fact.member] = fact.source
            for key in spent:
                self._deduct_one(rule, key, self.shown(spent[key]), sources[key])

    def _may(self, rule, key):
        """Whether a rule is for this member; a household's own cost is for all."""
        member = self.members.get(key)
        who = rule.get("who", "any")
        if who == "any" or member is None:
            return True
        if who == "ill":
            return member.serious_illness
        if who == "disabled":
            return bool(member.disability_grade)
        raise Unsettled("deduction_who", who=who)

    def _deduct_one(self, rule, key, spent, source):
        part = spent * exact(rule.get("share", 100)) / 100
        if rule.get("cap") is not None:
            part = min(part, exact(rule["cap"]) * self.standard)
        part = self.shown(part)
        for kind in (rule["against"],) if rule.get("against") else KINDS:
            limit = part
            if rule.get("against") and key is not None:
                limit = min(part, max(self.parts[kind, key], Fraction(0)))
            part -= self._take(kind, key, limit, rule["code"], "deductions", source)
            if part <= 0:
                break

    def total(self):
        """Counted income of the household per month, never below zero."""
        return max(sum(self.kinds.values(), Fraction(0)), Fraction(0))
