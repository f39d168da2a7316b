# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed import blind_indexes, unseal_field
from odoo.addons.dibao_archive.sealed_blob import open_blob
from odoo.addons.dibao_archive.tools import log_detail, protected

from ..tools import share_payload

#: Rows of the log name up to so many records.
BATCH = 50
MOST_EVENTS = 500


class DibaoShare(models.AbstractModel):
    """What entitled departments ask for over the API; documented in docs/api.md.

    Each method looks for the entitlement of the account, logs before it answers, and
    tells nothing that its basis does not cover.
    """

    _name = "dibao.share"
    _description = "Sharing with Departments"

    @api.model
    def status(self, id_numbers, reference):
        """Do these persons draw the guarantee? Yes or no, and the class; nothing else.

        Basis: the entitlement's, such as 社会救助暂行办法 art. 58 (checks between
        departments), which needs no consent (PIPL art. 13 (3)).

        :param list id_numbers: whole ID numbers (18 or 15 characters)
        :param str reference: the department's own file that it asks for
        :return: list in the same order of ``{"receives": bool or None, "class":
            "urban", "rural" or None, "as_of": "2026-11-28"}``; ``receives`` is None
            with ``"problem"``: ``number`` (wrong) or ``ask`` (in writing only)
        :raise AccessError: the account is not entitled
        :raise UserError: too many at once, or within the hour; no reference
        """
        entitlement = self._entitled("may_ask_status")
        numbers = self._numbers(id_numbers, entitlement)
        reference = str(reference or "").strip()[:128]
        if not reference:
            raise UserError(self.env._("Say which file of yours this is for."))
        found = self._receiving(numbers, entitlement.division_id)
        persons = [found[one][0] for one in numbers if one in found]
        self._log_status(entitlement, numbers, persons, reference)
        self._put_on_record(entitlement, "status", len(numbers), reference)
        today = fields.Date.to_string(fields.Date.context_today(self))
        return [self._answer(one, found.get(one), today) for one in numbers]

    @api.model
    def decisions(self, cursor=0, limit=100):
        """What was granted and ended behind a cursor, each signed by the office.

        Basis: the entitlement's, such as 社会救助暂行办法 art. 58 (checks between
        departments), which needs no consent (PIPL art. 13 (3)).

        Asked again with the same cursor it answers the same: what was handed out is
        not taken away, so a reader that died goes on where it had been.

        :param int cursor: 0, or the ``cursor`` of the last answer
        :param int limit: events at most, up to 500
        :return: ``{"events": [{"id", "payload", "signature"}], "cursor", "more",
            "public_key"}``; the payload is a JSON text with ``event``, ``kind``
            (granted, ended), ``class``, ``from``, ``to``, ``decided_on``, ``division``
            and ``subjects``
        :raise AccessError: the account is not entitled
        :raise UserError: more events within the hour than one account may have
        """
        entitlement = self._entitled("may_pull_decisions")
        try:
            cursor, limit = int(cursor), min(max(int(limit), 1), MOST_EVENTS)
        except (TypeError, ValueError) as error:
            raise UserError(
                self.env._("Cursor and limit are whole numbers.")
            ) from error
        # sudo: the entitlement says what is told of them
        events = self.env["dibao.share.event"].sudo()
        events = events._after(cursor, limit + 1, entitlement.division_id)
        more, events = len(events) > limit, events[:limit]
        self._log_decisions(entitlement, events)
        if events:
            self._put_on_record(
                entitlement, "decisions", len(events), entitlement.letter
            )
        office = entitlement.division_id
        identity = self.env["dibao.cross.identity"]._for(office)
        secret = open_blob(identity, "secret")
        key = share_payload.subject_key(
            open_blob(entitlement, "secret"), entitlement._their_key()
        )
        people = {one for event in events for one in event.person_ids or ()}
        # sudo: as above
        persons = self.env["dibao.person"].sudo().browse(people).exists()
        clear = unseal_field(persons, "id_number") if persons else {}
        return {
            "events": [
                {"id": event.id, **self._signed(event, key, clear, secret)}
                for event in events
            ],
            "cursor": events[-1].id if events else cursor,
            "more": more,
            "public_key": identity.public_key,
        }

    # ENTITLED

    @api.model
    def _entitled(self, what):
        """The entitlement of this account, in force today."""
        today = fields.Date.context_today(self)
        # sudo: the account reads nothing by itself
        found = self.env["dibao.share.entitlement"].sudo()
        found = found.search(
            [
                ("user_id", "=", self.env.uid),
                ("state", "=", "approved"),
                ("valid_from", "<=", today),
                ("valid_to", ">=", today),
                (what, "=", True),
            ],
            limit=1,
        )
        if not found:
            self.env["dibao.access.log"]._log("refused", purpose="sharing")
            raise AccessError(
                self.env._("This account is not entitled to that. It was logged.")
            )
        return found

    @api.model
    def _put_on_record(self, entitlement, method, count, reference):
        """The register of what is given to others: in the words of the office."""
        office = self.with_context(lang=entitlement.create_uid.lang)
        data = {
            "status": office.env._("Whether somebody draws it; urban or rural"),
            "decisions": office.env._(
                "Granted or ended, class, months, day, village; persons as digests"
            ),
        }
        self.env["dibao.exchange.provision"]._note(
            entitlement.division_id,
            "answer",
            entitlement.name,
            entitlement.purpose,
            entitlement.legal_basis,
            data[method],
            count,
            reference=reference,
            logged=True,
        )

    # STATUS

    @api.model
    def _numbers(self, id_numbers, entitlement):
        if not isinstance(id_numbers, list) or not id_numbers:
            raise UserError(self.env._("Send a list of whole ID numbers."))
        most = self.env["dibao.policy"].sudo()
        most = most._require("share_batch", entitlement.division_id)
        if len(id_numbers) > most:
            raise UserError(
                self.env._("One call asks for %(most)s persons at most.", most=most)
            )
        return [protected.normalise("id_number", str(one)[:32]) for one in id_numbers]

    @api.model
    def _receiving(self, numbers, division):
        """{number: (person, class or None, is restricted)} of persons of a place."""
        indexes = {
            index: number
            for number in numbers
            for index in blind_indexes(self.env, "id_number", number)
        }
        rows = self.env.execute_query(
            SQL(
                """
                SELECT p.id_number->>'i', p.id, h.urban_rural, h.restricted,
                       h.state IN ('active', 'tapering') AND m.is_counted
                  FROM dibao_person p
                  JOIN dibao_household_member m ON m.person_id = p.id
                       AND m.date_to IS NULL
                  JOIN dibao_household h ON h.id = m.household_id AND h.active
                  JOIN dibao_division d ON d.id = h.division_id
                 WHERE p.id_number->>'i' IN %s AND d.parent_path LIKE %s || '%%'
                   AND p.death_date IS NULL
                """,
                tuple(indexes) or ("",),
                division.parent_path,
            )
        )
        return {
            indexes[index]: (person, kind if receives else None, bool(restricted))
            for index, person, kind, restricted, receives in rows
        }

    @api.model
    def _answer(self, number, found, today):
        if protected.problem("id_number", number):
            return {
                "receives": None,
                "class": None,
                "as_of": today,
                "problem": "number",
            }
        _person, kind, restricted = found or (None, None, False)
        if restricted:
            return {"receives": None, "class": None, "as_of": today, "problem": "ask"}
        return {"receives": bool(kind), "class": kind, "as_of": today}

    @api.model
    def _log_status(self, entitlement, numbers, persons, reference):
        """Logged and limited before anything is told; each person found is named."""
        log = self.env["dibao.access.log"]
        said = {
            "recipient": entitlement.name,
            "answer": f"{len(persons)}/{len(numbers)}",
        }
        groups = [persons[at : at + BATCH] for at in range(0, len(persons), BATCH)]
        rest = len(numbers) - len(persons)
        for at, group in enumerate(groups or [[]]):
            log._log_within(
                "share_per_hour",
                "provide",
                self.env["dibao.person"].browse(group),
                ["id_number"],
                count=len(group) + (rest if at == 0 else 0),
                kind="status",
                purpose="sharing",
                reference=reference,
                detail=log_detail.pack("status", said),
            )

    # DECISIONS

    @api.model
    def _log_decisions(self, entitlement, events):
        """Logged and limited before anything is told, all events at once."""
        households = events.household_id
        if not households:
            return
        log = self.env["dibao.access.log"]
        said = {"recipient": entitlement.name}
        log._log_within(
            "share_decisions_per_hour",
            "provide",
            households[:BATCH],
            [],
            count=len(events),
            kind="decisions",
            purpose="sharing",
            reference=entitlement.letter,
            detail=log_detail.pack("decisions", said),
        )
        for at in range(BATCH, len(households), BATCH):
            log._log(
                "provide",
                households[at : at + BATCH],
                # counted by the first row
                count=0,
                purpose="sharing",
                reference=entitlement.letter,
                detail="decisions",
                said=said,
            )

    @api.model
    def _signed(self, event, key, clear, secret):
        numbers = (clear.get(person) for person in event.person_ids or ())
        return share_payload.signed(
            {
                "event": event.id,
                "kind": event.kind,
                "class": event.urban_rural,
                "from": fields.Date.to_string(event.date_from),
                "to": fields.Date.to_string(event.date_to) or None,
                "decided_on": fields.Date.to_string(event.decided_on),
                "division": event.division_id.code,
                "subjects": sorted(
                    share_payload.subject(key, number) for number in numbers if number
                ),
            },
            secret,
        )
