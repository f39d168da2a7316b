# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The county's payments, month by month: computed, approved by two, sent, answered."""

import base64
import secrets
from collections import defaultdict
from datetime import date
from decimal import Decimal

import branches
from office import BOUNCED, CLOSED, PAID
from reckoning import shift

RUN = "dibao.payment.run"
#: Day of the month on which the county pays (民发〔2012〕220号 art. 31).
PAY_DAY = 8
PASSWORD_DAYS = 60


class Treasury:
    """Makes the runs and keeps what the bank's files said, in fen by household."""

    def __init__(self, office, password):
        self.office, self.password = office, password
        self.password_since = office.today
        #: {first day of a month: yuan that the file of its run took to the bank}
        self.sent = {}
        #: {household number: [(month of the run, yuan, code of the bank)]}
        self.told = defaultdict(list)
        #: Numbers of households whose next payment comes back, and how.
        self.trouble = {}
        self.findings = []
        #: (owner, yuan) that the next run corrects.
        self.to_correct = []

    def months(self, first, count):
        """The story of the runs."""
        for number in range(count):
            month = shift(first, number)
            yield month.replace(day=PAY_DAY)
            self.pay(month)
            yield 3
            self.answer(month)

    def bank_troubles(self):
        """A payment comes back, an account is closed; both are paid again."""
        for day, owner, code in (
            (date(2024, 3, 1), "平一", BOUNCED),
            (date(2024, 5, 6), "平三甲", CLOSED),
            (date(2024, 11, 4), "平九甲", BOUNCED),
        ):
            yield day
            for one in self.office.households:
                if one.owner == owner:
                    self.trouble[one.number] = code

    def pay(self, month):
        office = self.office
        run = office.make(
            "officer",
            RUN,
            division_id=office.told["places"]["990101000000"],
            month=f"{month}",
        )
        office.runs[month] = run
        self._new_accounts(run)
        office.call("officer", RUN, "action_compute", run)
        office.work()
        self._look(run, month)
        self._reissue(run)
        branches.corrected_in_the_run(self, run, self.to_correct)
        office.refused("finance", RUN, "action_lock", run)
        [row] = office.read(RUN, [("id", "=", run)], "line_count", "state")
        assert row["state"] == "checked", row
        if not row["line_count"]:
            # Nobody is paid yet: a run of no lines is dropped again.
            office.call("officer", RUN, "unlink", run)
            del office.runs[month]
            return
        assert office.call("confirmer", RUN, "action_approve", run) is None
        # One person alone cannot do both.
        office.refused("confirmer", RUN, "action_approve", run)
        assert office.call("director", RUN, "action_approve", run) is None
        assert office.call("finance", RUN, "action_lock", run) is None
        made = office.make(
            "finance",
            "dibao.payment.export",
            run_id=run,
            profile_id=office.told["profile"],
            reference=f"{month:%Y%m}",
        )
        office.call("finance", "dibao.payment.export", "action_make", made)

    def _look(self, run, month):
        """The officer explains what the checks found; it is judged at the end."""
        office = self.office
        found = office.read(
            "dibao.payment.finding",
            [("run_id", "=", run), ("state", "=", "open")],
            *("code", "detail", "household_id", "found", "expected"),
            login="officer",
        )
        self.findings += [(month, row["code"], row["household_id"][0]) for row in found]
        ids = [row["id"] for row in found]
        if ids:
            office.write("officer", "dibao.payment.finding", ids, note="已核实")
            office.call("officer", "dibao.payment.finding", "action_explain", ids)

    def _came_back(self, run):
        """Lines of earlier runs that came back and are not paid again yet."""
        office = self.office
        failed = office.read(
            "dibao.payment.line",
            [("state", "in", ["bounced", "closed_account"]), ("run_id", "!=", run)],
            *("state", "household_id"),
        )
        again = office.read(
            "dibao.payment.line", [("kind", "=", "reissue")], "origin_id"
        )
        known = {row["origin_id"][0] for row in again}
        return [row for row in failed if row["id"] not in known]

    def _new_accounts(self, run):
        """Where an account is closed, nothing is paid again before there is another."""
        office = self.office
        for row in self._came_back(run):
            if row["state"] != "closed_account":
                continue
            again = ("finance", "dibao.payment.line", "action_reissue", row["id"])
            assert "account is closed" in office.refused(*again)
            household = row["household_id"][0]
            [known] = [one for one in office.households if one.id == household]
            account = office.mint.account(known.owner)
            clerk = f"clerk.{known.township}"
            office.write(clerk, "dibao.household", household, account_number=account)

    def _reissue(self, run):
        """What came back is paid again, with the next run."""
        for row in self._came_back(run):
            self.office.call(
                "finance", "dibao.payment.line", "action_reissue", row["id"]
            )

    def too_much(self, household):
        """Yuan that were paid beyond what is owed for the months of the runs so far."""
        paid = sum(
            yuan for _m, yuan, code in self.told[household.number] if code == PAID
        )
        return paid - sum(household.ledger.owed(month) for month in self.sent)

    def answer(self, month):
        """The bank answers: paid, but for those whose trouble was told before."""
        office = self.office
        if month not in office.runs:
            return
        run = office.runs[month]
        [file] = office.read(
            "dibao.bank.file", [("run_id", "=", run)], "id", login="finance"
        )
        rows = self._file(file["id"])
        numbers = {one.id: one.number for one in office.households}
        back, total = ["流水号,账号,金额,结果,原因"], Decimal(0)
        for row in rows:
            reference, account, yuan = row[1], row[2], row[4]
            number = numbers[int(reference.rpartition("-")[2])]
            code = self.trouble.pop(number, PAID)
            self.told[number].append((month, Decimal(yuan), code))
            total += Decimal(yuan)
            back.append(f"{reference},{account},{yuan},{code},")
        self.sent[month] = total
        content = "\r\n".join(back).encode("gb18030")
        made = office.make(
            "finance",
            "dibao.bank.return",
            file_id=file["id"],
            content=base64.b64encode(content).decode(),
            content_name="answer.txt",
        )
        office.call("finance", "dibao.bank.return", "action_read", made)
        [row] = office.read(
            "dibao.bank.return",
            [("id", "=", made)],
            *("problem_count", "missing_count"),
            login="finance",
        )
        assert (row["problem_count"], row["missing_count"]) == (0, 0), row
        office.call("finance", "dibao.bank.return", "action_apply", made)
        [row] = office.read(RUN, [("id", "=", run)], "state", "total")
        assert row["state"] == "closed", row
        assert Decimal(f"{row['total']:.2f}") == total

    def _new_password(self):
        """Passwords are changed in time: the office does so every other month."""
        office = self.office
        if (office.today - self.password_since).days < PASSWORD_DAYS:
            return
        fresh = secrets.token_urlsafe(16) + "aA1-"
        office.call(
            "finance",
            "res.users",
            "change_password",
            old_passwd=self.password,
            new_passwd=fresh,
        )
        self.password, self.password_since = fresh, office.today

    def _file(self, file_id):
        """Rows of the file as the bank gets it: the one place where accounts leave."""
        self._new_password()
        session = self.office.session("finance", self.password)
        url = f"{self.office.base}/dibao/bank_file/{file_id}"
        answer = session.get(url, timeout=120)
        assert answer.ok, answer.text[:400]
        lines = answer.content.decode("gb18030").splitlines()
        return [line.split(",") for line in lines[1:]]
