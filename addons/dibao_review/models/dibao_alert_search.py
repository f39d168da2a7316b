# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time

from odoo import api, fields, models
from odoo.tools import SQL

from ..alert import TESTS, Ground
from ..alert.ground import FOUND

COLUMNS = SQL(", ").join(map(SQL.identifier, FOUND))
#: Harm times likelihood, to 100; a weak match counts half. Of rule `r`, match `m`.
SCORE = """round((r.harm * 20 * r.factor * CASE {m}.match_kind WHEN 'weak' THEN 0.5
                  ELSE 1 END)::numeric, 1)"""


class DibaoAlert(models.Model):
    """The search: new, still there, gone. Set-based, and the same however often."""

    _inherit = "dibao.alert"

    @api.model
    def _cron_search(self):
        """Every night, after the due acts were found."""
        self._search_all(fields.Date.context_today(self))

    @api.model
    def _enqueue_search(self, arrival):
        """On arrival of a delivery or comparison: search in the background."""
        return self.env["dibao.job"]._enqueue(
            "alert_search",
            key="alert search",
            title=self.env._("Search for alerts"),
            division=arrival.division_id,
        )

    @api.model
    def _search_all(self, day, codes=None):
        """Look at every rule that has a test.

        :param day: as of which
        :param codes: of the rules, all when left out
        :return: ``{code: {"new", "changed", "gone", "seconds"}}``
        """
        self.env.flush_all()
        self.env["dibao.exchange.batch"]._match_again()
        ground = Ground(self.env, day)
        rules = self.env["dibao.alert.rule"].sudo()
        rules._learn()
        rules.flush_model()
        domain = [("test", "!=", False)]
        if codes:
            domain.append(("code", "in", codes))
        told = {}
        for rule in rules.search(domain):
            begun = time.monotonic()
            told[rule.code] = self._search_rule(rule, ground)
            told[rule.code]["seconds"] = round(time.monotonic() - begun, 2)
        self._rank()
        self.env["dibao.outreach"]._search_missed(ground)
        self.env.invalidate_all()
        return told

    @api.model
    def _search_rule(self, rule, ground):
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS alert_found")
        cr.execute(
            SQL(
                """CREATE TEMP TABLE alert_found ON COMMIT DROP AS
                   SELECT DISTINCT ON (fact_key) %(columns)s FROM (%(test)s) AS found
                    WHERE division_id IS NOT NULL
                    ORDER BY fact_key, match_kind, batch_id, number""",
                columns=COLUMNS,
                test=TESTS[rule.test](ground),
            )
        )
        cr.execute("CREATE INDEX ON alert_found (fact_key)")
        cr.execute("ANALYZE alert_found")
        cr.execute(self._gone_sql(rule, ground))
        gone = cr.rowcount
        cr.execute(self._changed_sql(rule, ground))
        changed = cr.rowcount
        cr.execute(self._new_sql(rule, ground))
        return {"new": cr.rowcount, "changed": changed, "gone": gone}

    @api.model
    def _gone_sql(self, rule, ground):
        """Open facts that are so no longer.

        Where the rows were deleted because their time was over, nothing is known: such
        a lead stays until somebody closes it.
        """
        return SQL(
            """UPDATE dibao_alert a SET state = 'gone', gone_on = %(day)s
                WHERE a.rule_id = %(rule)s AND a.state = 'open'
                  AND NOT EXISTS (SELECT 1 FROM alert_found f
                                   WHERE f.fact_key = a.fact_key)
                  AND NOT EXISTS (SELECT 1 FROM dibao_exchange_batch b
                                   WHERE b.id = a.batch_id AND b.state = 'purged')""",
            day=ground.day,
            rule=rule.id,
        )

    @api.model
    def _changed_sql(self, rule, ground):
        """Known facts: what is told follows the lists; a closed one stays closed.

        It opens again only when the fact itself is another one, or its amount grew by
        more than the policy calls noise.
        """
        return SQL(
            """UPDATE dibao_alert a
                  SET state = 'open', gone_on = NULL, said = f.said,
                      household_id = f.household_id, person_id = f.person_id,
                      division_id = f.division_id, township_id = p.township_id,
                      score = (SELECT %(score)s FROM dibao_alert_rule r
                                WHERE r.id = %(rule)s),
                      fact_on = f.fact_on, amount = f.amount, material = f.material,
                      batch_id = f.batch_id, row_number = f.number,
                      match_kind = f.match_kind, changed_on = %(day)s,
                      source_id = (SELECT source_id FROM dibao_exchange_batch b
                                    WHERE b.id = f.batch_id),
                      reopened = coalesce(a.reopened, 0) + (a.state = 'closed')::int,
                      outcome = NULL, closed_on = NULL, closed_by_id = NULL, hit = NULL,
                      feedback = CASE WHEN a.feedback = 'sent' THEN 'sent' END,
                      due_on = CASE WHEN a.state = 'open' THEN a.due_on
                                    ELSE %(due)s END
                 FROM alert_found f
                 LEFT JOIN alert_place p ON p.place_id = f.division_id
                WHERE a.rule_id = %(rule)s AND a.fact_key = f.fact_key
                  AND CASE a.state
                      WHEN 'closed' THEN a.material IS DISTINCT FROM f.material
                           OR f.amount > a.closed_amount * (1 +
                              coalesce(p.alert_material_share, 10) / 100.0) + 0.005
                      WHEN 'gone' THEN true
                      ELSE (a.said, a.division_id, a.batch_id, a.row_number,
                            a.household_id, a.match_kind)
                           IS DISTINCT FROM (f.said, f.division_id, f.batch_id,
                            f.number, f.household_id, f.match_kind) END""",
            day=ground.day,
            rule=rule.id,
            score=SQL(SCORE.format(m="f")),
            due=self._due_sql(rule, ground),
        )

    @api.model
    def _new_sql(self, rule, ground):
        return SQL(
            """INSERT INTO dibao_alert (rule_id, rule_group, household_id, person_id,
                      division_id, township_id, fact_key, fact_on, amount, material,
                      said, batch_id, row_number, match_kind, source_id, state,
                      first_seen, due_on, reopened, score, create_uid, create_date,
                      write_uid, write_date)
               SELECT %(rule)s, %(group)s, f.household_id, f.person_id, f.division_id,
                      p.township_id, f.fact_key, f.fact_on, f.amount, f.material,
                      f.said, f.batch_id, f.number, f.match_kind, b.source_id, 'open',
                      %(day)s, %(due)s, 0, %(score)s, 1, %(now)s, 1, %(now)s
                 FROM alert_found f
                 JOIN dibao_alert_rule r ON r.id = %(rule)s
                 LEFT JOIN alert_place p ON p.place_id = f.division_id
                 LEFT JOIN dibao_exchange_batch b ON b.id = f.batch_id
                ON CONFLICT (rule_id, fact_key) DO NOTHING""",
            rule=rule.id,
            group=rule.group,
            day=ground.day,
            score=SQL(SCORE.format(m="f")),
            due=self._due_sql(rule, ground),
            now=fields.Datetime.now(),
        )

    @api.model
    def _due_sql(self, rule, ground):
        return SQL(
            "(%s::date + coalesce(p.%s, 30))",
            ground.day,
            SQL.identifier(f"alert_days_{rule.urgency}"),
        )

    @api.model
    def _rank(self):
        """What people found out changes the rank of what is open, too."""
        self.env.cr.execute(
            SQL(
                """UPDATE dibao_alert a SET score = s.score
                     FROM (SELECT o.id, %s AS score
                             FROM dibao_alert o
                             JOIN dibao_alert_rule r ON r.id = o.rule_id
                            WHERE o.state = 'open') s
                    WHERE s.id = a.id AND a.score IS DISTINCT FROM s.score""",
                SQL(SCORE.format(m="o")),
            )
        )


class DibaoJob(models.Model):
    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _job_alert_search(self):
        """The search that a delivery asked for."""
        told = self.env["dibao.alert"]._search_all(fields.Date.context_today(self))
        self.write({"result": told})
        return True
