# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import Sealed

from ..alert.missed import missed

#: What a person's list of needs says, as weights of the ranking.
WEIGHTS = {"disabled": 40, "ill": 40, "monitored": 30, "unemployed": 20}


class DibaoOutreach(models.Model):
    """Somebody on a list of need who draws nothing (漏保): to be visited and told.

    57号 art. 6: who meets a household that may be eligible tells it the policy.
    """

    _name = "dibao.outreach"
    _description = "Person to Be Reached Out To"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "dibao.sealed.mixin",
        "dibao.jurisdiction.mixin",
        "dibao.filed.mixin",
    ]
    _order = "score desc, id"
    _mail_post_access = "read"
    _act_fields = (
        *("name", "birth_date", "id_number", "person_id", "household_id"),
        *("division_id", "township_id", "needs", "need_count", "grade", "fact_on"),
        *("batch_id", "places", "fact_key", "first_seen", "gone_on", "state", "score"),
        *("due_on", "done_on", "done_by_id"),
    )

    name = fields.Char(readonly=True, required=True)
    birth_date = fields.Date(readonly=True)
    id_number = Sealed(
        "ID number",
        kind="id_number",
        readonly=True,
        sealed_as=("dibao.exchange.row", "id_number"),
    )
    person_id = fields.Many2one(
        "dibao.person", "In the registry", readonly=True, index="btree_not_null"
    )
    household_id = fields.Many2one(
        "dibao.household", readonly=True, index="btree_not_null"
    )
    division_id = fields.Many2one(
        "dibao.division", "Place", required=True, readonly=True, index=True
    )
    township_id = fields.Many2one(
        "dibao.division", "Township", readonly=True, index="btree_not_null"
    )
    needs = fields.Char("Stored needs", readonly=True)
    need_count = fields.Integer("Lists", readonly=True, aggregator=None)
    needs_shown = fields.Char("Why", compute="_compute_needs_shown")
    grade = fields.Char("Disability grade", readonly=True)
    fact_on = fields.Date("Since", readonly=True)
    batch_id = fields.Many2one(
        "dibao.exchange.batch", "Delivery", readonly=True, index="btree_not_null"
    )
    places = fields.Json("Rows", readonly=True)
    fact_key = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    first_seen = fields.Date(required=True, readonly=True)
    gone_on = fields.Date(readonly=True)
    due_on = fields.Date("Last day", readonly=True)
    state = fields.Selection(
        [
            ("open", "To be visited"),
            ("applied", "Applied"),
            ("not_eligible", "Not eligible"),
            ("declined", "Does not want to apply"),
            ("not_found", "Not found"),
            ("gone", "No longer so"),
        ],
        required=True,
        default="open",
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
    )
    score = fields.Float(digits=(6, 1), readonly=True, aggregator="max")
    officer_id = fields.Many2one("res.users", "Officer")
    note = fields.Text("Found out")
    done_on = fields.Date(readonly=True)
    done_by_id = fields.Many2one("res.users", readonly=True)

    _fact = models.UniqueIndex("(fact_key)", "Each person is on the list once.")

    @api.depends("needs", "grade")
    @api.depends_context("lang")
    def _compute_needs_shown(self):
        words = self._need_words()
        for one in self:
            texts = [words.get(need, need) for need in (one.needs or "").split(",")]
            one.needs_shown = "、".join(texts)

    @api.model
    def _need_words(self):
        env = self.env
        return {
            "disabled": env._("severely disabled"),
            "ill": env._("seriously ill"),
            "unemployed": env._("registered as unemployed"),
            "monitored": env._("monitored against a return to poverty"),
        }

    # ACTS

    def _settle(self, state):
        self.check_access("write")
        if any(one.state != "open" for one in self):
            raise UserError(self.env._("Choose people who are still to be visited."))
        if state != "applied" and any(not (one.note or "").strip() for one in self):
            raise UserError(self.env._("Write down what was found out first."))
        self.sudo()._by_act(
            {
                "state": state,
                "done_on": fields.Date.context_today(self),
                "done_by_id": self.env.uid,
            }
        )

    def action_applied(self):
        """An application was made."""
        self._settle("applied")

    def action_not_eligible(self):
        """Looked into: not eligible."""
        self._settle("not_eligible")

    def action_declined(self):
        """Was told the policy and does not want to apply."""
        self._settle("declined")

    def action_not_found(self):
        """Nobody of this name lives there: the list may be wrong."""
        self._settle("not_found")

    # SEARCH

    @api.model
    def _search_missed(self, ground):
        """Who is missed, set-based: new, still so, gone. Settled ones stay settled."""
        cr = self.env.cr
        cr.execute("DROP TABLE IF EXISTS alert_missed")
        cr.execute(
            SQL("CREATE TEMP TABLE alert_missed ON COMMIT DROP AS %s", missed(ground))
        )
        cr.execute("CREATE INDEX ON alert_missed (fact_key)")
        cr.execute("ANALYZE alert_missed")
        cr.execute(
            SQL(
                """UPDATE dibao_outreach o SET state = 'gone', gone_on = %s
                    WHERE o.state = 'open' AND NOT EXISTS (SELECT 1
                          FROM alert_missed f WHERE f.fact_key = o.fact_key)""",
                ground.day,
            )
        )
        cr.execute(
            SQL(
                """UPDATE dibao_outreach o SET state = 'open', gone_on = NULL
                     FROM alert_missed f
                    WHERE f.fact_key = o.fact_key AND o.state = 'gone'"""
            )
        )
        cr.execute(self._missed_changed())
        cr.execute(self._missed_insert(ground))

    @api.model
    def _missed_score(self):
        points = SQL(" + ").join(
            SQL("CASE WHEN f.needs ~ %s THEN %s ELSE 0 END", need, weight)
            for need, weight in WEIGHTS.items()
        )
        return SQL(
            "least(100, %s + CASE WHEN f.grade = '1' THEN 10 ELSE 0 END)", points
        )

    @api.model
    def _missed_changed(self):
        """What lists tell of known people who are still to be visited."""
        return SQL(
            """UPDATE dibao_outreach o SET needs = f.needs, need_count = f.need_count,
                      score = %s, batch_id = f.batch_id, places = f.places,
                      person_id = f.person_id, division_id = d.id,
                      township_id = CASE d.level WHEN 'village' THEN d.parent_id
                                         WHEN 'township' THEN d.id END
                 FROM alert_missed f
                 LEFT JOIN dibao_person p ON p.id = f.person_id
                 JOIN dibao_division d ON d.id = coalesce(p.division_id, f.place_id)
                WHERE f.fact_key = o.fact_key AND o.state = 'open'
                  AND (o.needs, o.batch_id, o.division_id)
                      IS DISTINCT FROM (f.needs, f.batch_id, d.id)""",
            self._missed_score(),
        )

    @api.model
    def _missed_insert(self, ground):
        return SQL(
            """INSERT INTO dibao_outreach (fact_key, name, birth_date, id_number,
                      person_id, household_id, division_id, township_id, needs,
                      need_count, grade, fact_on, batch_id, places, first_seen, due_on,
                      state, score, create_uid, create_date, write_uid, write_date)
               SELECT f.fact_key, coalesce(p.name, f.name, '—'),
                      coalesce(p.birth_date, f.birth_date),
                      coalesce(f.id_number, NULL), p.id, p.household_id,
                      coalesce(p.division_id, f.place_id),
                      CASE d.level WHEN 'village' THEN d.parent_id
                           WHEN 'township' THEN d.id END,
                      f.needs, f.need_count, f.grade, f.fact_on, f.batch_id, f.places,
                      %(day)s, %(day)s::date + coalesce(a.alert_days_high, 15), 'open',
                      %(score)s, 1, %(now)s, 1, %(now)s
                 FROM alert_missed f
                 LEFT JOIN dibao_person p ON p.id = f.person_id
                 JOIN dibao_division d ON d.id = coalesce(p.division_id, f.place_id)
                 LEFT JOIN alert_place a ON a.place_id = d.id
               -- known ones apart: a conflict writes to every row it meets
                WHERE NOT EXISTS (SELECT 1 FROM dibao_outreach o
                                   WHERE o.fact_key = f.fact_key)
               ON CONFLICT (fact_key) DO NOTHING""",
            day=ground.day,
            score=self._missed_score(),
            now=fields.Datetime.now(),
        )

    @api.model
    def _forget(self, batches):
        """The time of these rows is over: who was named by them is forgotten.

        What somebody worked on stays, without number and birth date.
        """
        named = self.sudo().search([("batch_id", "in", batches.ids)])
        unknown = named.filtered(lambda one: not one.person_id)
        untouched = unknown.filtered(lambda one: one.state in ("open", "gone"))
        untouched.unlink()
        (unknown - untouched)._by_act({"id_number": False, "birth_date": False})
