# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import time

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import unseal_field
from odoo.addons.dibao_archive.sealed_blob import open_blob

from ..tools import blind_match

#: Numbers blinded between two commits.
CHUNK = 2000


class DibaoCrossRun(models.Model):
    """The work of a comparison: in pieces, each of which is kept when it is done."""

    # One file for each concern.
    _inherit = "dibao.cross.run"

    def _freeze_list(self):
        """The persons of our list as of now, and the secret of this exchange.

        Those whose households draw the guarantee; without a number nobody can be
        compared, and whose data are restricted is left out.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO dibao_cross_element (run_id, is_own, person_id)
                SELECT %(run)s, TRUE, p.id
                  FROM dibao_household h
                  JOIN dibao_division d ON d.id = h.division_id
                  JOIN dibao_household_member m ON m.household_id = h.id
                  JOIN dibao_person p ON p.id = m.person_id
                 WHERE d.parent_path LIKE %(path)s || '%%' AND h.active
                   AND h.state IN ('active', 'suspended', 'tapering')
                   AND h.restricted IS NOT TRUE
                   AND m.date_to IS NULL AND m.is_counted
                   AND p.id_number IS NOT NULL AND p.death_date IS NULL
                """,
                run=self.id,
                path=self.division_id.parent_path,
            )
        )
        count = self.env.cr.rowcount
        if not count:
            raise UserError(self.env._("There is nobody on our list to be compared."))
        secret = base64.b64encode(blind_match.new_secret()).decode()
        self._by_act({"own_count": count, "secret": secret})

    def _work(self):
        """One piece of what is to do; True when nothing is left."""
        self.ensure_one()
        blind = blind_match.blinder(open_blob(self, "secret"))
        if self._blind_own(blind) or self._double_theirs(blind):
            return False
        self._place_own()
        self._work_done()
        return True

    def _blind_own(self, blind):
        """Blind some of our own numbers; how many."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id, person_id FROM dibao_cross_element"
                " WHERE run_id = %s AND is_own AND value IS NULL ORDER BY id LIMIT %s",
                self.id,
                CHUNK,
            )
        )
        persons = self.env["dibao.person"].browse(row[1] for row in rows)
        clear = unseal_field(persons, "id_number") if rows else {}
        self._keep(
            "value", [(row, blind(blind_match.point(clear[one]))) for row, one in rows]
        )
        return len(rows)

    def _double_theirs(self, blind):
        """Blind some of their numbers again; how many."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id, value FROM dibao_cross_element WHERE run_id = %s"
                " AND NOT is_own AND doubled IS NULL ORDER BY id LIMIT %s",
                self.id,
                CHUNK,
            )
        )
        try:
            found = [(row, blind(bytes(value))) for row, value in rows]
        except blind_match.BlindMatchError as error:
            raise UserError(
                self.env._(
                    "The file of %(office)s holds what is no blinded number: nothing "
                    "was compared. Ask for a new file.",
                    office=self.partner_id.name,
                )
            ) from error
        self._keep("doubled", found)
        return len(rows)

    def _keep(self, column, rows):
        if not rows:
            return
        column = "value" if column == "value" else "doubled"
        self.env.cr.execute_values(
            f"UPDATE dibao_cross_element e SET {column} = v.data"
            " FROM (VALUES %s) AS v (id, data) WHERE e.id = v.id",
            rows,
            template="(%s, %s::bytea)",
            page_size=CHUNK,
        )

    def _place_own(self):
        """Put our numbers in an order that says nothing of the persons."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE dibao_cross_element e SET position = o.place
                  FROM (SELECT id, row_number() OVER (ORDER BY value) AS place
                          FROM dibao_cross_element
                         WHERE run_id = %(run)s AND is_own) o
                 WHERE e.id = o.id AND e.position IS NULL
                """,
                run=self.id,
            )
        )

    def _work_done(self):
        """All is blinded: a file is ready, or both lists can be compared."""
        [(doubled,)] = self.env.execute_query(
            SQL(
                "SELECT bool_and(doubled IS NOT NULL) FROM dibao_cross_element"
                " WHERE run_id = %s AND is_own",
                self.id,
            )
        )
        if not doubled:
            self._by_act({"state": "ready", "sent_on": False})
            return
        found = self._compare()
        leads = self.env["dibao.cross.lead"]._make(self, found)
        self._by_act({"state": "matched", "lead_count": len(leads), "sent_on": False})
        if leads:
            self.env["dibao.alert"]._enqueue_search(self)

    def _compare(self):
        """(person, household, pair code) of those on both lists."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (own.person_id) own.person_id, m.household_id,
                       own.doubled
                  FROM dibao_cross_element own
                  JOIN dibao_cross_element other
                    ON other.run_id = own.run_id AND NOT other.is_own
                   AND other.doubled = own.doubled
                  JOIN dibao_household_member m ON m.person_id = own.person_id
                 WHERE own.run_id = %s AND own.is_own
                 ORDER BY own.person_id, m.date_to DESC NULLS FIRST, m.id DESC
                """,
                self.id,
            )
        )
        return [
            (person, household, blind_match.pair_code(bytes(doubled)))
            for person, household, doubled in rows
        ]


class DibaoJob(models.Model):
    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _job_cross_blind(self):
        """One piece of a comparison across regions."""
        run = self.env["dibao.cross.run"].browse(self.params["run"]).exists()
        if not run:
            raise UserError(self.env._("The comparison was deleted."))
        # Rights may have been withdrawn since the work was ordered.
        run.with_user(self.user_id).check_access("write")
        if not run.try_lock_for_update():
            time.sleep(0.2)
            return False
        run = run.with_user(self.user_id).sudo()
        run.invalidate_recordset()
        if run.state != "approved":
            raise UserError(self.env._("%(run)s has ended.", run=run.name))
        total = run.own_count + run.partner_count
        finished = run._work()
        [(done,)] = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM dibao_cross_element WHERE run_id = %s"
                " AND (CASE WHEN is_own THEN value ELSE doubled END) IS NOT NULL",
                run.id,
            )
        )
        self._progress(done, total)
        return finished
