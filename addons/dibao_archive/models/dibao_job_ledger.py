# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import Counter
from itertools import islice

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..ledger import source
from ..ledger.clash import Clashes
from ..ledger.match import Matcher
from ..ledger.stage import Stager
from ..ledger.write import Writer

CHUNK = 2000  # households a transaction
ACTIONS = ("create", "update", "same")


class DibaoJobLedger(models.Model):
    """The two jobs of a ledger import: the dry run and the writing."""

    # One file for each kind of work.
    _inherit = "dibao.job"  # pylint: disable=consider-merging-classes-inherited

    def _ledger(self):
        ledger = self.env["dibao.ledger.import"].browse(self.params["import"]).exists()
        if not ledger:
            raise UserError(self.env._("The import was deleted."))
        # Rights may have been withdrawn since the job was ordered.
        ledger.with_user(ledger.user_id).check_access("write")
        return ledger.with_context(lang=ledger.user_id.lang, tracking_disable=True)

    def _next_chunk(self):
        """Commit what is done; True if the job is still ours and not cancelled."""
        self._commit()
        if not self.try_lock_for_update():
            return False
        self.invalidate_recordset()
        return self.state == "running"

    # ------------------------------------------------------------------ dry run

    def _job_ledger_check(self):
        """Read, check and stage the file chunk by chunk; the registry stays."""
        ledger = self._ledger()
        at = self.cursor or {"seq": 0, "counts": {}}
        stager, matcher = Stager(ledger), Matcher(ledger)
        clashes = Clashes(ledger)
        with source.opened(ledger) as book:
            check = source.checker(ledger, book)
            households = check.households(book.rows)
            # What an interrupted run has staged is read again for what it teaches
            # (numbers seen), and dropped.
            for _again in islice(households, at["seq"]):
                pass
            if at["seq"]:
                check.take_findings()
            counts, seq = Counter(at["counts"]), at["seq"]
            while chunk := list(islice(households, CHUNK)):
                stager.stage(seq + 1, chunk)
                stager.write_findings(check.take_findings())
                matcher.match(seq + 1, seq + len(chunk))
                clashes.tell()
                self._open_leads(ledger, clashes)
                counts.update(matcher.counts())
                seq += len(chunk)
                self._progress(
                    chunk[-1].rows[-1], book.size, {"seq": seq, "counts": counts}
                )
                if not self._next_chunk():
                    return False
            stager.write_findings(check.take_findings())
        self._end_check(ledger, counts, check.counts)
        return True

    def _open_leads(self, ledger, clashes):
        """The supervisor is told of persons that the clerk may not see."""
        for person_id, name in clashes.hidden_persons():
            duplicate = self.env["dibao.duplicate"].with_user(ledger.user_id).sudo()
            duplicate._open_lead(
                self.env["dibao.person"].browse(person_id),
                {"name": name, "division_id": ledger.division_id.id},
            )

    def _end_check(self, ledger, counts, told):
        [[households, persons, faulty]] = self.env.execute_query(
            SQL(
                """SELECT COUNT(*), (SELECT COUNT(*) FROM dibao_ledger_person
                          WHERE import_ref = %(ref)s), COUNT(*) FILTER (WHERE faulty)
                   FROM dibao_ledger_household WHERE import_ref = %(ref)s""",
                ref=ledger.id,
            )
        )
        ledger._set(
            {
                "state": "checked",
                "checked_on": fields.Datetime.now(),
                "household_count": households,
                "person_count": persons,
                "faulty_count": faulty,
                **{f"{action}_count": counts.get(action, 0) for action in ACTIONS},
                **self._finding_counts(ledger, told),
            }
        )

    def _finding_counts(self, ledger, told):
        rows = self.env.execute_query(
            SQL(
                """SELECT rule, severity, COUNT(*) FROM dibao_ledger_finding
                   WHERE import_id = %s GROUP BY 1, 2""",
                ledger.id,
            )
        )
        severities = Counter()
        for _rule, severity, count in rows:
            severities[severity] += count
        by_rule = {rule: count for rule, _severity, count in rows}
        # Counted only: true of each person with an old card.
        if told.get("id_place_unknown"):
            by_rule["id_place_unknown"] = told["id_place_unknown"]
        return {
            "error_count": severities["error"],
            "warning_count": severities["warning"],
            "rule_counts": by_rule,
        }

    # ------------------------------------------------------------------ import

    def _job_ledger_import(self):
        """Write the staged households chunk by chunk."""
        ledger = self._ledger()
        at = self.cursor or {"seq": 0, "created": 0, "updated": 0, "skipped": 0}
        matcher, writer = Matcher(ledger), Writer(ledger)
        clashes = Clashes(ledger)
        if not at["seq"]:
            self._begin_import(ledger, matcher, clashes)
        while at["seq"] < ledger.household_count:
            first, last = at["seq"] + 1, at["seq"] + CHUNK
            matcher.match(first, last)
            clashes.tell()
            skipped = matcher.counts().get("faulty", 0)
            created, updated = writer.take_over()
            at = {
                "seq": last,
                "created": at["created"] + created,
                "updated": at["updated"] + updated,
                "skipped": at["skipped"] + skipped,
            }
            done = min(last, ledger.household_count)
            self._progress(done, ledger.household_count, at)
            if not self._next_chunk():
                return False
        self._end_import(ledger, at)
        return True

    def _begin_import(self, ledger, matcher, clashes):
        """What was checked still holds, and nothing is half-imported."""
        [[staged]] = self.env.execute_query(
            SQL(
                "SELECT COUNT(*) FROM dibao_ledger_household WHERE import_ref = %s",
                ledger.id,
            )
        )
        if staged != ledger.household_count:
            ledger._set({"state": "mapping"})
            self._commit()
            raise UserError(self.env._("The dry run is out of date. Check again."))
        ledger._create_villages()
        newly = 0
        if not ledger.faultless_only:
            # Somebody may have written since, or be writing now: all of it is asked
            # again, for what is half-imported cannot be taken back.
            for first in range(1, ledger.household_count + 1, CHUNK):
                matcher.match(first, first + CHUNK - 1)
                newly += clashes.tell()
        if newly:
            ledger._set(
                {
                    "state": "checked",
                    "faulty_count": ledger.faulty_count + newly,
                    **self._finding_counts(ledger, ledger.rule_counts or {}),
                }
            )
            self._commit()
            raise UserError(
                self.env._(
                    "The registry has changed since the dry run: %(count)s more "
                    "households clash with it. Nothing was imported.",
                    count=newly,
                )
            )

    def _end_import(self, ledger, at):
        ledger._set(
            {
                "state": "done",
                "imported_on": fields.Datetime.now(),
                "created_count": at["created"],
                "updated_count": at["updated"],
                "skipped_count": at["skipped"],
                **self._finding_counts(ledger, ledger.rule_counts or {}),
            }
        )
        ledger._drop_staged()
        self._refresh_statistics(at["created"])

    def _refresh_statistics(self, created):
        """A registry that has just grown by half would be searched by old figures."""
        [[known]] = self.env.execute_query(
            SQL(
                "SELECT reltuples FROM pg_class WHERE oid = 'dibao_household'::regclass"
            )
        )
        if created > max(known, 0) / 2:
            self.env.cr.execute(
                "ANALYZE dibao_person, dibao_household, dibao_household_member"
            )

    def _fail(self, error):
        result = super()._fail(error)
        if self.kind in ("ledger_check", "ledger_import"):
            ledger = self.env["dibao.ledger.import"].browse(self.params["import"])
            if ledger.exists() and ledger.state == "checking":
                ledger._step_back()
                self._commit()
        return result
