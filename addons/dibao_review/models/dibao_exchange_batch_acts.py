# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import binascii
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import exchange_load, exchange_match
from ..exchange_load import Refused


def _findings(counts):
    """The counts by kind of finding alone."""
    return {code: n for code, n in counts.items() if code not in ("rows", "faulty")}


class DibaoExchangeBatch(models.Model):
    """Receive, take into use, refuse, replace, purge."""

    _inherit = "dibao.exchange.batch"

    def action_read(self):
        """Read the file in the background; it comes into use whole, or not at all."""
        for batch in self:
            batch._check_step("draft")
            if not batch.content:
                raise UserError(self.env._("There is no file. Upload it again."))
            batch._start()
        return True

    def _start(self):
        job = self.env["dibao.job"]._enqueue(
            "exchange_import",
            key=f"exchange {self.id}",
            title=self.display_name,
            params={"batch": self.id},
            division=self.division_id,
        )
        self._by_act(
            {
                "state": "reading",
                "job_id": job.id,
                "received_on": fields.Datetime.now(),
                "received_by_id": self.env.uid,
            }
        )
        self.env["dibao.access.log"]._log(
            "import",
            self,
            purpose="exchange",
            reference=self.reference or "",
            detail="exchange_import",
            said={"id": self.id, "source": self.source_id.code},
        )

    def action_resume(self):
        """Go on after a failure: what was read is not read again."""
        for batch in self:
            batch._check_step("reading")
            if batch.job_id.state in ("failed", "cancelled"):
                batch.job_id.sudo().action_resume()
        return True

    def action_cancel(self):
        """Stop reading; nothing of it is kept."""
        for batch in self:
            batch._check_step("reading")
            batch.job_id.sudo().action_cancel()
            batch.sudo()._drop()
            batch._by_act({"state": "draft", "job_id": False})
        return True

    # BY INTERFACE

    @api.model
    def dibao_receive(
        self, source, data_on, rows=None, content=None, division=None, reference=""
    ):
        """Receive a delivery from another program (docs/api.md).

        :param str source: code of the source
        :param str data_on: day as of which the list was drawn, ISO
        :param list rows: objects ``{heading: value}``; or
        :param str content: an XLSX, CSV or JSON file in base64
        :param str division: code of the area; the user's own when left out
        :param str reference: number of the sender's letter
        :return: ``{"batch": id, "state": "reading"}``; read the batch's ``state`` and
            ``refusal_shown`` to learn what became of it
        :raise UserError: unknown source or place, no rows
        """
        self.check_access("create")
        found = self.env["dibao.exchange.source"].search([("code", "=", source)])
        if not found:
            raise UserError(self.env._("There is no source “%s”.", source))
        place = self._default_division()
        if division:
            places = self.env["dibao.division"]._live_by_code([division])
            place = places.get(division)
        if not place:
            raise UserError(self.env._("Say for which area the list is (its code)."))
        data = self._data_of(rows, content)
        batch = self.create(
            {
                "source_id": found.id,
                "division_id": place.id,
                "data_on": data_on,
                "reference": reference,
                "content": base64.b64encode(data),
            }
        )
        batch._by_act({"channel": "rpc"})
        batch._start()
        return {"batch": batch.id, "state": batch.state}

    @api.model
    def _data_of(self, rows, content):
        if content:
            try:
                return base64.b64decode(content, validate=True)
            except (binascii.Error, ValueError, TypeError):
                raise UserError(self.env._("The file is not in base64.")) from None
        if not isinstance(rows, list) or not rows:
            raise UserError(self.env._("The delivery holds no rows."))
        return json.dumps(rows, ensure_ascii=False).encode()

    # WHAT BECOMES OF IT

    def _refuse(self, code, **said):
        """Refuse it whole: nothing of it is kept, what was in use stays in use."""
        self._drop(findings=code not in ("junk", "hashed"))
        self._by_act(
            {
                "state": "refused",
                "refusal": code,
                "refusal_said": said or None,
                "content": False,
            }
        )

    def _drop(self, findings=True):
        """Delete the rows of these deliveries (and what was found)."""
        self._delete_rows()
        if findings:
            self.env.cr.execute(
                SQL(
                    "DELETE FROM dibao_exchange_finding WHERE batch_id IN %s",
                    tuple(self.ids) or (0,),
                )
            )
            self.env["dibao.exchange.finding"].invalidate_model()

    def _delete_rows(self):
        self.env.cr.execute(
            SQL(
                "DELETE FROM dibao_exchange_row WHERE batch_id IN %s",
                tuple(self.ids) or (0,),
            )
        )
        self.env["dibao.exchange.row"].invalidate_model()

    def _judge(self, counts):
        """Refuse a list that is empty, foreign, or mostly junk.

        :param counts: rows, unusable ones, findings by code
        :raise Refused: with the reason
        """
        rows, faulty = counts["rows"], counts["faulty"]
        if not rows:
            raise Refused("no_rows")
        if counts["id_hashed"] * 2 > rows:
            raise Refused("hashed")
        policies = self.env["dibao.policy"].sudo()
        limit = policies._require("exchange_junk_share", self.division_id)
        if faulty * 100 > rows * limit:
            self._by_act(
                {"counts": _findings(counts), "row_count": rows, "faulty_count": faulty}
            )
            raise Refused(
                "junk",
                faulty=faulty,
                rows=rows,
                share=round(100 * faulty / rows),
                limit=f"{limit:g}",
            )

    def _finish(self, counts):
        """All rows are there: match them, and take the delivery into use."""
        exchange_match.match_by_id(self.env, self)
        counts["row_twice"] += exchange_load.tell_twice(self)
        if self.source_id.needs_authorisation:
            counts["no_authorisation"] += self._delete_unauthorised()
        by_id, weak, kept = exchange_match.matches(self.env, self)
        self._use(
            {
                "row_count": counts["rows"],
                "faulty_count": counts["faulty"],
                "in_use_count": kept,
                "matched_count": by_id,
                "weak_count": weak,
                "counts": _findings(counts),
            }
        )

    def _use(self, counts):
        """Take it into use; of a whole list the former one goes in the same moment."""
        self.ensure_one()
        day = fields.Date.context_today(self)
        if self.source_id.delivery == "whole":
            former = self.search(self._peers_domain() + [("state", "=", "used")])
            former._by_act({"state": "replaced", "replaced_by_id": self.id})
            former._delete_rows()
        self._by_act(
            {
                "state": "used",
                "used_on": fields.Datetime.now(),
                "keep_until": self.source_id._keep_until(self.division_id, day),
                "content": False,
                **counts,
            }
        )

    def _peers_domain(self):
        return [
            ("source_id", "=", self.source_id.id),
            ("division_id", "=", self.division_id.id),
            ("id", "!=", self.id),
        ]

    def _refused_before_reading(self, digest):
        """Reasons that are known before a row is read: ``(code, said)`` or None."""
        peers = self.sudo()._peers_domain()
        today = fields.Date.context_today(self)
        if self.data_on > today:
            return "future", {"day": str(self.data_on)}
        basis = self.source_id.basis_until
        if basis and basis < today:
            return "no_basis", {"day": str(basis)}
        states = ("used", "replaced", "purged")
        same = [*peers, ("digest", "=", digest), ("state", "in", states)]
        if self.source_id.delivery == "whole":
            # A list that has not changed by the next month is no repetition.
            same.append(("data_on", ">=", self.data_on))
        same = self.sudo().search(same, limit=1)
        if same:
            return "repeated", {"day": str(same.received_on.date())}
        if self.source_id.delivery == "whole":
            newer = self.sudo().search(
                [*peers, ("state", "=", "used"), ("data_on", ">", self.data_on)],
                limit=1,
            )
            if newer:
                return "older", {"day": str(self.data_on), "newer": str(newer.data_on)}
        return None

    # KEEPING

    @api.model
    def _cron_purge(self):
        """Delete the rows whose time or basis is over; the receipt stays."""
        today = fields.Date.context_today(self)
        crons = self.env["ir.cron"]
        for batch in self.sudo().search([("state", "in", ("used", "replaced"))]):
            until = batch._kept_until()
            if until < today:
                batch._purge(today)
                if not crons._commit_progress(1):
                    return
            elif until != batch.keep_until:
                batch._by_act({"keep_until": until})
        unread = [("state", "in", ("draft", "reading")), ("content", "!=", False)]
        for batch in self.sudo().search(unread):
            if batch._unread_too_long(today):
                batch._lapse()
        self.sudo()._delete_unauthorised()

    def _kept_until(self):
        """Last day by the policy and the basis of today: it may have been shortened."""
        received = fields.Date.context_today(self, self.used_on)
        until = self.source_id._keep_until(self.division_id, received)
        return min(until, self.keep_until or until)

    def _unread_too_long(self, today):
        received = fields.Date.context_today(self, self.create_date)
        busy = self.job_id.state in ("queued", "running")
        until = self.source_id._keep_until(self.division_id, received)
        return not busy and until < today

    def _lapse(self):
        """A file that nobody read, or that could not be read to its end."""
        if self.state == "reading":
            self._refuse("lapsed")
        else:
            self._by_act({"content": False})

    def _delete_unauthorised(self):
        """Delete rows that need the person's authorisation and have none.

        Nobody whom the registry does not know has signed one; of those who have, it
        may have been taken back or have ended (57号 art. 9; PIPL arts. 15, 47).

        :return: number of rows deleted
        """
        self.env["dibao.consent"].flush_model()
        self.env.cr.execute(
            SQL(
                """DELETE FROM dibao_exchange_row r
                    USING dibao_exchange_batch b
                     JOIN dibao_exchange_source s ON s.id = b.source_id
                    WHERE b.id = r.batch_id AND s.needs_authorisation AND %s
                      AND (r.person_id IS NULL OR r.person_id IN (
                           SELECT c.person_id FROM dibao_consent c
                            WHERE c.kind = 'authorisation' GROUP BY 1
                           HAVING NOT bool_or(
                                  coalesce(c.valid_to, 'infinity') >= %s
                                  AND coalesce(c.withdrawn_on, 'infinity') > %s)))""",
                SQL("b.id IN %s", tuple(self.ids)) if self else SQL("true"),
                fields.Date.context_today(self),
                fields.Date.context_today(self),
            )
        )
        deleted = self.env.cr.rowcount
        self.env["dibao.exchange.row"].invalidate_model()
        return deleted

    def _purge(self, day):
        self._delete_rows()
        self._by_act({"state": "purged", "purged_on": day, "content": False})
        # What was named for outreach goes with the rows, unless somebody works on it.
        self.env["dibao.outreach"]._forget(self)
        self.env["dibao.alert"]._forget(self)

    def _match_again(self):
        """Match the rows in use with who was registered or changed since."""
        self.env["dibao.exchange.changed"]._match()
