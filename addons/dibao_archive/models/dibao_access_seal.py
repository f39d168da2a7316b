# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import os

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .. import keys
from ..tools import anchor, chain, keyring
from .dibao_access_log import CONTENT

COLUMNS = (*CONTENT, "mac")
BATCH = 20000
#: The sealer gives way to a long maintenance run of the database; the next one seals.
WAIT = "10s"


class DibaoAccessSeal(models.Model):
    """A segment of the access log with the digest that chains it to the one before."""

    _name = "dibao.access.seal"
    _description = "Access Log Seal"
    _order = "first_ref desc"
    _rec_name = "digest"

    first_ref = fields.Integer("First row", required=True, readonly=True)
    last_ref = fields.Integer("Last row", required=True, readonly=True)
    row_count = fields.Integer("Rows", required=True, readonly=True)
    previous = fields.Char("Digest before", required=True, readonly=True)
    digest = fields.Char(required=True, readonly=True)
    forged = fields.Integer(
        "Rows without proof",
        readonly=True,
        help="Rows that the program did not write, found when they were sealed.",
    )
    missing = fields.Integer(
        "Numbers without a row",
        readonly=True,
        help="Left by a crash of the database, or rows removed before sealing.",
    )
    signature = fields.Char(readonly=True, help="Made with the index key.")
    sealed_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )

    _first_uniq = models.Constraint("UNIQUE(first_ref)", "A row is sealed once.")

    @api.model
    def _rows(self, after, until=None):
        """Log rows above `after` (to `until`) in batches, oldest first."""
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        if until is None:
            [(until,)] = self.env.execute_query(
                SQL("SELECT COALESCE(MAX(id), 0) FROM dibao_access_log")
            )
        while after < until:
            rows = self.env.execute_query(
                SQL(
                    "SELECT %s FROM dibao_access_log WHERE id > %s AND id <= %s "
                    "ORDER BY id",
                    columns,
                    after,
                    min(after + BATCH, until),
                )
            )
            if rows:
                yield rows
            after += BATCH

    # ------------------------------------------------------------------ sealing

    @api.model
    def _cron_seal(self):
        """Seal what was logged since the last seal, and note it outside the database.

        In a transaction that begins by keeping writers out: one begun earlier could
        miss a row committed meanwhile, with a number below the last one it sees.
        """
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("SET LOCAL lock_timeout = %s", WAIT))
            cr.execute(SQL("LOCK TABLE dibao_access_log IN SHARE MODE"))
            seal = self.with_env(self.env(cr=cr)).sudo()._seal_rest()
            note = seal._note() if seal else None
        if note:
            anchor.append(self._anchor_path(), note)
        return bool(note)

    @api.model
    def _seal_rest(self):
        last = self.search([], limit=1)
        after, previous = (last.last_ref, last.digest) if last else (0, chain.START)
        ring, digest = keys.ring(self.env), chain.Segment(previous)
        first = count = forged = 0
        latest = after
        for rows in self._rows(after):
            first = first or rows[0][0]
            latest = rows[-1][0]
            count += len(rows)
            digest.add(rows)
            forged += sum(not self._proof(ring, row) for row in rows)
        if not count:
            return self
        seal = self.new(
            {
                "first_ref": first,
                "last_ref": latest,
                "row_count": count,
                "previous": previous,
                "digest": digest.hexdigest(),
                "forged": forged,
                # Before the first seal ever nothing tells where the numbers began.
                "missing": latest - (after or first - 1) - count,
            }
        )
        key = ring.active(keyring.INDEX)
        signature = key.index(seal._signed_content(), chain.SEAL)
        vals = {name: seal[name] for name in seal._signed_fields()}
        return self.create({**vals, "signature": signature})

    @api.model
    def _proof(self, ring, row):
        """Did the program write this row? None when its key was destroyed since."""
        return chain.signed(ring, row[-1], chain.text_of(row[:-1]), chain.ROW)

    @api.model
    def _signed_fields(self):
        return (
            "first_ref",
            "last_ref",
            "row_count",
            "previous",
            "digest",
            "forged",
            "missing",
        )

    def _signed_content(self):
        return json.dumps([self[name] for name in self._signed_fields()]).encode()

    def _note(self):
        return {
            "last_ref": self.last_ref,
            "digest": self.digest,
            "at": fields.Datetime.to_string(self.sealed_at),
        }

    @api.model
    def _anchor_path(self):
        folder = os.path.dirname(self.env["dibao.key"]._path())
        return os.path.join(folder, "anchors", f"{self.env.cr.dbname}.jsonl")

    # ------------------------------------------------------------------ verifying

    @api.model
    def _verify(self):
        """Compare the log with its seals, proofs and the note outside the database.

        :return: list of findings (text); empty when nothing was changed, removed,
            put in, or put in another order
        """
        # Read first: what is noted now is committed, so the cursor will see it.
        notes = anchor.read(self._anchor_path())
        with self.env.registry.cursor() as cr:
            here = self.with_env(self.env(cr=cr)).sudo()
            # pylint: disable-next=no-search-all
            seals = here.search([], order="first_ref")
            return [
                *here._verify_seals(seals),
                *here._verify_rest(seals[-1:]),
                *here._verify_end(seals, notes),
            ]

    @api.model
    def _verify_seals(self, seals):
        ring, previous, after = keys.ring(self.env), chain.START, 0
        for seal in seals:
            place = {"first": seal.first_ref, "last": seal.last_ref}
            if seal.previous != previous:
                yield self.env._(
                    "Rows %(first)s–%(last)s: the seal before is missing or changed.",
                    **place,
                )
            proof = chain.signed(
                ring, seal.signature, seal._signed_content(), chain.SEAL
            )
            # The last seal stands for all: an earlier one may outlive its key.
            if proof is False or (proof is None and seal == seals[-1]):
                yield self.env._(
                    "Rows %(first)s–%(last)s: the seal is not signed with a key of the "
                    "key file.",
                    **place,
                )
            yield from seal._verify_rows(ring, after, place)
            previous, after = seal.digest, seal.last_ref

    def _verify_rows(self, ring, after, place):
        count, digest = self._digest_by_text(after)
        if digest != self.digest:
            # Nobody is accused by the fast way alone.
            count, digest = self._digest_by_row(after)
        if count != self.row_count or digest != self.digest:
            yield self.env._(
                "Rows %(first)s–%(last)s: sealed %(sealed)s rows, found %(count)s; the "
                "content differs from what was sealed.",
                sealed=self.row_count,
                count=count,
                **place,
            )
        if self.forged:
            yield self.env._(
                "Rows %(first)s–%(last)s: %(count)s rows were changed before they were "
                "sealed, or not written by the program.",
                count=self.forged,
                **place,
            )
        if self.missing:
            yield self._gap_text(self.missing, **place)

    @api.model
    def _verify_rest(self, last):
        """Rows not sealed yet: each must carry the program's proof, none may lack."""
        ring, before = keys.ring(self.env), last.last_ref
        for rows in self._rows(before or 0):
            for row in rows:
                if before and row[0] != before + 1:
                    yield self._gap_text(
                        row[0] - before - 1, first=before + 1, last=row[0] - 1
                    )
                if not self._proof(ring, row):
                    yield self.env._(
                        "Row %(number)s: changed, or not written by the program.",
                        number=row[0],
                    )
                before = row[0]

    @api.model
    def _gap_text(self, count, first, last):
        return self.env._(
            "Rows %(first)s–%(last)s: %(count)s numbers have no row. Rows were removed "
            "before they were sealed, or the database crashed while it wrote them.",
            first=first,
            last=last,
            count=count,
        )

    @api.model
    def _verify_end(self, seals, notes):
        """Is what was noted outside the database still there?"""
        digests = {seal.last_ref: seal.digest for seal in seals}
        anew = [place for place, note in enumerate(notes) if note.get("anew")]
        lost = [
            note
            for note in notes[anew[-1] if anew else 0 :]
            if digests.get(note["last_ref"]) != note["digest"]
        ]
        if lost:
            yield self.env._(
                "Row %(number)s, noted outside the database on %(date)s, is gone or "
                "was replaced: the end of the log was cut off.",
                number=lost[0]["last_ref"],
                date=lost[0]["at"],
            )
        elif seals and not notes:
            yield self.env._(
                "Nothing is noted outside the database: the file %(path)s is missing.",
                path=self._anchor_path(),
            )

    @api.model
    def _anchor_anew(self):
        """Note the present end, after a restore or a move that lost the file."""
        seal = self.sudo().search([], limit=1)
        if seal:
            anchor.append(self._anchor_path(), {**seal._note(), "anew": True})
        self.env["dibao.access.log"]._log("key", detail="log_anchored")

    def action_verify(self):
        """Show the auditor whether the log is as it was sealed."""
        self.check_access("read")
        findings = self._verify()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "danger" if findings else "success",
                "sticky": True,
                "title": self.env._("Access log"),
                "message": "\n".join(findings)
                or self.env._("Every sealed row is as it was sealed."),
            },
        }

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A seal cannot be changed."))

    def unlink(self):
        # pylint: disable=method-required-super,no-raise-unlink
        raise UserError(self.env._("A seal cannot be deleted."))
