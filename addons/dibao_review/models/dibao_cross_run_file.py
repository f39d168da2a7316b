# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.dibao_archive.sealed_blob import open_blob

from ..tools import cross_file
from ..tools.cross_file import ANSWER, CLOSING, OFFER

#: state a file is for, by the role of the run: step of the file
SENT = {("ask", "ready"): OFFER, ("answer", "ready"): ANSWER}
SENT["ask", "matched"] = CLOSING
NAMES = {OFFER: "1-offer", ANSWER: "2-answer", CLOSING: "3-closing"}


class DibaoCrossRun(models.Model):
    """The files of a comparison: what is sent, and what is taken in."""

    # One file for each concern.
    _inherit = "dibao.cross.run"

    # SENT

    def _file_name(self):
        step = SENT.get((self.role, self.state))
        return f"{self.name}-{NAMES.get(step, '')}.txt"

    def _write_file(self, path):
        """Write the file that is next, after it was put on record."""
        self._check_step("ready", "matched")
        step = SENT.get((self.role, self.state))
        if not step:
            raise UserError(self.env._("There is nothing to send: it is the end."))
        self.partner_id._check_valid()
        run = self.sudo()
        own = [] if step == CLOSING else run._elements(True, "value")
        doubled = [] if step == OFFER else run._elements(False, "doubled")
        self.env["dibao.access.log"]._log(
            "provide",
            self,
            ["person_id"],
            purpose="cross_region",
            reference=self.name,
            count=len(own) or len(doubled),
            detail="cross_sent",
            said={"recipient": self.partner_id.name, "step": step},
        )
        self.env["dibao.exchange.provision"]._note(
            self.division_id,
            "index",
            self.partner_id.name,
            self.purpose,
            self.legal_basis,
            self.env._("Blinded ID numbers, which nobody can read"),
            len(own) or len(doubled),
            reference=self.name,
            logged=True,
        )
        key = self.env["dibao.cross.identity"]._for(self.division_id)
        head = {
            "token": self.token,
            "step": step,
            "from": self.division_id.code,
            "to": self.partner_id.code,
            "from_name": self.division_id.agency_name or self.division_id.name,
            "purpose": self.purpose,
            "basis": self.legal_basis,
            "day": fields.Date.to_string(self.day),
            "before": self.taken_digest or "",
            "own": len(own),
            "doubled": len(doubled),
        }
        with open(path, "wb") as handle:
            digest = cross_file.write(
                handle, open_blob(key, "secret"), head, own, doubled
            )
        run._by_act({"sent_on": fields.Datetime.now(), "sent_digest": digest})

    def _elements(self, is_own, column):
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM dibao_cross_element WHERE run_id = %s AND is_own = %s"
                " ORDER BY position",
                SQL.identifier(column),
                self.id,
                is_own,
            )
        )
        return [bytes(row[0]) for row in rows]

    # TAKEN IN

    @api.model
    def _take_file(self, partner, data):
        """Take in what another office sent; the run it belongs to.

        :param bytes data: the whole file
        :raise UserError: it is not from there, changed, late, or too long
        """
        partner._check_valid()
        try:
            letter = cross_file.read(data, partner._key_of(partner.public_key))
        except cross_file.CrossFileError as error:
            raise UserError(self._file_problem(error.args[0])) from error
        head = letter.head
        if (head["from"], head["to"]) != (partner.code, partner.division_id.code):
            raise UserError(self._file_problem("address"))
        if head["own"] > partner.most:
            raise UserError(self._file_problem("many"))
        run = self._of_letter(partner, head)
        getattr(run, f"_take_{head['step']}")(letter)
        self.env["dibao.access.log"]._log(
            "import",
            run,
            purpose="cross_region",
            reference=run.name,
            count=head["own"] or head["doubled"],
            detail="cross_taken",
            said={"sender": partner.name, "step": head["step"]},
        )
        return run

    @api.model
    def _of_letter(self, partner, head):
        """The run a file belongs to; a new one for an offer."""
        role = {OFFER: "answer", ANSWER: "ask", CLOSING: "answer"}.get(head["step"])
        if not role:
            raise UserError(self._file_problem("format"))
        domain = [("token", "=", head["token"]), ("role", "=", role)]
        run = self.search([*domain, ("partner_id", "=", partner.id)])
        if head["step"] == OFFER:
            if run:
                raise UserError(self._file_problem("again"))
            made = self._acting().create(
                {
                    "partner_id": partner.id,
                    "role": "answer",
                    "token": head["token"],
                    "partner_purpose": f"{head['purpose']} ({head['basis']})",
                    "legal_basis": partner.legal_basis,
                }
            )
            return made.with_env(self.env)
        if not run:
            raise UserError(self._file_problem("unknown"))
        if run.state != "ready":
            raise UserError(self._file_problem("again"))
        return run

    def _take_1(self, letter):
        """An offer: kept until a second person has approved the answer."""
        if letter.doubled or not letter.own:
            raise UserError(self._file_problem("format"))
        self.sudo()._take_elements(letter.own)
        self.sudo()._by_act(
            {"partner_count": len(letter.own), "taken_digest": letter.digest}
        )

    def _take_2(self, letter):
        """The answer to our offer: our numbers blinded by them, and theirs."""
        run = self.sudo()
        self._check_reply(letter)
        if not letter.own:
            raise UserError(self._file_problem("format"))
        if set(letter.own) & set(run._elements(True, "value")):
            raise UserError(self._file_problem("mirror"))
        run._take_doubled(letter.doubled)
        run._take_elements(letter.own)
        self._go_on({"partner_count": len(letter.own), "taken_digest": letter.digest})

    def _take_3(self, letter):
        """The closing: our numbers blinded by them."""
        self._check_reply(letter)
        if letter.own:
            raise UserError(self._file_problem("format"))
        self.sudo()._take_doubled(letter.doubled)
        self._go_on({"taken_digest": letter.digest})

    def _check_reply(self, letter):
        """It answers the file that was sent last, number by number."""
        if letter.head["before"] != self.sent_digest:
            raise UserError(self._file_problem("before"))
        if len(letter.doubled) != self.own_count:
            raise UserError(self._file_problem("count"))

    def _go_on(self, values):
        self.sudo()._by_act({**values, "state": "approved"})
        self._enqueue()

    def _take_elements(self, values):
        self.env.cr.execute_values(
            "INSERT INTO dibao_cross_element (run_id, is_own, position, value)"
            " VALUES %s",
            [(self.id, False, at, value) for at, value in enumerate(values, 1)],
            page_size=5000,
        )

    def _take_doubled(self, values):
        self.env.cr.execute_values(
            "UPDATE dibao_cross_element e SET doubled = v.data"
            " FROM (VALUES %s) AS v (run_id, place, data)"
            " WHERE e.run_id = v.run_id AND e.is_own AND e.position = v.place",
            [(self.id, at, value) for at, value in enumerate(values, 1)],
            template="(%s, %s, %s::bytea)",
            page_size=5000,
        )

    @api.model
    def _file_problem(self, code):
        """The sentence of what is wrong with a file."""
        return {
            "format": self.env._("This is no file of a comparison across regions."),
            "version": self.env._(
                "The file is of another version of the program: both offices "
                "must use the same."
            ),
            "cut": self.env._("The file is not whole. Have it sent again."),
            "signature": self.env._(
                "The signature is wrong: the file was changed on its way, or "
                "is not from this office. Nothing was taken in."
            ),
            "element": self.env._("A line of the file is no blinded number."),
            "twice": self.env._("The file holds one number twice."),
            "address": self.env._("The file is from or for another office."),
            "many": self.env._(
                "The file holds more persons than were agreed with this office. "
                "Nothing was taken in."
            ),
            "again": self.env._(
                "This file was taken in already, or the comparison is not at this step."
            ),
            "unknown": self.env._(
                "There is no comparison here that this file belongs to."
            ),
            "before": self.env._(
                "The answer is to another offer than the one sent last."
            ),
            "count": self.env._("The answer has not as many numbers as were sent."),
            "mirror": self.env._(
                "The answer sends our own numbers back as theirs. Nothing was taken in."
            ),
        }[code]
